"""A city with three months of use, counted and published once a file: its tests only read."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.db import open_database
from tests.cifras.made import counted
from tests.conftest import database_copy
from tests.worlds import Clock


@contextmanager
def city(request: pytest.FixtureRequest, kind: str, folder: Path) -> Iterator[Services]:
    """Give services on a database of their own in which nobody has written."""
    with database_copy(request, kind, folder / "catalina.db") as url:
        settings = load_settings(
            _env_file=None,
            data_dir=folder / "var",
            secret_key="secret-of-the-tests",
            public_url="https://catalina.example",
        )
        database = open_database(url, synchronous="NORMAL")
        yield make_services(settings, db=database, clock=Clock())
        database.engine.dispose()


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def ciudad(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    """Return the services of that city."""
    with city(request, request.param, tmp_path_factory.mktemp("ciudad")) as services:
        counted(services)
        yield services
