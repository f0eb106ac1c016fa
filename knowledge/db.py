"""The database: engine, pragmas, and the two ways in, one for reading and one for writing.

SQLite (WAL) by default, PostgreSQL by URL. Nothing else may differ for a caller. No function that takes a connection
or a session commits: the edge that opened the transaction does (the inbox, a request, a job, a command).
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlmodel import Session

# A webhook has fifteen seconds in all: waiting for a thread (twice this) and then for another process must end before.
BUSY_TIMEOUT_S = 4.0


class Unavailable(Exception):
    """The database cannot be reached or is locked: keep what came in elsewhere and try again."""


@dataclass(frozen=True)
class Database:
    """One database. Make it with `open_database`; processes and threads may share it, forks may not."""

    engine: Engine
    # One writer at a time inside the process: waiting here is fair, polling SQLite's file lock is not.
    _writer: threading.Lock = field(default_factory=threading.Lock, repr=False)

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
        locked = self.is_sqlite and self._writer.acquire(timeout=BUSY_TIMEOUT_S * 2)
        if self.is_sqlite and not locked:
            raise Unavailable("another thread holds the database")
        try:
            with _translated(), self.engine.connect() as connection:
                writer = connection.execution_options(catalina_write=True)
                with writer.begin():
                    yield writer
        finally:
            if locked:
                self._writer.release()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a read-only view of one moment.

        Raises:
            Unavailable: the server does not answer.
        """
        with _translated(), self.engine.connect() as connection:
            yield connection

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
    url: str, *, synchronous: str = "FULL", pool_size: int = 8, pool_timeout_s: float = 5.0, lock_timeout_s: float = 8.0
) -> Database:
    """Return the database at a SQLAlchemy URL. `synchronous` is SQLite's pragma: FULL loses nothing when power fails.

    The lock timeout is PostgreSQL's; SQLite's is `BUSY_TIMEOUT_S`.
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
    return Database(
        create_engine(
            parsed, pool_size=pool_size, max_overflow=pool_size, pool_pre_ping=True, pool_timeout=pool_timeout_s, pool_use_lifo=True,
            # Without these a row that somebody holds, or a server that vanished, would hold a webhook for ever.
            connect_args={"connect_timeout": 5, "tcp_user_timeout": 10_000, "options": f"-c lock_timeout={int(lock_timeout_s * 1000)}"},
        )
    )  # fmt: skip


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


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise Unavailable(type(error.orig).__name__) from error
    except sqlite3.OperationalError as error:
        raise Unavailable(type(error).__name__) from error  # from BEGIN, which is said to the driver itself
    except PoolTimeout as error:
        raise Unavailable("every connection is in use") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("the connection was lost") from error
        raise
