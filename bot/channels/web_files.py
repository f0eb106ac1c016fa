"""Files that a browser sends, one at a time: judged by their bytes, kept as those of WhatsApp are, taken exactly once.

The size is known before anything is read, and the parser lays what is long on the disk and not in memory.
"""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from flask import Blueprint, Response, request
from sqlalchemy import select
from sqlmodel import col
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser

from bot import sessions
from bot.audience import audience
from bot.channels.web_limits import FILE_COST, Limits
from bot.channels.web_request import Refused, Said, read_sent
from bot.documentos import FOLDER
from bot.inbound import Inbound, Media
from bot.inbox import receive
from bot.origin import counted_as
from bot.orphans import PREFIX
from bot.services import Services
from flows.answers import N_
from flows.messages import Attachment
from knowledge.conversaciones import Address, SessionRow
from knowledge.db import Unavailable
from notifier.files import kept_as, real_type
from notifier.media import Copied, FetchRefused, stored

MAX_BYTES = 10_000_000
ENVELOPE = 64 * 1024  # what a form adds to its file
MAX_PARTS = 8
MOST_LET_BY = 60_000_000
RETRY_AFTER_S = 5
MIN_FREE = 1_000_000_000  # bytes of disk that files leave to the database, without which nobody is answered
FIELDS = frozenset({"token", "cid", "despues"})
KINDS = frozenset(
    {
        "image/jpeg", "image/png", "image/webp", "application/pdf", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/aac",
        "audio/amr", "video/mp4",
    }
)  # fmt: skip
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.ogg,.oga,.opus,.mp3,.m4a,.aac,.amr,.mp4"


_TOKEN = re.compile(rb'name="token"\r\n\r\n([A-Za-z0-9_-]{43})\r\n')
_AWAY = N_("En este momento no puedo responder. Tu archivo sigue en tu equipo: envíalo otra vez en un rato.")
_BROKEN = N_("Ese archivo está dañado. Ábrelo en tu equipo, guárdalo otra vez y envíalo.")
_RESERVED = N_(
    "En una denuncia no recibo archivos por el chat: no podría guardarlos en reserva. "
    "Cuenta con palabras qué muestra y guárdalo: quien la investigue te lo puede pedir."
)


@dataclass(frozen=True, slots=True)
class Chat:
    """What the web chat lends to its files: whose conversation a token is, what it may cost, how it is answered."""

    services: Services
    limits: Limits
    address: Callable[[str], str]
    afford: Callable[[Services, Limits, str, float], None]
    answer: Callable[[Said], Response]
    page: Callable[[str | None, Refused | None], Response]


class TooBig(Refused):
    """The file is larger than what is received. `token` is of the conversation that it was meant for."""

    def __init__(self, token: str | None = None) -> None:
        super().__init__(413, "tamano", N_("Ese archivo pesa más de 10 MB. Envía uno más liviano."))
        self.token = token


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a request and its files, which are closed when the request ends."""

    fields: MultiDict[str, str]
    files: MultiDict[str, FileStorage]


def add_routes(routes: Blueprint, chat: Chat) -> None:
    """Add the two ways to send a file: of programs, and of the page without JavaScript."""

    @routes.post("/api/chat/archivo")
    @audience("citizen")
    def send_file() -> Response:
        with _received(chat) as form:
            said = _take(chat, form)
        return chat.answer(said)

    @routes.post("/chat/archivo")
    @audience("citizen")
    def page_file() -> Response:
        token = None
        try:
            with _received(chat) as form:
                token = form.fields.get("token")
                token = _take(chat, form).token
        except TooBig as error:
            return chat.page(error.token or token, error)
        except Refused as error:
            return chat.page(token, error)
        except Unavailable:
            return chat.page(token, Refused(503, f"espera:{RETRY_AFTER_S}", _AWAY))
        return chat.page(token, None)


def _let_by() -> str | None:
    """Read past a form that is too long, keeping only whose conversation it is: its fields come before its file.

    A browser that is answered while it still sends shows an error of the network instead of the answer.
    """
    request.max_content_length = MOST_LET_BY
    try:
        found = _TOKEN.search(request.stream.read(ENVELOPE))
        while request.stream.read(ENVELOPE):
            pass
    except RequestEntityTooLarge:
        return None
    return found[1].decode() if found else None


@contextmanager
def _received(chat: Chat) -> Iterator[Form]:
    """Give the form of the request. Whatever is too long is refused before it is read."""
    if request.mimetype != "multipart/form-data":
        raise Refused(415, "tipo", N_("Envía el archivo como formulario (multipart/form-data)."))
    if request.content_length is None:
        raise Refused(411, "tamano", N_("Falta el tamaño del archivo (Content-Length)."))
    wait = chat.limits.spend_file(counted_as(chat.services, "archivos"))
    if wait is not None:
        slower = N_("Recibí muchos archivos. Espera {segundos} segundos y envíalo otra vez.")
        raise Refused(429, f"espera:{wait}", slower, segundos=wait)
    if request.content_length > MAX_BYTES + ENVELOPE:
        raise TooBig(_let_by())
    request.max_content_length = MAX_BYTES + ENVELOPE
    with ExitStack() as opened:
        try:
            form = _parsed(opened)
        except RequestEntityTooLarge:
            raise _one_at_a_time() from None
        yield form


def _parsed(opened: ExitStack) -> Form:
    """Read the form. Flask's own parser leaves what it had opened behind when it stops in the middle."""

    def on_disk(*_: object, **__: object) -> IO[bytes]:
        return opened.enter_context(SpooledTemporaryFile(ENVELOPE))

    # The parser holds what it has read and not yet told apart against the same limit: more than one reading must fit.
    parser = FormDataParser(on_disk, max_form_memory_size=4 * ENVELOPE, max_form_parts=MAX_PARTS)
    _, fields, files = parser.parse(request.stream, request.mimetype, request.content_length, request.mimetype_params)
    return Form(fields, files)


