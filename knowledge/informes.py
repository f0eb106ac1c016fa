"""Files that staff ask for and a job makes: the request is a row, and what was made is kept in it.

Kept in the database because the process that makes a file and the one that hands it out may be on two machines.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import LargeBinary
from sqlmodel import Column, Field, Session, SQLModel, col, delete, select

from knowledge.columns import Utc

KEPT = 10


class InformeRow(SQLModel, table=True):
    """One file. `estado`: pendiente, listo, fallido (`error` says why in words for staff)."""

    __tablename__ = "informes"

    id: int | None = Field(default=None, primary_key=True)
    desde: date
    hasta: date
    estado: str = Field(default="pendiente", index=True)
    pdf: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    error: str = ""
    author: str
    created_at: datetime = Field(sa_type=Utc)
    done_at: datetime | None = Field(default=None, sa_type=Utc)


def pedir(db: Session, desde: date, hasta: date, author: str, now: datetime) -> InformeRow:
    """Ask for a file, and forget those older than the last ten. One that waits already is not asked for twice."""
    waiting = next((row for row in pendientes(db) if (row.desde, row.hasta) == (desde, hasta)), None)
    if waiting is not None:
        return waiting
    row = InformeRow(desde=desde, hasta=hasta, author=author, created_at=now)
    db.add(row)
    db.flush()
    kept = [one.id for one in ultimos(db)]
    db.exec(delete(InformeRow).where(col(InformeRow.id).not_in(kept)))
    return row


def pendientes(db: Session) -> Sequence[InformeRow]:
    """Return what is still to be made, the oldest first."""
    return db.exec(select(InformeRow).where(InformeRow.estado == "pendiente").order_by(col(InformeRow.id))).all()


def ultimos(db: Session) -> Sequence[InformeRow]:
    """Return the last ones, the newest first."""
    return db.exec(select(InformeRow).order_by(col(InformeRow.id).desc()).limit(KEPT)).all()
