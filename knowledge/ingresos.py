"""Log-ins of the staff: the open ones, kept here so that they can be ended, and the failed ones, so that they slow down."""

import hashlib
import secrets
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, delete

from knowledge.columns import Utc
from knowledge.personal import Account

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)  # writing at every click would make every page a write
FREE_FAILURES = 5
FIRST_WAIT = timedelta(minutes=1)
# A cap, because whoever knows a user name can make its owner wait.
LONGEST_WAIT = timedelta(minutes=15)
FORGET_FAILURES = timedelta(hours=24)


class StaffSession(SQLModel, table=True):
    """One open log-in. The cookie holds the token, this row only its hash: a copy of the database opens nothing."""

    __tablename__ = "ingresos"

    token_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="cuentas.id", index=True)
    needs_code: bool = False  # the password was right; the second factor is still asked for
    created_at: datetime = Field(sa_type=Utc)
    seen_at: datetime = Field(sa_type=Utc)


class Failures(SQLModel, table=True):
    """Failed attempts against one account or from one network address; `key` is a hash of which."""

    __tablename__ = "ingresos_fallidos"

    key: str = Field(primary_key=True)
    count: int = 0
    at: datetime = Field(sa_type=Utc)


def open_session(db: Session, account: Account, now: datetime, *, needs_code: bool = False) -> str:
    """Return the token of a new log-in, and forget those that ended by themselves."""
    assert account.id is not None
    db.exec(delete(StaffSession).where(col(StaffSession.seen_at) < now - IDLE))
    token = secrets.token_urlsafe(32)
    row = StaffSession(
        token_hash=_hash(token), account_id=account.id, needs_code=needs_code, created_at=now, seen_at=now
    )
    db.add(row)
    db.flush()
    return token


def account_of(db: Session, token: str, now: datetime) -> Account | None:
    """Return whose log-in this is, or None when it ended, was left idle, or the account is off or has a new password."""
    row = db.get(StaffSession, _hash(token))
    if row is None or now - row.seen_at > IDLE or now - row.created_at > LONGEST:
        return None
    account = db.get(Account, row.account_id)
    if account is None or not account.activo or row.created_at < account.password_at:
        return None
    return account


def needs_code(db: Session, token: str) -> bool:
    """Return whether this log-in still lacks its second factor."""
    row = db.get(StaffSession, _hash(token))
    return row is None or row.needs_code


def should_touch(db: Session, token: str, now: datetime) -> bool:
    """Return whether it is time to write down that this log-in is in use."""
    row = db.get(StaffSession, _hash(token))
    return row is not None and now - row.seen_at >= SEEN_EVERY


def touch(db: Session, token: str, now: datetime) -> None:
    """Write down that this log-in is in use."""
    row = db.get(StaffSession, _hash(token))
    if row is not None:
        row.seen_at = now
        db.add(row)


def close_session(db: Session, token: str) -> None:
    """End one log-in; its cookie, wherever it was copied to, opens nothing any more."""
    db.exec(delete(StaffSession).where(col(StaffSession.token_hash) == _hash(token)))


def close_sessions(db: Session, account: Account) -> None:
    """End every log-in of an account: what it takes to come in has changed."""
    db.exec(delete(StaffSession).where(col(StaffSession.account_id) == account.id))


def attempt(db: Session, key: str, now: datetime, *, free: int = FREE_FAILURES) -> datetime | None:
    """Count an attempt before it is checked, or return until when it must wait. Many at once are counted one by one."""
    row = _locked(db, key, now)
    wait = _wait_of(row, now, free)
    if wait is None:
        _count(db, row, now)
    return wait


def spend(db: Session, key: str, now: datetime, *, most: int, within: timedelta) -> datetime | None:
    """Count one of the `most` times within that time since the first, or return until when the next must wait.

    It counts whatever comes of it, so that even what was right cannot be repeated by the thousand.
    """
    row = _locked(db, key, now)
    if now - row.at >= within:
        row.count, row.at = 0, now
    if row.count >= most:
        return row.at + within
    row.count += 1
    db.add(row)
    db.flush()
    return None


def wait_until(db: Session, key: str, now: datetime, *, free: int = FREE_FAILURES) -> datetime | None:
    """Return until when another attempt must wait, or None when it may be made now.

    The first `free` failures are; then one minute, doubled by each further one up to fifteen.
    """
    row = db.get(Failures, key)
    return None if row is None else _wait_of(row, now, free)


def _wait_of(row: Failures, now: datetime, free: int) -> datetime | None:
    if row.count < free or now - row.at > FORGET_FAILURES:
        return None
    wait = min(FIRST_WAIT * 2 ** min(row.count - free, 10), LONGEST_WAIT)
    return row.at + wait if now < row.at + wait else None


def note_failure(db: Session, key: str, now: datetime) -> None:
    """Count one failed attempt."""
    _count(db, _locked(db, key, now), now)


def _count(db: Session, row: Failures, now: datetime) -> None:
    row.count = 1 if now - row.at > FORGET_FAILURES else row.count + 1
    row.at = now
    db.add(row)
    db.flush()


def _locked(db: Session, key: str, now: datetime) -> Failures:
    # Again and again: another process may count the first one at the same moment, or forget it after a right log-in.
    while True:
        row = db.get(Failures, key, with_for_update=True, populate_existing=True)
        if row is not None:
            return row
        with suppress(IntegrityError), db.begin_nested():
            db.add(Failures(key=key, at=now))


def forget_failures(db: Session, key: str) -> None:
    """Start counting anew after a log-in that worked."""
    db.exec(delete(Failures).where(col(Failures.key) == key))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
