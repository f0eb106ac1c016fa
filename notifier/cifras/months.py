"""Months, added up from their days: a year is read as twelve rows and not as 365."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime

from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.cifras import DIA, MES, CeldaRow, Clave
from knowledge.db import Database
from notifier.cifras import STOCKS, VERSION
from notifier.cifras.cells import added, members, read, union
from notifier.cifras.periods import Periodo, last_day, months
from notifier.cifras.storing import Sitio, fingerprint, known, replace_cells

Celdas = dict[Clave, tuple[Mapping[str, int], bytes | None]]


def roll_months(database: Database, fuente: str, yesterday: date, now: datetime) -> int:
    """Add up every month whose days are all counted and changed since. Returns how many. Of a stock the last day holds."""
    with database.reading() as db:
        days = known(db, DIA, fuente)
        due = dict(_due(days, known(db, MES, fuente), yesterday))
    for first, huella in due.items():
        with database.reading() as db:
            celdas = of_days(db, fuente, _span(fuente, first, days))
        with database.writing() as db:
            replace_cells(db, Sitio(MES, fuente, first), celdas, huella, now)
    return len(due)


Known = Mapping[date, tuple[str, int]]


def _span(fuente: str, first: date, days: Known) -> Periodo:
    """Return the days that make up a month: all of them, and of a stock the last that was counted."""
    if fuente not in STOCKS:
        return Periodo(first, last_day(first))
    last = max(day for day in days if first <= day <= last_day(first))
    return Periodo(last, last)


def _due(days: Known, done: Known, yesterday: date) -> Iterator[tuple[date, str]]:
    if not days:
        return
    for first in months(Periodo(min(days).replace(day=1), yesterday)):
        inside = [days.get(day) for day in Periodo(first, last_day(first)).days()]
        huella = fingerprint(inside)
        if any(inside) and done.get(first) != (huella, VERSION):
            yield first, huella


def of_days(db: Connection, fuente: str, period: Periodo) -> Celdas:
    """Return the cells of some days, added up; of persons, the union."""
    rows = db.execute(
        select(
            col(CeldaRow.canal), col(CeldaRow.dependencia), col(CeldaRow.tema), col(CeldaRow.medidas), col(CeldaRow.personas)
        ).where(
            col(CeldaRow.grano) == DIA, col(CeldaRow.fuente) == fuente,
            col(CeldaRow.inicio) >= period.desde, col(CeldaRow.inicio) <= period.hasta,
        )
    )  # fmt: skip
    medidas: dict[Clave, list[dict[str, int]]] = defaultdict(list)
    personas: dict[Clave, list[bytes]] = defaultdict(list)
    for row in rows:
        clave = Clave(row.canal, row.dependencia, row.tema)
        medidas[clave].append(read(row.medidas))
        if row.personas is not None:
            personas[clave].append(row.personas)
    return {
        clave: (added(ones), members(union(personas[clave])) if clave in personas else None)
        for clave, ones in medidas.items()
    }
