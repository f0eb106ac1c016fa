"""The schema that the migrations make is the one that the models declare, on both databases."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import SQLModel

from knowledge.db import Database, open_database
from knowledge.migrations import HEAD, OldSchema, current, require_head
from knowledge.migrations.runner import revisions, upgrade
from tests.conftest import empty_database


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with empty_database(request, request.param, tmp_path / "empty.db") as url:
        database = open_database(url)
        yield database
        database.engine.dispose()


def test_the_migrated_schema_is_the_schema_of_the_models(empty: Database) -> None:
    upgrade(empty)
    with empty.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        differences = compare_metadata(context, SQLModel.metadata)
    assert differences == []


def test_a_table_of_denuncias_keeps_no_order_of_arrival(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/rowid.db")
    upgrade(database)
    with database.reading() as connection:
        sql = connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name IN ('denuncias', 'denuncia_llaves')")
        ).scalars()
        assert ["WITHOUT ROWID" in made for made in sql] == [True, True]
    database.engine.dispose()


def test_a_second_run_changes_nothing(empty: Database) -> None:
    assert upgrade(empty) is True
    assert upgrade(empty) is False


def test_two_runs_at_once_make_one_schema(empty: Database) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(upgrade, [empty, empty])) == [False, True]


def test_the_head_is_the_last_migration() -> None:
    assert revisions()[0] == HEAD


def test_an_empty_database_is_refused_with_the_command_to_run(empty: Database) -> None:
    with pytest.raises(OldSchema, match="catalina init"):
        require_head(empty)


def test_a_database_of_a_newer_release_is_left_alone(empty: Database) -> None:
    upgrade(empty)
    with empty.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(OldSchema, match="más nueva"):
        upgrade(empty)
    with empty.reading() as connection:
        assert current(connection) == "9999"


def test_migrations_only_go_forward() -> None:
    folder = Path(__file__).parents[2] / "knowledge" / "migrations" / "versions"
    assert [path.name for path in folder.glob("*.py") if "def downgrade" in path.read_text(encoding="utf-8")] == []
