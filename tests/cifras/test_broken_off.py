"""The count broken off at any commit, or done by two processes at once: in the end it says what one count of everything says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from threading import Thread
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert, text
from sqlmodel import SQLModel

from knowledge.conversaciones import Interaction
from knowledge.db import Database, open_database
from notifier.cifras import NUEVAS, TURNOS
from notifier.cifras.months import roll_months
from notifier.cifras.rollup import roll_turns
from notifier.cifras.turns import midnight
from tests.cifras.test_by_hand import turn
from tests.cifras.test_late import REGLAS, _empty, _told

ANA, LUIS, EVA, JOSE = b"ana-----", b"luis----", b"eva-----", b"jose----"
MARCH_31, APRIL_1, APRIL_2 = (date(2026, 3, 31) + timedelta(days=n) for n in range(3))
NOW = datetime(2026, 4, 3, 8, tzinfo=UTC)
Arrivals = Sequence[tuple[bytes, date]]

KNOWN: Arrivals = ((LUIS, MARCH_31), (ANA, APRIL_2))
LATE: Arrivals = ((ANA, APRIL_1), (EVA, APRIL_2))  # Ana came before she was first seen


class Killed(Exception):
    """The process ended there."""


@pytest.mark.parametrize("known", [(), KNOWN], ids=["the first count", "a late row"])
def test_a_count_broken_off_at_any_commit_and_done_again_is_one_count(database: Database, known: Arrivals) -> None:
    _start(database, (*known, *LATE))
    _count(database)
    expected = _told(database)
    for last in count(1):
        _start(database, known)
        _count(database)
        _arrive(database, LATE)
        if _survived(database, last):
            break
        _count(database)
        assert _told(database) == expected, f"broken off at commit {last}"
    assert last > 3, "nothing was broken off"


@pytest.mark.parametrize(
    ("late", "later"),
    [
        ([(LUIS, APRIL_2)], [(JOSE, MARCH_31)]),  # only the second meets somebody, on a day that the first writes too
        ([(ANA, APRIL_1)], [(ANA, MARCH_31)]),  # the second finds an earlier day still
        ([(EVA, APRIL_2)], [(JOSE, APRIL_2), (EVA, APRIL_1)]),  # both meet Eva
    ],
)
def test_of_two_that_count_at_once_neither_forgets_whom_the_other_met(
    postgres_url: str, late: Arrivals, later: Arrivals
) -> None:
    """A second process counts, with rows that came since, before each statement with which the first writes who there is."""
    database, first, second = (open_database(postgres_url) for _ in range(3))
    SQLModel.metadata.create_all(database.engine)
    _start(database, (*KNOWN, *late, *later))
    _days(database)
    expected = _told(database)
    for place in count(1):
        _start(database, KNOWN)
        _days(database)
        _arrive(database, late)
        other = Counting(second)
        with _interrupted(first, place, lambda other=other: _meanwhile(database, later, other)):
            _days(first)
        if other.ident is None:
            break
        other.join()
        assert other.failed is None
        _days(database)
        assert _told(database) == expected, f"the second came before statement {place}"
    assert place > 10, "nothing was interrupted"
    for one in (database, first, second):
        one.engine.dispose()


class Counting(Thread):
    """A process that counts, as a thread with a database of its own."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database
        self.failed: Exception | None = None

    def run(self) -> None:
        try:
            _days(self.database)
        except Exception as error:  # noqa: BLE001 - told by the test's own thread
            self.failed = error


def _start(database: Database, rows: Arrivals) -> None:
    _empty(database)
    _arrive(database, rows)


def _arrive(database: Database, rows: Iterable[tuple[bytes, date]]) -> None:
    found = [turn(midnight(day) + timedelta(hours=10), who) for who, day in rows]
    if found:
        with database.writing() as db:
            db.execute(insert(Interaction), found)


def _days(database: Database) -> None:
    roll_turns(database, REGLAS, APRIL_2, NOW)


def _count(database: Database) -> None:
    _days(database)
    for fuente in (NUEVAS, TURNOS):
        roll_months(database, fuente, APRIL_2, NOW)


def _survived(database: Database, last: int) -> bool:
    """Count in a process that dies at that commit. Returns whether it ended before."""
    commits = count(1)

    def at_commit(_: Connection) -> None:
        if next(commits) == last:
            raise Killed

    doomed = open_database(database.engine.url.render_as_string(hide_password=False), synchronous="OFF")
    event.listen(doomed.engine, "commit", at_commit)
    try:
        _count(doomed)
    except Killed:
        return False
    finally:
        doomed.engine.dispose()
    return True


@contextmanager
def _interrupted(database: Database, place: int, meanwhile: Callable[[], None]) -> Iterator[None]:
    """Have something else done first, at that statement of those that write who there is."""
    places = count(1)

    def at_statement(_: Connection, __: Any, statement: str, parameters: Any, *___: Any) -> None:
        if ("kpi_personas" in statement or NUEVAS in str(parameters)) and next(places) == place:
            meanwhile()

    event.listen(database.engine, "before_cursor_execute", at_statement)
    yield
    event.remove(database.engine, "before_cursor_execute", at_statement)


def _meanwhile(database: Database, rows: Arrivals, other: Thread) -> None:
    _arrive(database, rows)
    other.start()
    while other.is_alive() and not _waits(database):
        other.join(0.02)


def _waits(database: Database) -> bool:
    """Return whether somebody waits for a lock: the second for the first."""
    waiting = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    with database.reading() as db:
        return db.execute(text(waiting)).first() is not None
