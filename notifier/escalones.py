"""Escalation by dependencia, decided without a database: who comes next, and since when a request must have lain still."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.plazos import UN_DIA, Calendario


@dataclass(frozen=True, slots=True)
class Paso:
    """One responsible of a dependencia, and for how many business days a request may lie with them."""

    usuario: str
    dias: int


@dataclass(frozen=True, slots=True)
class Turno:
    """Who gets a request next. `escalon` counts from 1 in the order of the dependencia."""

    escalon: int
    usuario: str


Cadena = tuple[Paso, ...]


def cadenas(filas: Iterable[tuple[str, int, str, int]], puede: Callable[[str, str], bool]) -> Mapping[str, Cadena]:
    """Return each dependencia's responsibles in order, without those who may not act there: what goes to them lies still.

    `puede` is asked with an account and a dependencia. A chain that nobody is left in is empty.
    """
    found: dict[str, Cadena] = {}
    for dependencia, _, usuario, dias in sorted(filas):
        one = (Paso(usuario, max(dias, 1)),) if puede(usuario, dependencia) else ()
        found[dependencia] = (*found.get(dependencia, ()), *one)
    return found


def siguiente(cadena: Cadena, responsable: str | None, escalon: int) -> Turno | None:
    """Return who comes after the present responsible, or None after the last one.

    Somebody outside the chain, to whom it was given by hand, comes before its first; so does nobody.
    """
    at = _lugar(cadena, responsable, escalon)
    return Turno(at + 1, cadena[at].usuario) if at < len(cadena) else None


def paciencia(cadena: Cadena, responsable: str | None, escalon: int) -> int:
    """Return after how many business days without an act it goes on; none where nobody has it."""
    if responsable is None:
        return 0
    return cadena[max(_lugar(cadena, responsable, escalon) - 1, 0)].dias


def quieta_desde(hoy: date, dias: int, calendario: Calendario) -> date:
    """Return the last day from which so many business days have passed up to today."""
    day, left = hoy, dias
    while left > 0:
        left -= calendario.motivo(day) is None
        day -= UN_DIA
    return day


def _lugar(cadena: Cadena, responsable: str | None, escalon: int) -> int:
    """Return how many of the chain have had their turn."""
    if 0 < escalon <= len(cadena) and cadena[escalon - 1].usuario == responsable:
        return escalon
    return next((n for n, paso in enumerate(cadena, start=1) if paso.usuario == responsable), 0)
