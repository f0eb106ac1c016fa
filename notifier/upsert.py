"""The one statement that SQLite and PostgreSQL spell through different modules."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel


def insert_or_ignore(db: Connection, table: type[SQLModel], row: Mapping[str, Any], unique: Sequence[str]) -> bool:
    """Insert the row unless its unique columns are taken. Returns whether it is new."""
    build = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
    statement = build(table).values(**row).on_conflict_do_nothing(index_elements=list(unique))
    return db.execute(statement).rowcount == 1
