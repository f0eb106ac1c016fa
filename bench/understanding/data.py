"""What is taught and what is asked: the bundled content, its phrases, and the test messages with their right answers."""

import csv
from collections.abc import Mapping
from pathlib import Path

from bench.understanding.metrics import OUTSIDE, UNCLEAR, Message
from flows.understanding import INTENTS
from knowledge import frases
from knowledge.frases import Frase
from knowledge.values import Catalogo

DATA = Path(__file__).parents[2] / "tests" / "understanding" / "data"
OPEN = ("ajenas_a", "held_out")
SEALED = "ajenas_b"  # nobody reads it: it is opened by path and only its totals are printed


def taught(catalogo: Catalogo) -> tuple[Frase, ...]:
    """Return what every method is taught: phrases of the product, names and aliases of the records."""
    return (*frases.bundled(), *frases.of_catalogue(catalogo))


def pairs(phrases: tuple[Frase, ...]) -> list[tuple[str, str]]:
    """Return text and label of the phrases that stand for one thing: what a method without «which of these?» can learn."""
    return [(phrase.texto, phrase.etiquetas[0]) for phrase in phrases if len(phrase.etiquetas) == 1]


def messages(name: str, catalogo: Catalogo) -> list[Message]:
    """Return the messages of one test file. Raises ValueError on an answer that is neither record nor intent."""
    flows = {record.id: record.flujo for record in catalogo.tramites.values() if record.flujo}
    with (DATA / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [_message(row, catalogo, flows) for row in csv.DictReader(file, delimiter="\t")]


def canonical(label: str, flows: Mapping[str, str]) -> str:
    """Return the label as it is compared: a record that is a conversation is its intent; other entities are outside."""
    if label.startswith("otra/"):
        return OUTSIDE
    return flows.get(label.removeprefix("tramite/"), label)


def _message(row: dict[str, str], catalogo: Catalogo, flows: Mapping[str, str]) -> Message:
    record = (row["tramite"] or "").strip()
    plain = record and not record.startswith("otra/")
    gold = canonical(f"tramite/{record}", flows) if plain else row["intencion"]
    others = [part.strip() for part in (row.get("aceptables") or "").split("|") if part.strip()]
    accepted = {gold, *(_accepted(part, catalogo, flows) for part in others)}
    return Message(row["texto"], gold, frozenset(accepted))


def _accepted(part: str, catalogo: Catalogo, flows: Mapping[str, str]) -> str:
    if part in catalogo.tramites:
        return canonical(f"tramite/{part}", flows)
    if part in INTENTS or part == UNCLEAR or part.startswith("otra/"):
        return canonical(part, flows)
    raise ValueError("an accepted answer is neither a record, an intent nor another entity")  # says nothing of the text
