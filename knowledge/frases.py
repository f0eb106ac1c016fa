"""Phrases that staff write: how people ask for each thing. Plain text files under `content/frases`, one block a topic.

    # fuente: Equipo Catalina, noviembre de 2026
    [tramite ctg-residencia]
    carta de vecindad
    [denuncia]
    me pidieron plata para darme el cupo
    [varios tramite/ctg-lic-conduccion-1 tramite/ctg-lic-conduccion-ref]
    pase

A block that begins with «varios» lists the topics that a short word may mean: Catalina asks which.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable

from knowledge.values import Catalogo, Tramite

_HEADER = re.compile(r"\[(?P<title>[a-z0-9_/ -]+)\]")
_SOURCE = re.compile(r"#\s*fuente:\s*(?P<source>.+)", re.IGNORECASE)
MAX_PHRASE = 300


class BadPhrases(ValueError):
    """A phrase file cannot be read; the message says file, line and what to write."""


@dataclass(frozen=True, slots=True)
class Frase:
    """One wording and the labels it may stand for: an intent id, «tramite/<id>» or «otra/<entidad>»."""

    texto: str
    etiquetas: tuple[str, ...]
    fuente: str


def bundled() -> tuple[Frase, ...]:
    """Return the phrases that come with the product, in a fixed order."""
    return read_folder(files("knowledge").joinpath("content", "frases"))


def read_folder(folder: Traversable) -> tuple[Frase, ...]:
    """Return the phrases of every .txt file of a folder. Raises BadPhrases."""
    texts = sorted((item for item in folder.iterdir() if item.name.endswith(".txt")), key=lambda item: item.name)
    return tuple(phrase for item in texts for phrase in read(item.read_text(encoding="utf-8"), item.name))


def read(text: str, name: str) -> Iterator[Frase]:
    """Yield the phrases of one file. Raises BadPhrases."""
    labels: tuple[str, ...] = ()
    source = name
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if said := _SOURCE.fullmatch(line):
            source = said["source"].strip()
        elif line.startswith("["):
            labels = _labels(line, f"{name}, línea {number}")
        elif line and not line.startswith("#"):
            yield Frase(_checked(line, labels, f"{name}, línea {number}"), labels, source)


def of_catalogue(catalogo: Catalogo) -> Iterator[Frase]:
    """Yield the names and aliases of every published record; of a flow's record they belong to the intent."""
    for record in catalogo.tramites.values():
        label = record.flujo or f"tramite/{record.id}"
        for name in _names(record):
            yield Frase(name, (label,), "ficha")


def unknown_labels(phrases: Iterable[Frase], known: frozenset[str]) -> set[str]:
    """Return the labels that no record, intent or other entity answers to: a typing mistake, or a withdrawn record."""
    return {
        label
        for phrase in phrases
        for label in phrase.etiquetas
        if label not in known and not label.startswith("otra/")
    }


def _names(record: Tramite) -> Iterable[str]:
    return dict.fromkeys(
        filter(None, (record.nombre, record.titulo_corto, record.nombre_en, record.titulo_corto_en, *record.alias))
    )


def _labels(line: str, where: str) -> tuple[str, ...]:
    match = _HEADER.fullmatch(line)
    if match is None:
        raise BadPhrases(f"{where}: se espera un título como [tramite ctg-residencia] o [denuncia]")
    kind, *rest = match["title"].split()
    if kind == "tramite" and len(rest) == 1:
        return (f"tramite/{rest[0]}",)
    if kind == "varios" and len(rest) >= 2:
        return tuple(rest)
    if rest:
        raise BadPhrases(f"{where}: «{match['title']}» no es un título; para varios temas escribe [varios tema1 tema2]")
    return (kind,)


def _checked(line: str, labels: tuple[str, ...], where: str) -> str:
    if not labels:
        raise BadPhrases(f"{where}: la frase no tiene tema; escribe antes un título entre corchetes")
    if len(line) > MAX_PHRASE:
        raise BadPhrases(f"{where}: la frase pasa de {MAX_PHRASE} letras")
    return line
