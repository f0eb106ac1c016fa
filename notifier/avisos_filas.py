"""Rows of the ledger of notices: which are due, taken under the lock of their contact, moved from state to state.

Whoever moves a notice holds its contact: the turn of the person, a dispatcher, the one who follows. On PostgreSQL the last
two skip a contact that is held and come back; SQLite has one writer.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, insert, or_, select, true, update
from sqlmodel import col

from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.conversaciones import Address, Contact, Outgoing, Subscription
from knowledge.plazos import Calendario
from notifier import horario
from notifier.caminos import Direccion
from notifier.horario import TARDE
from notifier.outbox import AVISO, AVISO_YA, WINDOW
from notifier.upsert import insert_or_ignore

CALLA = timedelta(minutes=30)  # after the last word of a conversation in which a notice could not be told


class Fila(NamedTuple):
    """One notice, as its row is."""

    id: int
    contact_id: int
    tema: str
    clase: str
    solicitud_id: int | None
    acto_n: int | None
    limite: date | None
    estado: str
    camino: str
    probados: str
    salida_key: str | None
    created_at: datetime
    desde: datetime
    motivo: str


COLUMNAS = tuple(getattr(AvisoRow, name) for name in Fila._fields)


def salen(now: datetime, calendario: Calendario | None, asiento: timedelta) -> ColumnElement[bool]:
    """Match what may leave: settled, in the window or at the law's last chance, and not the second of a quiet day."""
    settled = or_(col(AvisoRow.created_at) <= now - asiento, col(AvisoRow.created_at) > now)  # > now: a clock set back
    pending = and_(col(AvisoRow.estado) == "pendiente", settled)
    if not horario.abierta(now, calendario):
        return and_(pending, _no_espera(now, horario.proxima(now, calendario)))
    local = now.astimezone(horario.BOGOTA)
    at = datetime.combine(local.date(), TARDE, horario.BOGOTA)
    # From 17:00 on what had to wait for it goes; what is written after waits for the next day.
    waited = col(AvisoRow.created_at) < at if local >= at else ~true()
    return and_(pending, or_(~_tuvo_hoy(now), waited, _no_espera(now, horario.segunda(now, calendario))))


def _no_espera(now: datetime, hasta: datetime) -> ColumnElement[bool]:
    """Match as `horario.no_espera` does."""
    return and_(col(AvisoRow.limite) >= horario.hoy(now), col(AvisoRow.limite) < horario.hoy(hasta))


def _tuvo_hoy(now: datetime) -> ColumnElement[bool]:
    return exists().where(
        col(Outgoing.contact_id) == col(AvisoRow.contact_id),
        col(Outgoing.kind).in_((AVISO, AVISO_YA)),
        col(Outgoing.estado).not_in(("fallida", "descartada")),
        col(Outgoing.created_at) >= horario.medianoche(horario.hoy(now)),
    )


def esperaron(now: datetime, calendario: Calendario | None) -> ColumnElement[bool]:
    """Match what has waited for its person long enough, and what waits for one who came and could not be told."""
    cut = horario.corte(now, calendario)
    over = or_(col(AvisoRow.created_at) < cut, col(AvisoRow.limite) <= horario.hoy(now) + timedelta(days=1))
    wrote = col(Address.last_inbound_at)
    came = exists().where(
        col(Address.contact_id) == col(AvisoRow.contact_id), col(Address.channel) == "whatsapp",
        wrote > col(AvisoRow.desde), wrote > now - WINDOW, wrote <= now - CALLA,
    )  # fmt: skip
    waiting = and_(col(AvisoRow.estado) == "en_espera", or_(over, came))
    if horario.abierta(now, calendario):
        return waiting
    return and_(waiting, _no_espera(now, horario.proxima(now, calendario)))


def hay(db: Connection, which: ColumnElement[bool]) -> bool:
    """Return whether any notice is due, without taking a lock."""
    return db.execute(select(col(AvisoRow.id)).where(which).limit(1)).first() is not None


def tomar(db: Connection, which: ColumnElement[bool], limit: int) -> list[int]:
    """Hold the contacts of up to `limit` due notices until the transaction ends, and return them. Who is held is skipped."""
    rows = (
        select(col(Contact.id))
        .join(AvisoRow, col(AvisoRow.contact_id) == col(Contact.id))
        .where(which)
        .order_by(col(AvisoRow.id))
        .limit(limit)
        # Not the whole row: a new notice of this contact only needs it to exist, and must not wait for a dispatcher.
        .with_for_update(of=Contact, skip_locked=True, key_share=True)
    )
    return list(dict.fromkeys(i for i in db.execute(rows).scalars() if i is not None))


def leer(db: Connection, contacts: Sequence[int], which: ColumnElement[bool]) -> dict[int, list[Fila]]:
    """Return the notices of held contacts, as they are now, in the order in which they fell due."""
    found: dict[int, list[Fila]] = {contact: [] for contact in contacts}
    rows = select(*COLUMNAS).where(col(AvisoRow.contact_id).in_(contacts), which).order_by(col(AvisoRow.id))
    for row in db.execute(rows):
        found[row.contact_id].append(Fila(*row))
    return found


def direcciones(db: Connection, contacts: Sequence[int]) -> dict[int, list[Direccion]]:
    """Return where each contact can be reached."""
    found: dict[int, list[Direccion]] = {contact: [] for contact in contacts}
    rows = db.execute(
        select(
            col(Address.contact_id), col(Address.channel), col(Address.address), col(Address.last_inbound_at),
            col(Address.dead), col(Address.opted_out),
        ).where(col(Address.contact_id).in_(contacts)).order_by(col(Address.id))
    )  # fmt: skip
    for row in rows:
        found[row.contact_id].append(Direccion(*row[1:]))
    return found


def recordar(db: Connection, contact_id: int, channel: str, address: str) -> None:
    """Keep an address that was worked out, so that what the vendor says of it, a STOP above all, has where to stay."""
    row = {"contact_id": contact_id, "channel": channel, "address": address, "dead": False, "opted_out": False}
    insert_or_ignore(db, Address, row, ("address",))


def suscritos(db: Connection, contacts: Sequence[int]) -> set[tuple[int, str]]:
    """Return which purposes each contact said yes to and did not leave."""
    rows = select(col(Subscription.contact_id), col(Subscription.tema)).where(
        col(Subscription.contact_id).in_(contacts), col(Subscription.active)
    )
    return {(contact, tema) for contact, tema in db.execute(rows)}


def clave(db: Connection, fila: Fila, camino: str) -> str:
    """Return the key of the next row that carries it: one that no earlier attempt had."""
    first = f"aviso:{fila.id}:{camino}"
    if fila.salida_key is None:
        return first
    tried = select(func.count()).select_from(AvisoSalidaRow).where(col(AvisoSalidaRow.aviso_id) == fila.id)
    return f"{first}:{db.execute(tried).scalar_one() + 1}"


def en_camino(db: Connection, filas: Iterable[Fila], camino: str, key: str, now: datetime) -> None:
    """Tie notices to the row of the outbox that carries them."""
    ids = [fila.id for fila in filas]
    mover(db, ids, {"estado": "en_camino", "camino": camino, "salida_key": key}, now)
    db.execute(insert(AvisoSalidaRow), [{"aviso_id": i, "salida_key": key} for i in ids])


def mover(db: Connection, ids: Collection[int], cambios: Mapping[str, object], now: datetime) -> None:
    """Change notices whose contact the caller holds."""
    if ids:
        db.execute(update(AvisoRow).where(col(AvisoRow.id).in_(ids)).values(**cambios, desde=now))
