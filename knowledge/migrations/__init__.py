"""The schema: where it stands and where this release needs it. Bringing it there is `runner`'s, in `catalina init` only.

Alembic costs half a second and 12 MB: only the process that migrates imports it.
"""

from sqlalchemy import Connection, inspect, text

from knowledge.db import Database

HEAD = "0005"  # the last file of `versions/`; a test compares


class OldSchema(RuntimeError):
    """The database is not at this release's schema; the message says which command to run."""


def current(connection: Connection) -> str | None:
    """Return the revision of the database; None where nothing was ever created."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return None if found is None else str(found)


def require_head(database: Database) -> None:
    """Refuse to go on with another schema than this release's.

    Raises:
        OldSchema: run `catalina init` first.
        Unavailable: the database does not answer.
    """
    with database.reading() as connection:
        found = current(connection)
    if found != HEAD:
        raise OldSchema("La base de datos no está lista para esta versión. Escribe: catalina init")
