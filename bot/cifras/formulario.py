"""The form of the filter, and the links that fill it: which months, days, channels, offices and themes may be asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from bot.cifras.nombres import Nombres
from bot.cifras.textos import mes
from knowledge.folding import fold
from notifier.cifras.hiding import OTROS
from notifier.cifras.periods import UN_DIA, Periodo, months
from notifier.cifras.query import PLACES

ETIQUETAS: Mapping[str, str] = {"canal": "Canal", "dependencia": "Dependencia", "tema": "Tema"}
TODOS: Mapping[str, str] = {"canal": "Todos", "dependencia": "Todas", "tema": "Todos"}
DIAS = (("Últimos 7 días", 7), ("Últimos 30 días", 30), ("Últimos 90 días", 90), ("Último año", 365))
MESES = (("Último mes", 1), ("Último trimestre", 3), ("Último año", 12))
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Campo:
    """One field. Without `opciones` a day is typed; `mal`: what it holds cannot be."""

    nombre: str
    etiqueta: str
    valor: str
    opciones: Options = ()
    mal: bool = False


def campos(
    names: Nombres, hay: Periodo | None, abiertos: Mapping[str, Sequence[str]], asked: Mapping[str, str], *, publico: bool, mal: str = ""
) -> tuple[Campo, ...]:  # fmt: skip
    """Return the fields with what was asked for in them, also when it cannot be: whoever errs corrects and does not begin again."""
    found = []
    for name, label in (("desde", "Desde"), ("hasta", "Hasta")):
        value = asked.get(name, "")
        options = _months(hay) if publico else ()
        found.append(Campo(name, label, value, _holding(options, value) if publico else (), name == mal))
    for place in PLACES:
        value = asked.get(place, "")
        options = (("", TODOS[place]), *_named(names, place, abiertos[place]))
        found.append(Campo(place, ETIQUETAS[place], value, _holding(options, value), place == mal))
    return tuple(found)


def _months(hay: Periodo | None) -> Options:
    return tuple((f"{first:%Y-%m}", mes(first)) for first in reversed(list(months(hay)))) if hay else ()


def _named(names: Nombres, place: str, known: Sequence[str]) -> Options:
    named = [(value, names.de(place, value)) for value in known]
    return tuple(sorted(named, key=lambda pair: (pair[0] == OTROS, fold(pair[1]))))


def _holding(options: Options, value: str) -> Options:
    known = value == "" or any(value == one for one, _ in options)
    return options if known else (*options, (value, value[:60]))


def rapidos(asked: Mapping[str, str], hay: Periodo | None, *, publico: bool) -> tuple[tuple[str, str], ...]:
    """Return links to the usual periods that end with the last figures, with the rest of the filter kept. None is told twice."""
    if hay is None:
        return ()
    kept = {name: value for name, value in asked.items() if name in PLACES}
    found: dict[str, str] = {}
    for label, period in _usual(hay, publico=publico):
        found.setdefault(urlencode({**period, **kept}), label)
    return tuple((label, query) for query, label in found.items())


def _usual(hay: Periodo, *, publico: bool) -> list[tuple[str, dict[str, str]]]:
    if publico:
        starts = list(months(hay))
        return [
            (label, {"desde": f"{starts[max(0, len(starts) - count)]:%Y-%m}", "hasta": f"{starts[-1]:%Y-%m}"})
            for label, count in MESES
        ]
    return [
        (label, {"desde": str(max(hay.desde, hay.hasta - timedelta(days=count) + UN_DIA)), "hasta": str(hay.hasta)})
        for label, count in DIAS
    ]
