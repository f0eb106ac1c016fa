"""Which figures left the band in which the entity wants them. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from notifier.cifras.formulas import Cifra, cases, number
from notifier.cifras.query import Totales

Banda = tuple[int, str, float | None, float | None]  # indicator, dimension, least, most
ENOUGH = 20  # cases of which a share or a median is made; of fewer it may be chance


def outside(figures: Iterable[Cifra], bandas: Sequence[Banda], t: Totales) -> Mapping[int, str]:
    """Return in words which figures of some totals are outside, by indicator.

    A share or a median of too few cases tells nothing. A plain count is not weighed: none at all is what a minimum is for.
    """
    known = {(one.indicador, one.dimension): one for one in figures}
    found: dict[int, list[str]] = {}
    for indicador, dimension, least, most in bandas:
        figure = known.get((indicador, dimension))
        if figure is not None and (words := _said(figure, least, most, cases(figure, t))):
            found.setdefault(indicador, []).append(words)
    return {indicador: "; ".join(words) for indicador, words in found.items()}


def _said(figure: Cifra, least: float | None, most: float | None, made_of: int | None) -> str:
    if figure.valor is None or (made_of is not None and made_of < ENOUGH):
        return ""
    of = f" ({figure.de})" if figure.de else ""
    if least is not None and figure.valor < least:
        return f"{figure.nombre}: {figure.texto}{of}, por debajo de {_limit(least, figure.unidad)}"
    if most is not None and figure.valor > most:
        return f"{figure.nombre}: {figure.texto}{of}, por encima de {_limit(most, figure.unidad)}"
    return ""


def _limit(value: float, unit: str) -> str:
    return f"{number(value)} {unit}".strip()
