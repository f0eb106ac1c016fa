"""The schema: where it stands, where it should stand, and the one way to bring it there. Forward only."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from knowledge.db import Database

# Any number will do, as long as nobody else takes the same advisory lock.
_PG_LOCK = 0x0CA7_A117


class OldSchema(RuntimeError):
    """The database is not at this release's schema; the message says which command to run."""


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; it needs no file of its own."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """Return the revision that this release needs."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None  # the folder holds at least the first migration
    return found


def current(connection: Connection) -> str | None:
    """Return the revision of the database; None where nothing was ever created."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(database: Database) -> bool:
    """Bring the database to this release in one transaction. Return whether anything changed.

    Raises:
        OldSchema: the database was made by a newer release.
        Unavailable: it does not answer.
    """
    with database.writing() as connection:
        if not database.is_sqlite:  # SQLite's writer is alone already
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _PG_LOCK})
        before = current(connection)
        if before == head():
            return False
        if before is not None and before not in _known():
            raise OldSchema("La base de datos es de una versión más nueva del programa. Instala esa versión.")
        command.upgrade(config(connection), "head")
        return True


def require_head(database: Database) -> None:
    """Refuse to go on with another schema than this release's.

    Raises:
        OldSchema: run `catalina init` first.
        Unavailable: the database does not answer.
    """
    with database.reading() as connection:
        found = current(connection)
    if found != head():
        raise OldSchema("La base de datos no está lista para esta versión. Escribe: catalina init")


def _known() -> set[str]:
    return {script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()}
