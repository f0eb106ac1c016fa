"""Request 23: status callbacks out of order, twice, of rows we do not know; signed like everything else."""

from collections.abc import Callable

import pytest
import requests
from sqlalchemy import delete, func, select
from sqlmodel import col

from bot.channels import twilio
from bot.channels.twilio_errors import ACTIONS, action_of_answer, action_of_callback
from knowledge.conversaciones import Address, Event, Heartbeat, Outgoing, StatusReceipt
from tests.twilio.conftest import ANA, Twilio
from tests.twilio.fake import Fake, row_of


def estado(tw: Twilio, row: int) -> str:
    with tw.services.db.reading() as db:
        return str(db.execute(select(col(Outgoing.estado)).where(col(Outgoing.id) == row)).scalar_one())


class Test23Callbacks:
    def test_out_of_order_twice_and_skipping_delivered(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        tw.says("hola")
        send_all()
        sid, row = fake.messages[0]["sid"], row_of(fake.messages[0]["callback"])
        for name in ("sent", "read", "delivered", "queued", "sent", "read"):
            assert tw.status(row, name, sid=sid).status_code == 200
        assert estado(tw, row) == "leida"
        with tw.services.db.reading() as db:
            assert db.execute(select(func.count()).select_from(StatusReceipt)).scalar_one() == 4

    def test_a_callback_before_the_answer_of_the_request(self, tw: Twilio) -> None:
        tw.says("hola")
        with tw.services.db.reading() as db:
            row = db.execute(select(col(Outgoing.id))).scalar_one()
        assert row is not None
        tw.status(row, "delivered")
        assert estado(tw, row) == "entregada"

    @pytest.mark.parametrize("row", [999, 2**31, 2**63, 10**30])
    def test_a_row_we_do_not_know(self, tw: Twilio, row: int) -> None:
        assert tw.status(row, "delivered").status_code == 200

    def test_a_status_without_signature_changes_nothing(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        tw.says("hola")
        send_all()
        row = row_of(fake.messages[0]["callback"])
        fields = {"MessageSid": fake.messages[0]["sid"], "MessageStatus": "failed"}
        assert requests.post(f"{tw.url}{twilio.STATUS}{row}", data=fields, timeout=30).status_code == 403
        assert estado(tw, row) == "enviada"

    @pytest.mark.parametrize("name", ["", "receiving", "partially_delivered", "💥"])
    def test_a_status_of_tomorrow_says_nothing(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None], name: str
    ) -> None:
        tw.says("hola")
        send_all()
        row = row_of(fake.messages[0]["callback"])
        assert tw.status(row, name).status_code == 200
        assert estado(tw, row) == "enviada"

    def test_a_closed_window_waits_for_the_person_and_is_told(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        tw.says("hola")
        send_all()
        row = row_of(fake.messages[0]["callback"])
        tw.status(row, "failed", "63016", fake.messages[0]["sid"])
        assert estado(tw, row) == "espera"
        with tw.services.db.reading() as db:
            assert list(db.execute(select(col(Event.kind))).scalars()) == ["delivery-window"]

    def test_a_dead_address_is_marked_and_lives_again_when_it_writes(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        def dead() -> bool:
            with tw.services.db.reading() as db:
                return bool(db.execute(select(col(Address.dead)).where(col(Address.address) == ANA)).scalar_one())

        tw.says("hola")
        send_all()
        tw.status(row_of(fake.messages[0]["callback"]), "undelivered", "63024", fake.messages[0]["sid"])
        assert dead()
        tw.says("menu")
        assert not dead()


def test_every_code_of_the_table_ends_somewhere(tw: Twilio, fake: Fake, send_all: Callable[[], None]) -> None:
    codes = sorted({c for codes in ACTIONS.values() for c in codes})
    for n, code in enumerate(codes):
        tw.says("hola", From=f"whatsapp:+57300{n:07d}", WaId="")
        send_all()
        row = row_of(fake.messages[-1]["callback"])
        assert tw.status(row, "failed", str(code), fake.messages[-1]["sid"]).status_code == 200
        assert estado(tw, row) in ("pendiente", "espera", "fallida", "descartada"), code
        unpause(tw)


def unpause(tw: Twilio) -> None:
    with tw.services.db.writing() as db:
        db.execute(delete(Heartbeat))


def test_codes_are_in_one_place_of_the_table() -> None:
    codes = [c for codes in ACTIONS.values() for c in codes]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("status", "code", "action"),
    [
        (429, 20429, "throttle"), (429, None, "throttle"), (503, 20500, "unknown"), (502, None, "unknown"), (400, 21211, "dead"),
        (400, 63016, "window"), (401, 20003, "stop"), (403, None, "stop"), (400, 12345, "defect"), (404, 20404, "defect"),
    ],
)  # fmt: skip
def test_an_answer_means_what_the_table_says(status: int, code: int | None, action: str) -> None:
    assert action_of_answer(status, code) == action


def test_a_callback_is_never_uncertain() -> None:
    assert {action_of_callback(c) for c in (None, 20500, 99999)} == {"never"}
