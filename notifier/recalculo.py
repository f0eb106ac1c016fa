"""Due dates after a change of the calendar. Nothing is remembered of the calendar before: what differs is written.

Requests with the same receipt, term and extension share one due date and are written together; those that once waited
for their citizen are counted one by one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlmodel import col

from knowledge.db import Database
from knowledge.plazos import UN_DIA, Calendario, FueraDelCalendario
from knowledge.reloj import Reloj
from knowledge.solicitudes import SolicitudRow, reloj_of

MANY = 2_000
_GROUP = (
    col(SolicitudRow.recibida_el), col(SolicitudRow.plazo_dias_habiles), col(SolicitudRow.prorroga_dias),
    col(SolicitudRow.vence_el),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Cambios:
    """How many requests got another date, and how many have one that this calendar cannot say."""

    filas: int = 0
    sin_calendario: int = 0


def recalcular(db: Database, calendario: Calendario, corren: Sequence[str]) -> Cambios:
    """Write the due dates that the calendar in force gives, where the term runs and the request is worked on here."""
    mine = (
        col(SolicitudRow.aqui)
        & col(SolicitudRow.estado).in_(corren)
        & col(SolicitudRow.plazo_dias_habiles).is_not(None)
    )
    plain, waited = _of_groups(db, calendario, mine), _one_by_one(db, calendario, mine)
    completing = _months(db, calendario)
    return Cambios(plain.filas + waited.filas + completing.filas, plain.sin_calendario + waited.sin_calendario)


def _of_groups(db: Database, calendario: Calendario, mine: ColumnElement[bool]) -> Cambios:
    never_waited = col(SolicitudRow.pausas).is_(None)
    with db.reading() as connection:
        groups = connection.execute(select(*_GROUP, func.count()).where(mine, never_waited).group_by(*_GROUP)).all()
    changed = unknown = 0
    for received, days, extension, written, count in groups:
        due = _due(Reloj(received, days or 0, extension), calendario)
        if due is None:
            unknown += count
        elif due != written:
            same = [column == value for column, value in zip(_GROUP, (received, days, extension, written), strict=True)]
            with db.writing() as connection:
                changed += connection.execute(
                    update(SolicitudRow).where(mine, never_waited, *same).values(vence_el=due)
                ).rowcount
    return Cambios(changed, unknown)


def _one_by_one(db: Database, calendario: Calendario, mine: ColumnElement[bool]) -> Cambios:
    changed = unknown = 0
    known: dict[Reloj, date | None] = {}
    for rows in _pages(db, mine):
        wrong = []
        for row in rows:
            reloj = reloj_of(row, row.plazo_dias_habiles)
            if reloj not in known:
                known[reloj] = _due(reloj, calendario)
            due = known[reloj]
            unknown += due is None
            if due is not None and due != row.vence_el:
                wrong.append({"which": row.id, "seen": row.ultimo_acto, "due": due})
        if wrong:
            as_read = (col(SolicitudRow.id) == bindparam("which")) & (
                col(SolicitudRow.ultimo_acto) == bindparam("seen")
            )
            with db.writing() as connection:
                connection.execute(update(SolicitudRow).where(as_read).values(vence_el=bindparam("due")), wrong)
            changed += len(wrong)
    return Cambios(changed, unknown)


def _pages(db: Database, mine: ColumnElement[bool]) -> Iterator[Sequence[Any]]:
    last = 0
    while True:
        with db.reading() as connection:
            rows = connection.execute(
                select(*_GROUP, col(SolicitudRow.id), col(SolicitudRow.pausas), col(SolicitudRow.ultimo_acto))
                .where(mine, col(SolicitudRow.pausas).is_not(None), col(SolicitudRow.id) > last)
                .order_by(col(SolicitudRow.id))
                .limit(MANY)
            ).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _months(db: Database, calendario: Calendario) -> Cambios:
    """Move the last day to complete to the next business day, where it has become a day off."""
    waits = (col(SolicitudRow.estado) == "por_completar") & col(SolicitudRow.aqui)
    hasta, changed = col(SolicitudRow.completar_hasta), 0
    with db.reading() as connection:
        days = connection.execute(select(hasta).where(waits, hasta.is_not(None)).distinct()).scalars().all()
    for day in days:
        later = _due_on(day, calendario) if day is not None else None
        if later not in (None, day):
            with db.writing() as connection:
                changed += connection.execute(
                    update(SolicitudRow).where(waits, hasta == day).values(completar_hasta=later)
                ).rowcount
    return Cambios(changed)


def _due(reloj: Reloj, calendario: Calendario) -> date | None:
    try:
        return reloj.vence(calendario)
    except FueraDelCalendario:
        return None


def _due_on(day: date, calendario: Calendario) -> date | None:
    try:
        while calendario.motivo(day) is not None:
            day += UN_DIA
    except FueraDelCalendario:
        return None
    return day
