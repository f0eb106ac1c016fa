"""Every way of failing has a consequence, and none is silence."""

from typing import get_args

import pytest

from notifier.outcome import MAX_UNKNOWN, outcome
from notifier.ports import Action


@pytest.mark.parametrize("action", get_args(Action))
def test_every_failure_ends_in_another_attempt_a_wait_or_is_told(action: Action) -> None:
    for attempts in (1, 5, MAX_UNKNOWN, 100):
        then = outcome(action, attempts)
        assert then.estado in ("pendiente", "incierta", "espera", "fallida", "descartada")
        if then.estado in ("pendiente", "incierta"):
            assert then.wait is not None


def test_what_may_have_been_sent_is_never_simply_sent_again() -> None:
    assert {outcome("unknown", n).estado for n in range(1, 20)} == {"incierta", "fallida"}


def test_a_dead_provider_is_asked_ever_more_rarely_but_for_ever() -> None:
    waits = [outcome("provider", n).wait for n in range(1, 40)]
    assert waits == sorted(waits)  # type: ignore[type-var]
    assert max(w.total_seconds() for w in waits if w) == 60
    assert {outcome("provider", n).estado for n in range(1, 40)} == {"pendiente"}


def test_an_account_at_fault_holds_the_whole_queue_and_tells() -> None:
    then = outcome("stop", 1)
    assert (then.estado, then.alarm, then.pause) == ("pendiente", True, then.wait)
