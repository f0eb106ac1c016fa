"""A filter to its totals: the one query behind page, CSV, XLSX, PDF, JSON, report, chat and command."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from knowledge.cifras import CUALQUIERA, DIA, MES, PUBLICADO, TODAS, CeldaRow, Clave, HechoRow
from notifier.cifras import DENUNCIAS, NUEVAS, OTHERS, STOCKS, TURNOS
from notifier.cifras.cells import Mask, added, read, union
from notifier.cifras.hiding import about
from notifier.cifras.periods import Periodo, last_day, months

PLACES = Clave._fields
DAILY = 62  # days of a period whose trend is told by day, and which is read by day


@dataclass(frozen=True, slots=True)
class Filtro:
    """What is asked: a period and a cell. `publico`: only what was published, in whole months."""

    periodo: Periodo
    clave: Clave = TODAS
    publico: bool = False


@dataclass(frozen=True, slots=True)
class Totales:
    """What was counted under a filter, over all sources, and the persons."""

    medidas: Mapping[str, int] = field(default_factory=dict)
    personas: int = 0
    nuevas: int = 0

    def __getitem__(self, name: str) -> int:
        """Return a measure; what was never counted is none."""
        return self.medidas.get(name, 0)


class Punto(NamedTuple):
    """One stretch of a trend."""

    periodo: Periodo
    totales: Totales


class _Row(NamedTuple):
    grano: str
    fuente: str
    canal: str
    dependencia: str
    tema: str
    inicio: date
    medidas: str
    personas: bytes | None


def totals(db: Connection, filtro: Filtro) -> Totales:
    """Return what was counted."""
    rows = _rows(db, filtro, _cell(filtro.clave), _sources(filtro))
    new = _rows(db, filtro, _cell(TODAS), (NUEVAS,))
    return _total(filtro, rows, new)


def breakdown(db: Connection, filtro: Filtro, place: str) -> dict[str, Totales]:
    """Return the same for each value of a place that the filter leaves open; nothing of one that it closes."""
    if getattr(filtro.clave, place) != CUALQUIERA:
        return {}
    column, found = getattr(CeldaRow, place), defaultdict(list)
    cell = [*_cell(filtro.clave, but=place), column.in_(values(db, place, publico=filtro.publico))]
    for row in _rows(db, filtro, cell, _sources(filtro)):
        found[getattr(row, place)].append(row)
    return {value: _total(filtro, rows, ()) for value, rows in sorted(found.items())}


def trend(db: Connection, filtro: Filtro) -> list[Punto]:
    """Return a period day by day, a longer or published one month by month; a stretch without a row counts nothing."""
    found: dict[date, list[_Row]] = defaultdict(list)
    monthly = filtro.publico or not _is_short(filtro.periodo)
    for row in _rows(db, filtro, _cell(filtro.clave), _sources(filtro)):
        found[row.inicio.replace(day=1) if monthly else row.inicio].append(row)
    starts = sorted({day.replace(day=1) if monthly else day for day in filtro.periodo.days()})
    spans = (_clipped(start, filtro.periodo) if monthly else Periodo(start, start) for start in starts)
    return [Punto(span, _total(filtro, found[start], ())) for start, span in zip(starts, spans, strict=True)]


def counted(db: Connection, grano: str) -> Periodo | None:
    """Return from when until when there are figures of that grain; None before there are any."""
    where = (col(HechoRow.grano) == grano, col(HechoRow.fuente) == TURNOS)
    starts = sorted(db.execute(select(col(HechoRow.inicio)).where(*where)).scalars())
    if not starts:
        return None
    return Periodo(starts[0], starts[-1] if grano == DIA else last_day(starts[-1]))


def values(db: Connection, place: str, *, publico: bool = False) -> list[str]:
    """Return what a place of the cells holds, «*» and nothing left out. Months are asked first: they are few."""
    column = getattr(CeldaRow, place)
    for grano in (PUBLICADO,) if publico else (MES, DIA):
        where = (
            col(CeldaRow.grano) == grano,
            col(CeldaRow.fuente).in_((TURNOS, *OTHERS)),
            column.not_in((CUALQUIERA, "")),
        )
        found = db.execute(select(column).where(*where).distinct()).scalars().all()
        if found:
            return sorted(found)
    return []


def _total(filtro: Filtro, rows: Sequence[_Row], new: Sequence[_Row]) -> Totales:
    flows = [read(row.medidas) for row in rows if row.fuente not in STOCKS]
    stocks = [read(row.medidas) for row in _latest(rows)]
    mask, newcomers = _persons(rows, TURNOS), _persons(new, NUEVAS)
    both = min(len(mask), len(newcomers))
    personas, nuevas = int(mask.sum()), int((mask[:both] & newcomers[:both]).sum())
    if filtro.publico:  # persons are united and not added up: exact, three of those numbers tell whoever is in two
        personas, nuevas = about(personas), about(nuevas)
    return Totales(added([*flows, *stocks]), personas, nuevas)


def _persons(rows: Iterable[_Row], fuente: str) -> Mask:
    return union(row.personas for row in rows if row.fuente == fuente and row.personas is not None)


def _latest(rows: Sequence[_Row]) -> list[_Row]:
    stocks = [row for row in rows if row.fuente in STOCKS]
    last = max((row.inicio for row in stocks), default=None)
    return [row for row in stocks if row.inicio == last]


def _rows(db: Connection, filtro: Filtro, cell: Sequence[ColumnElement[bool]], fuentes: Sequence[str]) -> list[_Row]:
    columns = [getattr(CeldaRow, name) for name in _Row._fields]
    statement = select(*columns).where(col(CeldaRow.fuente).in_(fuentes), *cell)
    return [_Row(*row) for span in _spans(db, filtro) for row in db.execute(statement.where(span))]


def _sources(filtro: Filtro) -> tuple[str, ...]:
    # Of reports nobody reads more than what is published: a single one would tell that somebody reported that day.
    return (TURNOS, *(name for name in OTHERS if filtro.publico or name != DENUNCIAS))


def _spans(db: Connection, filtro: Filtro) -> list[ColumnElement[bool]]:
    """Return what reads a period: months where it is long and they are added up, days for the rest of it."""
    grano, inicio = col(CeldaRow.grano), col(CeldaRow.inicio)
    inside = and_(inicio >= filtro.periodo.desde, inicio <= filtro.periodo.hasta)
    if filtro.publico:
        return [and_(grano == PUBLICADO, inside)]
    done = () if _is_short(filtro.periodo) else _months_done(db, filtro.periodo)
    if not done:
        return [and_(grano == DIA, inside)]
    rest = [(inicio < first) | (inicio > last_day(first)) for first in done]
    return [and_(grano == MES, inicio.in_(done)), and_(grano == DIA, inside, *rest)]


def _months_done(db: Connection, period: Periodo) -> list[date]:
    # The months of turns are added up last: where they are, those of the other sources are too.
    where = (col(HechoRow.grano) == MES, col(HechoRow.fuente) == TURNOS)
    done = set(db.execute(select(col(HechoRow.inicio)).where(*where)).scalars())
    return [first for first in months(period) if first in done]


def _is_short(period: Periodo) -> bool:
    return (period.hasta - period.desde).days < DAILY


def _clipped(first: date, period: Periodo) -> Periodo:
    return Periodo(max(first, period.desde), min(last_day(first), period.hasta))


def _cell(clave: Clave, but: str = "") -> list[ColumnElement[bool]]:
    return [getattr(CeldaRow, name) == part for name, part in clave._asdict().items() if name != but]
