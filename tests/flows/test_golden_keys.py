"""The question behind every key is written down: changing what a question means changes its key."""

import json

from tests.flows.golden import QUESTIONS, questions


def test_every_key_still_asks_what_it_asked() -> None:
    stored = json.loads(QUESTIONS.read_text(encoding="utf-8"))
    now = questions()
    changed = {k: (stored[k], now[k]) for k in stored.keys() & now.keys() if stored[k] != now[k]}
    assert not changed, f"other meaning: other key; other words only: python -m tests.flows.golden\n{changed}"
    assert stored.keys() == now.keys(), "python -m tests.flows.golden, and look at the difference"
