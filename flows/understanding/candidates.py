"""Ranking: labels with a confidence, from the model or from the catalogue's words, and as options to show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from flows.understanding.decision import Candidate, Reason
from flows.understanding.features import key_of
from flows.understanding.index import Understanding, rank
from flows.understanding.keywords import intent_by_keyword, other_entity
from flows.understanding.model import is_outside, score
from knowledge.values import Idioma

MAX_OPTIONS = 3
_WORTH_OFFERING = 0.05  # a second guess less likely than this only puzzles; the right one is among them as often
_RIVALS = 8
_SMALL_TALK = frozenset(
    {"saludo", "gracias", "despedida", "menu", "ayuda", "emergencia", "cancelar", "idioma", "encuesta"}
)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A label, the calibrated probability that it is right, and the probability that the matter is the city's."""

    label: str
    confianza: float
    dentro: float


def from_model(asked: str, context: Understanding) -> tuple[list[Ranked], list[Reason]]:
    """Rank by the trained model. The first gets the calibrated probability, the rest share what is left."""
    model = context.modelo
    assert model is not None
    scored = score(model, asked.split())
    best, *others = np.argsort(-scored.scores, kind="stable")[: _RIVALS * 2]
    alive = [at for at in others if _answerable(model.labels[at], context)][: _RIVALS - 1]
    rest = np.exp(4.0 * scored.scores[alive])
    shares = ((1 - scored.p_correct) * rest / rest.sum()).tolist() if alive else []
    # A record withdrawn since the training takes its confidence along: none of the others earned it.
    first = [(best, scored.p_correct)] if _answerable(model.labels[best], context) else []
    ranked = [
        Ranked(model.labels[at], float(share), scored.p_inside)
        for at, share in (*first, *zip(alive, shares, strict=True))
    ]
    spelled = [f"{said}→{read}" for said, read in zip(scored.said, scored.read_as, strict=True) if said != read]
    reasons = [Reason("ortografia", ", ".join(spelled))] if spelled else []
    return ranked, [*reasons, Reason("modelo", f"P={scored.p_correct:.2f}, dentro={scored.p_inside:.2f}")]


def from_index(asked: str, context: Understanding) -> tuple[list[Ranked], list[Reason]]:
    """Rank without a model: key phrases of the intents, then how much of a record's name was said."""
    elsewhere = other_entity(asked)
    if elsewhere:
        return [Ranked(elsewhere[0], 0.9, 0.0)], [Reason("palabra-clave", elsewhere[1])]
    said = rank(context, asked.split())
    records = [Ranked(label, min(value, 0.95), value) for label, value in said if value >= 0.25][:_RIVALS]
    intent = intent_by_keyword(asked)
    if intent and not (records and records[0].confianza >= 0.85):
        return [Ranked(intent[0], 0.85, 1.0), *records], [Reason("palabra-clave", intent[1])]
    if len(records) > 1 and records[0].confianza - records[1].confianza < 0.05:
        records[0] = Ranked(records[0].label, min(records[0].confianza, 0.5), records[0].dentro)
    return _with_scope(records), [Reason("sin-modelo", "alias y palabras clave")]


def named_inside(asked: str, context: Understanding) -> dict[str, str]:
    """Return the labels that an alias of at least two telling words names inside a longer text, with that alias."""
    said = key_of(asked.split()).split()
    spans = (" ".join(said[at : at + size]) for size in (4, 3, 2) for at in range(len(said) - size + 1))
    found: dict[str, str] = {}
    for span in spans:
        labels = context.exacto.get(span, ())
        if len(labels) == 1 and not any(span in longer for longer in found.values()):
            found.setdefault(labels[0], span)
    return found


def _with_scope(records: list[Ranked]) -> list[Ranked]:
    return [Ranked(r.label, r.confianza, max(r.dentro, 0.5)) for r in records]


def _answerable(label: str, context: Understanding) -> bool:
    return label in context.vivos or label.startswith("otra/")


def candidates(context: Understanding, ranked: Sequence[Ranked], idioma: Idioma) -> tuple[Candidate, ...]:
    """Return at most three different things to offer, with titles in the language of the message."""
    english = idioma == "en"
    options: dict[tuple[str, str | None], Candidate] = {}
    for place, item in enumerate(ranked):
        if is_outside(item.label) or item.label not in context.titulos:
            continue
        if place and (item.label in _SMALL_TALK or item.confianza < _WORTH_OFFERING):
            continue
        record = item.label.removeprefix("tramite/") if item.label.startswith("tramite/") else None
        flow = context.flujos.get(record) if record else None
        intencion, record = (flow, None) if flow else ("tramite" if record else item.label, record)
        title = context.titulos[flow or item.label][english]
        options.setdefault((intencion, record), Candidate(intencion, record, title, round(item.confianza, 4)))
    return tuple(options.values())[:MAX_OPTIONS]
