"""A filter to its totals: the one query behind page, CSV, XLSX, PDF, JSON, report, chat and command."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import Connection, and_, func, select
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import col

from knowledge.cifras import CUALQUIERA, DIA, MES, PUBLICADO, TODAS, CeldaRow, Clave, HechoRow
from notifier.cifras import DENUNCIAS, NUEVAS, OTHERS, STOCKS, TURNOS, VERSION
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
    """What was counted under a filter, over all sources, and the persons. `version`: the newest by which turns were counted."""

    medidas: Mapping[str, int] = field(default_factory=dict)
    personas: int = 0
    nuevas: int = 0
    version: int = VERSION

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


class _Fact(NamedTuple):
    fuente: str
    inicio: date
    version: int


def totals(db: Connection, filtro: Filtro) -> Totales:
    """Return what was counted."""
    rows = _rows(db, filtro, _cell(filtro.clave), _sources(filtro))
    new = _rows(db, filtro, _cell(TODAS), (NUEVAS,))
    return _total(filtro, rows, new, _facts(db, filtro))


def breakdown(db: Connection, filtro: Filtro, place: str) -> dict[str, Totales]:
    """Return the same for each value of a place that the filter leaves open; nothing of one that it closes."""
    if getattr(filtro.clave, place) != CUALQUIERA:
        return {}
    column, found = getattr(CeldaRow, place), defaultdict(list)
    cell = [*_cell(filtro.clave, but=place), column.in_(values(db, place, publico=filtro.publico))]
    for row in _rows(db, filtro, cell, _sources(filtro)):
        found[getattr(row, place)].append(row)
    facts = _facts(db, filtro)
    return {value: _total(filtro, rows, (), facts) for value, rows in sorted(found.items())}


def trend(db: Connection, filtro: Filtro) -> list[Punto]:
    """Return a period day by day, a longer or published one month by month; a stretch without a row counts nothing."""
    found: dict[date, list[_Row]] = defaultdict(list)
    facts: dict[date, list[_Fact]] = defaultdict(list)
    monthly = filtro.publico or not _is_short(filtro.periodo)
    for row in _rows(db, filtro, _cell(filtro.clave), _sources(filtro)):
        found[row.inicio.replace(day=1) if monthly else row.inicio].append(row)
    for fact in _facts(db, filtro):
        facts[fact.inicio.replace(day=1) if monthly else fact.inicio].append(fact)
    starts = sorted({day.replace(day=1) if monthly else day for day in filtro.periodo.days()})
    spans = (_clipped(start, filtro.periodo) if monthly else Periodo(start, start) for start in starts)
    return [
        Punto(span, _total(filtro, found[start], (), facts[start])) for start, span in zip(starts, spans, strict=True)
    ]


def counted(db: Connection, grano: str) -> Periodo | None:
    """Return from when until when there are figures of that grain; None before there are any."""
    where = (col(HechoRow.grano) == grano, col(HechoRow.fuente) == TURNOS)
    starts = sorted(db.execute(select(col(HechoRow.inicio)).where(*where)).scalars())
    if not starts:
        return None
    return Periodo(starts[0], starts[-1] if grano == DIA else last_day(starts[-1]))


def values(db: Connection, place: str, *, publico: bool = False) -> list[str]:
    """Return what a place of the cells holds, «*» and nothing left out: in the months, which are few, and the days since."""
    column = getattr(CeldaRow, place)
    cell = [
        col(CeldaRow.fuente).in_((TURNOS, *OTHERS)),
        column.not_in((CUALQUIERA, "")),
        *(getattr(CeldaRow, other) == CUALQUIERA for other in PLACES if other != place),
    ]
    found = [db.execute(select(column).where(span, *cell).distinct()).scalars() for span in _all_spans(db, publico)]
    return sorted({value for values in found for value in values})


def _all_spans(db: Connection, publico: bool) -> list[ColumnElement[bool]]:  # noqa: FBT001 - passed on as it came
    grano, inicio = col(CeldaRow.grano), col(CeldaRow.inicio)
    if publico:
        return [grano == PUBLICADO]
    where = (col(HechoRow.grano) == MES, col(HechoRow.fuente) == TURNOS)
    last = db.execute(select(func.max(col(HechoRow.inicio))).where(*where)).scalar_one()
    return [grano == DIA] if last is None else [grano == MES, and_(grano == DIA, inicio > last_day(last))]


def _total(filtro: Filtro, rows: Sequence[_Row], new: Sequence[_Row], facts: Sequence[_Fact]) -> Totales:
    flows = [read(row.medidas) for row in rows if row.fuente not in STOCKS]
    # Of a stock the last day that was told holds, also where a cell has no row on it: there was nothing any more.
    last = max((fact.inicio for fact in facts if fact.fuente in STOCKS), default=None)
    stocks = [read(row.medidas) for row in rows if row.fuente in STOCKS and row.inicio == last]
    mask, newcomers = _persons(rows, TURNOS), _persons(new, NUEVAS)
    both = min(len(mask), len(newcomers))
    personas, nuevas = int(mask.sum()), int((mask[:both] & newcomers[:both]).sum())
    if filtro.publico:  # persons are united and not added up: exact, three of those numbers tell whoever is in two
        personas, nuevas = about(personas), about(nuevas)
    version = max((fact.version for fact in facts if fact.fuente == TURNOS), default=VERSION)
    return Totales(added([*flows, *stocks]), personas, nuevas, version)


def _persons(rows: Iterable[_Row], fuente: str) -> Mask:
    return union(row.personas for row in rows if row.fuente == fuente and row.personas is not None)


def _rows(db: Connection, filtro: Filtro, cell: Sequence[ColumnElement[bool]], fuentes: Sequence[str]) -> list[_Row]:
    columns = [getattr(CeldaRow, name) for name in _Row._fields]
    statement = select(*columns).where(col(CeldaRow.fuente).in_(fuentes), *cell)
    return [_Row(*row) for span in _spans(db, filtro, CeldaRow) for row in db.execute(statement.where(span))]


def _facts(db: Connection, filtro: Filtro) -> list[_Fact]:
    """Return what says which days and months of a filter were counted, by what, and on which of them a stock was told."""
    columns = [getattr(HechoRow, name) for name in _Fact._fields]
    statement = select(*columns).where(col(HechoRow.fuente).in_((TURNOS, *STOCKS)))
    return [_Fact(*row) for span in _spans(db, filtro, HechoRow) for row in db.execute(statement.where(span))]


def _sources(filtro: Filtro) -> tuple[str, ...]:
    # Of reports nobody reads more than what is published: a single one would tell that somebody reported that day.
    return (TURNOS, *(name for name in OTHERS if filtro.publico or name != DENUNCIAS))


def _spans(db: Connection, filtro: Filtro, table: type[CeldaRow] | type[HechoRow]) -> list[ColumnElement[bool]]:
    """Return what reads a period: months where it is long and they are added up, days for the rest of it."""
    grano, inicio = col(table.grano), col(table.inicio)
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
