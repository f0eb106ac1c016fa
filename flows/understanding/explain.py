"""Why a message was understood so: every number behind a decision, for `catalina explain` and for staff."""

from dataclasses import dataclass

from flows.understanding.candidates import Ranked, named_inside
from flows.understanding.decide import decide, hear, rank_all
from flows.understanding.decision import Decision
from flows.understanding.features import bare_key_of, key_of
from flows.understanding.index import Understanding
from flows.understanding.model import contributions, score
from flows.understanding.neighbours import Neighbour, Neighbourhood, neighbours
from flows.understanding.phrasing import denied

MAX_WORDS = 6
_NO_PHRASES = Neighbourhood()


@dataclass(frozen=True, slots=True)
class Score:
    """One label that competed: its score, its probability, and the words that spoke for or against it."""

    etiqueta: str
    titulo: str
    puntaje: float
    confianza: float
    palabras: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision with what led to it. `umbral` is what the first score had to reach."""

    decision: Decision
    leido: str  # what was scored, after greeting, numbers and denials were taken out
    clave: str
    alias_dentro: tuple[tuple[str, str], ...]
    puntajes: tuple[Score, ...]
    umbral: float
    dentro: float | None  # P(the matter is the city's)
    modelo: str | None  # hash of the weights, None when rules answer
    vecinos: tuple[Neighbour, ...] = ()


def explain(text: str, context: Understanding, among: Neighbourhood = _NO_PHRASES) -> Explanation:
    """Return the decision with its evidence, and the phrases most like the text. Never raises on any text."""
    heard = hear(text, context)
    asked = (denied(heard.asked) or (heard.asked, ""))[0]
    ranked, _ = rank_all(asked, context)
    return Explanation(
        decision=decide(text, context),
        leido=asked,
        clave=bare_key_of(asked.split()) or key_of(asked.split()),
        alias_dentro=tuple(sorted(named_inside(asked, context).items())),
        puntajes=tuple(_scored(asked, ranked, context)),
        umbral=context.umbral,
        dentro=ranked[0].dentro if context.modelo and ranked else None,
        modelo=context.modelo.sha256 if context.modelo else None,
        vecinos=neighbours(asked, among),
    )


def _scored(asked: str, ranked: list[Ranked], context: Understanding) -> list[Score]:
    model = context.modelo
    if model is None:
        return [Score(r.label, _title(r.label, context), r.confianza, r.confianza, ()) for r in ranked]
    seen = score(model, asked.split())
    return [
        Score(
            etiqueta=r.label,
            titulo=_title(r.label, context),
            puntaje=round(float(seen.scores[model.labels.index(r.label)]), 4),
            confianza=round(r.confianza, 4),
            palabras=tuple((word, round(share, 3)) for word, share in contributions(model, seen, r.label)[:MAX_WORDS]),
        )
        for r in ranked
    ]


def _title(label: str, context: Understanding) -> str:
    return context.titulos.get(label, (label, label))[0]
