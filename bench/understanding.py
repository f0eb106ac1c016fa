"""Understanding measured: time of a decision, of loading and of training, and what it answers on held-out messages.

Run: `python -m bench.understanding`. Prints; asserts nothing, since the figures depend on the machine.
"""

import csv
import resource
from collections import Counter
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from sqlmodel import SQLModel

from bot.training import LENGUAJE
from flows.understanding import Understanding, decide, understanding
from knowledge import catalog, frases, search, tables
from knowledge.db import open_database
from knowledge.seed import seed
from knowledge.values import Catalogo
from tests.worlds import NOON

HELD_OUT = Path(__file__).parents[1] / "tests" / "understanding" / "data" / "held_out.tsv"
assert tables.MODULES  # importing it declares every table


def content() -> Catalogo:
    """Return the bundled content."""
    with TemporaryDirectory() as folder:
        database = open_database(f"sqlite:///{folder}/bench.db")
        SQLModel.metadata.create_all(database.engine)
        with database.session() as db:
            seed(db, NOON)
        with database.reading_session() as db:
            catalogo = catalog.load(db)
        database.engine.dispose()
    return catalogo


def main() -> None:
    catalogo = content()
    phrases = (*frases.bundled(), *frases.of_catalogue(catalogo))
    start = process_time()
    trained = search.train(phrases, LENGUAJE)
    print(f"training   {len(phrases)} phrases: {process_time() - start:.1f} s, {_megabytes():.0f} MB at most")
    print(
        f"model      {len(trained.datos) / 1e6:.1f} MB, threshold {trained.calibracion['umbral']}, hash {trained.sha256[:12]}"
    )
    for name, blob in (("rules", None), ("router", trained.datos)):
        start = perf_counter()
        context = understanding(catalogo, blob)
        print(f"\n{name}: loaded in {(perf_counter() - start) * 1e3:.0f} ms")
        _times(context)
        _answers(context)


def _rows() -> list[dict[str, str]]:
    with HELD_OUT.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _times(context: Understanding) -> None:
    texts = [row["texto"] for row in _rows()]
    spent = sorted(_seconds(text, context) for _ in range(5) for text in texts)
    print(f"  decide   median {median(spent) * 1e3:.2f} ms, p99 {spent[int(len(spent) * 0.99)] * 1e3:.2f} ms")
    worst = max(
        min(_seconds(text, context) for _ in range(3))
        for text in ("me esta " * 12_500, "1-2.3 " * 16_000, "a@" * 50_000)
    )
    print(f"  hostile  {worst * 1e3:.1f} ms for 100,000 characters")


def _seconds(text: str, context: Understanding) -> float:
    start = process_time()
    decide(text, context)
    return process_time() - start


def _answers(context: Understanding) -> None:
    counts: dict[str, Counter[str]] = {"inside": Counter(), "outside": Counter(), "unclear": Counter()}
    for row in _rows():
        decision = decide(row["texto"], context)
        gold = (row["intencion"], row["tramite"] or None)
        kind = {"fuera_de_alcance": "outside", "aclarar": "unclear"}.get(row["intencion"], "inside")
        offered = any((option.intencion, option.tramite) == gold for option in decision.alternativas)
        right = (decision.intencion, decision.tramite) == gold
        verdict = (
            "right"
            if right
            else "offered"
            if offered
            else {"aclarar": "asked", "fuera_de_alcance": "refused"}.get(decision.intencion, "wrong")
        )
        counts[kind][verdict] += 1
    for kind, seen in counts.items():
        print(
            f"  {kind:8} "
            + ", ".join(f"{verdict} {count / seen.total():.3f}" for verdict, count in seen.most_common())
            + f" (n={seen.total()})"
        )
    routed = counts["inside"]["right"] + counts["inside"]["wrong"] + counts["outside"]["wrong"]
    wrong = counts["inside"]["wrong"] + counts["outside"]["wrong"]
    print(f"  wrong among routed {wrong / max(routed, 1):.3f} ({wrong}/{routed})")


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
