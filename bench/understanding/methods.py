"""The methods that are compared: ours, and what is taught the same phrases beside it. Each is text → Answer."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
from rapidfuzz import fuzz, process

from bench.understanding.data import canonical
from bench.understanding.metrics import OUTSIDE, UNCLEAR, Answer, Pair, sure_at
from flows.understanding import Decision, Understanding, decide
from flows.understanding.decide import hear, rank_all
from flows.understanding.phrasing import denied
from flows.understanding.text import fold, normalise

Method = Callable[[str], Answer]
Scores = Iterable[tuple[str, float]]
_NAMED_OUTSIDE = frozenset({"otra-entidad", "otra-ciudad"})


def ours(context: Understanding) -> Method:
    """Return our understanding: the decision first, then what it offered, then the rest of the ranking."""
    return lambda text: _decided(decide(text, context), text, context)


def _decided(decision: Decision, text: str, context: Understanding) -> Answer:
    heard = hear(text, context)
    ranked, _ = rank_all((denied(heard.asked) or (heard.asked, ""))[0], context)
    labels = [canonical(item.label, context.flujos) for item in ranked]
    offered = [_label(option.intencion, option.tramite) for option in decision.alternativas]
    within = ranked[0].dentro if ranked else 0.0
    if decision.intencion == OUTSIDE:
        first = [OUTSIDE] if any(reason.regla in _NAMED_OUTSIDE for reason in decision.razones) else []
        return Answer(_once([*first, *offered, *labels]), within, 1 - decision.confianza, "refused", tuple(offered))
    if decision.intencion == UNCLEAR:
        # Three bands, one above the other: answered, asked, refused; within each, by its probability.
        sure = 1 + max((option.confianza for option in decision.alternativas), default=0.0)
        return Answer(_once([*offered, *labels]), sure, within, "asked", tuple(offered))
    label = _label(decision.intencion, decision.tramite)
    by_model = any(reason.regla == "modelo" for reason in decision.razones)
    inside = within if by_model else decision.confianza
    return Answer(_once([label, *labels]), 2 + decision.confianza, inside, "routed")


def _label(intencion: str, tramite: str | None) -> str:
    return f"tramite/{tramite}" if tramite else intencion


def _once(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(labels))


def fuzzy(pairs: Sequence[tuple[str, str]], flows: Mapping[str, str]) -> Method:
    """Return rapidfuzz alone: token_set_ratio of the folded message against every folded phrase."""
    phrases = [normalise(text) for text, _ in pairs]
    labels = [canonical(label, flows) for _, label in pairs]

    def answer(text: str) -> Answer:
        scores = process.cdist([normalise(text)], phrases, scorer=fuzz.token_set_ratio)[0]
        order = np.argsort(-scores, kind="stable")
        return scored((labels[at], float(scores[at])) for at in order)

    return answer


def full_text(pairs: Sequence[tuple[str, str]], flows: Mapping[str, str]) -> Method:
    """Return SQLite FTS5: BM25 over folded words, each quoted, any of which may match."""
    db = sqlite3.connect(":memory:")
    db.execute("create virtual table phrase using fts5(said, label unindexed)")
    db.executemany("insert into phrase values (?, ?)", [(fold(text), canonical(label, flows)) for text, label in pairs])

    def answer(text: str) -> Answer:
        query = " OR ".join(f'"{word}"' for word in dict.fromkeys(fold(text).split()))
        if not query:
            return scored(())
        found = db.execute(
            "select label, -bm25(phrase) from phrase where phrase match ? order by 2 desc limit 400", [query]
        )
        return scored(found.fetchall())

    return answer


def scored(found: Scores) -> Answer:
    """Return the answer of a method that only gives scores, best first. Routed or not is for `at_share` to say.

    One rule for all of them: a message is the city's by how far the best label in scope is ahead of «outside».
    """
    best: dict[str, float] = {}
    for label, score in found:
        best.setdefault(label, score)
    within = max((score for label, score in best.items() if label != OUTSIDE), default=0.0)
    margin = within - best.get(OUTSIDE, 0.0)
    ranked = tuple(best)
    sure = within if ranked and ranked[0] != OUTSIDE else min(margin, 0.0)
    return Answer(ranked, sure, margin, "asked", tuple(label for label in ranked if label != OUTSIDE)[:3])


def at_share(pairs: Sequence[Pair], routed: float) -> list[Pair]:
    """Return the answers with the threshold that routes that share of the messages in scope; the rest is asked.

    A favour to the method: the threshold is found on the very messages it is measured on.
    """
    cut = sure_at(pairs, routed)
    return [(m, replace(a, verdict="routed") if a.best and a.sure >= cut else a) for m, a in pairs]
