"""Understanding measured: quality beside its peers, time, growth and voices. What each figure means: docs/entender.md.

    python -m bench understanding [--sealed] [--voices] [--growth] [--docs]

--sealed asks the test half that nobody read, too. --voices trains once for each voice (minutes). --growth draws the plot of
the docs anew. --docs writes every table into docs/entender.md. Prints; asserts nothing: figures depend on the machine.
"""

import os
import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from time import process_time, strftime

from bench.understanding import growth, quality, timing, voices
from bench.understanding.data import OPEN, SEALED, messages, pairs, taught
from bench.understanding.methods import Method, full_text, fuzzy, ours
from bench.understanding.nlpjs import Missing, Process, method, peer
from bench.understanding.report import write
from bot.training import LENGUAJE
from flows.understanding import understanding
from knowledge import search
from knowledge.frases import Frase
from knowledge.values import Catalogo
from tests.worlds import content

FLAGS = ("--sealed", "--voices", "--growth", "--docs")


def main(flags: Sequence[str] = ()) -> None:
    """Measure and print; with --docs also write."""
    if unknown := sorted(set(flags) - set(FLAGS)):
        sys.exit(f"No conozco «{' '.join(unknown)}». Escribe: {' '.join(FLAGS)}")
    catalogo = content()
    phrases = taught(catalogo)
    for name, text in _sections(catalogo, phrases, frozenset(flags)):
        print(f"\n{text}", flush=True)
        if "--docs" in flags:
            write(name, text)


def _sections(catalogo: Catalogo, phrases: tuple[Frase, ...], flags: frozenset[str]) -> Iterator[tuple[str, str]]:
    files = (*OPEN, SEALED) if "--sealed" in flags else OPEN
    tests = {name: messages(name, catalogo) for name in files}
    known = [message for name in OPEN for message in tests[name]]
    began = process_time()
    trained = search.train(phrases, LENGUAJE)
    build_s = process_time() - began
    context, by_rules = understanding(catalogo, trained.datos), understanding(catalogo, None)
    single = pairs(phrases)
    yield (
        "taught",
        (
            f"{strftime('%Y-%m-%d')}, {os.cpu_count()} processors, Python {platform.python_version()}. "
            f"{len(phrases):,} phrases and names, {len({label for _, label in single})} labels; model of "
            f"{len(trained.datos) / 1e6:.1f} MB, threshold {trained.calibracion['umbral']}, {trained.sha256[:12]}."
        ),
    )
    with ExitStack() as stack:
        nlpjs = _peer(stack, single)
        methods: dict[str, Method] = {
            quality.OURS: ours(context),
            quality.RULES: ours(by_rules),
            "rapidfuzz token_set_ratio": fuzzy(single, context.flujos),
            "SQLite FTS5 BM25": full_text(single, context.flujos),
        }
        if nlpjs:
            methods["nlp.js"] = method(nlpjs[0], context.flujos)
        yield "time", f"{timing.measure(catalogo, trained.datos, known, build_s, nlpjs)} {timing.hostile(context)}"
        for name, asked in tests.items():
            yield name, quality.tables(name, asked, methods)
    points = growth.measure(catalogo, phrases, known)
    yield "growth", growth.table(points)
    if "--growth" in flags:
        growth.draw(points)
    if "--voices" in flags:
        yield "voices", voices.table(phrases, catalogo, trained.calibracion)


def _peer(stack: ExitStack, single: Sequence[tuple[str, str]]) -> tuple[Process, float] | None:
    """Return the taught peer and its processor seconds; None where it cannot run, said in one line."""
    try:
        process = stack.enter_context(peer())
    except Missing as missing:
        print(missing)
        return None
    return process, float(process.ask({"teach": single})["trained_s"])
