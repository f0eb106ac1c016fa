"""What the web chat's API tells besides the words: who wrote and when, what was sent, whether it is reserved."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import insert, text

from bot.channels.web import address
from bot.channels.web_request import new_token
from bot.inbound import Inbound
from bot.inbox import receive
from bot.services import Services
from flows.messages import Attachment, Message
from knowledge.conversaciones import MessageRow
from tests.officers import officer
from tests.worlds import Clock

NOON = "2026-03-30T17:00:00+00:00"


def test_each_message_says_when_and_the_answer_says_what_time_it_is(client: FlaskClient, clock: Clock) -> None:
    token = new_token()
    client.post("/api/chat", json={"token": token, "cid": "a", "texto": "menú"})
    clock.forward(minutes=5)
    answer = client.post("/api/chat/poll", json={"token": token}).get_json()
    assert {m["hora"] for m in answer["mensajes"]} == {NOON}
    assert answer["ahora"] == "2026-03-30T17:05:00+00:00"
    assert (answer["pendiente"], answer["atiende"], answer["reservado"]) == (False, None, False)


def test_a_person_of_the_staff_is_told_apart_by_name(client: FlaskClient, services: Services) -> None:
    token = new_token()
    client.post("/api/chat", json={"token": token, "cid": "a", "texto": "menú"})
    body = json.dumps({"texto": "Hola, ¿en qué le ayudo?", "opciones": [], "de": "Ana"})
    with services.db.writing() as db:
        contact = db.execute(
            text("SELECT contact_id FROM addresses WHERE address = :a"), {"a": address(token)}
        ).scalar_one()
        row = {"contact_id": contact, "seq": 3, "direction": "out", "body": body, "sealed": False}
        db.execute(insert(MessageRow).values(**row, at=services.clock(), ref=None))
    mine, hers, ana = client.post("/api/chat/poll", json={"token": token}).get_json()["mensajes"]
    assert [m["de"] for m in (mine, hers, ana)] == ["tu", "catalina", "persona"]
    assert (ana["nombre"], ana["texto"]) == ("Ana", "Hola, ¿en qué le ayudo?")
    assert "nombre" not in hers


def test_a_photo_that_was_sent_is_told_by_its_type(client: FlaskClient, services: Services) -> None:
    token = new_token()
    where, photo = address(token), Message(attachments=(Attachment("r1", "image/jpeg"),))
    receive(services, Inbound("web", f"{where.removeprefix('web:')}:a", "web", (where,), photo, services.clock()))
    mine = client.post("/api/chat/poll", json={"token": token}).get_json()["mensajes"][0]
    assert (mine["texto"], mine["archivos"], mine["cid"]) == ("", ["image/jpeg"], "a")


@pytest.mark.parametrize(
    ("texto", "reservado"),
    [("quiero denunciar corrupción", True), ("me quiere matar mi marido", True), ("menú", False)],
)
def test_a_browser_is_told_to_keep_nothing_of_what_is_confidential(
    client: FlaskClient, services: Services, texto: str, reservado: bool
) -> None:
    with services.db.session() as db:
        officer(db, now=services.clock())
    answer = client.post("/api/chat", json={"token": new_token(), "cid": "a", "texto": texto}).get_json()
    assert answer["reservado"] is reservado
