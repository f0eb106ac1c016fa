"""Which figures left the band in which the entity wants them. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from notifier.cifras.formulas import Cifra, number

Banda = tuple[int, str, float | None, float | None]  # indicator, dimension, least, most
ENOUGH = 20  # of what a figure is made; of fewer it may be chance


def outside(figures: Iterable[Cifra], bandas: Sequence[Banda], conversaciones: int) -> Mapping[int, str]:
    """Return in words what is outside, by indicator. What is made of too little tells nothing."""
    known = {(one.indicador, one.dimension): one for one in figures}
    found: dict[int, list[str]] = {}
    for indicador, dimension, least, most in bandas:
        figure = known.get((indicador, dimension))
        if figure is not None and (words := _said(figure, least, most, conversaciones)):
            found.setdefault(indicador, []).append(words)
    return {indicador: "; ".join(words) for indicador, words in found.items()}


def _said(figure: Cifra, least: float | None, most: float | None, conversaciones: int) -> str:
    made_of = figure.denominador if figure.denominador is not None else conversaciones
    if figure.valor is None or made_of < ENOUGH:
        return ""
    of = f" ({figure.de})" if figure.de else ""
    if least is not None and figure.valor < least:
        return f"{figure.nombre}: {figure.texto}{of}, por debajo de {_limit(least, figure.unidad)}"
    if most is not None and figure.valor > most:
        return f"{figure.nombre}: {figure.texto}{of}, por encima de {_limit(most, figure.unidad)}"
    return ""


def _limit(value: float, unit: str) -> str:
    return f"{number(value)} {unit}".strip()
