"""The queue of what goes out: rows of `knowledge.conversaciones.Outgoing`, worked on with Core statements.

A row is claimed, sent with no transaction open, and recorded. Rows of one contact go in the order they were written.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, exists, false, func, or_, select, true, update
from sqlalchemy.orm import aliased
from sqlmodel import col

from knowledge.conversaciones import Address, Consent, Outgoing
from knowledge.sellado import CannotOpen, Sello
from notifier import events, parts
from notifier.outcome import MAX_UNKNOWN
from notifier.ports import Opcion, Plantilla, Salida
from notifier.upsert import insert_or_ignore

LEASE = timedelta(seconds=60)  # longer than everything one send may take
WINDOW = timedelta(hours=23, minutes=50)  # the vendor's 24 hours, less what a queue may hold
HOLDS = timedelta(hours=1)  # an earlier row that is tried again later than this no longer holds the others
LOOK_AGAIN = timedelta(seconds=45)
GAP = timedelta(seconds=6)  # between a notice and what was sent before it: the vendor's pace for one person
AVISOS = "avisos"  # the name under which the notices of all channels are paused
AVISO, AVISO_YA = "aviso", "aviso_ya"  # rows of the ledger of notices; the second leaves at any hour, by the law's term
NOTICES = ("notice", AVISO, AVISO_YA)  # nobody gets these after «baja»
NO_TRACE = "no-trace"
EMPTY = json.dumps({"texto": "", "opciones": []})


_ROW = (
    col(Outgoing.id), col(Outgoing.contact_id), col(Outgoing.address), col(Outgoing.channel), col(Outgoing.kind),
    col(Outgoing.body), col(Outgoing.sealed), col(Outgoing.attempts),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Envio:
    """Something to say to a contact. The same key is never queued twice."""

    key: str
    contact_id: int
    address: str
    channel: str
    texto: str
    opciones: tuple[Opcion, ...] = ()
    kind: str = "reply"
    confidential: bool = False
    plantilla: Plantilla | None = None
    asunto: str = ""


def enqueue(db: Connection, sello: Sello, envio: Envio, now: datetime, due_at: datetime | None = None) -> bool:
    """Queue what is to be said, as many rows as it takes messages. Returns False when its key was queued before."""
    for n, (texto, opciones) in enumerate(parts.messages(envio.texto, envio.opciones), 1):
        content: dict[str, Any] = {"texto": texto, "opciones": [[o.id, o.titulo, o.descripcion] for o in opciones]}
        if envio.plantilla is not None:
            content["plantilla"] = [envio.plantilla.sid, *envio.plantilla.valores]
        if envio.asunto:
            content["asunto"] = envio.asunto
        body = json.dumps(content, ensure_ascii=False)
        row = {
            "key": envio.key if n == 1 else f"{envio.key}/{n}", "contact_id": envio.contact_id, "address": envio.address,
            "channel": envio.channel, "kind": envio.kind, "body": sello.close(body) if envio.confidential else body,
            "sealed": envio.confidential, "estado": "pendiente", "attempts": 0, "due_at": due_at or now, "created_at": now,
        }  # fmt: skip
        if not insert_or_ignore(db, Outgoing, row, ("key",)):
            return False
    return True


def _held_by_an_earlier_row(now: datetime) -> ColumnElement[bool]:
    earlier = aliased(Outgoing)
    waits, never_tried = col(earlier.estado) == "pendiente", col(earlier.claimed_by).is_(None)
    holds = case(
        (col(earlier.estado).in_(("tomada", "incierta")), true()),
        # A notice may be held back itself, by its pace or a pause: an answer does not queue behind it.
        (and_(waits, col(earlier.kind) != "reply", col(Outgoing.kind) == "reply", never_tried), false()),
        (and_(waits, col(earlier.due_at) <= now), true()),
        # A notice that waits for its hour holds nobody; one that was taken before and goes again soon does.
        (and_(waits, ~never_tried), col(earlier.due_at) <= now + HOLDS),
        else_=false(),
    )
    # Said as a case so that only the person's own rows are looked through. As plain conditions PostgreSQL also walks
    # the index of all that is due, for each row again, when its statistics are older than the queue.
    return exists().where(
        col(earlier.contact_id) == col(Outgoing.contact_id), col(earlier.id) < col(Outgoing.id), holds == true()
    )


def _due(now: datetime, channels: Collection[str]) -> ColumnElement[bool]:
    ready = and_(col(Outgoing.estado) == "pendiente", col(Outgoing.due_at) <= now)
    # Written to since it began to wait: a vendor that sees the window otherwise than we do must not be asked in a loop.
    wrote = col(Address.last_inbound_at)
    reopened = and_(col(Outgoing.estado) == "espera", wrote > now - WINDOW, wrote > col(Outgoing.due_at))
    # Said apart, so that the index is used: millions of rows are done and a few are not.
    open_rows = col(Outgoing.estado).in_(("pendiente", "espera"))
    may = and_(col(Outgoing.channel).in_(channels), ~_held_by_an_earlier_row(now), ~_too_soon(now))
    return and_(open_rows, or_(ready, reopened), may)


def _too_soon(now: datetime) -> ColumnElement[bool]:
    """Match a notice whose contact was sent something a moment ago. An answer is never held back for that."""
    other = aliased(Outgoing)
    just = and_(col(other.sent_at) > now - GAP, col(other.sent_at) < now + GAP)
    sent = exists().where(col(other.contact_id) == col(Outgoing.contact_id), just)
    return case((col(Outgoing.kind) == "reply", false()), else_=sent)


def waiting(db: Connection, now: datetime, channels: Collection[str]) -> bool:
    """Return whether there is anything to claim, without taking the writer's lock."""
    rows = select(col(Outgoing.id)).outerjoin(Address, col(Address.address) == col(Outgoing.address))
    return db.execute(rows.where(_due(now, channels)).limit(1)).first() is not None


