"""Everything that is told of one filter, read once: page, files, reports and chat say the same because they read this."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.cifras import DIA, PUBLICADO, TODAS, TRAMO, CeldaRow, HechoRow
from notifier.cifras import TURNOS
from notifier.cifras.cells import details, read
from notifier.cifras.formulas import Cifra, figures, share
from notifier.cifras.hiding import OTROS
from notifier.cifras.periods import Periodo
from notifier.cifras.query import PLACES, Filtro, Punto, Totales, breakdown, counted, totals, trend
from notifier.cifras.storing import known
from notifier.cifras.talks import BOGOTA, SIN_TEMA

CARDS = (4, 5, 9, 12, 20, 24)  # the six of the page: what was promised first, then what people ask


@dataclass(frozen=True, slots=True)
class Tablero:
    """What is told of a filter. `antes` is the stretch of the same length just before, and `por` each open place.

    `hay` is from when until when there are figures at all; `tramos` the days of one published month, joined where few wrote.
    """

    filtro: Filtro
    hay: Periodo | None
    totales: Totales
    antes: Totales
    por: Mapping[str, Mapping[str, Totales]]
    tendencia: tuple[Punto, ...]
    tramos: tuple[Punto, ...] = ()
    publicado: Mapping[date, date] | None = None  # month → the day it was published

    @property
    def cifras(self) -> tuple[Cifra, ...]:
        """Return every figure of the catalogue, with the mix after the totals."""
        found = [*figures(self.totales), *self._mix()]
        return tuple(sorted(found, key=lambda cifra: cifra.indicador))

    def _mix(self) -> Iterator[Cifra]:
        whole = self.totales["conversaciones"]
        for place, values in self.por.items():
            for value, totales in sorted(values.items(), key=lambda pair: (-pair[1]["conversaciones"], pair[0])):
                if totales["conversaciones"]:
                    name = f"Conversaciones por {place}: {SAID.get(value, value)}"
                    cifra = share(7, name, totales["conversaciones"], whole, f"{place}={value}")
                    yield replace(cifra, version=self.totales.version)

    def cifra(self, indicador: int, dimension: str = "") -> Cifra:
        """Return one figure."""
        return next(c for c in self.cifras if (c.indicador, c.dimension) == (indicador, dimension))

    def tramites(self) -> list[tuple[str, int]]:
        """Return the trámites most asked for: persons, each counted once a day. Told of the whole city only."""
        counts = details(self.totales.medidas, "tramite")
        return sorted(counts.items(), key=lambda pair: (pair[0] == OTROS, -pair[1], pair[0]))


SAID = {SIN_TEMA: "sin tema", OTROS: "varios, sin separar"}


def board(db: Connection, filtro: Filtro) -> Tablero:
    """Read what is told of a filter."""
    before = Filtro(filtro.periodo.before(), filtro.clave, filtro.publico)
    return Tablero(
        filtro=filtro,
        hay=counted(db, PUBLICADO if filtro.publico else DIA),
        totales=totals(db, filtro),
        antes=totals(db, before),
        por={place: found for place in PLACES if (found := breakdown(db, filtro, place))},
        tendencia=tuple(trend(db, filtro)),
        tramos=tuple(_stretches(db, filtro)) if filtro.publico and filtro.clave == TODAS else (),
        publicado=_published(db, filtro.periodo) if filtro.publico else None,
    )


def _stretches(db: Connection, filtro: Filtro) -> Iterator[Punto]:
    rows = select(col(CeldaRow.inicio), col(CeldaRow.medidas)).where(
        col(CeldaRow.grano) == TRAMO, col(CeldaRow.fuente) == TURNOS, col(CeldaRow.canal) == TODAS.canal,
        col(CeldaRow.inicio) >= filtro.periodo.desde, col(CeldaRow.inicio) <= filtro.periodo.hasta,
    )  # fmt: skip
    facts = known(db, TRAMO, TURNOS)
    for row in db.execute(rows.order_by(col(CeldaRow.inicio))):
        medidas = read(row.medidas)
        last = date.fromordinal(row.inicio.toordinal() + medidas["dias"] - 1)
        yield Punto(Periodo(row.inicio, last), Totales(medidas, version=facts[row.inicio][1]))


def _published(db: Connection, period: Periodo) -> dict[date, date]:
    rows = select(col(HechoRow.inicio), col(HechoRow.at)).where(
        col(HechoRow.grano) == PUBLICADO, col(HechoRow.fuente) == TURNOS,
        col(HechoRow.inicio) >= period.desde, col(HechoRow.inicio) <= period.hasta,
    )  # fmt: skip
    return {row.inicio: row.at.astimezone(BOGOTA).date() for row in db.execute(rows)}
