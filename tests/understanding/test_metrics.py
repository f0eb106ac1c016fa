"""The figures of the bench, on cases that one can count by hand."""

import math
from typing import Literal
from xml.etree import ElementTree

import pytest

from bench.understanding import metrics
from bench.understanding.distractors import distractors
from bench.understanding.methods import at_share, full_text, fuzzy, scored
from bench.understanding.metrics import OUTSIDE, UNCLEAR, Answer, Message, Pair
from bench.understanding.plot import Series, plot
from bench.understanding.quality import own_threshold
from bench.understanding.report import replaced
from tests.worlds import bundled

Verdict = Literal["routed", "asked", "refused"]


def message(gold: str, *also: str) -> Message:
    return Message("?", gold, frozenset({gold, *also}))


def answer(*ranked: str, sure: float = 1.0, inside: float = 1.0, verdict: Verdict = "routed") -> Answer:
    return Answer(ranked, sure, inside, verdict, tuple(label for label in ranked if label != OUTSIDE)[:3])


PAIRS: list[Pair] = [
    (message("tramite/a"), answer("tramite/a", "tramite/b", sure=0.9, inside=0.9)),
    (message("tramite/a"), answer("tramite/b", "saludo", "tramite/a", sure=0.8, inside=0.8)),
    (message("saludo"), answer("tramite/b", "saludo", sure=0.3, inside=0.2, verdict="asked")),
    (message("saludo"), answer(OUTSIDE, "saludo", sure=0.1, inside=0.1, verdict="refused")),
    (message(OUTSIDE), answer(OUTSIDE, "tramite/a", sure=0.2, inside=0.15, verdict="refused")),
    (message(OUTSIDE), answer("tramite/a", sure=0.85, inside=0.5)),
    (message(UNCLEAR, "saludo"), answer("saludo", sure=0.7, inside=0.9)),
    (message(UNCLEAR), answer("saludo", sure=0.1, inside=0.9, verdict="asked")),
]


def test_the_intent_of_a_wrong_record_is_still_right_and_its_route_is_not() -> None:
    assert metrics.intent_accuracy(PAIRS) == 2 / 4
    assert metrics.route_accuracy(PAIRS) == 1 / 4


def test_macro_f1_is_the_mean_over_the_intents_asked_for() -> None:
    # tramite: 2 right of 2, said 3 times → 0.8; saludo: none right → 0.
    assert math.isclose(metrics.macro_f1(PAIRS), (0.8 + 0.0) / 2)


def test_recall_and_rank_count_records_only() -> None:
    assert metrics.recall(PAIRS, 1) == 1 / 2
    assert metrics.recall(PAIRS, 2) == 1.0
    assert metrics.mean_reciprocal_rank(PAIRS) == (1 + 1 / 2) / 2


def test_an_answer_that_a_clerk_also_accepts_is_right() -> None:
    pairs = [(message("tramite/a", "tramite/b", "radicar"), answer("tramite/b"))]
    assert metrics.route_accuracy(pairs) == metrics.recall(pairs, 1) == metrics.solved(pairs) == 1.0
    assert metrics.wrong_among_routed(pairs) == 0.0


@pytest.mark.parametrize(("high", "low", "area"), [([2, 3], [0, 1], 1.0), ([1], [1], 0.5), ([0], [1], 0.0), ([1, 3], [2], 0.5), ([], [1], 0.5)])  # fmt: skip
def test_auroc_is_the_share_of_pairs_in_order(high: list[float], low: list[float], area: float) -> None:
    assert metrics.auroc(high, low) == area


def test_scope_compares_the_city_with_what_is_not() -> None:
    # .9 and .8 beat both, .2 beats .15 alone, .1 beats none: 5 of 8.
    assert metrics.scope_auroc(PAIRS) == 5 / 8


