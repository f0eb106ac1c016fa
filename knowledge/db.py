"""The database: engine, pragmas, and the two ways in, one for reading and one for writing.

SQLite (WAL) by default, PostgreSQL by URL. Nothing else may differ for a caller. No function that takes a connection
or a session commits: the edge that opened the transaction does (the inbox, a request, a job, a command).
"""

import math
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

from knowledge.one_writer import OneWriter
from knowledge.outage import Unavailable, translated

__all__ = ["Database", "Unavailable", "open_database"]
T = TypeVar("T")

# A webhook has fifteen seconds in all: waiting for a thread (twice this) and then for another process must end before.
BUSY_TIMEOUT_S = 4.0


@dataclass(frozen=True)
class Database:
    """One database. Make it with `open_database`; processes and threads may share it, forks may not."""

    engine: Engine
    _writer: OneWriter = field(default_factory=lambda: OneWriter(BUSY_TIMEOUT_S * 2), repr=False)

    @property
    def is_sqlite(self) -> bool:
        """Return whether this is SQLite, which has one writer and no row locks."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction for writing; commits at the end, rolls back on an exception.

        Raises:
            Unavailable: the server does not answer, or another process holds SQLite's lock for too long.
        """
        with self._writer.alone() if self.is_sqlite else nullcontext(), self._transaction() as connection:
            yield connection

    def write(self, work: Callable[[Connection], T]) -> T:
        """Do a short piece of work in a transaction and return once it is committed. On SQLite others may share it.

        What the work raises undoes it, and nothing else.

        Raises:
            Unavailable: as `writing`; nothing was done.
        """
        if self.is_sqlite:
            return self._writer.share(work, self._transaction)
        with self._transaction() as connection:
            return work(connection)

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        with translated(), self.engine.connect() as connection:
            writer = connection.execution_options(catalina_write=True)
            with writer.begin():
                yield writer

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a read-only view of one moment.

        Raises:
            Unavailable: the server does not answer.
        """
        with translated(), self.engine.connect() as connection:
            # SQLite reads one moment by nature; PostgreSQL would show each statement another.
            yield connection if self.is_sqlite else connection.execution_options(isolation_level="REPEATABLE READ")

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Open an ORM session in a transaction for writing, as the panel and the importers use; commits at the end."""
        with self.writing() as connection, Session(connection, join_transaction_mode="create_savepoint") as db:
            yield db
            db.commit()

    @contextmanager
    def reading_session(self) -> Iterator[Session]:
        """Open an ORM session for reading."""
        with self.reading() as connection, Session(connection) as db:
            yield db


def open_database(
    url: str,
    *,
    synchronous: str = "FULL",
    pool_size: int = 8,
    pool_timeout_s: float = 5.0,
    lock_timeout_s: float = 8.0,
    rested_s: float = 5.0,
) -> Database:
    """Return the database at a SQLAlchemy URL. `synchronous` is SQLite's pragma: FULL loses nothing when power fails.

    The lock timeout is PostgreSQL's; SQLite's is `BUSY_TIMEOUT_S`. A connection to PostgreSQL that rested for `rested_s` is
    asked whether it lives before it is used.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise ValueError("SQLite in memory has no WAL: give a file, sqlite:///var/catalina.db")
        Path(str(parsed.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            parsed, connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False}, pool_size=pool_size,
            pool_timeout=pool_timeout_s, pool_use_lifo=True,  # the connection used last has its pages at hand
        )  # fmt: skip
        _prepare_sqlite(engine, synchronous)
        return Database(engine)
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(
        parsed, pool_size=pool_size, max_overflow=pool_size, pool_timeout=pool_timeout_s, pool_use_lifo=True,
        # Without these a row that somebody holds, or a server that vanished, would hold a webhook for ever.
        connect_args={"connect_timeout": 5, "tcp_user_timeout": 10_000, "options": f"-c lock_timeout={int(lock_timeout_s * 1000)}"},
    )  # fmt: skip
    _ping_the_rested(engine, rested_s)
    return Database(engine)


def _ping_the_rested(engine: Engine, rested_s: float) -> None:
    """Ask a connection that rested that long whether it lives: a firewall or a restart may have ended it.

    Asking before each use, as SQLAlchemy's `pool_pre_ping` does, would be one round trip more in every turn.
    """

    @event.listens_for(engine, "checkin")
    def _rest(raw: Any, record: ConnectionPoolEntry) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def _ping(raw: Any, record: ConnectionPoolEntry, _: Any) -> None:
        if time.monotonic() - record.info.get("rests_since", math.inf) < rested_s:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error  # the pool opens another


def _prepare_sqlite(engine: Engine, synchronous: str) -> None:
    @event.listens_for(engine, "connect")
    def _pragmas(raw: sqlite3.Connection, _: Any) -> None:
        raw.isolation_level = None  # we say BEGIN ourselves: the driver would begin too late for BEGIN IMMEDIATE
        raw.execute("PRAGMA journal_mode=WAL")
        raw.execute(f"PRAGMA synchronous={synchronous}")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute(f"PRAGMA busy_timeout={int(BUSY_TIMEOUT_S * 1000)}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A deferred transaction that turns writer half-way fails at once when another writes: begin as one.
        write = connection.get_execution_options().get("catalina_write")
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if write else "BEGIN")
