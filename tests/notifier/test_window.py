"""When a person may be written to: within a day of their last message, and no notice once they have left."""

from sqlalchemy import insert, select
from sqlmodel import col

from knowledge.conversaciones import Consent, Event
from notifier.delivery import run_once
from tests.notifier.conftest import Post
from tests.notifier.post import ANA, failed, tell


def test_after_a_day_of_silence_a_reply_waits_for_the_person(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "respuesta")
    post.clock.forward(hours=23, minutes=51)
    assert run_once(post.delivery()) == 0
    assert post.states() == ["espera"]
    with post.db.reading() as db:
        assert db.execute(select(col(Event.kind))).scalars().all() == ["window-closed"]
    post.clock.forward(hours=30)
    post.writes(ANA)
    run_once(post.delivery())
    assert post.road.texts == ["respuesta"]


def test_a_window_that_only_the_vendor_sees_closed_is_not_asked_in_a_loop(post: Post) -> None:
    ana = post.person(ANA)
    row = post.queue(ana, ANA, "hola")
    run_once(post.delivery())
    post.clock.forward(seconds=2)
    tell(post, row, failed("window", "63016"))
    assert post.states() == ["espera"]
    assert run_once(post.delivery()) == 0
    post.clock.forward(seconds=5)
    post.writes(ANA)
    assert run_once(post.delivery()) == 1


def test_a_person_who_left_gets_no_notice_but_is_answered(post: Post) -> None:
    ana = post.person(ANA)
    with post.db.writing() as db:
        for kind in ("alta", "baja"):
            db.execute(
                insert(Consent).values(
                    contact_id=ana, kind=kind, tema="", version="", channel="whatsapp", at=post.clock()
                )
            )
    post.queue(ana, ANA, "aviso", kind="notice")
    post.queue(ana, ANA, "respuesta")
    while run_once(post.delivery()):
        pass
    assert (post.states(), post.road.texts) == (["descartada", "enviada"], ["respuesta"])
