"""Statements of the hot path: written with SQLAlchemy, compiled once for each database, run on the driver itself.

SQLAlchemy's own execution costs some 0.1 ms a statement, a third of a turn (docs/decisions.md, «Prepared»). Types are
still SQLAlchemy's: a moment or a byte string rests as it does when a model writes it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select, Update
from sqlalchemy.types import NullType, TypeEngine

from knowledge.columns import Utc
from knowledge.db import Unavailable


class Clash(Exception):
    """A constraint of the database refused the row."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    given: tuple[tuple[str, Callable[[Any], Any] | None], ...]  # names in order, and what makes each fit the driver
    constants: Mapping[str, Any]  # values written into the statement itself
    positional: bool
    gives_rows: bool

    def values(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """Return the values as the driver wants them."""
        whole = {**self.constants, **values} if self.constants else values
        if self.positional:
            return [whole[n] if fit is None or whole[n] is None else fit(whole[n]) for n, fit in self.given]
        return {n: whole[n] if fit is None or whole[n] is None else fit(whole[n]) for n, fit in self.given}


@contextmanager
def one_trip(db: Connection) -> Iterator[None]:
    """Send what is run inside without waiting for each answer, where the driver can: PostgreSQL is a network away.

    Only `Prepared` statements may run inside. A refusal shows with the first rows that are read, at the latest at the end.

    Raises:
        Clash, Unavailable: as `Prepared.run`.
    """
    if db.dialect.name != "postgresql":
        yield
        return
    driver: Any = db.connection.driver_connection
    with _told_apart(db), driver.pipeline():
        yield


@contextmanager
def _told_apart(db: Connection) -> Iterator[None]:
    errors: Any = db.dialect.loaded_dbapi
    try:
        yield
    except errors.IntegrityError as error:
        raise Clash(type(error).__name__) from error
    except errors.OperationalError as error:
        raise Unavailable(type(error).__name__) from error


class Prepared:
    """One statement and the names of what it is given. Make it once; `run` it in any transaction."""

    def __init__(self, statement: Insert | Update | Select[*tuple[Any, ...]], *names: str) -> None:
        self._statement = statement
        self._names = names
        self._compiled: dict[str, _Compiled] = {}  # by database; filled at the first run, the same ever after

    def run(self, db: Connection, values: Mapping[str, Any]) -> Sequence[tuple[Any, ...]]:
        """Run it and return the rows, if it gives any.

        Raises:
            Clash: a constraint refused the row; the transaction can only be rolled back.
            Unavailable: the database does not answer or is locked.
        """
        made = self._compiled.get(db.dialect.name) or self._compile(db.dialect)
        driver: Any = db.connection.driver_connection
        with _told_apart(db):
            cursor = driver.execute(made.sql, made.values(values))
            return cursor.fetchall() if made.gives_rows else ()

    def _compile(self, dialect: Dialect) -> _Compiled:
        statement = self._statement.inline() if isinstance(self._statement, Insert) else self._statement
        keys = None if isinstance(self._statement, Select | Update) else self._names
        compiled: Any = statement.compile(dialect=dialect, column_keys=keys)
        binds = compiled.binds
        order = compiled.positiontup if compiled.positional else None
        untyped = [name for name, bind in binds.items() if isinstance(bind.type, NullType)]
        if untyped:
            raise TypeError(f"say the types of {untyped}: a moment would rest in the server's zone")
        fit = {name: _fitting(bind.type, dialect) for name, bind in binds.items()}
        made = _Compiled(
            sql=str(compiled),
            given=tuple((name, fit[name]) for name in order or binds),
            constants={name: bind.value for name, bind in binds.items() if name not in self._names},
            positional=order is not None,
            gives_rows=isinstance(statement, Select),
        )
        self._compiled[dialect.name] = made
        return made


def _fitting(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return what makes a value fit the driver. A turn writes the same moment into seven rows: it is made once."""
    fit = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=64)(fit) if fit is not None and isinstance(kind, Utc) else fit
