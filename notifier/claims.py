"""A piece of work that one process does at a time: a claim that is given back when it is done and runs out by itself.

Who dies with a claim holds the work only until it runs out. The claims are rows of `ticks`, which are purged after two days.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, delete, update
from sqlmodel import col

from knowledge.conversaciones import Tick
from notifier.upsert import insert_or_ignore


def claim(db: Connection, job: str, which: str, now: datetime, lease: timedelta) -> bool:
    """Take one piece of the work of a job. Returns False where another process has it and its time is not over."""
    if insert_or_ignore(db, Tick, {"job": job, "tick": which, "at": now}, ("job", "tick")):
        return True
    over = update(Tick).where(_one(job, which), col(Tick.at) <= now - lease).values(at=now)
    return bool(db.execute(over).rowcount)


def release(db: Connection, job: str, which: str) -> None:
    """Give a piece of work back, in the transaction that writes down what came of it."""
    db.execute(delete(Tick).where(_one(job, which)))


def _one(job: str, which: str) -> ColumnElement[bool]:
    return (col(Tick.job) == job) & (col(Tick.tick) == which)
