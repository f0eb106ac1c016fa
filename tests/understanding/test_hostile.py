"""No message makes the understanding fail. How long each takes is printed by `python -m bench understanding`."""

import pytest

from flows.understanding import INTENTS, Understanding, decide, emergency, explain
from flows.understanding.text import MAX_CHARS, MAX_WORDS, normalise
from tests.understanding.hostile import messages


@pytest.mark.parametrize("seed", range(5))
def test_a_thousand_hostile_messages_are_decided(context: Understanding, seed: int) -> None:
    for text in messages(1_000, seed):
        decision = decide(text, context)
        assert decision.intencion in (*INTENTS, "aclarar")
        assert 0 <= decision.confianza <= 1
        assert len(decision.normalizado) <= MAX_CHARS
        assert len(decision.normalizado.split()) <= MAX_WORDS
        assert normalise(decision.normalizado) == decision.normalizado
        assert emergency(text) == decision.emergencia


def test_hostile_messages_are_explained_as_they_were_decided(context: Understanding) -> None:
    for text in messages(200, 99):
        assert explain(text, context).decision == decide(text, context)
