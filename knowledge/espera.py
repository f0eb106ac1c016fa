"""How long a person who asks for a person will wait: by who attends, who is before, and how long talks lasted lately. Pure.

The seats are played forward: each talk in course is given what talks of its age had left, each person ahead the usual
length. A number that nobody could have measured is not told: without anybody to attend there is no estimate.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from heapq import heapify, heapreplace

from knowledge.jornada import Jornada

USUAL = timedelta(minutes=10)  # until enough talks were measured
POCAS = 10  # talks from which what was measured is believed
MARGEN = 0.3  # of the wait: what is promised beyond what is expected
GRACIA = timedelta(minutes=5)
_ROUND_S = 300


@dataclass(frozen=True, slots=True)
class Puestos:
    """The seats of a queue at one moment. Times are office time, not clock time."""

    libres: int
    en_curso: tuple[timedelta, ...] = ()  # how long each talk in course has lasted
    duraciones: tuple[timedelta, ...] = ()  # of the talks of the last weeks, shortest first


@dataclass(frozen=True, slots=True)
class Espera:
    """What may be told to who waits. `hacia` is when they are expected to be attended, to be said in round figures, `hasta` what is promised."""

    delante: int
    abierta: bool
    abre: datetime | None
    hacia: datetime | None = None
    hasta: datetime | None = None


def estimar(delante: int, puestos: Puestos, jornada: Jornada, now: datetime) -> Espera:
    """Return the estimate for who has that many people before them."""
    abre, left = jornada.abre(now), cuanto(delante, puestos)
    bare = Espera(delante, jornada.abierta(now), abre)
    if left is None or abre is None:
        return bare
    hacia, hasta = jornada.suma(now, left), jornada.suma(now, left * (1 + MARGEN) + GRACIA)
    if hacia is None or hasta is None:
        return bare
    return Espera(delante, bare.abierta, abre, hacia, rounded(hasta))


def cuanto(delante: int, puestos: Puestos) -> timedelta | None:
    """Return how much office time passes until it is the turn of who has that many before; None when nobody attends."""
    usual = media(puestos.duraciones)
    free = [timedelta(0)] * puestos.libres + [falta(gone, puestos.duraciones) for gone in puestos.en_curso]
    if not free:
        return None
    heapify(free)
    for _ in range(delante):
        heapreplace(free, free[0] + usual)
    return free[0]


def media(duraciones: Sequence[timedelta]) -> timedelta:
    """Return the usual length of a talk."""
    if len(duraciones) < POCAS:
        return USUAL
    return sum(duraciones, timedelta(0)) / len(duraciones)


def falta(gone: timedelta, duraciones: Sequence[timedelta]) -> timedelta:
    """Return how much a talk that has lasted so long has left: what those that lasted longer had, on average."""
    if len(duraciones) < POCAS:
        return max(USUAL - gone, USUAL / 4)
    longer = duraciones[bisect_right(duraciones, gone) :]
    return media_de(longer) - gone if longer else media(duraciones) / 4


def media_de(longer: Sequence[timedelta]) -> timedelta:
    """Return the mean of what is not empty."""
    return sum(longer, timedelta(0)) / len(longer)


def rounded(at: datetime) -> datetime:
    """Return the next five minutes: nobody is told 10:43."""
    seconds = at.timestamp()
    return datetime.fromtimestamp(-(-seconds // _ROUND_S) * _ROUND_S, at.tzinfo)
