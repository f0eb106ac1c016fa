"""Several threads, one writer: shared commits lose nothing, undo only what failed, and never say «done» too early."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from knowledge.db import Database, Unavailable, open_database
from knowledge.one_writer import OneWriter


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path}/one.db")
    with opened.writing() as db:
        db.exec_driver_sql("CREATE TABLE seen (n INTEGER PRIMARY KEY)")
    yield opened
    opened.engine.dispose()


def put(n: int) -> Callable[[Connection], int]:
    def work(db: Connection) -> int:
        db.exec_driver_sql("INSERT INTO seen VALUES (?)", (n,))
        return n

    return work


def rows(database: Database) -> list[int]:
    with database.reading() as db:
        return list(db.exec_driver_sql("SELECT n FROM seen ORDER BY n").scalars())


@contextmanager
def queued(database: Database, *works: Callable[[Connection], int]) -> Iterator[list["Future[int]"]]:
    """Let these wait for the writer together, so that they share one transaction."""
    with ThreadPoolExecutor(len(works)) as pool:
        with database.writing():
            futures = [pool.submit(database.write, work) for work in works]
            while len(database._writer._waiting) < len(works):
                threading.Event().wait(0.001)
        yield futures


def test_what_waits_is_committed_once(database: Database) -> None:
    commits: list[int] = []
    with queued(database, *(put(n) for n in range(6))) as futures:
        event.listen(database.engine, "commit", lambda _: commits.append(1))
        assert sorted(f.result() for f in futures) == list(range(6))
    assert rows(database) == list(range(6))
    assert len(commits) < 6


def test_a_piece_that_raises_is_undone_alone(database: Database) -> None:
    def bad(db: Connection) -> int:
        put(99)(db)
        raise LookupError("mine alone")

    with queued(database, put(1), bad, put(2)) as (first, second, third):
        assert (first.result(), third.result()) == (1, 2)
        with pytest.raises(LookupError, match="mine alone"):
            second.result()
    assert rows(database) == [1, 2]


def test_a_transaction_that_fails_fails_for_all(database: Database) -> None:
    writer = OneWriter(1.0)

    @contextmanager
    def broken() -> Iterator[Connection]:
        with database.writing() as db:
            yield db
            raise Unavailable("the disk is full")

    begun = threading.Barrier(3)

    def one(n: int) -> int:
        begun.wait()
        return writer.share(put(n), broken)

    with ThreadPoolExecutor(3) as pool:
        for future in [pool.submit(one, n) for n in range(3)]:
            with pytest.raises(Unavailable):
                future.result()
    assert rows(database) == []


def test_a_leader_that_is_stopped_tells_nobody_that_all_went_well(database: Database) -> None:
    def stopped(db: Connection) -> int:
        raise KeyboardInterrupt

    with queued(database, stopped, put(1), put(2)) as futures:
        errors = [future.exception() for future in futures]
    assert any(isinstance(error, KeyboardInterrupt) for error in errors)
    said_done = [f.result() for f in futures if f.exception() is None]
    assert rows(database) == said_done


def test_who_waits_too_long_takes_its_work_back() -> None:
    writer = OneWriter(0.05)
    with writer.alone(), pytest.raises(Unavailable), ThreadPoolExecutor(1) as pool:
        pool.submit(writer.share, lambda _: 1, pytest.fail).result()
    assert not writer._waiting
