"""Requests 9, 10 and 22: who writes, by number or by id, and who wants no more notices."""

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlmodel import col

from knowledge.conversaciones import Address, Contact
from notifier import outbox
from notifier.outbox import Envio
from tests.twilio.conftest import ANA, Twilio
from tests.twilio.fake import Fake
from tests.twilio.rows import count

BSUID = "whatsapp:CO.13491208655302741918"


class Test09BsuidOnly:
    def test_a_person_without_a_number_is_answered_at_the_id_that_wrote(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        assert tw.says("hola", From=BSUID, WaId="").status_code == 200
        send_all()
        assert [m["to"] for m in fake.messages] == [BSUID]

    @pytest.mark.parametrize("written", ["whatsapp:573001112233", "whatsapp: 573001112233", "", "whatsapp:"])
    def test_a_number_without_its_plus_is_the_same_person(self, tw: Twilio, written: str) -> None:
        tw.says("hola")
        tw.says("menu", From=written)
        assert count(tw, Contact) == 1

    @pytest.mark.parametrize(
        "written", ["+573001112233", "whatsapp:abc", "messenger:1", "whatsapp:+5730011122334455667"]
    )
    def test_who_cannot_be_answered_on_whatsapp_is_no_contact(self, tw: Twilio, written: str) -> None:
        assert tw.says("hola", From=written).status_code == 200
        assert count(tw, Contact) == 0


class Test10PhoneAndBsuid:
    def test_the_number_with_its_id_then_the_id_alone_are_one_contact(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        tw.says("hola", ExternalUserId=BSUID)
        tw.says("menu", From=BSUID, WaId="", ExternalUserId=BSUID)
        assert count(tw, Contact) == 1
        assert count(tw, Address) == 2
        send_all()
        assert [m["to"] for m in fake.messages] == [ANA, BSUID]


class Test22OptOut:
    @pytest.mark.parametrize("word", ["STOP", " Baja", "ALTO."])
    def test_after_an_opt_out_a_notice_is_silent(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None], word: str
    ) -> None:
        assert self._sent_after(tw, fake, send_all, word) == 0

    @pytest.mark.parametrize("word", ["cancelar", "quiero darme de baja del impuesto de industria y comercio"])
    def test_other_words_are_no_opt_out(self, tw: Twilio, fake: Fake, send_all: Callable[[], None], word: str) -> None:
        assert self._sent_after(tw, fake, send_all, word) == 1

    def _sent_after(self, tw: Twilio, fake: Fake, send_all: Callable[[], None], word: str) -> int:
        tw.says("hola")
        tw.says(word)
        send_all()
        before = len(fake.messages)
        with tw.services.db.writing() as db:
            contact = db.execute(select(col(Contact.id))).scalar_one()
            notice = Envio(f"aviso:{word}", contact, ANA, "whatsapp", "Mañana vence tu plazo.", kind="notice")
            assert outbox.enqueue(db, tw.services.sello, notice, tw.services.clock())
        tw.services.clock.forward(seconds=10)  # type: ignore[attr-defined]  # a notice keeps a pace of its own
        send_all()
        return len(fake.messages) - before
