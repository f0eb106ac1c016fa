"""Normalising is bounded, idempotent and never fails; hostile texts stay cheap."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.understanding import INTENTS, Understanding, decide, emergency, normalise
from flows.understanding.text import MAX_CHARS, MAX_WORDS, sounds
from tests.worlds import bundled

HOSTILE = ["a" * 100_000, "me esta " * 12_000, "\u0301" * 100_000, "1-2.3 " * 17_000, "ﷺ" * 50_000, "👍🏽" * 40_000, "مرحبا " * 16_000, "$1." * 30_000, "a@" * 50_000, "ABC-" * 25_000]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("¿Qué PAPELES piden?", "que papeles piden"),
        ("k papeles pal certificao", "que papeles para el certificado"),
        ("holaaaa", "hola"),
        ("perro", "perro"),
        ("xfa 🙏", "por favor"),
        ("Nariño\u200b", "narino"),
        ("5️⃣", "5"),
    ],
)
def test_text_is_folded_for_matching(text: str, normal: str) -> None:
    assert normalise(text) == normal


def test_words_that_sound_alike_on_the_coast_agree_and_perro_is_not_pero() -> None:
    assert sounds("sisven") == sounds("cisben")
    assert sounds("llave") == sounds("yave")
    assert sounds("perro") != sounds("pero")


@given(st.text(max_size=3_000))
@settings(max_examples=300, deadline=None)
def test_any_text_normalises_within_bounds_to_plain_words(text: str) -> None:
    normal = normalise(text)
    assert len(normal) <= MAX_CHARS
    assert len(normal.split()) <= 2 * MAX_WORDS  # an abbreviation opens into at most three words
    assert normal.isascii()


@given(st.text(max_size=2_000))
@settings(max_examples=150, deadline=None)
def test_any_text_gets_a_decision_of_the_contract(text: str) -> None:
    decision = decide(text, bundled()[1])
    assert decision.intencion in (*INTENTS, "aclarar")
    assert 0.0 <= decision.confianza <= 1.0
    assert len(decision.alternativas) <= 3


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:6]))
def test_a_hostile_text_is_cut_before_it_costs(by_rules: Understanding, text: str) -> None:
    best = min(_seconds(by_rules, text) for _ in range(3))
    assert best < 0.05  # seconds of this process; some milliseconds on a machine of its own


def _seconds(context: Understanding, text: str) -> float:
    start = process_time()
    emergency(text)
    decide(text, context)
    return process_time() - start
