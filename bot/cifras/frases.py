"""The one sentence that says what a drawing shows, made from the figures: true of nothing, of one value, of a draw. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from bot.cifras.filas import Fila, unidad
from bot.cifras.textos import y
from notifier.cifras.formulas import number

POCAS = "Son muy pocas para contarlas aparte."
NAMED = 2  # so many that draw are named; more are counted


class Medida(NamedTuple):
    """Something measured: how it is called in a sentence, its value, and the value in words."""

    nombre: str
    valor: float
    texto: str


def lider(rows: Sequence[Medida], que: str, nada: str, junto: float = 0) -> str:
    """Return which of some is the highest: `que` begins the sentence («El canal que más se usa»), `nada` says that none is.

    `junto` is what is told together: where it holds as much as the highest, the highest of all may lie in it; where it holds
    everything, nobody knows which is.
    """
    top = max((row.valor for row in rows), default=0)
    if not top:
        return POCAS if junto else nada
    start = f"De lo que se cuenta aparte, {que[:1].lower()}{que[1:]}" if junto >= top else que
    first = [row for row in rows if row.valor == top]
    if len(first) == 1:
        return f"{start}: {first[0].nombre}, {first[0].texto}."
    return f"{start}, con lo mismo: {_some([row.nombre for row in first])}, {first[0].texto}."


def altibajos(rows: Sequence[Medida], que: str, nada: str) -> str:
    """Return when there was most and when least of something, of what is told in order of time."""
    if not any(row.valor for row in rows):
        return nada
    values = [row.valor for row in rows]
    high, low = max(values), min(values)
    if high == low:
        return f"De {que} hubo lo mismo cada vez: {rows[0].texto}."
    most, least = [r for r in rows if r.valor == high], [r for r in rows if r.valor == low]
    return (
        f"Hubo más {que} {_some([r.nombre for r in most])}: {most[0].texto}. "
        f"Hubo menos {_some([r.nombre for r in least])}: {least[0].texto}."
    )


def cambio(now: Fila, before: Fila, cuando: str) -> str:
    """Return how a figure changed since the stretch before, in words and with of how many; `cuando` names that stretch."""
    if before.valor is None:
        return f"Sin datos {cuando} para comparar."
    if now.valor is None:
        return ""
    verb = "fue" if before.unidad == "%" or round(before.valor, 1) == 1 else "fueron"
    then = f"{cuando} {verb} {before.texto}{_counted(before)}."
    difference = round(now.valor - before.valor, 1)
    if not difference:
        return f"Igual que antes: {then}"
    if now.unidad == "%":
        points = f"{number(abs(difference))} {unidad(abs(difference), 'puntos')}"
        return f"{'Subió' if difference > 0 else 'Bajó'} {points}: {then}"
    unit = f" {unidad(abs(difference), now.unidad)}" if now.unidad in ("s", "min") else ""
    return f"{number(abs(difference))}{unit} {'más' if difference > 0 else 'menos'} que antes: {then}"


def _counted(fila: Fila) -> str:
    """Return of how many a share or a time is told."""
    if fila.de:
        return f" ({fila.de})"
    return f" (de {fila.en_n})" if fila.unidad in ("s", "min") else ""


def _some(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return y(names)
    return f"{', '.join(names[:NAMED])} y {len(names) - NAMED} más"
