"""Fixtures: the same tests on a SQLite file and on PostgreSQL, services over the bundled content, a person who talks,
a real browser.

PostgreSQL is found by CATALINA_TEST_POSTGRES_URL (default: the local server). Where none answers, the PostgreSQL half is
skipped with one line that says so; under CI its absence is an error.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import OperationalError

from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge import tables
from knowledge.db import Database, open_database
from knowledge.migrations.runner import upgrade
from knowledge.seed import seed
from tests.browser import chromium, make_world, served
from tests.network import forbid_the_outside
from tests.worlds import NOON, Clock, Talk

assert tables.MODULES  # importing it declares every table


def pytest_configure() -> None:
    """Keep the whole run on this machine."""
    forbid_the_outside()


POSTGRES_URL = os.environ.get("CATALINA_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
SHARED_DIR = Path(os.environ.get("CATALINA_SHARED_DIR", Path(__file__).parents[2] / "shared"))


def _postgres_admin() -> str:
    return make_url(POSTGRES_URL).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """Return the URL of the PostgreSQL server for tests; skip, or fail under CI, where none answers."""
    engine = create_engine(_postgres_admin(), connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            return _postgres_admin()
    except OperationalError:
        if os.environ.get("CI"):
            pytest.fail("no PostgreSQL answers at CATALINA_TEST_POSTGRES_URL: CI runs its half too")
        pytest.skip("PostgreSQL half skipped: no server answers at CATALINA_TEST_POSTGRES_URL")
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    """Return the optional folder with the vendors' specifications and sources; skip in one line where it is absent."""
    if not SHARED_DIR.is_dir():
        if os.environ.get("CI"):
            pytest.fail(f"{SHARED_DIR} is absent: CI judges against the vendors' specifications")
        pytest.skip(f"skipped: the folder {SHARED_DIR} is absent (CATALINA_SHARED_DIR)")
    return SHARED_DIR


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a SQLite file with schema and bundled content, made once and copied by each test."""
    path = tmp_path_factory.mktemp("template") / "catalina.db"
    _fill(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """Return the name of a PostgreSQL database with schema and bundled content, made once and copied by each test."""
    with _postgres_database(postgres_server, None) as (name, url):
        _fill(url)
        yield name


def _fill(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    with database.session() as db:
        seed(db, NOON)
    database.engine.dispose()


@contextmanager
def _postgres_database(server: str, template: str | None) -> Iterator[tuple[str, str]]:
    """Make a database of the test's own and drop it after."""
    name = f"catalina_test_{uuid4().hex[:16]}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else "")))
    try:
        yield name, make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
        admin.dispose()


@contextmanager
def database_copy(request: pytest.FixtureRequest, kind: str, path: Path) -> Iterator[str]:
    """Give the URL of a fresh database with schema and content; a PostgreSQL one is dropped after."""
    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    with _postgres_database(server, request.getfixturevalue("postgres_template")) as (_, url):
        yield url


@contextmanager
def empty_database(request: pytest.FixtureRequest, kind: str, path: Path) -> Iterator[str]:
    """Give the URL of a database with nothing in it."""
    if kind == "sqlite":
        yield f"sqlite:///{path}"
        return
    with _postgres_database(request.getfixturevalue("postgres_server"), None) as (_, url):
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the URL of a fresh database with schema and content: once SQLite, once PostgreSQL."""
    with database_copy(request, request.param, tmp_path / "catalina.db") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """Return the URL of an empty PostgreSQL database, for what only a server can do."""
    with _postgres_database(postgres_server, None) as (_, url):
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """Return the open database of the test."""
    opened = open_database(database_url, synchronous="NORMAL")
    yield opened
    opened.engine.dispose()


@pytest.fixture
def clock() -> Clock:
    """Return the clock of the test: Monday 30 March 2026, noon in Cartagena."""
    return Clock()


@pytest.fixture
def services(database: Database, clock: Clock, tmp_path: Path) -> Services:
    """Return services as a process has them, on the test's database and clock."""
    settings = load_settings(
        _env_file=None,
        data_dir=tmp_path / "var",
        secret_key="secret-of-the-tests",
        public_url="https://catalina.example",
        twilio_account_sid="AC" + "0" * 32,
        twilio_auth_tokens=("token-of-the-tests",),
        twilio_whatsapp_from="whatsapp:+573000000000",
    )
    return make_services(settings, db=database, clock=clock)


@pytest.fixture
def talk(services: Services, clock: Clock) -> Talk:
    """Return a person who talks on the web."""
    return Talk(services, clock)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return the browser of the machine, opened once a file."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    """Return the services that one file's browser meets; a folder or a file adds to them with a `world` of its own."""
    return make_world(sqlite_template, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def url(world: Services) -> Iterator[str]:
    """Return the address where that world is served."""
    with served(world) as address:
        yield address
