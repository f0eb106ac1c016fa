"""The log of a web conversation, as its own browser may read it again."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update
from sqlmodel import col

from bot import sessions
from bot.services import Services
from flows.messages import Option
from knowledge.atencion import AtencionRow
from knowledge.conversaciones import Address, Contact, MessageRow, SessionRow
from knowledge.personal import Account
from knowledge.sellado import CannotOpen

PAGE = 60
_ERASED = {"texto": "[denuncia]"}  # what `bot.inbox` leaves of a citizen's own confidential words
_RESERVED = "Mensaje reservado: ya no se guarda aquí."
_OWN_RESERVED = {
    "[denuncia]": "Tu mensaje es reservado: no se guarda en el chat.",
    "[emergencia]": "Tu mensaje de emergencia no se guarda en el chat.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One message of the conversation, in or out."""

    seq: int
    mine: bool  # written by the citizen
    text: str
    at: datetime
    options: tuple[Option, ...] = ()
    cid: str | None = None
    archivos: tuple[str, ...] = ()  # content types of what the citizen sent
    nombre: str = ""  # of the person of the staff who wrote it
    reservado: bool = False  # of a confidential flow, or words that the log does not keep


@dataclass(frozen=True, slots=True)
class Log:
    """What a browser may see: its newest lines, and the language in which Catalina speaks to it.

    `pendiente`: a person attends or is awaited. `atiende`: who. `reservado`: a confidential flow is going on.
    """

    lines: tuple[Line, ...] = ()
    idioma: str = "es"
    pendiente: bool = False
    atiende: str | None = None
    reservado: bool = False

    def after(self, seq: int) -> tuple[Line, ...]:
        """Return what came after that number; all of it where the number is none that was ever given here."""
        seq = seq if self.lines and seq <= self.lines[-1].seq else 0
        return tuple(line for line in self.lines if line.seq > seq)


def read_log(services: Services, address: str, despues: int) -> Log:
    """Return the newest lines of a conversation, after erasing the sealed replies that its browser says it has.

    Raises:
        Unavailable: the database does not answer.
    """
    with services.db.reading() as db:
        found = db.execute(
            select(
                col(Contact.id),
                col(Contact.idioma),
                col(SessionRow.state),
                col(SessionRow.last_seq),
                col(Address.desde_seq),
            )
            .join(Address, col(Address.contact_id) == col(Contact.id))
            .join(SessionRow, col(SessionRow.contact_id) == col(Contact.id))
            .where(col(Address.address) == address)
        ).first()
        if found is None:
            return Log()
        rows = _rows(db, found.id, found.desde_seq)
        # What was noticed in the words rests in the conversation; what was asked for, in the contact.
        idioma = sessions.read(found.state, found.last_seq, services.sello).idioma or found.idioma or "es"
        attended = _attended(db, found.id)
    # A number that was never given says nothing of what was read: nothing may be erased for it.
    if despues <= found.last_seq - found.desde_seq and any(row.sealed and row.seq <= despues for row in rows):
        rows = _erase(services, found.id, despues, found.desde_seq)
    reservado = found.state.startswith(sessions.SEALED)
    return Log(_lines(services, rows), idioma, attended.pendiente, attended.atiende, reservado)


class _Attended(NamedTuple):
    """Whether a person of the staff attends or is awaited, and who."""

    pendiente: bool = False
    atiende: str | None = None


def _attended(db: Connection, contact_id: int) -> _Attended:
    """Return whether this contact waits for a person or talks with one, and the name of that person."""
    row = db.execute(
        select(col(AtencionRow.estado), col(Account.nombre))
        .outerjoin(Account, col(Account.usuario) == col(AtencionRow.agente))
        .where(col(AtencionRow.contact_id) == contact_id, col(AtencionRow.cerrada_at).is_(None))
    ).first()
    return _Attended() if row is None else _Attended(pendiente=True, atiende=row.nombre)


def _rows(db: Connection, contact_id: int, desde: int) -> list[Any]:
    """Return the newest rows after `desde`, numbered from there: what was said before its browser came is not its own."""
    newest = (
        select(
            (col(MessageRow.seq) - desde).label("seq"),
            col(MessageRow.direction),
            col(MessageRow.body),
            col(MessageRow.sealed),
            col(MessageRow.ref),
            col(MessageRow.at),
        )
        .where(col(MessageRow.contact_id) == contact_id, col(MessageRow.seq) > desde)
        .order_by(col(MessageRow.seq).desc())
        .limit(PAGE)
    )
    return list(reversed(db.execute(newest).all()))


def _erase(services: Services, contact_id: int, despues: int, desde: int) -> list[Any]:
    """Forget the words of confidential replies that were read: from here on only the browser has them."""
    with services.db.writing() as db:
        db.execute(
            update(MessageRow)
            .where(
                col(MessageRow.contact_id) == contact_id,
                col(MessageRow.sealed),
                col(MessageRow.seq).between(desde + 1, desde + despues),
            )
            .values(body=json.dumps(_ERASED), sealed=False)
        )
        return _rows(db, contact_id, desde)


def _lines(services: Services, rows: list[Any]) -> tuple[Line, ...]:
    titles: dict[str, str] = {}
    lines = []
    for row in rows:
        line = _line(services, row, titles)
        titles.update({option.id: option.title for option in line.options})
        lines.append(line)
    return tuple(lines)


def _line(services: Services, row: Any, titles: dict[str, str]) -> Line:
    body = _body(services, row)
    text, hidden = body.get("texto", ""), row.sealed or body.get("texto") in _OWN_RESERVED
    if row.direction == "in":
        cid = row.ref.rpartition(":")[2] if row.ref else None
        mine, archivos = _mine(text, body.get("opcion"), titles), tuple(body.get("archivos", ()))
        return Line(row.seq, mine=True, text=mine, at=row.at, cid=cid, archivos=archivos, reservado=hidden)
    options = tuple(Option(*option) for option in body.get("opciones", ()))
    said, nombre = _RESERVED if body == _ERASED else text, body.get("de", "")
    return Line(row.seq, mine=False, text=said, at=row.at, options=options, nombre=nombre, reservado=hidden)


def _mine(text: str, chosen: str | None, titles: dict[str, str]) -> str:
    """Return what the person did as the person saw it: the title of what was chosen, not its id."""
    return titles.get(chosen, "Opción elegida") if chosen else _OWN_RESERVED.get(text, text)


def _body(services: Services, row: Any) -> dict[str, Any]:
    try:
        body: dict[str, Any] = json.loads(services.sello.open(row.body) if row.sealed else row.body)
    except CannotOpen:
        return dict(_ERASED)  # sealed by a server with another key
    return body
