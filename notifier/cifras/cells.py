"""The cube: what is counted of each cell, and of all that hold it. Pure.

Each cell (channel, office, theme) also counts in the seven in which one, two or three of its places say «all». A filter
then reads one cell; and persons, whom no sum can count, are a set in each.
"""

import json
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import chain, groupby, product
from operator import attrgetter

import numpy as np

from knowledge.cifras import CUALQUIERA, Clave
from notifier.cifras.measures import Reglas, of_talk, of_turn, tramites
from notifier.cifras.talks import SIN_TEMA, SOLO_NOTA, Charla, Turno, talks

Medidas = Counter[str]
PERSON_ID = np.dtype("<u4")
Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]
Ids = np.ndarray[tuple[int], np.dtype[np.uint32]]


@dataclass(frozen=True, slots=True)
class Conteo:
    """What was counted of some days. `personas` holds places in `vistas`; `primera` is the first day of each there."""

    medidas: dict[tuple[date, Clave], Medidas] = field(default_factory=lambda: defaultdict(Counter))
    personas: dict[tuple[date, Clave], "array[int]"] = field(default_factory=lambda: defaultdict(lambda: array("I")))
    vistas: list[bytes] = field(default_factory=list)
    primera: list[date] = field(default_factory=list)


@cache
def holders(clave: Clave) -> tuple[Clave, ...]:
    """Return the cells in which a cell counts, itself the first."""
    return tuple(dict.fromkeys(Clave(*one) for one in product(*((part, CUALQUIERA) for part in clave))))


def count(turnos: Iterable[Turno], desde: date, hasta: date, reglas: Reglas) -> Conteo:
    """Count the days from one to another, both inside, of turns ordered by person and moment.

    The turns must reach `BEFORE` and `AFTER` days beyond: conversations cross midnight, and the week after tells whether
    they solved anything.
    """
    made = Conteo()
    for persona, group in groupby(turnos, key=lambda t: t.persona):
        if persona is None:
            _nobodys(made, group, desde, hasta)
        else:
            _person(made, persona, talks(list(group)), (desde, hasta), reglas)
    return Conteo(_cubed(made.medidas), _held(made.personas), made.vistas, made.primera)


def _nobodys(made: Conteo, turnos: Iterable[Turno], desde: date, hasta: date) -> None:
    """Count the ratings that no turn gave. What is told in reserve counts nowhere: every sum that holds it tells of it."""
    for turno in turnos:
        if desde <= turno.dia <= hasta and turno.kind == SOLO_NOTA:
            made.medidas[turno.dia, Clave(turno.canal, "", SIN_TEMA)].update(of_turn(turno))


def _person(made: Conteo, persona: bytes, charlas: Sequence[Charla], period: tuple[date, date], reglas: Reglas) -> None:
    desde, hasta = period
    begun: dict[date, list[tuple[Clave, Charla]]] = defaultdict(list)
    for n, charla in enumerate(charlas):
        clave = Clave(charla.turnos[0].canal, charla.dependencia, charla.tema)
        for dia, turnos in groupby((*charla.turnos, *charla.sueltos), key=attrgetter("dia")):
            if desde <= dia <= hasta:
                _add(made.medidas[dia, clave], chain.from_iterable(map(of_turn, turnos)))
        dia = charla.turnos[0].dia
        if desde <= dia <= hasta and charla.respondida:
            _add(made.medidas[dia, clave], of_talk(charla, charlas[n + 1 :], reglas))
            begun[dia].append((clave, charla))
    if not begun:
        return
    place = len(made.vistas)
    made.vistas.append(persona)
    made.primera.append(min(begun))
    for dia, ones in begun.items():
        for clave in {clave for clave, _ in ones}:
            made.personas[dia, clave].append(place)
        for tramite in tramites([charla for _, charla in ones]):
            made.medidas[dia, ones[0][0]][f"tramite|{tramite}"] += 1


def _add(medidas: Medidas, names: Iterable[str]) -> None:
    # `Counter.update` costs more than the few names of one turn, and a month is a million of them.
    for name in names:
        medidas[name] += 1


def _held(personas: Mapping[tuple[date, Clave], "array[int]"]) -> dict[tuple[date, Clave], "array[int]"]:
    """Return who is in each cell and in those that hold it, each once."""
    found: dict[tuple[date, Clave], array[int]] = defaultdict(lambda: array("I"))
    for (dia, clave), places in personas.items():
        for holder in holders(clave):
            found[dia, holder].extend(places)
    return {cell: array("I", np.unique(np.frombuffer(places, PERSON_ID)).tobytes()) for cell, places in found.items()}


def _cubed(medidas: Mapping[tuple[date, Clave], Medidas]) -> dict[tuple[date, Clave], Medidas]:
    """Return the cells with those that hold them."""
    by_day: dict[date, dict[Clave, Medidas]] = defaultdict(dict)
    for (dia, clave), counted in medidas.items():
        by_day[dia][clave] = counted
    return {(dia, clave): counted for dia, cells in by_day.items() for clave, counted in cubed(cells).items()}


def cubed(medidas: Mapping[Clave, Medidas]) -> dict[Clave, Medidas]:
    """Return the cells of one day with those that hold them."""
    whole: dict[Clave, Medidas] = defaultdict(Counter)
    for clave, counted in medidas.items():
        for holder in holders(clave):
            whole[holder].update(counted)
    return whole


def written(medidas: Mapping[str, int]) -> str:
    """Return measures as they rest: the same for the same numbers."""
    return json.dumps({name: medidas[name] for name in sorted(medidas) if medidas[name]}, separators=(",", ":"))


def read(text: str) -> dict[str, int]:
    """Return measures that rest."""
    found: dict[str, int] = json.loads(text)
    return found


def packed(ids: Sequence[int] | Ids) -> bytes:
    """Return a set of persons as it rests: in order, so that the same set has the same bytes."""
    return np.unique(np.asarray(ids, PERSON_ID)).tobytes()


def union(sets: Iterable[bytes]) -> Mask:
    """Return which persons are in any of some sets, as a mask over their ids."""
    arrays = [np.frombuffer(one, PERSON_ID) for one in sets]
    size = max((int(one[-1]) + 1 for one in arrays if len(one)), default=0)
    mask = np.zeros(size, dtype=bool)
    for one in arrays:
        mask[one] = True
    return mask


def members(mask: Mask) -> bytes:
    """Return the persons of a mask as a set rests."""
    return np.flatnonzero(mask).astype(PERSON_ID).tobytes()


def details(medidas: Mapping[str, int], family: str) -> dict[str, int]:
    """Return the details of a family of measures: `details(m, "abandono")` → {"radicar.asunto": 3}."""
    start = family + "|"
    return {name.removeprefix(start): n for name, n in medidas.items() if name.startswith(start)}


def added(many: Iterable[Mapping[str, int]]) -> Medidas:
    """Return the sum of measures."""
    total: Medidas = Counter()
    for one in many:
        total.update(one)
    return total
