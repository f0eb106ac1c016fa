"""Finding records by words."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from flows.context import Context
from flows.messages import Option
from flows.opciones import short
from flows.understanding.index import rank
from knowledge.folding import fold
from knowledge.values import Tramite

MIN_SCORE = 0.2
MIN_FUZZ = 80.0


def found(context: Context, texto: str, limit: int) -> list[Tramite]:
    """Return the published records nearest to some words, those of the city first when they are as near."""
    words = fold(texto).split()
    if not words:
        return []
    labels = [label for label, score in rank(context.comprension, words) if score >= MIN_SCORE]
    ids = [label.removeprefix("tramite/") for label in labels if label.startswith("tramite/")]
    records = [context.catalogo.tramites[i] for i in ids if i in context.catalogo.tramites]
    return (records or _by_letters(context.catalogo.tramites.values(), " ".join(words)))[:limit]


def _by_letters(records: Iterable[Tramite], words: str) -> list[Tramite]:
    """Return records whose name looks like the words: what a typo hides from the index."""
    scored = [(fuzz.partial_ratio(words, fold(f"{r.titulo_corto} {r.nombre}")), r) for r in records]
    near = sorted((pair for pair in scored if pair[0] >= MIN_FUZZ and len(words) >= 5), key=lambda pair: -pair[0])
    return [record for _, record in near]


def nearest(context: Context, texto: str, limit: int) -> list[Option]:
    """Return options for the nearest records; an id «tramite:…» says where each leads."""
    return [Option(f"tramite:{r.id}", titulo(context, r)) for r in found(context, texto, limit)]


def titulo(context: Context, record: Tramite) -> str:
    """Return the short title of a record in the language of the conversation."""
    english = record.titulo_corto_en if context.idioma == "en" else None
    return short(english or record.titulo_corto)
