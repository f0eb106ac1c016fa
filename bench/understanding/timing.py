"""Time of a message, memory and build time: ours against nlp.js in one run, as ratios."""

import pickle
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time

from bench.understanding.metrics import Message
from bench.understanding.nlpjs import Process, running
from flows.understanding import Understanding, decide
from knowledge.values import Catalogo
from tests.understanding.hostile import messages

PASSES = 5
HOSTILE = ("me esta " * 12_500, "1-2.3 " * 16_000, "a@" * 50_000)
FUZZED = 5_000


def p99(values: Sequence[float]) -> float:
    """Return the 99th percentile of sorted values."""
    return values[int(len(values) * 0.99)]


OF: tuple[tuple[str, Callable[[Sequence[float]], float]], ...] = (("median", median), ("p99", p99))


@dataclass(frozen=True, slots=True)
class Measured:
    """One method: microseconds of the first and of the best pass by message, resident megabytes, seconds to build."""

    first: list[float]
    best: list[float]
    memory_mb: float
    build_s: float


def measure(
    catalogo: Catalogo, model: bytes, asked: Sequence[Message], build_s: float, peer: tuple[Process, float] | None
) -> str:
    """Return the table. The two take turns pass by pass, so that a busy machine is busy for both."""
    texts = [message.text for message in asked]
    with TemporaryDirectory() as folder:
        (Path(folder) / "catalogo.pickle").write_bytes(pickle.dumps(catalogo))
        (Path(folder) / "modelo.npz").write_bytes(model)
        with running([sys.executable, "-m", "bench.understanding.child", folder]) as child:
            mine: list[list[float]] = []
            theirs: list[list[float]] = []
            for _ in range(PASSES):
                mine.append(_pass(child, texts))
                if peer:
                    theirs.append(_pass(peer[0], texts))
            memory = child.ask({"memory": "rss"})
            ours = _measured(mine, memory["rss_mb"], build_s)
    other = _measured(theirs, peer[0].ask({"memory": "rss"})["rss_mb"], peer[1]) if peer else None
    return "\n".join([*_table(ours, other), "", f"Loading the trained model takes {memory['loaded_s']:.2f} s."])


def hostile(context: Understanding) -> str:
    """Return the slowest of three texts of 100,000 characters, and of thousands that no person would write.

    The slowest hundred are timed again: what the machine did meanwhile is not theirs.
    """
    worst = max(min(_seconds(text, context) for _ in range(3)) for text in HOSTILE)
    timed = sorted(((_seconds(text, context), text) for text in messages(FUZZED, seed=1)), reverse=True)
    slowest = max(min(first, *(_seconds(text, context) for _ in range(2))) for first, text in timed[:100])
    return (
        f"100,000 hostile characters: {worst * 1e3:.1f} ms of processor at most. {FUZZED:,} fuzzed messages of 1 to 100,000 characters: "
        f"median {timed[FUZZED // 2][0] * 1e3:.1f} ms, {slowest * 1e3:.1f} ms at most."
    )


def _seconds(text: str, context: Understanding) -> float:
    began = process_time()  # what other processes take is not the message's
    decide(text, context)
    return process_time() - began


def _pass(process: Process, texts: Sequence[str]) -> list[float]:
    return [float(process.ask({"ask": text})["us"]) for text in texts]


def _measured(passes: Sequence[Sequence[float]], memory_mb: float, build_s: float) -> Measured:
    return Measured(sorted(passes[0]), sorted(map(min, zip(*passes, strict=True))), memory_mb, build_s)


def _table(ours: Measured, other: Measured | None) -> list[str]:
    lines = ["| | Catalina | nlp.js | ratio |", "|---|---|---|---|"]
    for name, of in OF:
        lines.append(_row(f"message, {name}", of(ours.best), of(other.best) if other else None, "µs"))
    for name, of in OF:
        lines.append(_row(f"first time seen, {name}", of(ours.first), of(other.first) if other else None, "µs"))
    lines.append(_row("resident memory", ours.memory_mb, other.memory_mb if other else None, "MB"))
    return [*lines, _row("build, processor time", ours.build_s, other.build_s if other else None, "s")]


def _row(name: str, ours: float, other: float | None, unit: str) -> str:
    if other is None:
        return f"| {name} | {ours:,.0f} {unit} | – | – |"
    return f"| {name} | {ours:,.0f} {unit} | {other:,.0f} {unit} | ×{ours / other:.2f} |"
