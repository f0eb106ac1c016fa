"""The plan's report of mapping and prioritisation: three criteria, one score, one order. Pure.

«criterios de inclusión en Catalina (volumen de demanda ciudadana, complejidad técnica y alineación con la Ventanilla
Única)». What nobody has judged is «sin calificar» and goes last: no number is made up for it.
"""

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from notifier.cifras.hiding import ENOUGH

VERSION = 1
FULL = 100.0
ALIGNED: Mapping[str, float] = {"si": 100.0, "parte": 50.0, "no": 0.0}
SAID_ALIGNED: Mapping[str, str] = {"si": "Sí", "parte": "En parte", "no": "No"}
SIN = "sin calificar"
LATER = "sin fecha"


@dataclass(frozen=True, slots=True)
class Pesos:
    """How much each criterion weighs; together a hundred."""

    demanda: int = 50
    complejidad: int = 30
    ventanilla: int = 20


@dataclass(frozen=True, slots=True)
class Juicio:
    """What staff said of a trámite. None and empty texts: nobody has said."""

    complejidad: int | None = None
    razon: str = ""
    ventanilla: str = ""
    trimestre: str = ""
    responsable: str = ""
    requerimientos: str = ""

    @property
    def en_ruta(self) -> bool:
        """Return whether staff said when, who or what for."""
        return bool(self.trimestre or self.responsable or self.requerimientos)


@dataclass(frozen=True, slots=True)
class Candidato:
    """A trámite before it has its place."""

    id: str
    slug: str
    nombre: str
    dependencia: str
    demanda: int
    juicio: Juicio = Juicio()


@dataclass(frozen=True, slots=True)
class Prioridad:
    """A trámite in its place. Without a score it has none: `puesto` and `puntaje` are None."""

    candidato: Candidato
    puesto: int | None
    puntaje: float | None

    @property
    def demanda(self) -> str:
        """Return the demand as it may be shown: a small count could point at somebody."""
        count = self.candidato.demanda
        return "menos de 5" if 0 < count < ENOUGH else str(count)

    @property
    def calificada(self) -> bool:
        """Return whether staff judged both of their criteria."""
        return self.puntaje is not None


def prioridades(candidatos: Iterable[Candidato], pesos: Pesos) -> tuple[Prioridad, ...]:
    """Return every trámite in order: the highest score first, what is «sin calificar» last, by its demand."""
    found = list(candidatos)
    most = max((_counted(one) for one in found), default=0)
    scored = [(one, _score(one, most, pesos)) for one in found]
    ranked = sorted(
        ((one, score) for one, score in scored if score is not None), key=lambda pair: (-pair[1], *_order(pair[0]))
    )
    waiting = sorted((one for one, score in scored if score is None), key=_order)
    return (
        *(Prioridad(one, place, score) for place, (one, score) in enumerate(ranked, start=1)),
        *(Prioridad(one, None, None) for one in waiting),
    )


def hoja_de_ruta(found: Sequence[Prioridad]) -> tuple[tuple[str, tuple[Prioridad, ...]], ...]:
    """Return what staff judged or gave a place, by office and there by quarter; what has no date comes last."""
    judged = sorted((one for one in found if one.calificada or one.candidato.juicio.en_ruta), key=_route)
    return tuple((office, tuple(group)) for office, group in groupby(judged, key=lambda one: one.candidato.dependencia))


def _route(one: Prioridad) -> tuple[str, str, int]:
    return one.candidato.dependencia, one.candidato.juicio.trimestre or "9999", one.puesto or sys.maxsize


def _score(one: Candidato, most: int, pesos: Pesos) -> float | None:
    """Return 0–100, or None while somebody has still to judge. Simple trámites score high: they can be had sooner."""
    juicio = one.juicio
    if juicio.complejidad is None or juicio.ventanilla not in ALIGNED:
        return None
    demand = FULL * _counted(one) / most if most else 0.0
    simple = FULL * (5 - juicio.complejidad) / 4
    weighed = pesos.demanda * demand + pesos.complejidad * simple + pesos.ventanilla * ALIGNED[juicio.ventanilla]
    return round(weighed / (pesos.demanda + pesos.complejidad + pesos.ventanilla), 1)


def _counted(one: Candidato) -> int:
    """Return the demand that counts: a cell that is not shown must not show in the score either."""
    return one.demanda if one.demanda >= ENOUGH else 0


def _order(one: Candidato) -> tuple[int, str]:
    return -_counted(one), one.nombre
