"""What the desk of who attends reads of talks: who waits, the words, the notes, the files. Reads only."""

import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select
from sqlmodel import col

from knowledge.atencion import AtencionRow, NotaRow, PromesaRow
from knowledge.cola import Agente, puede
from knowledge.conversaciones import Address, Contact, MediaRow, MessageRow, Outgoing, SessionRow
from knowledge.sellado import CannotOpen, Sello

ANTES = 30  # messages before the hand-over that the person who attends reads, so that nobody tells it twice
MUCHAS = 200
RESERVADO = "[reservado]"
_HIDDEN = frozenset({"[denuncia]", "[emergencia]"})
_ABIERTA = col(AtencionRow.cerrada_at).is_(None)
_HASTA = (
    select(col(PromesaRow.hasta))
    .where(col(PromesaRow.atencion_id) == col(AtencionRow.id))
    .order_by(col(PromesaRow.id).desc())
    .limit(1)
    .correlate(AtencionRow)
    .scalar_subquery()
)
_CHARLA = select(AtencionRow.__table__, _HASTA.label("hasta"))  # type: ignore[attr-defined]


class Linea(NamedTuple):
    """One message as the desk shows it. `de`: ciudadano, catalina, or persona with her name."""

    seq: int
    de: str
    nombre: str
    texto: str
    at: datetime
    archivos: tuple[str, ...] = ()
    ubicacion: bool = False


class Nota(NamedTuple):
    """A note of the staff, opened."""

    usuario: str
    texto: str
    at: datetime


def abiertas(db: Connection) -> list[Any]:
    """Return every talk that is not over, with what was promised last (`hasta`), the oldest first."""
    return list(db.execute(_CHARLA.where(_ABIERTA).order_by(col(AtencionRow.pedida_at), col(AtencionRow.id))))


def esperan(db: Connection, who: Agente, all_agents: list[Agente]) -> list[Any]:
    """Return the talks that wait and that somebody may take, the oldest first."""
    return [row for row in abiertas(db) if row.estado == "en_cola" and puede(who, all_agents, row.cola)]


def sello_de(rows: Iterable[Any]) -> str:
    """Return what changes when a list of talks does."""
    seen = [(r.id, r.estado, r.cola, r.agente, r.ciudadano_at, r.agente_at, r.hasta) for r in rows]
    return blake2b(repr(seen).encode(), digest_size=9).hexdigest()


def marca(db: Connection, row: Any) -> str:
    """Return what changes when the page of one talk does: its words, the way of a message, a file, a note."""
    sent = select(func.count(), func.max(col(Outgoing.sent_at)))
    keyed = col(Outgoing.key).like(f"persona:{row.contact_id}:%")
    ways = select(col(Outgoing.estado), func.count()).where(col(Outgoing.contact_id) == row.contact_id, keyed)
    parts = [
        db.execute(select(col(SessionRow.last_seq)).where(col(SessionRow.contact_id) == row.contact_id)).scalar(),
        sorted(map(tuple, db.execute(ways.group_by(col(Outgoing.estado))))),
        tuple(db.execute(sent.where(col(Outgoing.contact_id) == row.contact_id, keyed)).one()),
        db.execute(select(func.count()).where(col(NotaRow.atencion_id) == row.id)).scalar(),
        sorted(map(tuple, db.execute(select(col(MediaRow.ref), col(MediaRow.estado)).where(col(MediaRow.contact_id) == row.contact_id)))),
    ]  # fmt: skip
    return blake2b(repr((sello_de([row]), parts)).encode(), digest_size=9).hexdigest()


def con_promesa(db: Connection, atencion_id: int) -> Any | None:
    """Return one talk with what was promised last, or None."""
    return db.execute(_CHARLA.where(col(AtencionRow.id) == atencion_id)).first()


