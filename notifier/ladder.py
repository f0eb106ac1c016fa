"""What a row goes through once somebody took it: sent, delivered, read, failed. Answers and callbacks in any order."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, false, insert, select, update
from sqlmodel import col

from knowledge.conversaciones import Address, Outgoing, StatusReceipt, Task
from notifier import events
from notifier.outbox import erase_confidential
from notifier.outcome import Outcome, outcome
from notifier.ports import Action
from notifier.upsert import insert_or_ignore

_UNSENT = ("pendiente", "tomada", "incierta", "espera")
_MAY_FAIL = ("tomada", "incierta", "enviada")
# From which states a callback may lift a row: late good news lifts also one that had failed.
_LIFTS = {
    "enviada": _UNSENT,
    "entregada": (*_UNSENT, "enviada", "fallida", "descartada"),
    "leida": (*_UNSENT, "enviada", "entregada", "fallida", "descartada"),
}


@dataclass(frozen=True, slots=True)
class Status:
    """A status callback, in our words: `estado` is enviada, entregada or leida, or None when `action` says how it failed."""

    name: str  # the vendor's, kept as it came
    provider_id: str
    estado: str | None
    action: Action | None = None
    code: str = ""


def sent(db: Connection, which: int, provider_id: str, now: datetime) -> None:
    """Record that the vendor took the message. A callback may have told more before its answer came."""
    known = col(Outgoing.estado)
    db.execute(
        update(Outgoing)
        .where(col(Outgoing.id) == which, ~_failed_since(which, provider_id))
        .values(
            provider_id=provider_id,
            sent_at=now,
            lease_until=None,
            error=None,
            estado=case((known.in_(_UNSENT), "enviada"), else_=known),
        )
    )


def _failed_since(which: int, provider_id: str) -> ColumnElement[bool]:
    """Match when a callback told that this attempt failed: the row waits for the next one and must not pass for sent."""
    return exists().where(
        col(StatusReceipt.outbox_id) == which,
        col(StatusReceipt.provider_id) == provider_id,
        col(StatusReceipt.error) != "",
    )


def failed(db: Connection, which: int, action: Action, code: str, now: datetime) -> None:
    """Record that an attempt failed, unless a callback already told that it arrived."""
    row = db.execute(
        select(
            col(Outgoing.attempts),
            col(Outgoing.contact_id),
            col(Outgoing.address),
            col(Outgoing.channel),
            col(Outgoing.kind),
        )
        .where(col(Outgoing.id) == which, col(Outgoing.estado).in_(_MAY_FAIL))
        .with_for_update()
    ).first()
    if row is None:
        return
    then = outcome(action, row.attempts)
    db.execute(
        update(Outgoing).where(col(Outgoing.id) == which).values(
            estado=then.estado, error=f"{action}:{code}"[:60], due_at=now + then.wait if then.wait is not None else Outgoing.due_at,
            provider_id=None if then.estado == "pendiente" else Outgoing.provider_id,
        )
    )  # fmt: skip
    _tell(db, then, f"salida {which}: {code}", action, row, now)
    erase_confidential(db, which)


def _tell(db: Connection, then: Outcome, detail: str, action: Action, row: Any, now: datetime) -> None:
    address, channel, contact = row.address, row.channel, row.contact_id
    if then.mark == "dead":
        db.execute(update(Address).where(col(Address.address) == address).values(dead=True))
    if then.mark == "opted_out":
        db.execute(update(Address).where(col(Address.address) == address).values(opted_out=True))
    if then.pause:
        events.pause(db, channel, now + then.pause)
    if then.alarm:
        events.alarm(db, f"delivery-{action}", detail, now)
    elif then.estado in ("fallida", "espera"):
        events.event(db, f"delivery-{action}", detail, now, contact)
    if then.estado == "fallida" and row.kind == "notice" and action != "opted_out":
        # A notice that nobody received ends as somebody's work, never in silence.
        db.execute(
            insert(Task).values(
                kind="aviso_sin_entregar", contact_id=contact, tema=action, detail=detail, created_at=now
            )
        )


def told(db: Connection, which: int, status: Status, now: datetime) -> str:
    """Apply a status callback: late, twice, reversed, of a row we do not know. Returns what it was: new, repeated, unknown."""
    row = db.execute(
        select(col(Outgoing.id), col(Outgoing.provider_id)).where(col(Outgoing.id) == which).with_for_update()
    ).first()
    if row is None:
        return "unknown"
    receipt = {
        "outbox_id": which,
        "status": status.name,
        "error": status.code,
        "provider_id": status.provider_id,
        "at": now,
    }
    if not insert_or_ignore(db, StatusReceipt, receipt, ("outbox_id", "provider_id", "status", "error")):
        return "repeated"
    if status.estado is not None:
        _lift(db, which, status, now)
    elif status.action is not None and row.provider_id in (None, status.provider_id):
        failed(db, which, status.action, status.code, now)
    return "new"


def _lift(db: Connection, which: int, status: Status, now: datetime) -> None:
    assert status.estado is not None
    overtaken = _failed_since(which, status.provider_id) if status.estado == "enviada" else false()
    db.execute(
        update(Outgoing)
        .where(col(Outgoing.id) == which, col(Outgoing.estado).in_(_LIFTS[status.estado]), ~overtaken)
        .values(
            estado=status.estado, provider_id=status.provider_id, error=None, lease_until=None,
            sent_at=case((col(Outgoing.sent_at).is_(None), now), else_=col(Outgoing.sent_at)),
        )
    )  # fmt: skip
    erase_confidential(db, which)
