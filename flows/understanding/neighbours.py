"""The phrases most like a message, for people who want to see why it was understood so. They decide nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from flows.understanding.features import content
from flows.understanding.text import normalise
from knowledge.frases import Frase

MAX_SEEN = 1_500  # phrases compared; the words that few of them hold come first
MAX_WORDS = 40
MIN_LIKE = 55.0
LIMIT = 5


@dataclass(frozen=True, slots=True)
class Neighbour:
    """One phrase like the message: what it stands for, where it comes from, and how alike they are, 0–1."""

    texto: str
    etiquetas: tuple[str, ...]
    fuente: str
    parecido: float


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Phrases ready to be looked up: those that hold a word, by the word."""

    frases: tuple[Frase, ...] = ()
    leidas: tuple[str, ...] = ()
    donde: Mapping[str, tuple[int, ...]] | None = None


def neighbourhood(phrases: Iterable[Frase]) -> Neighbourhood:
    """Return phrases ready to be looked up. Takes half a second for twelve thousand: make it once."""
    frases = tuple(phrases)
    leidas = tuple(normalise(frase.texto) for frase in frases)
    donde: dict[str, list[int]] = defaultdict(list)
    for at, leida in enumerate(leidas):
        for word in set(content(leida.split())):
            donde[word].append(at)
    return Neighbourhood(frases, leidas, {word: tuple(places) for word, places in donde.items()})


def neighbours(text: str, among: Neighbourhood, limit: int = LIMIT) -> tuple[Neighbour, ...]:
    """Return the phrases most like a text, best first, one a wording."""
    said = " ".join(normalise(text).split()[:MAX_WORDS])
    places = _seen(said, among)
    near = process.extract(
        said,
        {at: among.leidas[at] for at in places},
        scorer=fuzz.token_set_ratio,
        score_cutoff=MIN_LIKE,
        limit=8 * limit,
    )
    # «casa» is wholly inside any message about a house: the length of what is alike counts too.
    scored = sorted(((score + fuzz.ratio(said, leida)) / 200, at) for leida, score, at in near)
    found: dict[str, Neighbour] = {}
    for parecido, at in reversed(scored):
        frase = among.frases[at]
        found.setdefault(among.leidas[at], Neighbour(frase.texto, frase.etiquetas, frase.fuente, round(parecido, 2)))
    return tuple(found.values())[:limit]


def _seen(said: str, among: Neighbourhood) -> list[int]:
    donde = among.donde or {}
    words = sorted({word for word in content(said.split()) if word in donde}, key=lambda word: len(donde[word]))
    return list(dict.fromkeys(at for word in words for at in donde[word]))[:MAX_SEEN]
