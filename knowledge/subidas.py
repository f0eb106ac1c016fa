"""Files that somebody of the staff brought and has not confirmed: at most one a person, for two hours."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import LargeBinary
from sqlmodel import Field, Session, SQLModel, col, delete, or_

from knowledge.columns import JsonDict, Utc

KEPT = timedelta(hours=2)


class SubidaRow(SQLModel, table=True):
    """One file as it came, with what its rehearsal said. In the database, so that every process finds it."""

    __tablename__ = "subidas"

    id: str = Field(primary_key=True)  # nobody guesses it
    usuario: str = Field(unique=True)
    kind: str
    file: str
    data: bytes = Field(sa_type=LargeBinary)
    revision: dict[str, Any] = Field(sa_type=JsonDict)
    created_at: datetime = Field(sa_type=Utc, index=True)


def keep(
    db: Session, usuario: str, kind: str, file: tuple[str, bytes], revision: Mapping[str, Any], now: datetime
) -> str:
    """Keep a file (name, content) in the place of the one that this person had. Return its id. Never commits."""
    forget_old(db, now)
    forget(db, usuario)
    row = SubidaRow(
        id=secrets.token_urlsafe(16), usuario=usuario, kind=kind, file=file[0], data=file[1], revision=dict(revision),
        created_at=now,
    )  # fmt: skip
    db.add(row)
    db.flush()
    return row.id


def find(db: Session, subida_id: str, usuario: str, now: datetime) -> SubidaRow | None:
    """Return a file of that person, or None when it is another's, was forgotten or is too old."""
    row = db.get(SubidaRow, subida_id)
    return row if row is not None and row.usuario == usuario and now - row.created_at < KEPT else None


def forget(db: Session, usuario: str) -> None:
    """Erase the file of a person."""
    db.exec(delete(SubidaRow).where(col(SubidaRow.usuario) == usuario))


def forget_old(db: Session, now: datetime) -> None:
    """Erase the files that nobody came back for, and those of a clock that went back."""
    old = or_(col(SubidaRow.created_at) <= now - KEPT, col(SubidaRow.created_at) > now + KEPT)
    db.exec(delete(SubidaRow).where(old))
