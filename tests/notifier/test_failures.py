"""Failures: a vendor that is down, an account at fault, a refused message and a defect of ours; none ends in silence."""

from sqlalchemy import select
from sqlmodel import col

from knowledge.conversaciones import Task
from notifier.delivery import run_once, sweep
from notifier.ports import SendError, SendRefused
from tests.notifier.conftest import Post
from tests.notifier.post import ANA


def test_a_vendor_that_is_down_for_a_minute_loses_nothing(post: Post) -> None:
    ana = post.person(ANA)
    for n in range(3):
        post.queue(ana, ANA, str(n))
    post.road.failures = [SendError("provider", "no-connection")] * 6
    for _ in range(40):
        run_once(post.delivery())
        post.clock.forward(seconds=5)
    assert post.road.texts == ["0", "1", "2"]


def test_an_account_at_fault_stops_the_queue_and_leaves_one_task(post: Post) -> None:
    people = [(f"whatsapp:+57300000000{n}", post.person(f"whatsapp:+57300000000{n}")) for n in range(5)]
    for address, contact in people:
        post.queue(contact, address, "hola")
    post.road.failures = [SendError("stop", "63007")] * 5
    run_once(post.delivery())
    post.queue(people[0][1], people[0][0], "otra")
    assert run_once(post.delivery()) == 0
    with post.db.reading() as db:
        assert db.execute(select(col(Task.tema))).scalars().all() == ["delivery-stop"]
    post.clock.forward(minutes=6)
    while run_once(post.delivery()):
        pass
    assert len(post.road.sent) == 6


def test_a_refused_message_is_told_and_the_next_one_goes(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "one")
    post.queue(ana, ANA, "two")
    post.road.failures = [SendRefused("defect", "21617")]
    while run_once(post.delivery()):
        pass
    assert (post.states(), post.road.texts) == (["fallida", "enviada"], ["two"])


def test_a_defect_of_ours_is_looked_for_and_ends_as_a_task(post: Post) -> None:
    post.queue(post.person(ANA), ANA, "hola")
    post.road.failures = [ValueError("a bug")] * 50
    for _ in range(60):
        run_once(post.delivery())
        post.clock.forward(seconds=61)
        sweep(post.delivery())
    assert post.states() == ["fallida"]
    with post.db.reading() as db:
        assert db.execute(select(col(Task.tema))).scalars().all() == ["delivery-unknown"]
