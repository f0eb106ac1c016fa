"""Tell the people who run the product: events, alarms with a task, heartbeats, a pause of the queue."""

from datetime import datetime

from sqlalchemy import Connection, exists, insert, select, update
from sqlmodel import col

from knowledge.conversaciones import Event, Heartbeat, Task
from notifier.upsert import insert_or_ignore

PAUSE = "pause:"
LOCK = "lock:"


def event(db: Connection, kind: str, detail: str, now: datetime, contact_id: int | None = None) -> None:
    """Write what happened. Never a citizen's words."""
    db.execute(insert(Event).values(at=now, kind=kind, detail=detail[:500], contact_id=contact_id))


def alarm(db: Connection, kind: str, detail: str, now: datetime) -> None:
    """Write an event and leave a task, one for each kind until somebody closes it: a thousand failures are one task."""
    event(db, kind, detail, now)
    if not is_open(db, kind):
        db.execute(insert(Task).values(kind="alarma", tema=kind, detail=detail[:500], created_at=now))


def is_open(db: Connection, kind: str) -> bool:
    """Return whether an alarm of that kind waits to be closed."""
    same = (col(Task.kind) == "alarma") & (col(Task.tema) == kind) & col(Task.closed_at).is_(None)
    return bool(db.execute(select(exists().where(same))).scalar_one())


def close_alarm(db: Connection, kind: str, now: datetime) -> None:
    """Say that what an alarm was about is over."""
    same = (col(Task.kind) == "alarma") & (col(Task.tema) == kind) & col(Task.closed_at).is_(None)
    db.execute(update(Task).where(same).values(closed_at=now))


def beat(db: Connection, name: str, now: datetime) -> None:
    """Show that a part of the product lives."""
    if not db.execute(update(Heartbeat).where(col(Heartbeat.name) == name).values(at=now)).rowcount:
        insert_or_ignore(db, Heartbeat, {"name": name, "at": now}, ("name",))


def alone(db: Connection, name: str, now: datetime) -> None:
    """Go on only when nobody else is doing this, and keep the others waiting until the transaction ends."""
    beat(db, LOCK + name, now)


def pause(db: Connection, channel: str, until: datetime) -> None:
    """Hold a channel's queue: its account or its sender is at fault, and each attempt would fail alike."""
    beat(db, PAUSE + channel, until)


def paused(db: Connection, now: datetime) -> frozenset[str]:
    """Return the channels whose queue is held."""
    held = select(col(Heartbeat.name)).where(col(Heartbeat.name).startswith(PAUSE), col(Heartbeat.at) > now)
    return frozenset(name.removeprefix(PAUSE) for name in db.execute(held).scalars())
