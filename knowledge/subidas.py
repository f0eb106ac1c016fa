"""Files that somebody of the staff brought and has not confirmed: at most one a person, for two hours."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, delete, or_, update

from knowledge.columns import JsonDict, Utc

KEPT = timedelta(hours=2)


class YaNoEsta(LookupError):
    """The file was brought in, discarded or replaced by another in the meantime."""


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
    values = {"kind": kind, "file": file[0], "data": file[1], "revision": dict(revision), "created_at": now}
    try:
        with db.begin_nested():
            return _replace(db, usuario, values)
    except IntegrityError:  # the same person sent two at once, and the other is kept by now: this one came last
        return _replace(db, usuario, values)


def _replace(db: Session, usuario: str, values: Mapping[str, Any]) -> str:
    db.exec(delete(SubidaRow).where(col(SubidaRow.usuario) == usuario))
    row = SubidaRow(id=secrets.token_urlsafe(16), usuario=usuario, **values)
    db.add(row)
    db.flush()
    return row.id


def find(db: Session, subida_id: str, usuario: str, now: datetime) -> SubidaRow | None:
    """Return a file of that person, or None when it is another's, was forgotten or is too old."""
    row = db.get(SubidaRow, subida_id)
    return row if row is not None and row.usuario == usuario and now - row.created_at < KEPT else None


def claim(db: Session, subida_id: str, usuario: str) -> None:
    """Take the file of that person away, so that one alone brings it in. A transaction that is undone puts it back.

    Raises:
        YaNoEsta: somebody took it first. While another's transaction is open, this waits for its end.
    """
    if db.exec(delete(SubidaRow).where(_its(subida_id, usuario))).rowcount == 0:
        raise YaNoEsta(subida_id)


def judge(db: Session, subida_id: str, usuario: str, revision: Mapping[str, Any]) -> None:
    """Keep with a file what is wrong with it today.

    Raises:
        YaNoEsta: it was discarded or replaced meanwhile.
    """
    if db.exec(update(SubidaRow).where(_its(subida_id, usuario)).values(revision=dict(revision))).rowcount == 0:
        raise YaNoEsta(subida_id)


def _its(subida_id: str, usuario: str) -> ColumnElement[bool]:
    return (col(SubidaRow.id) == subida_id) & (col(SubidaRow.usuario) == usuario)


def forget_old(db: Session, now: datetime) -> None:
    """Erase the files that nobody came back for, and those of a clock that went back."""
    old = or_(col(SubidaRow.created_at) <= now - KEPT, col(SubidaRow.created_at) > now + KEPT)
    db.exec(delete(SubidaRow).where(old))
