"""What changed between two versions of a hoja de vida, field by field, word by word, in the words of the form. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any, Literal

from bot.panel.campos import PARES, Campo, Grupo, todos
from bot.panel.celdas import Nombres

Clase = Literal["igual", "quitado", "agregado"]
# What a person decides by: a mistake here costs somebody a trip or money, so it is shown first.
HEAVY = frozenset({"momentos", "requisitos", "valores", "costo", "requiere_pago", "tiempo", "termino", "url"})
UNSPOKEN = frozenset({"enlace", "cuenta", "vence_el"})
EMPTY = "(vacío)"
_WORD = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True, slots=True)
class Trozo:
    """A run of words that both texts have, that only the old one had, or that only the new one has."""

    clase: Clase
    texto: str


@dataclass(frozen=True, slots=True)
class Cambio:
    """One field that is not the same."""

    label: str
    antes: str
    ahora: str
    pesa: bool

    @property
    def trozos(self) -> tuple[Trozo, ...]:
        """Return both texts as one, what went and what came marked."""
        return words(self.antes, self.ahora)


def changes(before: Mapping[str, Any], now: Mapping[str, Any], names: Nombres) -> list[Cambio]:
    """Return the fields that differ between two stored versions, the ones that matter most first."""
    skipped = set(_derived(before, now))
    found = [
        Cambio(item.label, _said(item, before.get(item.name), names), _said(item, now.get(item.name), names), item.name in HEAVY)
        for item in todos()
        if item.name not in skipped and (before.get(item.name) or None) != (now.get(item.name) or None)
    ]  # fmt: skip
    return sorted(found, key=lambda change: not change.pesa)


def words(before: str, now: str) -> tuple[Trozo, ...]:
    """Return two texts as runs of words: kept, taken away, put in."""
    old, new = _WORD.findall(before), _WORD.findall(now)
    return tuple(_merged(_runs(old, new)))


def _runs(old: list[str], new: list[str]) -> Iterator[Trozo]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Trozo("igual", "".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Trozo("quitado", "".join(old[i1:i2]))
        if j2 > j1:
            yield Trozo("agregado", "".join(new[j1:j2]))


def _merged(runs: Iterable[Trozo]) -> Iterator[Trozo]:
    """A blank kept between two words that both changed would cut one change in pieces."""
    held: list[Trozo] = list(runs)
    gone, come = "", ""
    for n, run in enumerate(held):
        if run.clase == "quitado":
            gone += run.texto
        elif run.clase == "agregado":
            come += run.texto
        elif run.texto.isspace() and "\n" not in run.texto and (gone or come) and n + 1 < len(held):
            gone, come = gone + run.texto, come + run.texto
        else:
            yield from _both(gone, come)
            gone, come = "", ""
            yield run
    yield from _both(gone, come)


def _both(gone: str, come: str) -> Iterator[Trozo]:
    if gone.strip():
        yield Trozo("quitado", gone)
    if come.strip():
        yield Trozo("agregado", come)


def _derived(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parts of the register whose lines already say what changed. What no citizen reads is told by the part."""
    for par in PARES:
        lines_differ = any(before.get(name) != now.get(name) for name in par.lineas)
        if lines_differ and _unspoken(before.get(par.parte)) == _unspoken(now.get(par.parte)):
            yield par.parte


def _unspoken(value: Any) -> list[Any]:
    """Return the links, accounts and dates that a part holds, in their order."""
    if isinstance(value, Mapping):
        return [x for name, item in value.items() for x in ([item] if name in UNSPOKEN else _unspoken(item))]
    return [x for item in value for x in _unspoken(item)] if isinstance(value, (list, tuple)) else []


def _said(item: Campo | Grupo, value: Any, names: Nombres) -> str:
    if value is None or value in ("", [], (), {}):
        return EMPTY
    if isinstance(item, Grupo):
        return "\n".join(_row(item, row, names) for row in ([value] if item.unico else value))
    return _cell(item, value, names)


def _cell(campo: Campo, value: Any, names: Nombres) -> str:
    if isinstance(value, bool):
        return "Sí" if value else "No"
    called = {**dict(campo.choices), **(names.vecinos if campo.tipo == "vecino" else names.oficinas)}
    if isinstance(value, (list, tuple)):
        return "\n".join(called.get(str(item), str(item)) for item in value)
    return called.get(str(value), str(value))


def _row(grupo: Grupo, row: Mapping[str, Any], names: Nombres) -> str:
    """Return a row as one line, its own rows as lines under it. What is as always is not said."""
    first, *rest = grupo.campos
    said = [_said(first, row.get(first.name), names)]
    said += [f"{c.label}: {_cell(c, row[c.name], names)}" for c in rest if isinstance(c, Campo) and _told(row, c)]
    inner = [f"– {_row(g, r, names)}" for g in rest if isinstance(g, Grupo) for r in row.get(g.name) or ()]
    return "\n".join([" · ".join(said), *inner])


def _told(row: Mapping[str, Any], campo: Campo) -> bool:
    value = row.get(campo.name)
    shown = {True: "si", False: "no"}[value] if isinstance(value, bool) else str(value)
    return value not in (None, "") and shown != campo.vacio
