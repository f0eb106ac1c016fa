"""Callbacks: what the vendor tells of a message later, in whatever order and however often."""

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from knowledge.conversaciones import Address, StatusReceipt, Task
from notifier import ladder
from notifier.delivery import claim, deliver, run_once, sweep
from notifier.ports import Action, SendUnknown
from tests.notifier.conftest import Post
from tests.notifier.post import ANA, failed, ok, tell


class TestCallbacks:
    @pytest.mark.parametrize(
        ("order", "end"),
        [
            (["queued", "sent", "delivered", "read"], "leida"),
            (["read", "delivered", "sent", "queued"], "leida"),
            (["delivered", "delivered", "sent"], "entregada"),
            (["read"], "leida"),
            (["failed", "delivered"], "entregada"),
            (["delivered", "failed"], "entregada"),
            (["sent", "failed", "failed"], "fallida"),
        ],
    )
    def test_the_ladder_only_goes_up(self, post: Post, order: list[str], end: str) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        estados = {"queued": "enviada", "sent": "enviada", "delivered": "entregada", "read": "leida"}
        for name in order:
            tell(post, row, ok(name, estados[name]) if name in estados else failed("never", "63049"))
        assert post.row(row).estado == end

    def test_a_callback_before_the_answer_stands(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        [salida] = claim(post.delivery(), 1)
        tell(post, row, ok("delivered", "entregada"))
        deliver(post.delivery(), salida)
        assert (post.row(row).estado, post.row(row).provider_id) == ("entregada", "SM1")

    @pytest.mark.parametrize(("action", "waits"), [("throttle", "pendiente"), ("window", "espera")])
    def test_a_failure_told_before_the_answer_is_not_forgotten(self, post: Post, action: Action, waits: str) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        (salida,) = claim(post.delivery(), 1)
        tell(post, row, failed(action))
        with post.db.writing() as db:
            ladder.sent(db, salida.id, "SM1", post.clock())
        assert post.row(row).estado == waits
        tell(post, row, ok("sent", "enviada"))  # the vendor's callbacks overtake each other
        assert post.row(row).estado == waits
        tell(post, row, ok("delivered", "entregada"))
        assert post.row(row).estado == "entregada"

    def test_a_callback_saves_what_was_uncertain(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        post.road.failures = [SendUnknown("500")]
        run_once(post.delivery())
        tell(post, row, ok("sent", "enviada", "SM77"))
        post.clock.forward(minutes=5)
        sweep(post.delivery())
        assert (post.row(row).provider_id, run_once(post.delivery())) == ("SM77", 0)

    def test_an_unknown_row_and_a_repeat_are_harmless(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        assert tell(post, 999_999, ok("sent", "enviada")) == "unknown"
        assert [tell(post, row, ok("sent", "enviada")) for _ in range(2)] == ["new", "repeated"]
        with post.db.reading() as db:
            assert db.execute(select(func.count()).select_from(StatusReceipt)).scalar_one() == 1

    def test_a_failure_that_may_be_tried_again_is_and_its_repeat_is_not(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        tell(post, row, failed("throttle", "63018", "SM1"))
        post.clock.forward(minutes=1)
        run_once(post.delivery())
        assert post.row(row).provider_id == "SM2"
        assert tell(post, row, failed("throttle", "63018", "SM1")) == "repeated"
        assert (post.row(row).estado, len(post.road.sent)) == ("enviada", 2)

    @pytest.mark.parametrize(("action", "flag"), [("dead", "dead"), ("opted_out", "opted_out")])
    def test_an_address_nobody_is_at_or_wants_is_marked(self, post: Post, action: Action, flag: str) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        tell(post, row, failed(action))
        with post.db.reading() as db:
            marks = db.execute(select(col(Address.dead), col(Address.opted_out))).one()
        assert getattr(marks, flag)

    def test_a_notice_nobody_received_becomes_somebodys_task(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "aviso", kind="notice")
        run_once(post.delivery())
        tell(post, row, failed("dead", "63024"))
        with post.db.reading() as db:
            assert db.execute(select(col(Task.kind))).scalars().all() == ["aviso_sin_entregar"]
