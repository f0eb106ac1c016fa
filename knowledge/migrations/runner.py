"""Bring a database to this release's schema. Forward only: the way back is the backup."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from knowledge.db import Database
from knowledge.migrations import HEAD, OldSchema, current

# Any number will do, as long as nobody else takes the same advisory lock.
_PG_LOCK = 0x0CA7_A117


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration; it needs no file of its own."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def revisions() -> list[str]:
    """Return every revision that this release knows, newest first."""
    return [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]


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
        if before == HEAD:
            return False
        if before is not None and before not in revisions():
            raise OldSchema("La base de datos es de una versión más nueva del programa. Instala esa versión.")
        command.upgrade(config(connection), "head")
        return True
