"""What is told of a filter as the lines of a report: each figure, the same of the period before, what changed. Pure.

Where few wrote, nothing is published, and a sum says 0: a report never says that 0, because it may be four.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.cifras.filas import ONE, comparable, contado, unidad
from knowledge.cifras import CUALQUIERA
from notifier.cifras.board import Tablero
from notifier.cifras.cells import details
from notifier.cifras.formulas import SIN_DATOS, Cifra, figures, number
from notifier.cifras.hiding import ENOUGH, OTROS
from notifier.cifras.query import PLACES, Punto, Totales

Json = dict[str, Any]
USO, SOLICITUDES = "uso", "solicitudes"  # what may be silent in a month, each for itself
MEZCLA, ABANDONO, ENVIADOS, DENUNCIAS = 7, 18, 26, 27
TOP = 15  # lines of a list on paper; the whole of it is in the files
COUNTED_OF_TURNS = frozenset({4, 5, 6})
# Which places each indicator is counted by; one that is not here, by all. Nothing is told of a filter that it does not know.
BY: Mapping[int, frozenset[str]] = {
    **dict.fromkeys((1, 2, 3, 22, 23), frozenset({"dependencia"})),
    **dict.fromkeys((10, 25, 26, DENUNCIAS), frozenset[str]()),
    **dict.fromkeys((11, 24), frozenset({"canal", "dependencia"})),
}
Nombrar = Callable[[str, str], str]  # (place or list, value) → as people say it


def lineas(t: Tablero, nombrar: Nombrar) -> list[Json]:
    """Return the figures that a report tells, in the order of the catalogue."""
    before = {(c.indicador, c.dimension): c for c in figures(t.antes)} if comparable(t) else {}
    told = [c for c in t.cifras if _is_told(c, t)]
    silent = _silent(t.totales, publico=t.filtro.publico)
    were_silent = _silent(t.antes, publico=t.filtro.publico)
    return [
        _line(c, before.get((c.indicador, c.dimension)), silent, were_silent, nombrar)
        for c in sorted(told, key=lambda c: c.indicador)
    ]


def closed(t: Tablero) -> list[str]:
    """Return the places that a filter closes."""
    return [place for place in PLACES if getattr(t.filtro.clave, place) != CUALQUIERA]


def calladas(t: Tablero) -> Json:
    """Return the months of which nothing is published because too few wrote, or too few requests were filed."""
    if not t.filtro.publico:
        return {USO: [], SOLICITUDES: []}
    counted = enteros(t)
    requests = [] if "tema" in closed(t) else counted
    return {
        USO: [_month(one) for one in counted if USO in _silent(one.totales, publico=True)],
        SOLICITUDES: [_month(one) for one in requests if SOLICITUDES in _silent(one.totales, publico=True)],
    }


def meses(t: Tablero) -> list[Json]:
    """Return the stretches of the period, each with what it counted; None where nothing is published of it."""
    return [_stretch(one, publico=t.filtro.publico) for one in enteros(t)]


def enteros(t: Tablero) -> list[Punto]:
    """Return the stretches of the period that were counted whole: of the others a sum would be too small, or 0."""
    return [one for one in t.tendencia if contado(t, one.periodo) == one.periodo]


def _stretch(one: Punto, *, publico: bool) -> Json:
    told = USO not in _silent(one.totales, publico=publico)
    names = ("conversaciones", "mensajes")
    counted = {name: one.totales[name] if told else None for name in names}
    return {**_days(one), **counted, "personas": one.totales.personas if told else None}


def mezcla(t: Tablero, nombrar: Nombrar) -> list[Json]:
    """Return the conversations by each open place, the largest first; `junto` is what is not told apart."""
    return [
        {"lugar": place, "nombre": nombrar(place, value), "valor": one["conversaciones"], "de": t.totales["conversaciones"],
         "junto": value == OTROS}
        for place, values in t.por.items()
        for value, one in sorted(values.items(), key=lambda pair: (pair[0] == OTROS, -pair[1]["conversaciones"], pair[0]))
        if one["conversaciones"]
    ]  # fmt: skip


def tramites(t: Tablero, nombrar: Nombrar) -> list[Json]:
    """Return the trámites most asked for. Told of the whole city only."""
    return [{"nombre": nombrar("tramite", name), "valor": n} for name, n in t.tramites()[:TOP]]


def denuncias(t: Tablero) -> Json | None:
    """Return how many reports are told, and of which months: they are counted together until they are five."""
    if not t.filtro.publico or closed(t):
        return None
    spans = sorted(details(t.totales.medidas, "denuncias_de"))
    if not spans:
        return {"valor": None, "desde": None, "hasta": None}
    return {
        "valor": t.totales["denuncias"], "desde": spans[0].partition("/")[0], "hasta": spans[-1].rpartition("/")[2],
    }  # fmt: skip


def _is_told(c: Cifra, t: Tablero) -> bool:
    kind, _, value = c.dimension.partition("=")
    if c.indicador == DENUNCIAS or (c.indicador in (ABANDONO, ENVIADOS) and c.dimension):
        return False  # told apart, or by their names inside the program
    if c.indicador == MEZCLA and (kind != "idioma" or value == OTROS):
        return False  # a table of its own
    known = BY.get(c.indicador, frozenset(PLACES)) - ({"tema"} if c.dimension == "atendidos" else frozenset[str]())
    return known.issuperset(closed(t))


def _line(
    c: Cifra, before: Cifra | None, silent: frozenset[str], were_silent: frozenset[str], nombrar: Nombrar
) -> Json:
    now, then = _told(c, silent), _told(before, were_silent) if before else None
    kind, _, value = c.dimension.partition("=")
    name = {
        "tipo": f"Respondidas en término: {nombrar('tipo', value)}",
        "radicadas": f"Radicadas: {nombrar('tipo', value)}",
    }.get(kind if value else "", c.nombre)
    return {
        "indicador": c.indicador, "dimension": c.dimension, "nombre": name, "version": c.version, **now,
        "antes": then, "cambio": _change(c, before) if then and None not in (now["valor"], then["valor"]) else "",
    }  # fmt: skip


def _told(c: Cifra, silent: frozenset[str]) -> Json:
    group = {24: SOLICITUDES}.get(c.indicador, USO if c.indicador in COUNTED_OF_TURNS else "")
    if group in silent and c.denominador is None:
        few = f"menos de {_words(ENOUGH)} al mes" if c.unidad != "días hábiles" else SIN_DATOS
        return {"valor": None, "unidad": c.unidad, "texto": few, "de": "", "numerador": None, "denominador": None}
    return {
        "valor": c.valor, "unidad": c.unidad, "texto": _said(c), "de": c.de if c.denominador else "", "numerador": c.numerador, "denominador": c.denominador,
    }  # fmt: skip


def _said(c: Cifra) -> str:
    """Return a figure as it is read; of one thing, in the singular."""
    return f"1 {unidad(1, c.unidad)}" if c.valor == 1 and c.unidad in ONE else c.texto


def _silent(t: Totales, *, publico: bool) -> frozenset[str]:
    """Return of what nothing at all is published: who wrote were under five, or what was filed and answered was."""
    if not publico:
        return frozenset()
    nobody = {USO} if not t.personas and not t["mensajes"] else set()
    no_request = {SOLICITUDES} if not t["radicadas"] and not t["respondidas"] else set()
    return frozenset(nobody | no_request)


def _change(c: Cifra, before: Cifra | None) -> str:
    if before is None or c.valor is None or before.valor is None:
        return ""
    difference = round(c.valor - before.valor, 1)
    if not difference:
        return "igual"
    points = f" {unidad(abs(difference), 'puntos')}"
    unit = points if c.unidad == "%" else f" {c.unidad}" if c.unidad in ("s", "min") else ""
    text = f"{signed(difference)}{unit}"
    is_count = not unit and c.denominador is None and c.unidad != "días hábiles"
    return f"{text} ({signed(percent(c.valor, before.valor))} %)" if is_count and before.valor else text


def percent(now: float, before: float) -> float:
    """Return by how many per cent something changed."""
    return round(100 * (now - before) / before, 1)


def signed(value: float) -> str:
    """Return a difference with its sign."""
    return f"{'+' if value > 0 else '−' if value < 0 else ''}{number(abs(value))}"


def _words(n: int) -> str:
    return {5: "cinco"}.get(n, str(n))


def _month(one: Punto) -> str:
    return f"{one.periodo.desde:%Y-%m}"


def _days(one: Punto) -> Json:
    return {"desde": str(one.periodo.desde), "hasta": str(one.periodo.hasta)}
