"""The latest messages that Catalina did not understand or asked back about, as kept in the log of conversations.

Nobody learns whose they are: a row of figures and a message are put together by their instant and the keyed pseudonym of
the person, and neither goes further. Confidential turns have no pseudonym and no words, so they are never found.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from bot.traces import persona
from bot.unanswered import Dicho
from flows.context import BOGOTA
from flows.routing import is_confidential
from flows.understanding import Decision, Entity, Explanation
from flows.understanding.text import clean, normalise
from knowledge.conversaciones import Interaction, MessageRow

KINDS = ("missed", "clarified")
PAGE = 10
GROUPED = 2_000  # messages that are put together at once
# What says who somebody is. It decides nothing about the topic, so nobody needs to read it here.
_PERSONAL = {
    "cedula": "cédula", "nit": "NIT", "telefono": "teléfono", "correo": "correo", "placa": "placa", "ref_catastral": "referencia",
    "radicado": "radicado", "codigo": "código", "matricula": "matrícula", "comparendo": "comparendo",
}  # fmt: skip
# What nobody recognised and may still say who somebody is: six digits however they are grouped, save years; an address of mail.
_DIGITS = re.compile(r"\d(?:[\s.,()/_–—-]{0,3}\d){5,}")
_YEARS = re.compile(r"(?:19|20)\d\d(?:\D+(?:19|20)\d\d)*")
_MAIL = re.compile(r"\S+\s?(?:@|\barroba\b)\s?\S+", re.IGNORECASE)
_SIGN = re.compile(r"\[[^]]*]")


@dataclass(frozen=True, slots=True)
class NoEntendido:
    """One message, its words without personal numbers, what came of it then and how it is understood now."""

    id: int
    at: datetime
    canal: str
    preguntado: bool  # she asked back; otherwise she said that she did not know
    texto: str
    normalizado: str
    hoy: Explanation


@dataclass(frozen=True, slots=True)
class Pagina:
    """One page of messages; `siguiente` is where the older ones begin."""

    mensajes: tuple[NoEntendido, ...]
    siguiente: int | None


def latest(
    db: Session, secret_key: str, since: datetime, before: int | None, explain: Callable[[str], Explanation]
) -> Pagina:
    """Return the newest messages of before a row of figures that are not older than their words may be kept."""
    query = select(Interaction).where(
        col(Interaction.kind).in_(KINDS), col(Interaction.persona).is_not(None), col(Interaction.at) >= since
    )
    if before is not None:
        query = query.where(col(Interaction.id) < before)
    rows = db.exec(query.order_by(col(Interaction.id).desc()).limit(PAGE)).all()
    words = _words(db, secret_key, rows)
    found = (_read(row, words[row.id].texto, explain) for row in rows if row.id in words)
    return Pagina(tuple(m for m in found if m is not None), rows[-1].id if len(rows) == PAGE else None)


def missed(db: Session, secret_key: str, since: datetime, understood: Callable[[str], Decision]) -> Iterator[Dicho]:
    """Yield the newest messages that nobody answered, their words without personal numbers and without who wrote them."""
    query = select(Interaction).where(
        col(Interaction.kind) == "missed", col(Interaction.persona).is_not(None), col(Interaction.at) >= since
    )
    rows = db.exec(query.order_by(col(Interaction.id).desc()).limit(GROUPED)).all()
    words = _words(db, secret_key, rows)
    for row in rows:
        if row.id not in words:
            continue
        text = words[row.id].texto
        decision = understood(text)
        if not (decision.emergencia or is_confidential(decision)):
            plain = unrecognised(hidden(clean(text), decision.entidades))
            yield Dicho(normalise(_SIGN.sub(" ", plain)), words[row.id].writer, row.at)


def hidden(shown: str, entidades: Iterable[Entity]) -> str:
    """Return a message with the name of each personal number in its place."""
    for entity in sorted(entidades, key=lambda e: -e.inicio):
        if entity.tipo in _PERSONAL:
            shown = f"{shown[: entity.inicio]}[{_PERSONAL[entity.tipo]}]{shown[entity.fin :]}"
    return shown


def unrecognised(shown: str) -> str:
    """Return a message without the long numbers and addresses of mail that no rule knew what they are."""
    plain = _DIGITS.sub(lambda run: run[0] if _YEARS.fullmatch(run[0]) else "[número]", shown)
    return _MAIL.sub("[correo]", plain)


def shown_entities(decision: Decision) -> list[tuple[str, str]]:
    """Return type and value of what was found in a message; of a personal number only that it is there."""
    return [(e.tipo, "(no se muestra)" if e.tipo in _PERSONAL else e.valor) for e in decision.entidades]


class _Said(NamedTuple):
    """The words of a message, and who wrote it; all who write on the web count as one, since a page is no person."""

    texto: str
    writer: bytes


def _words(db: Session, secret_key: str, rows: Sequence[Interaction]) -> dict[int | None, _Said]:
    """Return the words of each row of figures that still has them."""
    query = select(MessageRow).where(
        col(MessageRow.at).in_([row.at for row in rows]),
        MessageRow.direction == "in",
        col(MessageRow.sealed).is_(False),
    )
    told: dict[tuple[datetime, bytes], tuple[str, int]] = {}
    for message in db.exec(query):
        year = message.at.astimezone(BOGOTA).year
        who = persona(secret_key, message.contact_id, year)
        told[message.at, who] = (str(json.loads(message.body).get("texto", "")), message.contact_id)
    found = ((row, *told[row.at, row.persona]) for row in rows if row.persona and (row.at, row.persona) in told)
    return {
        row.id: _Said(texto, b"web" if row.channel == "web" else str(contact_id).encode())
        for row, texto, contact_id in found
        if texto
    }


def _read(row: Interaction, text: str, explain: Callable[[str], Explanation]) -> NoEntendido | None:
    """Return a message to show, or None for one that today would be read as confidential or as a cry for help."""
    found = explain(text)
    if found.decision.emergencia or is_confidential(found.decision):
        return None
    assert row.id is not None
    known = hidden(clean(text), found.decision.entidades)
    texto = unrecognised(known)
    if texto != known:  # a number that nobody knew would stand among the words that were scored
        found = explain(_SIGN.sub(" ", texto))
    return NoEntendido(row.id, row.at, row.channel, row.kind == "clarified", texto, normalise(texto), found)
