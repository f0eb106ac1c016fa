"""Drawings of figures as SVG: bars that lie and columns that stand, with each value printed on its mark. Pure.

Places are percentages and letters keep the size of the page: a drawing is as readable at 320 pixels as on paper. Who does
not see it reads the sentence above and the table below, so the marks themselves are hidden from screen readers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

LONGEST = 62  # percent of the width that the longest bar takes: the value is printed beyond it
TOP, BOTTOM = 24.0, 86.0  # percent of the height between which columns stand; values above, names below
LYING = 6  # so many values are printed lying; more are turned to fit
NAMES, SOME = 7, 3  # names under the columns; of more columns, into so many parts
MOST = 45  # so many turned values stand side by side without touching; of more only the key ones are printed
ALL_ON_A_PHONE = 14  # so many turned values fit on the narrowest phone


@dataclass(frozen=True, slots=True)
class Columna:
    """One column. `valor` None: it is not told. `peso` is its width: a stretch of seven days is as wide as seven of one."""

    nombre: str
    valor: float | None
    texto: str
    peso: int = 1


def bar(value: float | None, whole: float, texto: str) -> Markup:
    """Return one bar that lies, as long as its value is of the whole."""
    width = _short(LONGEST * (value or 0) / whole) if whole > 0 else "0"
    return Markup(
        '<svg class="barrita" aria-hidden="true" focusable="false"><rect width="{w}%" height="100%"/>'
        '<text x="{w}%" dx=".4em" y="50%" dy=".35em">{t}</text></svg>'
    ).format(w=width, t=texto)


def columns(points: Sequence[Columna]) -> Markup:
    """Return columns that stand on one line, in order."""
    if not points:
        return Markup("")
    unit = 100 / sum(point.peso for point in points)
    highest = max((point.valor or 0 for point in points), default=0)
    marks, start = [], 0.0
    key, named = _key(points), _named([point.nombre for point in points])
    for number, point in enumerate(points):
        width = unit * point.peso
        height = (BOTTOM - TOP) * (point.valor or 0) / highest if highest else 0.0
        marks.append(_column(start + width * 0.1, width * 0.8, height))
        marks.append(_value(start + width / 2, BOTTOM - height, point.texto, _size(points, number, key)))
        if number in named:
            marks.append(_name(start + width / 2, point.nombre, _anchor(number, len(points))))
        start += width
    line = Markup('<line x1="0" x2="100%" y1="{y}%" y2="{y}%"/>').format(y=_short(BOTTOM))
    return Markup('<svg class="columnas" aria-hidden="true" focusable="false">{}{}</svg>').format(
        Markup("").join(marks), line
    )


def _column(x: float, width: float, height: float) -> Markup:
    if not height:
        return Markup("")
    return Markup('<rect x="{}%" y="{}%" width="{}%" height="{}%"/>').format(
        _short(x), _short(BOTTOM - height), _short(width), _short(height)
    )


def _value(x: float, y: float, texto: str, kind: str) -> Markup:
    if kind == "none":
        return Markup("")
    if kind == "lying":
        return Markup('<text x="{}%" y="{}%" dy="-.4em" text-anchor="middle">{}</text>').format(
            _short(x), _short(y), texto
        )
    # A turn is about the origin, and only a drawing inside the drawing has its origin at a percentage.
    return Markup('<svg x="{}%" y="{}%"{}><text transform="rotate(-90)" dx=".4em" dy=".35em">{}</text></svg>').format(
        _short(x), _short(y), Markup(' class="menor"') if kind == "minor" else "", texto
    )


def _name(x: float, nombre: str, anchor: str) -> Markup:
    return Markup('<text x="{}%" y="100%" dy="-.4em" text-anchor="{}">{}</text>').format(
        _short({"start": 0.0, "end": 100.0}.get(anchor, x)), anchor, nombre
    )


def _size(points: Sequence[Columna], number: int, key: frozenset[int]) -> str:
    if len(points) <= LYING:
        return "lying"
    if len(points) <= ALL_ON_A_PHONE or number in key:
        return "turned"
    return "minor" if len(points) <= MOST else "none"


def _key(points: Sequence[Columna]) -> frozenset[int]:
    """Return the columns whose value a narrow phone still shows: the highest, the lowest, the first and the last."""
    known = [n for n, point in enumerate(points) if point.valor is not None]
    if not known:
        return frozenset()
    wanted = (max(known, key=lambda n: _of(points[n])), known[-1], known[0], min(known, key=lambda n: _of(points[n])))
    kept: list[int] = []
    for n in wanted:
        if all(abs(n - other) > len(points) // 12 for other in kept):
            kept.append(n)
    return frozenset(kept)


def _of(point: Columna) -> float:
    return point.valor or 0.0


def _named(names: Sequence[str]) -> frozenset[int]:
    """Return which columns have their name below: those that have one, of many some at even distances with both ends."""
    known = [n for n, name in enumerate(names) if name]
    if len(known) <= NAMES:
        return frozenset(known)
    return frozenset(known[round(n * (len(known) - 1) / SOME)] for n in range(SOME + 1))


def _anchor(number: int, count: int) -> str:
    if count <= NAMES:
        return "middle"
    return {0: "start", count - 1: "end"}.get(number, "middle")


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
