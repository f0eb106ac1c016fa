"""Alembic's entry: runs the migrations on the connection it is handed, inside that connection's transaction."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from knowledge import tables
from knowledge.columns import JsonDict, Utc


def render_item(kind: str, item: Any, _: AutogenContext) -> str | Literal[False]:
    """Write column types as plain SQLAlchemy: a migration must not change when a class of ours does."""
    if kind != "type":
        return False
    if isinstance(item, Utc):
        return "sa.DateTime()"
    if isinstance(item, JsonDict):
        return "sa.JSON()"
    if isinstance(item, AutoString):
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


assert tables.MODULES  # importing the list is what fills the metadata
context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=render_item,
    compare_type=True,
    # Our SQLite connections say BEGIN themselves, so its DDL is transactional too: a migration happens or it does not.
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
