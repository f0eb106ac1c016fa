"""A session on the bundled content that is rolled back after each test: nothing under test commits, so one database
serves them all. Copying one for each test costs seconds on PostgreSQL."""

import itertools
import shutil
from collections.abc import Iterator

import pytest
from sqlmodel import Session

from knowledge import catalog
from knowledge.db import Database, open_database
from knowledge.importers.report import Tools
from tests.conftest import _postgres_database


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def shared_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Return one database for all tests that roll back: once SQLite, once PostgreSQL."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("shared") / "catalina.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield from _opened(f"sqlite:///{path}")
        return
    server, template = request.getfixturevalue("postgres_server"), request.getfixturevalue("postgres_template")
    with _postgres_database(server, template) as (_, url):
        yield from _opened(url)


@pytest.fixture
def db(shared_database: Database) -> Iterator[Session]:
    """Return a session whose work is undone when the test ends."""
    with shared_database.engine.connect().execution_options(catalina_write=True) as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield session
        transaction.rollback()


@pytest.fixture
def tools(db: Session) -> Tools:
    """Return what an import needs beside the file, with random bytes that count."""
    found = catalog.load(db)
    assert found.calendario is not None
    counter = itertools.count(1)
    entidad = found.entidad
    return Tools(
        lambda size: next(counter).to_bytes(size, "little"), found.calendario, found.terminos, entidad.nombre,
        entidad.territorio,
    )  # fmt: skip


def _opened(url: str) -> Iterator[Database]:
    database = open_database(url)
    yield database
    database.engine.dispose()
