"""Forget what has been kept long enough. What the law obliges to keep (radicados, audit, denuncias) is not touched here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, or_, select, update
from sqlmodel import SQLModel, col

from bot.services import Services
from bot.sessions import SEALED, read, store, without_confidential, written
from bot.traces import RESERVED
from flows.session import Session
from knowledge import denuncias
from knowledge.conversaciones import Event, MediaRow, MessageRow, Outgoing, Seen, SessionRow, StatusReceipt, Tick
from knowledge.escrituras import EscrituraRow
from knowledge.subidas import KEPT, SubidaRow
from notifier.outbox import EMPTY

BATCH = 500
_ENDED = ("entregada", "leida", "fallida", "descartada", "enviada", "espera")


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days each thing is kept. Ids that a provider gave are kept longest: only they stop a captured request."""

    words: int = 90
    drafts: int = 30
    media: int = 365
    events: int = 365
    seen: int = 400
    ticks: int = 2
    secrets: int = 1  # confidential words that nobody came back for


def purge(services: Services, keep: Retention = Retention()) -> Mapping[str, int]:
    """Erase what is older than its term, in the order that the references allow. Safe to repeat. Returns counts.

    Raises:
        Unavailable: the database does not answer; what was erased stays erased.
    """
    now = services.clock()
    with services.db.writing() as db:
        counts = {
            "messages": _drop(db, MessageRow, col(MessageRow.at) < _ago(now, keep.words)),
            "outbox": _outbox(db, _ago(now, keep.words)),
            "seen": _drop(db, Seen, col(Seen.at) < _ago(now, keep.seen)),
            "events": _drop(db, Event, col(Event.at) < _ago(now, keep.events)),
            "ticks": _drop(db, Tick, col(Tick.at) < _ago(now, keep.ticks)),
            "writings": _drop(db, EscrituraRow, col(EscrituraRow.updated_at) < _ago(now, keep.words)),
            "secrets": _secrets(db, _ago(now, keep.secrets)),
            "uploads": _drop(db, SubidaRow, col(SubidaRow.created_at) <= now - KEPT),
        }
    with services.db.writing() as db:  # a transaction that writes nothing of any contact
        denuncias.blur(db)
    counts["drafts"] = _drafts(services, _ago(now, keep.drafts), _ago(now, keep.secrets))
    counts["media"] = _media(services, _ago(now, keep.media))
    return counts


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _drop(db: Connection, table: type[SQLModel], where: ColumnElement[bool]) -> int:
    return db.execute(delete(table).where(where)).rowcount


def _outbox(db: Connection, before: datetime) -> int:
    old = select(col(Outgoing.id)).where(col(Outgoing.created_at) < before, col(Outgoing.estado).in_(_ENDED))
    _drop(db, StatusReceipt, col(StatusReceipt.outbox_id).in_(old))
    return _drop(db, Outgoing, col(Outgoing.id).in_(old))


def _secrets(db: Connection, before: datetime) -> int:
    """Forget confidential words that the vendor took and never confirmed, and those that no browser came back to read."""
    sent = (col(Outgoing.sealed), col(Outgoing.estado) == "enviada", col(Outgoing.sent_at) < before)
    unread = (col(MessageRow.sealed), col(MessageRow.at) < before)
    return (
        db.execute(update(Outgoing).where(*sent).values(body=EMPTY, sealed=False)).rowcount
        + db.execute(update(MessageRow).where(*unread).values(body=RESERVED, sealed=False)).rowcount
    )


def _drafts(services: Services, before: datetime, secrets_before: datetime) -> int:
    """Forget what was told half-way: all of it after its term, what is confidential after a day."""
    sealed = col(SessionRow.state).startswith(SEALED) & (col(SessionRow.updated_at) < secrets_before)
    return _rewritten(services, col(SessionRow.updated_at) < before, _bare) + _rewritten(
        services, sealed, lambda session: without_confidential(session, services.flows)
    )


def _bare(session: Session) -> Session:
    """Leave the counter: runs and outbox keys are numbered by it and must never repeat."""
    return Session(turn=session.turn, idioma=session.idioma, last_at=session.last_at)


def _rewritten(services: Services, where: ColumnElement[bool], rest: Callable[[Session], Session]) -> int:
    done, last = 0, 0
    while True:
        with services.db.writing() as db:
            stale = select(col(SessionRow.contact_id), col(SessionRow.state), col(SessionRow.last_seq)).where(
                where, col(SessionRow.contact_id) > last
            )
            rows = list(db.execute(stale.order_by(col(SessionRow.contact_id)).limit(BATCH).with_for_update()))
            done += sum(_rewrite(services, db, row, rest) for row in rows)
        if not rows:
            return done
        last = rows[-1].contact_id


def _rewrite(services: Services, db: Connection, row: Any, rest: Callable[[Session], Session]) -> bool:
    session = read(row.state, row.last_seq, services.sello)
    left = rest(session)
    if session == left and not row.state.startswith(SEALED):
        return False
    at = session.last_at or services.clock()
    store(db, row.contact_id, written(left, services.flows, services.sello), row.last_seq, at)
    return True


def _media(services: Services, before: datetime) -> int:
    with services.db.reading() as db:
        rows = db.execute(select(col(MediaRow.ref), col(MediaRow.path)).where(_over(before))).all()
    for row in rows:
        # The file first: a row without its file is found again tomorrow, a file without its row never.
        if row.path:
            (services.settings.data_dir / "adjuntos" / row.path).unlink(missing_ok=True)
    with services.db.writing() as db:
        return _drop(db, MediaRow, _over(before))


def _over(before: datetime) -> ColumnElement[bool]:
    """Match the files whose time is over, and those whose owner asked to be forgotten."""
    return or_(col(MediaRow.created_at) < before, col(MediaRow.estado) == "borrada")
