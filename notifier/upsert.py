"""The one statement that SQLite and PostgreSQL spell through different modules."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, literal
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import SQLModel


def insert_or_ignore(db: Connection, table: type[SQLModel], row: Mapping[str, Any], unique: Sequence[str]) -> bool:
    """Insert the row unless its unique columns are taken. Returns whether it is new."""
    build = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
    statement = build(table).values(**row).on_conflict_do_nothing(index_elements=list(unique))
    # Not rowcount: for PostgreSQL it is unknown here.
    return db.execute(statement.returning(literal(1))).first() is not None


def insert_many_or_ignore(
    db: Connection, table: type[SQLModel], rows: Sequence[Mapping[str, Any]], unique: Sequence[str]
) -> None:
    """Insert the rows whose unique columns are free. All have the same keys."""
    if rows:
        build = sqlite.insert if db.dialect.name == "sqlite" else postgresql.insert
        db.execute(build(table).on_conflict_do_nothing(index_elements=list(unique)), list(rows))
