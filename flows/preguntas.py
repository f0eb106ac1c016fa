"""Frequent questions that belong to no trámite: answered when what is asked is that very question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from flows.context import Context
from flows.engine import Flow
from flows.fuentes import source_line
from flows.understanding import normalise
from flows.understanding.text import sounds
from flows.vigencia import lapsed
from knowledge.values import PreguntaFrecuente

EXACT, NEAR = 1.0, 0.95
_SMALL = frozenset(["a", "al", "de", "del", "el", "en", "la", "las", "lo", "los", "un", "una"])
_LONG_WORD, _ONE_SLIP = 6, 83.0  # one letter of six; in a shorter word it makes another word


@dataclass(frozen=True, slots=True)
class Conocida:
    """A published question and how sure it is that it was asked, 0–1."""

    pregunta: PreguntaFrecuente
    seguridad: float


def asked_before(context: Context, normal: str) -> Conocida | None:
    """Return the published question that a normalised text asks, word for word but for slips of spelling, or None.

    «Dónde queda la oficina del norte» and «… del sur» are alike in nearly all their letters and are two questions.
    """
    scored = ((_likeness(normal, item), item) for item in _published(context))
    best = max(scored, key=lambda pair: pair[0], default=None)
    return Conocida(best[1], best[0]) if best is not None and best[0] else None


def pregunta(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say the answer that staff published, and where it comes from."""
    found = next((item for item in _published(context) if item.id == inicio.get("pregunta")), None)
    if found is None:
        yield context.t("Esa respuesta ya no está publicada.")
        return None
    if context.idioma == "en":
        yield context.t("Esta respuesta solo está en español.")
    yield "\n".join(filter(None, (f"*{found.pregunta}*", found.respuesta, source_line(context, found.fuente))))
    return None


def _published(context: Context) -> Iterator[PreguntaFrecuente]:
    """Yield the questions that belong to no trámite and those of every trámite of the city."""
    yield from context.catalogo.preguntas
    for record in context.catalogo.tramites.values():
        if record.preguntas and record.alcance == "cartagena" and not lapsed(context, record):
            for n, item in enumerate(record.preguntas):
                yield PreguntaFrecuente(f"{record.id}/{n}", item.pregunta, item.respuesta, fuente=record.nombre)


def _likeness(normal: str, item: PreguntaFrecuente) -> float:
    return max(_same(normal, _normal(wording)) for wording in (item.pregunta, *item.otras))


def _same(said: str, known: str) -> float:
    """Return how sure it is that two normalised texts ask the same; 0 when a word of one is not in the other."""
    if said == known:
        return EXACT
    words, others = _words(said), _words(known)
    alike = len(words) == len(others) > 0 and all(map(_slip, words, others))
    return NEAR if alike else 0.0


def _words(normal: str) -> list[str]:
    return [word for word in normal.split() if word not in _SMALL]


def _slip(word: str, other: str) -> bool:
    """Tell the same word, spelt as it sounds or with one wrong letter, from another one."""
    if word == other or sounds(word) == sounds(other):
        return True
    return min(len(word), len(other)) >= _LONG_WORD and word.isalpha() and fuzz.ratio(word, other) >= _ONE_SLIP


@lru_cache(maxsize=2048)  # pure, and the same published questions are compared with every message
def _normal(wording: str) -> str:
    return normalise(wording)
