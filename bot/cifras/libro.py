"""What a page of figures is made of: a sentence, a drawing, a table, each cell a figure of a row of `filas`. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from bot.cifras.filas import MIX, Fila, clave, contado, filas, oculto
from bot.cifras.frases import Medida, lider
from bot.cifras.nombres import Nombres
from bot.cifras.svg import bar
from bot.cifras.textos import CORTAS
from notifier.cifras.board import Tablero
from notifier.cifras.formulas import SIN_DATOS, number
from notifier.cifras.hiding import OTROS
from notifier.cifras.periods import Periodo
from notifier.cifras.query import Punto

SHOWN = 10  # bars of a list; its table has them all
TIMED = ("s", "min", "días hábiles")  # units of medians; of a count, of how many it is told is the count itself
FEW = "menos de 5 personas"
Cabezas = tuple[tuple[str, int | None], ...]  # heads of a table, each with the indicator whose definition it leads to


@dataclass(frozen=True, slots=True)
class Celda:
    """One figure on the page: which part of which row (`valor`, `numerador`, `denominador`, `n`), and how it is read."""

    fila: Fila | None
    que: str
    texto: str

    @property
    def cifra(self) -> float | None:
        """Return the figure as a number; None where there is none."""
        found: float | None = getattr(self.fila, self.que) if self.fila is not None else None
        return found


@dataclass(frozen=True, slots=True)
class Linea:
    """A line of a table. `indicador`: of which its name is; None where the heads of the columns say it."""

    nombre: str
    celdas: tuple[Celda, ...]
    indicador: int | None = None


@dataclass(frozen=True, slots=True)
class Grafica:
    """One part of the page: `barras` are its bars with their names, `columnas` its columns."""

    id: str
    titulo: str
    indicador: int
    frase: str
    cabezas: Cabezas = ()
    lineas: tuple[Linea, ...] = ()
    barras: tuple[tuple[str, Markup], ...] = ()
    columnas: Markup | None = None
    nota: str = ""


@dataclass(frozen=True, slots=True)
class Libro:
    """The rows of a filter, looked up by what they tell."""

    found: Tablero
    nombres: Nombres
    periodo: Periodo  # the part of what was asked that was counted
    filas: tuple[Fila, ...]
    por_clave: Mapping[tuple[str, int, str], Fila] = field(repr=False)

    def de(self, indicador: int, dimension: str = "", period: Periodo | None = None) -> Fila | None:
        """Return a row of the whole period, or of another stretch; None where there is none."""
        return self.por_clave.get((clave(period or self.periodo), indicador, dimension))

    def todas(self, indicador: int, clase: str) -> list[Fila]:
        """Return the rows of the whole period of one kind, the most first and what is added up last."""
        mine, start = clave(self.periodo), f"{clase}="
        rows = [
            r for r in self.filas if (r.periodo, r.indicador) == (mine, indicador) and r.dimension.startswith(start)
        ]
        return sorted(rows, key=lambda r: (r.dimension == start + OTROS, -_count(r), r.dimension))

    def nombre(self, fila: Fila) -> str:
        """Return what a row of a kind is about."""
        clase, _, value = fila.dimension.partition("=")
        return self.nombres.de("tipo" if clase == "radicadas" else clase, value)

    def oculto(self, punto: Punto) -> bool:
        """Return whether use is hidden in a stretch."""
        return oculto(self.found, punto.totales)

    @property
    def cerrado(self) -> bool:
        """Return whether a part of the city is asked for, of which lists are not published."""
        return self.found.filtro.publico and any(part != "*" for part in self.found.filtro.clave)


def libro(found: Tablero, nombres: Nombres) -> Libro | None:
    """Return the rows of a filter, or None where nothing of it was counted."""
    inside = contado(found, found.filtro.periodo)
    if inside is None:
        return None
    rows = filas(found, nombres)
    keys = {(row.periodo, row.indicador, row.dimension): row for row in rows}
    return Libro(found, nombres, inside, rows, keys)


def celda(fila: Fila | None, que: str = "valor", *, sin: str = SIN_DATOS) -> Celda:
    """Return a figure of a row as a cell; `sin` is said where there is none."""
    value = getattr(fila, que) if fila is not None else None
    if fila is None or value is None:
        return Celda(fila, que, sin)
    said = fila.texto if fila.unidad in ("%", *TIMED) else fila.numero
    return Celda(fila, que, said if que == "valor" else number(value))


def hechos(book: Libro, wanted: Sequence[tuple[int, str, str]]) -> tuple[Linea, ...]:
    """Return lines of single figures: (indicator, dimension, name); "" is the indicator's own name."""
    found = []
    for indicador, dimension, name in wanted:
        row = book.de(indicador, dimension)
        of = celda(row, "n") if row is None or row.de or row.unidad in TIMED else Celda(None, "n", "")
        found.append(Linea(name or CORTAS[indicador].nombre, (celda(row), of), indicador))
    return tuple(found)


HECHOS: Cabezas = (("Indicador", None), ("Cifra", None), ("De cuántos", None))


def mezcla(book: Libro, clase: str, titulo: str, que: str, cabeza: str) -> Grafica:
    """Return how conversations are shared out: by theme, channel, office or language."""
    rows = book.todas(MIX, clase)
    measured = [
        Medida(f"«{book.nombre(r)}»", _count(r), f"{r.de_que('conversaciones')} ({r.texto})")
        for r in rows
        if not is_rest(r)
    ]
    return Grafica(
        clase, titulo, MIX, lider(measured, que, "No hubo conversaciones para repartir.", junto(rows)),
        ((cabeza, None), ("Conversaciones", MIX), ("De todas", MIX)),
        tuple(Linea(book.nombre(r), (celda(r, "numerador"), celda(r))) for r in rows),
        bars([(book.nombre(r), _count(r), number(_count(r))) for r in rows[:SHOWN]]),
    )  # fmt: skip


def bars(rows: Sequence[tuple[str, float, str]], whole: float | None = None) -> tuple[tuple[str, Markup], ...]:
    """Return bars that lie: (name, value, words). The longest is the highest, or the `whole` of all."""
    most = whole or max((value for _, value, _ in rows), default=0)
    return tuple((name, bar(value, most, words)) for name, value, words in rows)


def de_cada_100(book: Libro, wanted: Sequence[tuple[int, str, str]]) -> tuple[tuple[str, Markup], ...]:
    """Return shares as bars out of a hundred; what has no data has no bar and says so."""
    found = []
    for indicador, dimension, name in wanted:
        row = book.de(indicador, dimension)
        value = row.valor if row is not None else None
        found.append((name or CORTAS[indicador].nombre, value or 0.0, row.texto if row is not None else SIN_DATOS))
    return bars(found, 100)


def junto(rows: Sequence[Fila]) -> int:
    """Return how much of some rows is told together."""
    return sum(_count(row) for row in rows if is_rest(row))


def is_rest(fila: Fila) -> bool:
    """Return whether a row adds up what is not told apart."""
    return fila.dimension.endswith(f"={OTROS}") or fila.dimension == OTROS


def _count(fila: Fila) -> int:
    return fila.numerador if fila.numerador is not None else fila.n or 0
