"""The web chat's API: exactly once, nothing lost, and every refusal said in words."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, text
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.channels.web_limits import Limits
from bot.channels.web_request import new_token
from bot.origin import named
from bot.services import Services
from knowledge.db import Database, Unavailable
from tests.worlds import Clock

QUESTION = "cuánto cuesta el certificado de residencia"


@pytest.fixture
def say(client: FlaskClient) -> Callable[..., TestResponse]:
    """Return a function that posts one message."""
    return lambda **body: client.post("/api/chat", json=body)


def count(services: Services, table: str) -> int:
    with services.db.reading() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_the_answer_of_the_post_carries_the_reply(say: Callable[..., TestResponse]) -> None:
    answer = say(cid="a1", texto=QUESTION).get_json()
    mine, hers = answer["mensajes"]
    assert (mine["de"], mine["texto"], mine["seq"], mine["cid"]) == ("tu", QUESTION, 1, "a1")
    assert (hers["de"], hers["seq"]) == ("catalina", 2)
    assert "Certificado de residencia" in hers["texto"]
    assert {"id", "titulo"} <= hers["opciones"][0].keys()
    assert len(answer["token"]) == 43
    assert (answer["pendiente"], answer["poll_ms"]) == (False, 30_000)


def test_a_message_sent_again_is_answered_with_what_it_would_have_been_answered(
    say: Callable[..., TestResponse], services: Services
) -> None:
    token = new_token()
    first = say(token=token, cid="a1", texto=QUESTION).get_json()
    again = say(token=token, cid="a1", texto=QUESTION, despues=0).get_json()
    assert again == first
    assert count(services, "messages") == 2
    assert count(services, "interactions") == 1


def test_after_a_number_comes_only_what_is_newer(say: Callable[..., TestResponse]) -> None:
    token = new_token()
    say(token=token, cid="a1", texto=QUESTION)
    answer = say(token=token, cid="a2", texto="menú", despues=2).get_json()
    assert [m["seq"] for m in answer["mensajes"]] == [3, 4]


def test_an_option_is_chosen_by_its_id_and_shown_by_its_title(say: Callable[..., TestResponse]) -> None:
    token = new_token()
    option = say(token=token, cid="a1", texto=QUESTION).get_json()["mensajes"][-1]["opciones"][0]
    answer = say(token=token, cid="a2", opcion=option["id"], despues=2).get_json()
    assert answer["mensajes"][0]["texto"] == option["titulo"]


def test_text_plain_is_read_as_json_so_that_no_preflight_is_needed(client: FlaskClient) -> None:
    body = json.dumps({"cid": "a1", "texto": QUESTION})
    assert client.post("/api/chat", data=body, content_type="text/plain").status_code == 200


def test_ten_at_once_are_one_message(app: Flask, services: Services) -> None:
    token, answers = new_token(), []

    def send() -> None:
        answers.append(
            app.test_client().post("/api/chat", json={"token": token, "cid": "a1", "texto": QUESTION}).get_json()
        )

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 10
    assert all(answer == answers[0] for answer in answers)
    assert count(services, "messages") == 2


def test_two_conversations_never_see_each_other(say: Callable[..., TestResponse], client: FlaskClient) -> None:
    say(token=new_token(), cid="a1", texto="secreto de uno")
    other = say(token=new_token(), cid="a1", texto="hola").get_json()
    assert "secreto de uno" not in json.dumps(other, ensure_ascii=False)
    empty = client.post("/api/chat/poll", json={"token": new_token()}).get_json()
    assert empty["mensajes"] == []


def test_the_token_is_kept_nowhere(say: Callable[..., TestResponse], services: Services) -> None:
    token = new_token()
    say(token=token, cid="a1", texto=QUESTION)
    with services.db.reading() as db:
        stored = "".join(
            str(row)
            for table in ("addresses", "seen", "messages", "sessions")
            for row in db.execute(text(f"SELECT * FROM {table}"))
        )
    assert token not in stored


def test_a_poll_gives_what_is_newer_and_makes_nobody(
    say: Callable[..., TestResponse], client: FlaskClient, services: Services
) -> None:
    client.post("/api/chat/poll", json={"token": new_token()})
    assert count(services, "contacts") == 0
    token = say(cid="a1", texto=QUESTION).get_json()["token"]
    answer = client.post("/api/chat/poll", json={"token": token, "despues": 1}).get_json()
    assert [m["seq"] for m in answer["mensajes"]] == [2]


REFUSED: list[tuple[Any, int, str]] = [
    ("{", 400, "dañado"),
    ("[" * 60_000, 400, "dañado"),
    ("[]", 400, "objeto JSON"),
    ('"hola"', 400, "objeto JSON"),
    ({"cid": "a", "texto": "hola", "nombre": "Ana"}, 400, "No conozco el campo «nombre»"),
    ({"texto": "hola"}, 400, "«cid»"),
    ({"cid": "con espacio", "texto": "hola"}, 400, "«cid»"),
    ({"cid": "a" * 65, "texto": "hola"}, 400, "«cid»"),
    ({"cid": 5, "texto": "hola"}, 400, "«cid»"),
    ({"cid": "a"}, 400, "vacío"),
    ({"cid": "a", "texto": "  \n "}, 400, "vacío"),
    ({"cid": "a", "texto": 5}, 400, "debe ser un texto"),
    ({"cid": "a", "texto": ["hola"]}, 400, "debe ser un texto"),
    ({"cid": "a", "opcion": {"id": 1}}, 400, "debe ser un texto"),
    ({"cid": "a", "texto": "hola", "opcion": "menu"}, 400, "no los dos"),
    ({"cid": "a", "texto": "hola", "token": "corto"}, 400, "«token»"),
    ({"cid": "a", "texto": "hola", "token": 7}, 400, "«token»"),
    ({"cid": "a", "texto": "hola", "despues": -1}, 400, "«despues»"),
    ({"cid": "a", "texto": "hola", "despues": "2"}, 400, "«despues»"),
    ({"cid": "a", "texto": "hola", "despues": True}, 400, "«despues»"),
    ({"cid": "a", "texto": "hola", "despues": 10**20}, 400, "«despues»"),
    ({"cid": "a", "archivo": {"nombre": "foto.jpg"}}, 415, "/api/chat/archivo"),
    ({"cid": "a", "texto": "a" * 4_001}, 413, "muy largo"),
    ({"cid": "a", "texto": "a" * 100_000}, 413, "muy largo"),
]


@pytest.mark.parametrize(("body", "status", "says"), REFUSED)
def test_what_cannot_be_taken_is_refused_in_words_and_keeps_nothing(
    client: FlaskClient, services: Services, body: Any, status: int, says: str
) -> None:
    data = body if isinstance(body, str) else json.dumps(body)
    answer = client.post("/api/chat", data=data, content_type="application/json")
    assert answer.status_code == status
    assert says in answer.get_json()["error"]["mensaje"]
    assert count(services, "messages") == 0
    assert count(services, "contacts") == 0


@pytest.mark.parametrize(
    "content_type", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/html", ""]
)
def test_only_json_is_read(client: FlaskClient, content_type: str) -> None:
    answer = client.post("/api/chat", data='{"cid":"a","texto":"hola"}', content_type=content_type)
    assert answer.status_code == 415


@pytest.mark.parametrize("texto", ["\x00hola", "\ud83d", "hola\u202e", "😀" * 500, "a\x07b", "‍" * 50 + "hola"])
def test_odd_characters_are_read_as_far_as_they_can_be(say: Callable[..., TestResponse], texto: str) -> None:
    assert say(cid="a1", texto=texto).status_code == 200


def test_who_goes_too_fast_is_told_to_wait_and_then_goes_on(
    say: Callable[..., TestResponse], services: Services, clock: Clock
) -> None:
    token = new_token()
    for number in range(20):
        assert say(token=token, cid=f"a{number}", texto="menú").status_code == 200
    refused = say(token=token, cid="a20", texto="menú")
    assert refused.status_code == 429
    assert "Espera" in refused.get_json()["error"]["mensaje"]
    assert say(token=new_token(), cid="b1", texto="menú").status_code == 200
    clock.forward(seconds=int(refused.headers["Retry-After"]))
    assert say(token=token, cid="a20", texto="menú").status_code == 200


def test_one_address_with_many_conversations_is_told_to_wait(clock: Clock) -> None:
    limits = Limits(clock)
    waits = [limits.spend(f"web:{number}", "203.0.113.9", cost=1) for number in range(201)]
    assert waits[:200] == [None] * 200
    assert waits[200] == 1
    assert limits.spend("web:otra", "203.0.113.10", cost=1) is None
    clock.forward(seconds=1)
    assert limits.spend("web:200", "203.0.113.9", cost=1) is None


def test_a_balancer_on_this_machine_does_not_make_one_person_of_the_city(clock: Clock) -> None:
    limits = Limits(clock)
    origin = named("secret", "chat", "127.0.0.1")
    assert [limits.spend(f"web:{number}", origin, cost=1) for number in range(500)] == [None] * 500


class Down(Database):
    """A database that does not answer."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        raise Unavailable("down")
        yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        raise Unavailable("down")
        yield


def test_while_the_database_is_down_the_browser_keeps_the_message_and_sends_it_again(
    say: Callable[..., TestResponse], services: Services
) -> None:
    say(cid="warm", texto="menú")
    down = create_app(replace(services, db=Down(services.db.engine))).test_client()
    body = {"token": new_token(), "cid": "a1", "texto": QUESTION}
    refused = down.post("/api/chat", json=body)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "5")
    assert "Tu mensaje sigue en tu equipo" in refused.get_json()["error"]["mensaje"]
    assert say(**body).status_code == 200


def test_the_answer_is_never_cached_and_sets_no_cookie(say: Callable[..., TestResponse]) -> None:
    answer = say(cid="a1", texto="hola")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
