"""How the search for a record grows with their number: time and recall, as a table and as a plot."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.understanding.distractors import distractors
from bench.understanding.metrics import RECORD, Message
from bench.understanding.plot import Series, plot
from bench.understanding.timing import p99
from flows.understanding.features import words
from flows.understanding.index import names
from flows.understanding.phrasing import without_greeting
from flows.understanding.retrieval import inverted, rank
from knowledge.frases import Frase
from knowledge.values import Catalogo, Tramite

FEW = 50
MANY = (2_000, 10_000, 50_000)
PASSES = 5
PLOT = Path(__file__).parents[2] / "docs" / "crecimiento.svg"


@dataclass(frozen=True, slots=True)
class Point:
    """One size: records, their names, recall of the right record, times of a search in ms, time to index in s."""

    records: int
    names: int
    recall_1: float
    recall_3: float
    median_ms: float
    p99_ms: float
    build_s: float


def measure(catalogo: Catalogo, phrases: Sequence[Frase], messages: Sequence[Message]) -> list[Point]:
    """Return a point for each size. The questions are the same at all sizes: those about the records asked for most."""
    asked = Counter(m.gold.removeprefix(RECORD) for m in messages if m.gold.startswith(RECORD))
    few = {record for record, _ in sorted(asked.items(), key=lambda pair: (-pair[1], pair[0]))[:FEW]}
    kept = [message for message in messages if message.gold.removeprefix(RECORD) in few]
    return [_point(records, kept) for records in _sizes(_taught(catalogo, phrases), few)]


def table(points: Sequence[Point]) -> str:
    """Return the points as Markdown."""
    lines = ["| records | names | R@1 | R@3 | median ms | p99 ms | index built in s |", "|---|---|---|---|---|---|---|"]
    lines += [
        f"| {p.records:,} | {p.names:,} | {p.recall_1:.3f} | {p.recall_3:.3f} | {p.median_ms:.2f} | {p.p99_ms:.2f} | {p.build_s:.1f} |"
        for p in points
    ]
    return "\n".join(lines)


def draw(points: Sequence[Point]) -> None:
    """Write the plot of the docs."""
    sizes = [p.records for p in points]
    PLOT.write_text(
        plot(
            sizes,
            Series("tiempo por búsqueda (mediana, ms)", [p.median_ms for p in points], 1.0),
            Series("la ficha correcta entre las tres primeras", [p.recall_3 for p in points], 1.0),
        ),
        encoding="utf-8",
    )


def _taught(catalogo: Catalogo, phrases: Sequence[Frase]) -> list[Tramite]:
    """Return the records, each with the phrases that were written for it as names of its own."""
    written: dict[str, list[str]] = defaultdict(list)
    for phrase in phrases:
        if len(phrase.etiquetas) == 1 and phrase.fuente != "ficha":
            written[phrase.etiquetas[0].removeprefix(RECORD)].append(phrase.texto)
    return [replace(record, alias=(*record.alias, *written[record.id])) for record in catalogo.tramites.values()]


def _sizes(records: list[Tramite], few: set[str]) -> Iterator[list[Tramite]]:
    yield [record for record in records if record.id in few]
    yield records
    for size in MANY:
        yield [*records, *distractors(records[0], size - len(records))]


def _point(records: Sequence[Tramite], messages: Sequence[Message]) -> Point:
    began = perf_counter()
    index = inverted((f"{RECORD}{record.id}", name) for record in records for name in names(record))
    built = perf_counter() - began
    places, times = [], []
    for message in messages:
        said = without_greeting(" ".join(words(message.text))).split()
        spent = []
        for _ in range(PASSES):
            began = perf_counter()
            found = rank(index, said)
            spent.append(perf_counter() - began)
        times.append(min(spent))
        places.append(next((at for at, (label, _) in enumerate(found, start=1) if label in message.accepted), 0))
    times.sort()
    return Point(
        len(records),
        len(index.whole),
        sum(place == 1 for place in places) / len(places),
        sum(0 < place <= 3 for place in places) / len(places),
        median(times) * 1e3,
        p99(times) * 1e3,
        built,
    )
