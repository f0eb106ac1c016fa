"""What a caller is told when the database cannot serve it."""

from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine, literal_column, make_url, select, text

from knowledge.db import Unavailable, open_database
from knowledge.prepared import Prepared, one_trip

_ONE = Prepared(select(literal_column("1")))


def test_a_pool_without_a_free_connection_is_an_outage_like_any_other(database_url: str) -> None:
    database = open_database(database_url, pool_size=1, pool_timeout_s=0.1)
    with ExitStack() as held:
        for _ in range(database.engine.pool._max_overflow + 1):  # type: ignore[attr-defined]
            held.enter_context(database.reading())
        with pytest.raises(Unavailable):
            held.enter_context(database.reading())
    with database.reading() as db:
        assert db.exec_driver_sql("SELECT 1").scalar_one() == 1
    database.engine.dispose()


def _plainly(db: Connection) -> Sequence[Any]:
    return _ONE.run(db, {})


def _in_one_trip(db: Connection) -> Sequence[Any]:
    with one_trip(db):
        return _ONE.run(db, {})


def _end_connections(server: str, url: str) -> int:
    admin = create_engine(server)
    with admin.begin() as db:
        ended = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = :name")
        count: int = db.execute(ended, {"name": make_url(url).database}).scalar_one()
    admin.dispose()
    return count


@pytest.mark.postgres
@pytest.mark.parametrize("one", [_plainly, _in_one_trip])
def test_a_connection_that_the_server_ended_costs_one_attempt(
    postgres_url: str, postgres_server: str, one: Any
) -> None:
    database = open_database(postgres_url)
    assert database.write(one) == [(1,)]
    assert _end_connections(postgres_server, postgres_url) == 1
    with pytest.raises(Unavailable):
        database.write(one)
    assert database.write(one) == [(1,)]
    database.engine.dispose()


@pytest.mark.postgres
def test_a_connection_that_rested_is_asked_before_it_is_used(postgres_url: str, postgres_server: str) -> None:
    database = open_database(postgres_url, rested_s=0.0)
    assert database.write(_plainly) == [(1,)]
    assert _end_connections(postgres_server, postgres_url) == 1
    assert database.write(_plainly) == [(1,)]
    database.engine.dispose()
