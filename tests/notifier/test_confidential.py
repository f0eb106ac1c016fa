"""Confidential messages: unreadable while they wait, gone once they arrived or were given up."""

import json

from notifier.delivery import run_once, sweep
from notifier.outbox import EMPTY
from notifier.ports import Opcion, SendRefused, SendUnknown
from tests.notifier.conftest import Post
from tests.notifier.post import ANA, ok, tell


class TestConfidential:
    def test_the_words_are_unreadable_in_the_row_and_gone_once_they_arrived(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "Tu recibo: 1234", confidential=True, opciones=(Opcion("a", "Otra"),))
        assert "1234" not in post.row(row).body
        run_once(post.delivery())
        assert (post.road.texts, post.road.sent[0].confidential) == (["Tu recibo: 1234"], True)
        tell(post, row, ok("delivered", "entregada"))
        assert json.loads(post.row(row).body) == json.loads(EMPTY)

    def test_given_up_they_are_gone_too(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "Tu recibo: 1234", confidential=True)
        post.road.failures = [SendRefused("dead", "63024")]
        run_once(post.delivery())
        assert post.row(row).body == EMPTY

    def test_closed_with_a_key_that_is_lost_it_is_told_and_holds_nobody(self, post: Post) -> None:
        ana = post.person(ANA)
        post.queue(ana, ANA, "secreto", confidential=True)
        post.queue(ana, ANA, "normal")
        post.sello = type(post.sello)("another secret")
        while run_once(post.delivery()):
            pass
        assert (post.states(), post.road.texts) == (["fallida", "enviada"], ["normal"])

    def test_uncertain_and_closed_with_a_lost_key_it_is_told_and_holds_nobody(self, post: Post) -> None:
        ana = post.person(ANA)
        post.road.failures = [SendUnknown("timeout")]
        post.queue(ana, ANA, "secreto", confidential=True)
        run_once(post.delivery())
        post.sello = type(post.sello)("another secret")
        post.clock.forward(minutes=2)
        sweep(post.delivery())
        post.queue(ana, ANA, "hola")
        run_once(post.delivery())
        assert (post.states(), post.road.texts) == (["fallida", "enviada"], ["hola"])
