"""What a caller is told when the database cannot serve it."""

from contextlib import ExitStack

import pytest

from knowledge.db import Unavailable, open_database


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