@dataclass(frozen=True, slots=True)
class Taker:
    """Who takes rows, and which: in `quiet` hours no «aviso» that is tried again, or whose vendor was away until now."""

    worker: str
    channels: Collection[str]
    limit: int
    quiet: bool = False


def claim(db: Connection, sello: Sello, by: Taker, now: datetime) -> tuple[list[Salida], int]:
    """Take some due rows, at most one a contact. Returns those to send, and how many were settled without."""
    paused = events.paused(db, now)
    channels = set(by.channels) - paused
    if not channels:
        return [], 0
    goes = col(Outgoing.kind).not_in(NOTICES if AVISOS in paused else (AVISO,) if by.quiet else ())
    rows = db.execute(
        select(*_ROW, col(Address.last_inbound_at), _latest_consent().label("consent"))
        .outerjoin(Address, col(Address.address) == col(Outgoing.address))
        .where(_due(now, channels), goes)
        .order_by(col(Outgoing.due_at), col(Outgoing.id))
        .limit(by.limit)
        .with_for_update(skip_locked=True, of=Outgoing)
    ).all()
    taken = [salida for row in rows if (salida := _sendable(db, sello, row, now)) is not None]
    held = {"estado": "tomada", "claimed_by": by.worker, "lease_until": now + LEASE, "attempts": Outgoing.attempts + 1}
    _set(db, [s.id for s in taken], **held)
    return taken, len(rows) - len(taken)


def _sendable(db: Connection, sello: Sello, row: Any, now: datetime) -> Salida | None:
    """Return what to send of a due row, or settle it: nobody wants it, nobody may, nobody can read it."""
    if row.kind in NOTICES and row.consent == "baja":
        _close(db, row.id, "descartada", "opted-out")
        return None
    salida = _opened(sello, row, now)
    if salida is None:
        _close_unreadable(db, row.id, now)
        return None
    windowed = row.channel == "whatsapp" and salida.plantilla is None
    if windowed and (row.last_inbound_at is None or row.last_inbound_at <= now - WINDOW):
        _set(db, [row.id], estado="espera", due_at=now, error="window-closed")
        events.event(db, "window-closed", f"salida {row.id}", now, row.contact_id)
        return None
    return salida


def _latest_consent() -> ColumnElement[str]:
    asked = select(col(Consent.kind)).where(
        col(Consent.contact_id) == col(Outgoing.contact_id), col(Consent.kind).in_(("alta", "baja"))
    )
    return asked.order_by(col(Consent.id).desc()).limit(1).correlate(Outgoing).scalar_subquery()


def _opened(sello: Sello, row: Any, now: datetime) -> Salida | None:
    body = row.body
    try:
        content = json.loads(sello.open(body) if row.sealed else body)
    except CannotOpen:
        return None
    sid, *valores = content.get("plantilla") or ("",)
    return Salida(
        id=row.id, contact_id=row.contact_id, address=row.address, channel=row.channel, kind=row.kind, texto=content["texto"],
        opciones=tuple(Opcion(*o) for o in content["opciones"]), confidential=row.sealed, attempts=row.attempts + 1, since=now,
        plantilla=Plantilla(sid, tuple(valores)) if sid else None, asunto=content.get("asunto", ""),
    )  # fmt: skip