def test_refusal_counts_both_kinds_of_mistake() -> None:
    # One of two refused, and one greeting refused too: precision 1/2, recall 1/2.
    assert metrics.refusal_f1(PAIRS) == 1 / 2
    # At inside ≤ .15: the same two; at ≤ .5: both outside ones and both greetings → 2·2 / (4 + 2).
    assert metrics.best_refusal_f1(PAIRS) == 2 / 3


def test_what_is_routed_and_wrong_includes_what_is_out_of_scope_or_unclear() -> None:
    assert metrics.routed_share(PAIRS) == 2 / 4
    assert metrics.outside_routed(PAIRS) == 1 / 2
    assert metrics.wrong_among_routed(PAIRS) == 2 / 4
    assert metrics.unclear_asked(PAIRS) == 1.0


def test_the_threshold_of_a_coverage_lets_that_share_of_the_citys_through() -> None:
    assert metrics.sure_at(PAIRS, 0.5) == 0.8
    # Let through: .9 right, .8 wrong, .85 out of scope.
    assert metrics.wrong_at_coverage(PAIRS, 0.5) == 2 / 3
    assert metrics.routed_share(at_share(PAIRS, 0.75)) == 3 / 4


def test_solved_is_right_at_once_or_offered_among_three() -> None:
    assert metrics.solved(PAIRS) == 3 / 4


def test_a_method_of_scores_keeps_the_best_of_each_label_and_its_lead_over_outside() -> None:
    got = scored([("tramite/a", 3.0), (OUTSIDE, 2.0), ("tramite/a", 1.0), ("saludo", 0.5)])
    assert (got.ranked, got.sure, got.inside) == (("tramite/a", OUTSIDE, "saludo"), 3.0, 1.0)
    refused = scored([(OUTSIDE, 2.0), ("saludo", 0.5)])
    assert (refused.best, refused.sure) == ("saludo", -1.5)
    assert scored(()).best is None


def test_the_peers_own_threshold_answers_from_half_up() -> None:
    pairs = [(message("saludo"), scored([("saludo", score)])) for score in (0.5, 0.4)]
    assert [a.verdict for _, a in own_threshold(pairs)] == ["routed", "refused"]


TAUGHT = [("certificado de residencia", "tramite/r"), ("hola, ¿qué más?", "saludo"), ("pasaporte", "otra/pasaporte")]


@pytest.mark.parametrize("make", [fuzzy, full_text])
def test_a_peer_answers_with_the_phrase_that_is_nearest(make: object) -> None:
    method = make(TAUGHT, {})  # type: ignore[operator]
    assert method("el CERTIFICADO de Residencia").ranked[0] == "tramite/r"
    assert method('sacar "pasaporte" OR').ranked[0] == OUTSIDE
    assert method("…").verdict == "asked"


def test_distractors_are_many_different_and_always_the_same() -> None:
    like = next(iter(bundled()[0].tramites.values()))
    made = list(distractors(like, 500))
    assert len({record.nombre for record in made}) == 500
    assert made == list(distractors(like, 500))
    assert not {record.id for record in made} & set(bundled()[0].tramites)


def test_the_plot_is_a_picture_that_opens() -> None:
    root = ElementTree.fromstring(plot([50, 2_000], Series("ms", [0.1, 0.2], 1.0), Series("R@3", [0.9, 1.0], 1.0)))
    assert len(root.findall(".//{http://www.w3.org/2000/svg}circle")) == 4


def test_a_table_goes_between_its_marks_and_nowhere_else() -> None:
    document = "a\n<!-- bench: x -->\nold\n<!-- end -->\nb\n<!-- bench: y -->\n<!-- end -->\n"
    written = replaced(document, "x", "| new |")
    assert written == replaced(written, "x", "| new |")
    assert written.startswith("a\n<!-- bench: x -->\n\n| new |\n\n<!-- end -->\nb")
    with pytest.raises(ValueError, match="«z»"):
        replaced(document, "z", "")
