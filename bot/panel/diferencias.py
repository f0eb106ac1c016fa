"""What changed between two versions of a content record, field by field and word by word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bot.panel.clases import Clase, said

# What a person acts by: a mistake here costs a trip, so it is shown first.
HEAVY = frozenset({"direccion", "telefono", "horario", "fecha", "hasta", "cierre", "enlace", "respuesta", "contactos", "emergencias", "web", "sede_electronica"})  # fmt: skip
ALIKE = 0.6  # below it two texts are told whole: pieces of both make neither readable
_PIECES = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Trozo:
    """A run of words that stayed, was taken out or was put in."""

    tipo: str  # igual, quitado, agregado
    texto: str


@dataclass(frozen=True, slots=True)
class Diferencia:
    """One field that is not the same."""

    label: str
    trozos: tuple[Trozo, ...]
    pesa: bool


def differences(clase: Clase, before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Diferencia]:
    """Return the fields that differ, the ones that matter most first."""
    found = [
        Diferencia(
            column.heading,
            words(said(column, before.get(column.field)), said(column, now.get(column.field))),
            column.field in HEAVY,
        )
        for column in clase.kind.columns
        if column.field != "id" and (before.get(column.field) or None) != (now.get(column.field) or None)
    ]
    return sorted(found, key=lambda one: not one.pesa)


def words(before: str, now: str) -> tuple[Trozo, ...]:
    """Return two texts as one, with what was taken out beside what was put in."""
    old, new = _PIECES.findall(before), _PIECES.findall(now)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return Trozo("quitado", before), Trozo("agregado", now)
    found: list[Trozo] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Trozo("igual", "".join(old[a:b])))
            continue
        found += [Trozo("quitado", "".join(old[a:b]))] if b > a else []
        found += [Trozo("agregado", "".join(new[c:d]))] if d > c else []
    return tuple(found)
