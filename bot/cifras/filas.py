"""The rows of everything that is told of a filter: page, CSV, XLSX, JSON and PDF show these and no other figure. Pure.

A row is one figure of one stretch of time. Its key is (periodo, indicador, dimension); no two rows have the same.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot.cifras.nombres import Nombres
from knowledge.cifras import CUALQUIERA, TODAS
from notifier.cifras.board import CARDS, Tablero
from notifier.cifras.cells import details
from notifier.cifras.formulas import SIN_DATOS, Cifra, counted_of, figures, number, share
from notifier.cifras.periods import Periodo, whole_months
from notifier.cifras.query import Punto, Totales

DECIMALS = 4  # of a value; numerator and denominator say the rest
MIX, SOLICITUDES, AVISOS, ENVIADOS, DENUNCIAS = 7, 24, 25, 26, 27
OF_USE = frozenset({4, 5, 6, 12, 13, 14, 15, 17, 18, 19})  # what is counted of conversations, and hidden with them
NOBODY = Nombres()
FIRM = "\N{NO-BREAK SPACE}"
ONE: Mapping[str, str] = {
    "segundos": "segundo", "minutos": "minuto", "conversaciones": "conversación", "mensajes": "mensaje", "personas": "persona",
    "consultas": "consulta", "solicitudes": "solicitud", "denuncias": "denuncia", "avisos": "aviso", "trámites": "trámite",
    "grupos": "grupo", "días hábiles": "día hábil", "puntos": "punto", "calificaciones": "calificación", "formularios": "formulario",
    "mensajes recibidos": "mensaje recibido", "pesos": "peso",
}  # fmt: skip


class Fila(NamedTuple):
    """One figure. `periodo` is a month 2026-03, a day, or an ISO 8601 stretch 2026-01/2026-03; `n`, of how many it is told."""

    periodo: str
    indicador: int
    nombre: str
    dimension: str
    valor: float | None
    unidad: str
    numerador: int | None
    denominador: int | None
    n: int | None
    def_v: int

    @property
    def texto(self) -> str:
        """Return the figure as people here read it. A line never ends between a number and its sign."""
        if self.valor is None:
            return SIN_DATOS
        if self.unidad == "%":
            return Cifra(self.indicador, "", self.valor, "%").texto.replace(" ", FIRM)
        return f"{self.numero} {unidad(round(self.valor, 1), self.unidad)}"

    @property
    def numero(self) -> str:
        """Return the figure without its unit."""
        return SIN_DATOS if self.valor is None else number(round(self.valor, 1))

    @property
    def de(self) -> str:
        """Return the two counts of a share in words; "" of anything else."""
        return Cifra(self.indicador, "", None, numerador=self.numerador, denominador=self.denominador).de

    def de_que(self, que: str) -> str:
        """Return the two counts of a share with what they count: «3 de 9 mensajes», «1 de 1 mensaje»."""
        return f"{self.de} {unidad(self.denominador or 0, que)}"

    @property
    def en_n(self) -> str:
        """Return of how many it is told, as people here write it."""
        return SIN_DATOS if self.n is None else number(self.n)


def unidad(value: float, unit: str) -> str:
    """Return a unit, or what is counted, in words: «1 segundo», «2 segundos»."""
    said = {"s": "segundos", "min": "minutos"}.get(unit, unit)
    return ONE.get(said, said) if value == 1 else said


def filas(found: Tablero, nombres: Nombres = NOBODY) -> tuple[Fila, ...]:
    """Return the rows of a filter: its period whole, what it is compared with, and its trend. None where nothing was counted.

    Of a period that reaches beyond what was counted, the rows are of the part that was and say so.
    """
    rows: dict[tuple[str, int, str], Fila] = {}
    for row in _all(found, nombres):
        rows.setdefault((row.periodo, row.indicador, row.dimension), row)
    return tuple(rows.values())


def contado(found: Tablero, period: Periodo) -> Periodo | None:
    """Return the part of a period that was counted; None where no day of it was."""
    if found.hay is None:
        return None
    inside = Periodo(max(period.desde, found.hay.desde), min(period.hasta, found.hay.hasta))
    return inside if inside.desde <= inside.hasta else None


def clave(period: Periodo) -> str:
    """Return a period as it is written in a row."""
    if whole_months(period):
        first, last = f"{period.desde:%Y-%m}", f"{period.hasta:%Y-%m}"
    else:
        first, last = period.desde.isoformat(), period.hasta.isoformat()
    return first if first == last else f"{first}/{last}"


def _all(found: Tablero, nombres: Nombres) -> Iterator[Fila]:
    period = contado(found, found.filtro.periodo)
    if period is None:
        return
    for cifra in (*found.cifras, *_lists(found.totales)):
        if not _hushed(cifra):
            yield _row(found, Punto(period, found.totales), cifra, nombres)
    for punto in (*comparable(found), *found.tendencia):
        if contado(found, punto.periodo) == punto.periodo:
            for cifra in figures(punto.totales):
                if cifra.indicador in CARDS and not cifra.dimension.startswith("tipo="):
                    yield _row(found, punto, cifra, nombres)
    for punto in found.tramos:
        talks = Cifra(4, "Conversaciones atendidas", punto.totales["conversaciones"], "conversaciones")
        yield _row(found, punto, talks, nombres)


def comparable(found: Tablero) -> tuple[Punto, ...]:
    """Return the stretch before, where both it and the period were counted whole: else nothing is like the other."""
    period, before = found.filtro.periodo, found.filtro.periodo.before()
    whole = contado(found, period) == period and contado(found, before) == before
    return (Punto(before, found.antes),) if whole else ()


def _hushed(cifra: Cifra) -> bool:
    """Return whether a figure is not told: of reports only how many there were."""
    return cifra.indicador == DENUNCIAS and cifra.dimension == "con_actuacion"


def oculto(found: Tablero, totals: Totales) -> bool:
    """Return whether use is hidden there: a published part, or month, without a conversation had under five persons."""
    return found.filtro.publico and not totals["conversaciones"]


def sin_solicitudes(found: Tablero) -> bool:
    """Return whether requests are not counted under the filter: they have no theme."""
    return found.filtro.clave.tema != CUALQUIERA


def _unknown(found: Tablero, totals: Totales, indicador: int) -> bool:
    """Return whether nothing is known, where a count of zero would say that there was none."""
    if indicador == SOLICITUDES:
        few = found.filtro.publico and not (totals["radicadas"] or totals["respondidas"])
        return few or sin_solicitudes(found)
    if indicador in (AVISOS, ENVIADOS):  # neither is counted by office and theme
        return found.filtro.clave != TODAS and not totals["avisos_debidos" if indicador == AVISOS else "enviados"]
    return indicador in OF_USE and oculto(found, totals)


def _row(found: Tablero, punto: Punto, cifra: Cifra, nombres: Nombres) -> Fila:
    totals, name = punto.totales, nombres.cifra(cifra)
    start = (clave(punto.periodo), cifra.indicador, name, cifra.dimension)
    if _unknown(found, totals, cifra.indicador):
        return Fila(*start, None, cifra.unidad, None, None, None, totals.version)
    value = None if cifra.valor is None else round(cifra.valor, DECIMALS)
    n = counted_of(cifra, totals)
    return Fila(*start, value, cifra.unidad, cifra.numerador, cifra.denominador, n, totals.version)


def _lists(totals: Totales) -> Iterator[Cifra]:
    """Yield what is counted by trámite, hour, kind of request and of message, and of which months reports are told."""
    talks = totals["conversaciones"]
    for value, n in _by_count(totals, "tramite"):
        yield Cifra(MIX, "", n, "consultas", dimension=f"tramite={value}")
    for value, n in sorted(details(totals.medidas, "hora").items(), key=lambda pair: pair[0].zfill(2)):
        yield share(MIX, "", n, talks, f"hora={value}")
    for family, indicador, said, unit in LISTED:
        for value, n in _by_count(totals, family):
            yield Cifra(indicador, said, n, unit, dimension=f"{family}={value}")
    for span, n in sorted(details(totals.medidas, "denuncias_de").items()):
        yield Cifra(DENUNCIAS, "Denuncias recibidas en un grupo de meses", n, "denuncias", dimension=f"meses={span}")


LISTED = (
    ("radicadas", SOLICITUDES, "Solicitudes radicadas", "solicitudes"),
    ("enviados", ENVIADOS, "Mensajes enviados", "mensajes"),
)


def _by_count(totals: Totales, family: str) -> list[tuple[str, int]]:
    return sorted(details(totals.medidas, family).items(), key=lambda pair: (-pair[1], pair[0]))
