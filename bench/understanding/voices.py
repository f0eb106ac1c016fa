"""Leave one voice out: what a new citizen is. For each voice the model learns all the others and is asked that one's.

The calibration is that of the whole: it was made on voices held out, and one voice more or less changes it little.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any

from bench.understanding import metrics
from bench.understanding.data import canonical
from bench.understanding.methods import ours
from bench.understanding.metrics import Message, Pair
from bot.training import LENGUAJE
from flows.understanding import understanding
from knowledge import search
from knowledge.frases import Frase
from knowledge.values import Catalogo

VOICE = "voz imaginada"
Row = tuple[str, int, float, float, float, float]


def voices(phrases: Sequence[Frase]) -> list[str]:
    """Return the sources that are voices."""
    return sorted({phrase.fuente for phrase in phrases if phrase.fuente.startswith(VOICE)})


def table(phrases: Sequence[Frase], catalogo: Catalogo, calibracion: Mapping[str, Any]) -> str:
    """Return a line for each voice and the mean. One training each: minutes, on all the processors there are."""
    lines = ["| voice left out | messages | top-1 | top-3 | routed | wrong among routed |", "|---|---|---|---|---|---|"]
    rows = list(_rows(phrases, catalogo, calibracion))
    lines += [_line(row) for row in rows]
    if rows:
        lines.append(_line(_together(rows)))
    return "\n".join(lines)


def _together(rows: Sequence[Row]) -> Row:
    total = sum(row[1] for row in rows)
    first, third, routed = (
        sum(row[1] * value for row, value in zip(rows, values, strict=True)) / total for values in _columns(rows)
    )
    wrong = sum(row[1] * row[4] * row[5] for row in rows) / (total * routed or 1.0)
    return "**all**", total, first, third, routed, wrong


def _columns(rows: Sequence[Row]) -> tuple[list[float], list[float], list[float]]:
    return [row[2] for row in rows], [row[3] for row in rows], [row[4] for row in rows]


def _rows(phrases: Sequence[Frase], catalogo: Catalogo, calibracion: Mapping[str, Any]) -> Iterator[Row]:
    names = voices(phrases)
    # Spawned, not forked: the parent may hold threads of the numeric libraries.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(without, name, tuple(phrases), catalogo, dict(calibracion)) for name in names]
        for job in jobs:
            yield job.result()


def without(voice: str, phrases: tuple[Frase, ...], catalogo: Catalogo, calibracion: Mapping[str, Any]) -> Row:
    """Train on every other source and return the figures of that voice."""
    trained = search.train([phrase for phrase in phrases if phrase.fuente != voice], LENGUAJE, calibracion)
    context = understanding(catalogo, trained.datos)
    method = ours(context)
    asked = [p for p in phrases if p.fuente == voice and len(p.etiquetas) == 1]
    golds = [canonical(phrase.etiquetas[0], context.flujos) for phrase in asked]
    pairs: list[Pair] = [
        (Message(phrase.texto, gold, frozenset({gold})), method(phrase.texto))
        for phrase, gold in zip(asked, golds, strict=True)
    ]
    return (
        re.sub(r"^voz (imaginada )?de ", "", voice).split(", escrita")[0],
        len(pairs),
        metrics.share(bool(a.ranked) and a.ranked[0] == m.gold for m, a in pairs),
        metrics.share(m.gold in a.ranked[:3] for m, a in pairs),
        metrics.share(a.verdict == "routed" for _, a in pairs),
        metrics.wrong_among_routed(pairs),
    )


def _line(row: Row) -> str:
    name, count, *figures = row
    return f"| {name} | {count} | {' | '.join(f'{figure:.3f}' for figure in figures)} |"