def _set(db: Connection, ids: Collection[int], **values: object) -> None:
    if ids:
        db.execute(update(Outgoing).where(col(Outgoing.id).in_(ids)).values(**values))


def _close(db: Connection, which: int, estado: str, error: str) -> None:
    _set(db, [which], estado=estado, error=error, lease_until=None)
    erase_confidential(db, which)


def _close_unreadable(db: Connection, which: int, now: datetime) -> None:
    _close(db, which, "fallida", "sealed-by-another-key")
    events.alarm(db, "outbox-sealed-by-another-key", f"salida {which}", now)


def erase_confidential(db: Connection, which: int) -> None:
    """Forget the words of a confidential message that will not be sent again: arrived or given up."""
    done = col(Outgoing.estado).in_(("entregada", "leida", "fallida", "descartada"))
    db.execute(
        update(Outgoing).where(col(Outgoing.id) == which, col(Outgoing.sealed), done).values(body=EMPTY, sealed=False)
    )


def uncertain(db: Connection, sello: Sello, now: datetime, channels: Collection[str], limit: int = 20) -> list[Salida]:
    """Take up to `limit` rows whose fate is unknown and whose time to look has come; each is looked at by one worker."""
    rows = db.execute(
        select(*_ROW, col(Outgoing.lease_until))
        .where(col(Outgoing.estado) == "incierta", col(Outgoing.due_at) <= now, col(Outgoing.channel).in_(channels))
        .order_by(col(Outgoing.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()  # fmt: skip
    _set(db, [r.id for r in rows], due_at=now + LEASE)
    found = [(r.id, _opened(sello, r, (r.lease_until or now) - LEASE)) for r in rows]
    for which in (which for which, salida in found if salida is None):
        _close_unreadable(db, which, now)  # nothing can look for it, and it would hold its contact for ever
    return [salida for _, salida in found if salida is not None]


def expire_leases(db: Connection, now: datetime, *, orphans_of: str | None = None) -> int:
    """Turn rows that a dead process held into uncertain ones. `orphans_of`: this worker is alone, others' rows are dead.

    To be claimed by a process that died is no attempt: many rows are claimed together, and a row must not be given up for
    a bad morning of the machine. It ends with the vendor's window at the latest.
    """
    dead = col(Outgoing.lease_until) <= now
    if orphans_of is not None:
        dead = or_(dead, col(Outgoing.claimed_by) != orphans_of)
    lost = (
        update(Outgoing)
        .where(col(Outgoing.estado) == "tomada", dead)
        .values(estado="incierta", due_at=now, error="lease-expired", attempts=Outgoing.attempts - 1)
    )
    return db.execute(lost).rowcount


def no_trace(db: Connection, salida: Salida, now: datetime) -> None:
    """Note that the vendor does not know an uncertain row. The second time it goes again: the vendor's list may lag."""
    row = (col(Outgoing.id) == salida.id) & (col(Outgoing.estado) == "incierta")
    looked = db.execute(select(col(Outgoing.error)).where(row)).scalar_one_or_none() == NO_TRACE
    if not looked:
        db.execute(update(Outgoing).where(row).values(error=NO_TRACE, due_at=now + LOOK_AGAIN))
    elif salida.attempts <= MAX_UNKNOWN:
        db.execute(update(Outgoing).where(row).values(estado="pendiente", error=NO_TRACE, due_at=now, lease_until=None))
    else:
        db.execute(update(Outgoing).where(row).values(estado="fallida", error=NO_TRACE))
        events.alarm(db, "delivery-unknown", f"salida {salida.id}", now)


def known_provider_ids(db: Connection, ids: Collection[str]) -> frozenset[str]:
    """Return which of these vendor's ids already belong to a row."""
    rows = select(col(Outgoing.provider_id)).where(col(Outgoing.provider_id).in_(ids))
    return frozenset(i for i in db.execute(rows).scalars() if i)


def backlog(db: Connection) -> dict[str, int]:
    """Return how many rows are in each state, for the probes and the doctor."""
    rows = select(col(Outgoing.estado), func.count()).group_by(col(Outgoing.estado))
    return {estado: count for estado, count in db.execute(rows)}  # noqa: C416 - a Row is no pair to mypy
