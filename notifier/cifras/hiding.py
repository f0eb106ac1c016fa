"""Small cells, hidden so that no difference of two exports tells them. Pure.

A month is cut once into blocks of at least five persons, and everything that is ever published is a sum of whole blocks:
what lies inside one cannot be told from any of them, in whatever way they are subtracted. Nothing is left out: what is
hidden in a block still counts in every total.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence, Set
from typing import TypeVar

from knowledge.cifras import Clave

ENOUGH = 5
OTROS = "otros"

Key = TypeVar("Key", bound=Hashable)
# Where a small cell goes: to the others of its channel and theme, of its channel, of the city.
COARSER: tuple[Callable[[Clave], Clave], ...] = (
    lambda cell: Clave(cell.canal, OTROS, cell.tema),
    lambda cell: Clave(cell.canal, OTROS, OTROS),
    lambda cell: Clave(OTROS, OTROS, OTROS),
)
Weight = Callable[[Sequence[Clave]], int]  # how many persons, or things, some cells hold together


def blocks(cells: Iterable[Clave], weight: Weight, coarser: Sequence[Callable[[Clave], Clave]]) -> dict[Clave, Clave]:
    """Return for each cell the one under which it is published.

    A cell that is too small goes where `coarser` says, step by step, with the others that are; what is still too small at
    the last step takes the smallest of the rest into it. Nothing is returned where all together are too few.
    """
    ordered = sorted(cells)
    if weight(ordered) < ENOUGH:
        return {}
    named = {cell: cell for cell in ordered}
    for coarse in coarser:
        small = [
            cell for name in set(named.values()) if weight(inside := _inside(named, name)) < ENOUGH for cell in inside
        ]
        named |= {cell: coarse(cell) for cell in small}
    return _filled(named, weight)


def _inside(named: Mapping[Clave, Clave], name: Clave) -> list[Clave]:
    return [cell for cell, other in named.items() if other == name]


def _filled(named: dict[Clave, Clave], weight: Weight) -> dict[Clave, Clave]:
    """Give every block that is too small the smallest of the others."""
    while True:
        names = sorted(set(named.values()), key=lambda name: (weight(_inside(named, name)), name))
        if weight(_inside(named, names[0])) >= ENOUGH:
            return named
        first, second = names[:2]
        named = {cell: _joint(first, second) if name in (first, second) else name for cell, name in named.items()}


def _joint(one: Clave, other: Clave) -> Clave:
    return Clave(*(a if a == b else OTROS for a, b in zip(one, other, strict=True)))


def grouped(counts: Mapping[str, int]) -> dict[str, str]:
    """Return under which name each value of a list is told: those counted under five times are «otros», together five."""
    small = {name for name, n in counts.items() if n < ENOUGH}
    large = sorted((n, name) for name, n in counts.items() if n >= ENOUGH)
    while small and large and sum(counts[name] for name in small) < ENOUGH:
        small.add(large.pop(0)[1])
    return {name: OTROS if name in small else name for name in counts}


def renamed(counts: Mapping[str, int], names: Mapping[str, str]) -> Counter[str]:
    """Return counts under other names."""
    found: Counter[str] = Counter()
    for name, n in counts.items():
        found[names.get(name, OTROS)] += n
    return found


def stretches(days: Sequence[tuple[Key, Set[int]]]) -> list[list[Key]]:
    """Return days joined until each stretch holds enough persons, whoever writes on several of them once.

    The last joins the one before; none is returned where all are few.
    """
    found: list[tuple[list[Key], Set[int]]] = []
    for day, persons in days:
        if found and len(found[-1][1]) < ENOUGH:
            found[-1] = ([*found[-1][0], day], found[-1][1] | persons)
        else:
            found.append(([day], persons))
    if found and len(found[-1][1]) < ENOUGH:
        last = found.pop()
        if not found:
            return []
        found[-1] = (found[-1][0] + last[0], found[-1][1] | last[1])
    return [stretch for stretch, _ in found]


def whole_blocks(inside: Mapping[Clave, Iterable[Clave]], named: Mapping[Clave, Clave]) -> set[Clave]:
    """Return of some cells, each with what it holds, those that hold every block whole or not at all.

    Only of these may be told what was cut into other blocks than they: the rest would tell a part of one.
    """
    size = Counter(named.values())
    return {
        cell for cell, held in inside.items()
        if all(n == size[name] for name, n in Counter(named[one] for one in held if one in named).items())
    }  # fmt: skip


def about(n: int) -> int:
    """Return a count of persons to the nearest five. Of two groups and both together it does not tell who is in both."""
    return ENOUGH * ((n + ENOUGH // 2) // ENOUGH)
