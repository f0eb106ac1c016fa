"""What is kept of each release: the question behind every key, and sessions in the middle of every question.

`python -m tests.flows.golden` writes the questions anew: look at the difference before committing it. A question whose
meaning changed needs another key. `python -m tests.flows.golden 0.2.0` also stores the sessions of that release.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.registro import FLOWS
from flows.session import Session, dump
from flows.walk import Stop, by_question, general, walk
from knowledge.values import Idioma
from tests.flows.starts import STARTS, worlds
from tests.worlds import NOON

QUESTIONS = Path(__file__).parents[1] / "golden" / "preguntas.json"
CORPUS = Path(__file__).parents[1] / "corpus"


def questions() -> dict[str, str]:
    """Return «flow.key» → the question as its source says it, with the kind of answer."""
    found: dict[str, str] = {}
    for flow in sorted(FLOWS):
        for stop, sources in _stops(flow):
            found.setdefault(f"{flow}.{general(stop.ask.key)}", f"{_source(stop.ask.text, sources)} [{_kind(stop)}]")
    return found


def _stops(flow: str) -> Iterator[tuple[Stop, list[str]]]:
    sources: list[str] = []

    def traducir(idioma: Idioma, texto: str) -> str:
        if texto not in sources:
            sources.append(texto)
        return texto

    world = replace(worlds()[0], traducir=traducir)
    for start in STARTS[flow]:
        for path in walk(flow, FLOWS[flow].body, world, start, by_question):
            for stop in path.stops:
                yield stop, sources


def _source(said: str, sources: list[str]) -> str:
    """Return the source texts that a question was made of; «(del catálogo)» when the content says it."""
    used = [
        s
        for s in sources
        if re.search(".+?".join(re.escape(part) for part in re.split(r"\{\w+\}", s)), said, re.DOTALL)
    ]
    kept = [s for s in used if not any(s != other and s in other for other in used)]
    return " | ".join(sorted(kept)) or "(del catálogo)"


def _kind(stop: Stop) -> str:
    return type(stop.ask.answer).__name__


def sessions() -> list[dict[str, Any]]:
    """Return one stored session for each question of each flow."""
    found: dict[str, dict[str, Any]] = {}
    for flow in sorted(FLOWS):
        for stop, _ in _stops(flow):
            session = Session(turn=5, frame=stop.before, asked=stop.ask.key, shown=stop.options, last_at=NOON)
            found.setdefault(f"{flow}.{general(stop.ask.key)}", dump(session))
    return list(found.values())


def main() -> None:
    """Write the questions, and with a release its sessions too."""
    QUESTIONS.write_text(json.dumps(questions(), ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    for release in sys.argv[1:]:
        lines = ",\n".join(json.dumps(s, ensure_ascii=False) for s in sessions())
        (CORPUS / f"{release}.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


if __name__ == "__main__":
    main()
