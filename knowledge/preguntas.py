"""Saved questions: a question and its right answer, kept apart from the phrases, so that a new model can be judged.

The bundled ones stand in `content/preguntas_guardadas.tsv`; staff add their own in the panel (`knowledge.aprendido`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files

COLUMNS = ("texto", "etiqueta", "fuente")


@dataclass(frozen=True, slots=True)
class Pregunta:
    """One question, the label of its right answer (as in `Frase`) and who wrote it down."""

    texto: str
    etiqueta: str
    fuente: str


def bundled() -> tuple[Pregunta, ...]:
    """Return the questions that come with the product, in the order of their file."""
    return tuple(read(files("knowledge").joinpath("content", "preguntas_guardadas.tsv").read_text(encoding="utf-8")))


def read(text: str) -> Iterator[Pregunta]:
    """Yield the questions of a TSV with the columns texto, etiqueta and fuente."""
    heading, *lines = text.splitlines()
    assert tuple(heading.split("\t")) == COLUMNS
    for line in filter(None, lines):
        texto, etiqueta, fuente = line.split("\t")
        yield Pregunta(texto, etiqueta, fuente)


def alive(questions: Iterable[Pregunta], records: Iterable[str]) -> tuple[tuple[Pregunta, ...], tuple[Pregunta, ...]]:
    """Return the questions that can be answered today, and those about a record that is not published."""
    published = {f"tramite/{identity}" for identity in records}
    asked: list[Pregunta] = []
    left_out: list[Pregunta] = []
    for question in questions:
        dead = question.etiqueta.startswith("tramite/") and question.etiqueta not in published
        (left_out if dead else asked).append(question)
    return tuple(asked), tuple(left_out)
