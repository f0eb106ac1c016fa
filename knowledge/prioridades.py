"""What staff judge of each trámite for the plan's report: complexity, alignment, and its place in the roadmap.

Rows are only added: the newest of a trámite is in force, the others are its history. Nothing here commits.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, get_args

from sqlalchemy import Column, Text
from sqlmodel import Field, Session, SQLModel, col, func, select

from knowledge.columns import Utc

Alineacion = Literal["si", "parte", "no"]
ALINEACIONES: tuple[Alineacion, ...] = get_args(Alineacion)
COMPLEJIDADES = (1, 2, 3, 4, 5)


class CalificacionRow(SQLModel, table=True):
    """One judgement. `complejidad` goes from 1, simple, to 5; None and an empty text: nobody has said yet."""

    __tablename__ = "calificaciones"

    id: int | None = Field(default=None, primary_key=True)
    hoja_id: str = Field(index=True)
    complejidad: int | None = None
    razon: str = Field(default="", sa_column=Column(Text, nullable=False))
    ventanilla: str = ""  # aligned with the Ventanilla Única: si, parte, no
    trimestre: str = ""  # «2026-T3»
    responsable_id: str = ""  # an office, never a person
    requerimientos: str = Field(default="", sa_column=Column(Text, nullable=False))
    author: str
    created_at: datetime = Field(sa_type=Utc)


class Adelantada(RuntimeError):
    """Somebody judged the same trámite since the form was opened."""


def calificar(db: Session, row: CalificacionRow, base: int) -> None:
    """Add a judgement. `base` is the id of the one that its author had before their eyes, 0 for none.

    Raises:
        Adelantada: another one is in force by now.
    """
    last = vigente(db, row.hoja_id)
    if (last.id if last else 0) != base:
        raise Adelantada
    db.add(row)
    db.flush()


def vigente(db: Session, hoja_id: str) -> CalificacionRow | None:
    """Return the judgement in force of a trámite."""
    query = select(CalificacionRow).where(CalificacionRow.hoja_id == hoja_id)
    return db.exec(query.order_by(col(CalificacionRow.id).desc()).limit(1)).first()


def vigentes(db: Session) -> Mapping[str, CalificacionRow]:
    """Return the judgement in force of each trámite that has one."""
    newest = select(func.max(CalificacionRow.id)).group_by(col(CalificacionRow.hoja_id))
    return {row.hoja_id: row for row in db.exec(select(CalificacionRow).where(col(CalificacionRow.id).in_(newest)))}


def historia(db: Session, hoja_id: str) -> Sequence[CalificacionRow]:
    """Return every judgement of a trámite, the newest first."""
    query = select(CalificacionRow).where(CalificacionRow.hoja_id == hoja_id)
    return db.exec(query.order_by(col(CalificacionRow.id).desc())).all()