def _take(chat: Chat, form: Form) -> Said:
    """Keep the one file, and give it to the conversation as a message. Where the turn does not keep it, it is gone."""
    said, upload = _only(form)
    chat.afford(chat.services, chat.limits, said.token, FILE_COST)
    kind, data = _judged(upload)
    services, where = chat.services, chat.address(said.token)
    if _reserved(services, where):
        raise Refused(409, "reservado", _RESERVED)
    folder = services.settings.data_dir / FOLDER
    _room_for_it(folder)
    try:
        copied = stored(folder, f"{PREFIX}{services.azar(16).hex()}", data, kind)
    except FetchRefused:
        raise Refused(415, "danado", _BROKEN) from None
    kept = False
    try:
        taken = receive(services, _inbound(services, said, where, copied))
        kept = not taken.duplicate and not (taken.decision is not None and taken.decision.confidential)
    finally:
        if not kept:
            (folder / copied.path).unlink(missing_ok=True)
    return said


def _only(form: Form) -> tuple[Said, FileStorage]:
    """Return the one file of a form, and whose it is."""
    if unknown := sorted({*form.fields, *form.files} - FIELDS - {"archivo"}):
        raise Refused(400, "campo", N_("No conozco el campo «{campo}»."), campo=unknown[0][:40])
    said, uploads = read_sent(form.fields), form.files.getlist("archivo")
    if len(uploads) > 1:
        raise _one_at_a_time()
    if not uploads:
        raise Refused(400, "archivo", N_("No llegó ningún archivo. Escógelo otra vez y envíalo."))
    return said, uploads[0]


def _judged(upload: FileStorage) -> tuple[str, bytes]:
    """Return the real type and the bytes of what is received. Its name is not read: it may say anything."""
    size = upload.stream.seek(0, 2)
    upload.stream.seek(0)
    if size == 0:
        raise Refused(400, "vacio", N_("El archivo llegó vacío. Escógelo otra vez y envíalo."))
    if size > MAX_BYTES:
        raise TooBig
    data = upload.stream.read()
    real = real_type(data)
    kind = kept_as(upload.mimetype, real) if real else None
    if kind not in KINDS:
        raise Refused(415, "clase", N_("Ese archivo no lo recibo. Sirven fotos (JPG, PNG), PDF, audios y videos MP4."))
    return kind, data


def _inbound(services: Services, said: Said, where: str, copied: Copied) -> Inbound:
    provider_id = f"{where.removeprefix('web:')}:{said.cid}"
    ref = blake2b(f"web/{provider_id}".encode(), digest_size=16).hexdigest()
    return Inbound(
        provider="web",
        provider_id=provider_id,
        channel="web",
        addresses=(where,),
        message=replace(said.message, attachments=(Attachment(ref, copied.content_type),)),
        received_at=services.clock(),
        media=(Media(ref, "", copied.content_type, copied),),
    )


def _reserved(services: Services, where: str) -> bool:
    """Return whether a confidential flow is going on: its files would lie in the clear."""
    with services.db.reading() as db:
        row = db.execute(
            select(col(SessionRow.state), col(SessionRow.last_seq))
            .join(Address, col(Address.contact_id) == col(SessionRow.contact_id))
            .where(col(Address.address) == where)
        ).first()
    if row is None:
        return False
    frame = sessions.read(row.state, row.last_seq, services.sello).frame
    return frame is not None and (frame.flow not in services.flows or services.flows[frame.flow].confidential)


def _room_for_it(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < MIN_FREE:
        raise Refused(
            507, "espacio", N_("En este momento no puedo guardar archivos. Cuéntame con palabras qué muestra.")
        )


def _one_at_a_time() -> Refused:
    return Refused(400, "varios", N_("Envía un solo archivo a la vez."))
