"""What we send, through the official client over HTTP, judged by the vendor's own specifications."""

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from openapi_core.validation.request.exceptions import InvalidRequestBody
from sqlalchemy import select
from sqlmodel import col

from bot.channels.whatsapp import shape
from bot.contacts import locked
from bot.embedded import delivery_of, roads_of
from bot.inbound import Inbound
from bot.services import Services
from bot.traces import reply_bodies, reply_body, write_outgoing
from flows.messages import Bubble, Message, Option
from knowledge.conversaciones import ContentCache, Outgoing
from notifier.delivery import Delivery, run_once, sweep
from notifier.ports import Opcion, Salida, SendError, SendFailed, SendRefused, SendUnknown
from tests.twilio.conftest import ANA, Twilio, judge, webhooks
from tests.twilio.fake import Fake, served
from tests.worlds import NOON, Clock

BUTTONS = (Opcion("si", "Sí"), Opcion("no", "No"))
ROWS = tuple(Opcion(f"t{n}", f"Trámite número {n}", "Requisitos y costo") for n in range(10))


def salida(texto: str = "¿Seguimos?", opciones: tuple[Opcion, ...] = (), **more: Any) -> Salida:
    base = {
        "id": 7,
        "contact_id": 1,
        "address": ANA,
        "channel": "whatsapp",
        "kind": "reply",
        "confidential": False,
        "attempts": 1,
    }
    return Salida(texto=texto, opciones=opciones, since=NOON, **{**base, **more})


@pytest.fixture
def send(tw: Twilio) -> Callable[[Salida], Any]:
    return roads_of(tw.services)["whatsapp"].send


class TestShapes:
    @pytest.mark.parametrize(
        ("s", "expected"),
        [
            (salida(), "text"),
            (salida(opciones=BUTTONS), "buttons"),
            (salida(opciones=ROWS), "list"),
            (salida(opciones=(Opcion("a", "x" * 21), Opcion("b", "y"))), "list"),
            (salida(opciones=(Opcion("a", "x" * 25), Opcion("b", "y"))), "text"),
            (salida(opciones=(*ROWS, Opcion("z", "once"))), "text"),
            (salida(opciones=BUTTONS, confidential=True), "text"),
            (salida("x" * 1025, BUTTONS), "text"),
            (salida("dijiste {{1}}", BUTTONS), "text"),
        ],
    )
    def test_a_bubble_takes_the_shape_that_fits(self, s: Salida, expected: str) -> None:
        assert shape(s) == expected

    def test_buttons_are_created_once_and_carry_their_ids(self, send: Callable[[Salida], Any], fake: Fake) -> None:
        for n in range(3):
            send(salida(opciones=BUTTONS, id=n + 1))
        [content] = fake.contents
        assert content["types"]["twilio/quick-reply"]["actions"][0] == {
            "type": "QUICK_REPLY",
            "title": "Sí",
            "id": "si",
        }
        assert [m["content"] for m in fake.messages] == [content["sid"]] * 3

    def test_a_list_carries_rows_with_descriptions(self, send: Callable[[Salida], Any], fake: Fake) -> None:
        send(salida(opciones=ROWS))
        rows = fake.contents[0]["types"]["twilio/list-picker"]["items"]
        assert (len(rows), rows[0]) == (
            10,
            {"id": "t0", "item": "Trámite número 0", "description": "Requisitos y costo"},
        )

    @pytest.mark.parametrize(("status", "asked"), [(400, 1), (500, 2)])
    def test_without_its_buttons_the_same_words_go_with_numbers(
        self, send: Callable[[Salida], Any], fake: Fake, status: int, asked: int
    ) -> None:
        fake.fail_contents = [status] * 5
        for n in range(2):
            send(salida(opciones=BUTTONS, id=n + 1))
        assert fake.texts() == ["¿Seguimos?\n\n1. Sí\n2. No"] * 2
        assert sum(r.path == "/v1/Content" for r in fake.requests) == asked

    def test_a_confidential_reply_leaves_no_content_behind(
        self, send: Callable[[Salida], Any], fake: Fake, tw: Twilio
    ) -> None:
        send(salida(opciones=BUTTONS, confidential=True))
        assert fake.contents == []
        with tw.services.db.reading() as db:
            assert db.execute(select(col(ContentCache.sha256))).first() is None


class TestFailures:
    @pytest.mark.parametrize(
        ("how", "kind", "action"),
        [
            ((429, 20429), SendError, "throttle"), ((401, 20003), SendError, "stop"), ((400, 21211), SendRefused, "dead"),
            ((400, 21610), SendRefused, "opted_out"), ((400, 63016), SendRefused, "window"), ((400, 21617), SendRefused, "defect"),
            ((503, 20500), SendUnknown, "unknown"), ("lost", SendUnknown, "unknown"),
        ],
    )  # fmt: skip
    def test_each_answer_raises_what_the_table_says(
        self, send: Callable[[Salida], Any], fake: Fake, how: Any, kind: type[SendFailed], action: str
    ) -> None:
        fake.fail = [how]
        with pytest.raises(kind) as raised:
            send(salida())
        assert raised.value.action == action

    def test_no_connection_may_be_tried_again(self, tw: Twilio) -> None:
        settings = tw.services.settings.model_copy(update={"twilio_api_url": "http://127.0.0.1:9"})
        road = roads_of(type(tw.services)(**{**vars(tw.services), "settings": settings}))["whatsapp"]
        with pytest.raises(SendError):
            road.send(salida())
        with pytest.raises(SendError):
            road.find(salida())

    def test_the_words_of_an_error_hold_no_number_and_no_text(self, send: Callable[[Salida], Any], fake: Fake) -> None:
        fake.fail = [(400, 21211)]
        with pytest.raises(SendFailed) as raised:
            send(salida("secreto"))
        assert "secreto" not in str(raised.value)
        assert "573" not in str(raised.value)