def palabras(db: Connection, row: Any) -> list[Linea]:
    """Return what was said shortly before the hand-over and since, the oldest first; confidential words only as a mark."""
    rows = db.execute(
        select(col(MessageRow.seq), col(MessageRow.direction), col(MessageRow.body), col(MessageRow.sealed), col(MessageRow.at))
        .where(col(MessageRow.contact_id) == row.contact_id, col(MessageRow.seq) > row.desde_seq - ANTES)
        .order_by(col(MessageRow.seq).desc())
        .limit(MUCHAS)
    ).all()  # fmt: skip
    titles: dict[str, str] = {}
    return [_linea(one, titles) for one in reversed(rows)]


def _linea(row: Any, titles: dict[str, str]) -> Linea:
    """Return one line; `titles` remembers what the options were called, for who pressed one."""
    body = {"texto": RESERVADO} if row.sealed else json.loads(row.body)
    texto = body.get("texto") or titles.get(body.get("opcion", ""), body.get("opcion", ""))
    titles |= {option[0]: option[1] for option in body.get("opciones", ())}
    de = "ciudadano" if row.direction == "in" else "persona" if body.get("de") else "catalina"
    shown = RESERVADO if texto in _HIDDEN else texto
    return Linea(row.seq, de, body.get("de", ""), shown, row.at, tuple(body.get("archivos", ())), bool(body.get("ubicacion")))  # fmt: skip


def caminos(db: Connection, contact_id: int) -> dict[int, str]:
    """Return how far each message of the staff has come, by its number; the worst part of one that went in several."""
    key = f"persona:{contact_id}:"
    rows = db.execute(
        select(col(Outgoing.key), col(Outgoing.estado))
        .where(col(Outgoing.contact_id) == contact_id, col(Outgoing.key).like(f"{key}%"))
        .order_by(col(Outgoing.id))
    )
    return {int(k.removeprefix(key).partition("/")[0]): estado for k, estado in rows}


def ultima_entrada(db: Connection, contact_id: int) -> datetime | None:
    """Return when the contact last wrote by WhatsApp: what opens the vendor's window."""
    return db.execute(
        select(func.max(col(Address.last_inbound_at))).where(
            col(Address.contact_id) == contact_id, col(Address.channel) == "whatsapp"
        )
    ).scalar()


def notas(db: Connection, sello: Sello, atencion_id: int) -> list[Nota]:
    """Return the notes of a talk, the newest first."""
    rows = db.execute(
        select(col(NotaRow.usuario), col(NotaRow.texto), col(NotaRow.at))
        .where(col(NotaRow.atencion_id) == atencion_id)
        .order_by(col(NotaRow.id).desc())
    )
    return [Nota(row.usuario, _opened(sello, row.texto), row.at) for row in rows]


def _opened(sello: Sello, texto: str) -> str:
    try:
        return sello.open(texto)
    except CannotOpen:
        return "No se puede abrir con la clave de este servidor."


def archivos(db: Connection, row: Any, desde: datetime) -> list[Any]:
    """Return the files that the contact sent since a moment, and the one that began the talk."""
    of_talk = (col(MediaRow.created_at) >= desde) | (col(MediaRow.ref) == (row.archivo or ""))
    found = select(MediaRow.__table__).where(col(MediaRow.contact_id) == row.contact_id, of_talk)  # type: ignore[attr-defined]
    return list(db.execute(found.order_by(col(MediaRow.created_at), col(MediaRow.ref))))


def ficha(ref: str) -> str:
    """Return the name of a file in an address: a provider's reference may hold anything."""
    return blake2b(ref.encode(), digest_size=9).hexdigest()


def vetados(db: Connection, now: datetime) -> list[Any]:
    """Return the last talk that ended by abuse of each contact whom only the assistant answers now."""
    last = func.max(col(AtencionRow.id)).label("id")
    return list(
        db.execute(
            select(last, col(Contact.sin_persona_hasta).label("hasta"))
            .join(Contact, col(Contact.id) == col(AtencionRow.contact_id))
            .where(col(Contact.sin_persona_hasta) > now, col(AtencionRow.cierre) == "abuso")
            .group_by(col(Contact.id), col(Contact.sin_persona_hasta))
            .order_by(last)
        )
    )


def desde(lineas: list[Linea], row: Any) -> datetime:
    """Return the moment from which files belong to what is shown."""
    return min([line.at for line in lineas], default=row.pedida_at) - timedelta(seconds=1)
