"""Business days and legal terms. Pure: the days off are passed in, nothing is read.

Sources: Ley 4 de 1913, art. 62 (terms in days count business days); Ley 1755 de 2015, art. 14; Ley 51 de 1983.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

UN_DIA = timedelta(days=1)
FIN_DE_SEMANA = {5: "sábado", 6: "domingo"}


class FueraDelCalendario(ValueError):
    """A day lies outside the years whose holidays are loaded: counting on would promise a false date."""


class TipoDesconocido(ValueError):
    """No legal term is known for that kind of petition."""


@dataclass(frozen=True, slots=True)
class Termino:
    """How long the law gives for a kind of petition, in business days."""

    tipo: str
    dias: int
    norma: str
    silencio: str | None = None
    prorroga: int | None = None
    verificado: bool = True


@dataclass(frozen=True, slots=True)
class Calendario:
    """The days that no term counts, and the years for which they are known."""

    festivos: Mapping[date, str]
    desde: int
    hasta: int
    extra: Mapping[date, str] = field(default_factory=dict)  # local days off, suspension of terms

    def motivo(self, day: date) -> str | None:
        """Return why a day does not count, or None for a business day."""
        if not self.desde <= day.year <= self.hasta:
            raise FueraDelCalendario(
                f"No hay festivos cargados para {day.year}: el calendario va de {self.desde} a {self.hasta}."
            )
        return self.festivos.get(day) or self.extra.get(day) or FIN_DE_SEMANA.get(day.weekday())


@dataclass(frozen=True, slots=True)
class Plazo:
    """A due date and how it was counted."""

    vence: date
    dias_habiles: int
    omitidos: tuple[tuple[date, str], ...]


def calendario(festivos: Mapping[date, str], extra: Mapping[date, str] | None = None) -> Calendario:
    """Return the calendar for the whole years that the holidays span."""
    years = [day.year for day in festivos]
    if not years:
        raise FueraDelCalendario("El calendario de festivos está vacío: carga knowledge/content/festivos.json.")
    return Calendario(festivos, min(years), max(years), extra or {})


def habiles(since: date, days: int, calendario: Calendario) -> date:
    """Return the day that many business days after since, exclusive. Source: Ley 4 de 1913, art. 62."""
    return plazo(since, days, calendario).vence


def plazo(since: date, days: int, calendario: Calendario) -> Plazo:
    """Count business days from the day after since, and keep each skipped day with its reason."""
    if days < 1:
        raise ValueError("un plazo tiene al menos un día hábil")
    omitidos: list[tuple[date, str]] = []
    left = days
    for day in _days_after(since):
        motivo = calendario.motivo(day)
        if motivo:
            omitidos.append((day, motivo))
            continue
        left -= 1
        if left == 0:
            return Plazo(day, days, tuple(omitidos))
    raise AssertionError("unreachable: the days after a day do not end")


def elapsed(since: date, until: date, calendario: Calendario) -> int:
    """Return how many business days have passed: the first one is the next business day after since."""
    length = (until - since).days
    return sum(calendario.motivo(since + UN_DIA * step) is None for step in range(1, length + 1))


def vencimiento(tipo: str, since: date, calendario: Calendario, terminos: Mapping[str, Termino]) -> Plazo:
    """Return the legal due date of a petition received that day."""
    termino = terminos.get(tipo)
    if termino is None:
        known = ", ".join(sorted(terminos))
        raise TipoDesconocido(f"No conozco el tipo «{tipo}». Escribe uno de estos: {known}.")
    return plazo(since, termino.dias, calendario)


def _days_after(since: date) -> Iterator[date]:
    day = since
    while True:
        day += UN_DIA
        yield day
