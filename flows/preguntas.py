"""Frequent questions that belong to no trámite: answered when what is asked is that very question."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz

from flows.context import Context
from flows.engine import Flow
from flows.fuentes import source_line
from flows.understanding import normalise
from knowledge.values import PreguntaFrecuente

NEAR = 90.0  # one slip in a question of four words; another word in its place is another question


@dataclass(frozen=True, slots=True)
class Conocida:
    """A published question and how sure it is that it was asked, 0–1."""

    pregunta: PreguntaFrecuente
    seguridad: float


def asked_before(context: Context, normal: str) -> Conocida | None:
    """Return the published question most like a normalised text, or None when none is near enough."""
    scored = ((_likeness(normal, item), item) for item in context.catalogo.preguntas)
    best = max(scored, key=lambda pair: pair[0], default=None)
    return Conocida(best[1], best[0] / 100) if best is not None and best[0] >= NEAR else None


def pregunta(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say the answer that staff published, and where it comes from."""
    found = next((item for item in context.catalogo.preguntas if item.id == inicio.get("pregunta")), None)
    if found is None:
        yield context.t("Esa respuesta ya no está publicada.")
        return None
    if context.idioma == "en":
        yield context.t("Esta respuesta solo está en español.")
    yield "\n".join(filter(None, (f"*{found.pregunta}*", found.respuesta, source_line(context, found.fuente))))
    return None


def _likeness(normal: str, item: PreguntaFrecuente) -> float:
    return max(fuzz.ratio(normal, _normal(wording)) for wording in (item.pregunta, *item.otras))


@lru_cache(maxsize=2048)  # pure, and the same published questions are compared with every message
def _normal(wording: str) -> str:
    return normalise(wording)
