"""What a browser sends to the web chat, checked field by field. What is wrong is said in words a person can act on."""

import json
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flows.answers import N_
from flows.messages import Message

MAX_BODY = 64 * 1024  # 4,000 characters written as \uXXXX pairs fit
MAX_TEXT = 4_000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # 256 bits in base64url
_CID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_TALK = frozenset({"token", "cid", "texto", "opcion", "archivo", "despues"})
_POLL = frozenset({"token", "despues"})


class Refused(Exception):
    """The request cannot be taken. `mensaje` is for the person, with blanks for `dicho`; `codigo` for the program."""

    def __init__(self, status: int, codigo: str, mensaje: str, **dicho: object) -> None:
        super().__init__(codigo)
        self.status, self.codigo, self.mensaje, self.dicho = status, codigo, mensaje, dicho

    def words(self, t: Callable[[str], str]) -> str:
        """Return the reason in the language of `t`."""
        return t(self.mensaje).format(**self.dicho) if self.dicho else t(self.mensaje)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a browser. `cid` names it: sent again, it is the same message."""

    token: str
    cid: str
    message: Message
    despues: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A browser asks what there is after `despues`."""

    token: str
    despues: int


def new_token() -> str:
    """Return the secret of a new conversation: 256 random bits. It travels in bodies only, never in an address."""
    return secrets.token_urlsafe(32)


def new_cid() -> str:
    """Return a name for one message."""
    return secrets.token_urlsafe(12)


def read_said(body: bytes) -> Said:
    """Return the message of a JSON body.

    Raises:
        Refused: it is no JSON, has unknown fields, wrong types, or too much of something.
    """
    record = _record(body, _TALK)
    if record.get("archivo") is not None:
        raise Refused(415, "archivo", N_("Los archivos se envían aparte, a /api/chat/archivo."))
    return Said(_token(record), _cid(record), _message(record), _despues(record))


def read_sent(form: Mapping[str, str]) -> Said:
    """Return whose file comes with a form, and as which message; the file itself is not among its fields.

    Raises:
        Refused: as in `read_said`.
    """
    despues = form.get("despues") or "0"
    number = int(despues) if despues.isascii() and despues.isdigit() and len(despues) < 11 else -1
    record = {"token": form.get("token") or None, "cid": form.get("cid"), "despues": number}
    return Said(_token(record), _cid(record), Message(), _despues(record))


def read_asked(body: bytes) -> Asked:
    """Return the question of a JSON body.

    Raises:
        Refused: as in `read_said`; a token is required.
    """
    record = _record(body, _POLL)
    if record.get("token") is None:
        raise Refused(400, "token", N_("Falta «token»: es el que recibiste con la primera respuesta."))
    return Asked(_token(record), _despues(record))


def read_form(form: Mapping[str, str], token: str) -> Said:
    """Return the message of the page's form, for the conversation that `form_token` found.

    Raises:
        Refused: there is nothing to send, or too much.
    """
    cid, despues = form.get("cid", ""), form.get("despues", "0")
    return Said(
        token=token,
        cid=cid if _CID.fullmatch(cid) else new_cid(),
        message=_message({"texto": form.get("texto") or None, "opcion": form.get("opcion") or None}),
        despues=int(despues) if despues.isascii() and despues.isdigit() and len(despues) < 10 else 0,
    )


def form_token(form: Mapping[str, str]) -> str:
    """Return the conversation of a form, or a new one when the field is damaged."""
    token = form.get("token", "")
    return token if _TOKEN.fullmatch(token) else new_token()


def _record(body: bytes, known: frozenset[str]) -> Mapping[str, Any]:
    if len(body) > MAX_BODY:
        raise too_long()
    try:
        record = json.loads(body)
    except (ValueError, RecursionError):
        raise Refused(400, "json", N_("El mensaje llegó dañado. Envíalo otra vez.")) from None
    if not isinstance(record, dict):
        raise Refused(400, "json", N_("El cuerpo debe ser un objeto JSON, entre llaves."))
    if unknown := sorted(record.keys() - known):
        listed = N_("No conozco el campo «{campo}». Los que hay: {campos}.")
        raise Refused(400, "campo", listed, campo=unknown[0][:40], campos=", ".join(sorted(known)))
    return record


def _cid(record: Mapping[str, Any]) -> str:
    cid = record.get("cid")
    if not isinstance(cid, str) or not _CID.fullmatch(cid):
        raise Refused(400, "cid", N_("Falta «cid»: un nombre para el mensaje, de 1 a 64 letras, números, «-» o «_»."))
    return cid


def _token(record: Mapping[str, Any]) -> str:
    token = record.get("token")
    if token is None:
        return new_token()
    if not isinstance(token, str) or not _TOKEN.fullmatch(token):
        damaged = N_("El «token» no tiene la forma esperada. Envía el mensaje sin él para empezar otra conversación.")
        raise Refused(400, "token", damaged)
    return token


def _despues(record: Mapping[str, Any]) -> int:
    despues = record.get("despues", 0)
    if not isinstance(despues, int) or isinstance(despues, bool) or not 0 <= despues < 2**31:
        raise Refused(400, "despues", N_("«despues» debe ser el número del último mensaje que tienes, o 0."))
    return despues


def _message(record: Mapping[str, Any]) -> Message:
    texto, opcion = _string(record, "texto"), _string(record, "opcion")
    if texto is not None and opcion is not None:
        raise Refused(400, "doble", N_("Envía «texto» u «opcion», no los dos."))
    if opcion is not None:
        return Message(option=opcion[:200])
    if texto is None or not texto.strip():
        raise Refused(400, "vacio", N_("Tu mensaje llegó vacío. Escribe algo y vuelve a enviarlo."))
    if len(texto) > MAX_TEXT:
        raise too_long()
    return Message(text=texto)


def _string(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(400, name, N_("«{campo}» debe ser un texto."), campo=name)
    # Neither database keeps NUL nor half a surrogate pair; a browser sends them only by accident.
    return value.replace("\x00", "").encode("utf-8", "replace").decode() if value is not None else None


def too_long() -> Refused:
    """Return the refusal of a message that is longer than a person reads."""
    long = N_("Tu mensaje es muy largo. Escríbelo en partes de menos de {letras} letras.")
    return Refused(413, "largo", long, letras=MAX_TEXT)
