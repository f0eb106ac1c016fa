"""What an import is asked and what it answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from knowledge.importers.problem import Problem
from knowledge.plazos import Calendario, Termino
from knowledge.sellado import Sello
from knowledge.values import Territorio


class Outcome(StrEnum):
    """What happened, or would happen, to one record."""

    NEW = "nuevo"
    CHANGED = "cambiado"
    SAME = "igual"
    LATE = "atrasado"  # older than what is known already: not applied


@dataclass(frozen=True, slots=True)
class Options:
    """Who imports, when and how. `publish` shows the records at once; without it they wait as drafts."""

    author: str
    now: datetime
    publish: bool = False
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class Tools:
    """What only some kinds need: randomness for new codes, calendar and terms for due dates, the city's own name and place,
    the key that closes words."""

    random: Callable[[int], bytes]
    calendario: Calendario
    terminos: Mapping[str, Termino]
    ciudad: str
    territorio: Territorio | None = None
    sello: Sello | None = None  # closes words for citizens


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do. With problems nothing was written.

    `notes`: what was done with each value. `doubts`: what somebody should look at, record by record.
    """

    outcomes: tuple[Outcome, ...] = ()
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    def count(self, outcome: Outcome) -> int:
        """Return how many records had that outcome."""
        return self.outcomes.count(outcome)


def told(report: Report, options: Options) -> dict[str, object]:
    """Return what the audit keeps of an import: counts, and whether it was published."""
    return {**{outcome.value: report.count(outcome) for outcome in Outcome}, "publicado": options.publish}


def summary(report: Report, options: Options) -> str:
    """Return the sentence for the person who imported."""
    if report.problems:
        found = "1 error" if len(report.problems) == 1 else f"{len(report.problems)} errores"
        return f"{found}. No se escribió nada."
    new, changed, same, late = (report.count(outcome) for outcome in Outcome)
    counts = f"{new} nuevos, {changed} cambiados y {same} iguales"
    counts += f"; {late} más viejos que lo que ya se sabe, sin aplicar" if late else ""
    if options.dry_run:
        return f"Prueba sin escribir: {counts}."
    return f"{counts}. {'Publicado.' if options.publish else 'Lo nuevo y lo cambiado quedó como borrador.'}"
