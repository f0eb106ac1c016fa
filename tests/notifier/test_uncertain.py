"""The uncertain: what may or may not have been sent is found out, and neither lost nor repeated."""

import pytest

from notifier.delivery import claim, deliver, run_once, sweep
from notifier.outbox import LEASE
from notifier.ports import SendUnknown
from tests.notifier.conftest import Post
from tests.notifier.post import ANA


def test_what_was_sent_but_not_answered_is_found_and_not_sent_again(post: Post) -> None:
    ana = post.person(ANA)
    row = post.queue(ana, ANA, "hola")
    [salida] = claim(post.delivery(), 1)
    post.road.sent.append(salida)
    post.road.failures = [SendUnknown("ReadTimeout")]
    deliver(post.delivery(), salida)
    assert post.row(row).estado == "incierta"
    post.clock.forward(seconds=16)
    sweep(post.delivery())
    assert (post.row(row).estado, post.row(row).provider_id, len(post.road.sent)) == ("enviada", "SM1", 1)


def test_what_the_vendor_twice_does_not_know_goes_again(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "hola")
    post.road.failures = [SendUnknown("500")]
    run_once(post.delivery())
    post.clock.forward(seconds=16)
    sweep(post.delivery())
    assert post.states() == ["incierta"]
    post.clock.forward(seconds=61)
    sweep(post.delivery())
    run_once(post.delivery())
    assert post.road.texts == ["hola"]


def test_while_the_vendor_does_not_say_nothing_is_sent_again(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "hola")
    post.road.failures = [SendUnknown("500")]
    post.road.blind = True
    run_once(post.delivery())
    for _ in range(20):
        post.clock.forward(minutes=2)
        sweep(post.delivery())
        run_once(post.delivery())
    assert (post.states(), post.road.texts) == (["incierta"], [])


def test_an_equal_text_sent_before_is_not_taken_for_this_one(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "menú")
    run_once(post.delivery())
    second = post.queue(ana, ANA, "menú")
    post.road.failures = [SendUnknown("500")]
    run_once(post.delivery())
    for _ in range(2):
        post.clock.forward(seconds=61)
        sweep(post.delivery())
    run_once(post.delivery())
    assert (len(post.road.sent), post.row(second).provider_id) == (2, "SM2")


@pytest.mark.parametrize("point", ["delivery:claimed", "delivery:sent", "delivery:recorded"])
def test_a_process_that_dies_at_any_point_neither_loses_nor_repeats(post: Post, point: str) -> None:
    class Died(BaseException):
        pass

    def die(where: str) -> None:
        if where == point:
            raise Died

    ana = post.person(ANA)
    post.queue(ana, ANA, "hola")
    with pytest.raises(Died):
        run_once(post.delivery("dead", die))
    for _ in range(4):
        post.clock.forward(seconds=LEASE.total_seconds() + 1)
        sweep(post.delivery())
        run_once(post.delivery())
    assert (post.road.texts, post.states()) == (["hola"], ["enviada"])


def test_alone_on_sqlite_the_rows_of_the_dead_process_are_looked_for_at_once(post: Post) -> None:
    row = post.queue(post.person(ANA), ANA, "hola")
    claim(post.delivery("dead"), 1)
    sweep(post.delivery("new"), alone=True)
    assert post.row(row).error == "no-trace"


def test_a_row_whose_processes_died_ten_times_is_still_sent(post: Post) -> None:
    post.queue(post.person(ANA), ANA, "hola")
    for _ in range(10):
        assert claim(post.delivery(), 20)  # and this process dies before it sends
        for _ in range(3):  # the lease runs out, the vendor is asked twice
            post.clock.forward(seconds=61)
            sweep(post.delivery())
    run_once(post.delivery())
    assert (post.states(), post.road.texts) == (["enviada"], ["hola"])