def test_what_was_sent_and_not_answered_is_found_by_listing(
    tw: Twilio, fake: Fake, delivery: Delivery, send_all: Callable[[], None], clock: Clock
) -> None:
    tw.says("hola")
    fake.fail = ["lost"]
    send_all()
    clock.forward(seconds=16)
    sweep(delivery)
    send_all()
    assert len(fake.messages) == 1
    with tw.services.db.reading() as db:
        row = db.execute(select(col(Outgoing.estado), col(Outgoing.provider_id))).one()
    assert tuple(row) == ("enviada", fake.messages[0]["sid"])


def test_everything_we_send_obeys_the_vendors_specifications(
    tw: Twilio, fake: Fake, send_all: Callable[[], None], delivery: Delivery, clock: Clock, spec: Any
) -> None:
    send = roads_of(tw.services)["whatsapp"].send
    for text in (
        "hola",
        "menu",
        "cuanto vale el paz y salvo predial",
        "1",
        "😀" * 400,
        "emergencia, se esta quemando mi casa",
    ):
        tw.says(text)
        send_all()
    tw.says("hola", From="whatsapp:CO.13491208655302741918", WaId="")
    fake.fail = [(503, 20500)]
    send_all()
    clock.forward(seconds=16)
    sweep(delivery)
    for n, s in enumerate(
        (salida(), salida(opciones=BUTTONS), salida(opciones=ROWS), salida("á" * 1500), salida("👩‍👩‍👧‍👦" * 130))
    ):
        send(Salida(**{**{k: getattr(s, k) for k in s.__slots__}, "id": n + 1}))
    messages = [r for r in fake.requests if r.path.endswith("/Messages.json")]
    contents = [r for r in fake.requests if r.path == "/v1/Content"]
    assert judge(spec("twilio_messages_strict.json"), "https://api.twilio.com", messages) >= 12
    assert judge(spec("twilio_content_v1.json"), "https://content.twilio.com", contents) >= 2


def test_the_judge_refuses_what_is_wrong(fake: Fake, send: Callable[[Salida], Any], spec: Any) -> None:
    send(salida())
    good, rules = fake.requests[-1], spec("twilio_messages_strict.json")
    for wrong in (
        good.body.replace(b"whatsapp%3A%2B57", b"57"),
        good.body.replace(b"https", b"http"),
        good.body + b"x" * 1601,
    ):
        with pytest.raises(InvalidRequestBody):
            judge(rules, "https://api.twilio.com", [replace(good, body=wrong)])


def test_options_of_the_real_menu_go_as_an_interactive_list(
    tw: Twilio, fake: Fake, send_all: Callable[[], None]
) -> None:
    tw.says("menu")
    send_all()
    [content] = fake.contents
    assert next(iter(content["types"])) in ("twilio/list-picker", "twilio/quick-reply")
    assert json.dumps(content).count('"id"') >= 2


def test_a_reply_longer_than_a_message_goes_as_several_in_order_with_its_options_last(
    wired: Services, fake: Fake, clock: Clock
) -> None:
    options = (Option("a", "Sí"), Option("b", "No"))
    bubble = Bubble("Una frase entera del requisito. " * 130, options)
    body = reply_body(bubble, wired.sello)
    inbound = Inbound("twilio", "SM1", "whatsapp", (ANA,), Message("hola"), clock())
    with wired.db.writing() as db:
        contact = locked(db, "whatsapp", (ANA,), clock())
        write_outgoing(db, contact, inbound, bubble, reply_bodies(bubble, body, wired.sello))
    while run_once(delivery_of(wired)):
        pass
    texts = fake.texts()
    assert len(texts) == 3
    assert " ".join(texts).split()[:-4] == bubble.text.split()
    assert texts[-1].endswith("1. Sí\n2. No")
    assert all(len(t) <= 1500 for t in texts)


def test_no_number_and_no_word_of_a_citizen_reaches_a_log(
    wired: Services, fake: Fake, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    with served(webhooks(wired)) as url:
        tw = Twilio(url, wired, count(1))
        tw.says("canario-secreto")
        tw.says("canario-secreto", From="whatsapp:+57")
        tw.post(tw.fields("canario-secreto"), headers={"X-Twilio-Signature": "no"})
        fake.fail = ["lost", (400, 21211)]
        d = delivery_of(wired)
        for _ in range(3):
            run_once(d)
            wired.clock.forward(seconds=61)  # type: ignore[attr-defined]
            sweep(d)
    said = "\n".join(r.getMessage() for r in caplog.records)
    assert "salida" in said
    assert "canario" not in said
    assert ANA.removeprefix("whatsapp:+") not in said
