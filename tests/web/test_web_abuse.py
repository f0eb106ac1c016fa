"""What a program, a broken phone or a joker sends to the web chat, over real HTTP: refused in words, others still served."""

import http.client
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest

from bot.channels.web_limits import ADDRESS, MAX_KEYS, Limits
from bot.channels.web_request import new_token
from bot.origin import named
from bot.retention import purge
from bot.services import Services
from tests.browser import served
from tests.web.test_api import QUESTION, count
from tests.worlds import Clock

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><b>javascript:alert(1)"
MEGABYTES = 10 * 1024 * 1024


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Wire:
    """A program that speaks HTTP from an address of its own: the balancer in front of us says which."""

    def __init__(self, url: str) -> None:
        self.port = urlsplit(url).port or 80

    def __call__(self, path: str, body: bytes | dict[str, Any], origin: str = "203.0.113.9", **headers: str) -> Answer:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        wire = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        told = {"Content-Type": "application/json", "X-Forwarded-For": origin}
        wire.request("POST", path, raw, told | {name.replace("_", "-"): value for name, value in headers.items()})
        answer = wire.getresponse()
        found = Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        wire.close()
        return found

    def form(self, **fields: str) -> Answer:
        return self("/chat", urlencode(fields).encode(), Content_Type="application/x-www-form-urlencoded")

    def announce(self, path: str, head: str) -> str:
        """Send only a head and return the answer: what is refused by its size is refused before it is sent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=10) as wire:
            wire.sendall(f"POST {path} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
            got = b""
            while chunk := wire.recv(65536):
                got += chunk
        return got.decode()


@pytest.fixture
def wire(services: Services) -> Iterator[Wire]:
    behind = services.settings.model_copy(update={"proxies": 1})
    with served(replace(services, settings=behind)) as url:
        yield Wire(url)


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/poll", "/api/chat/enlace"])
def test_ten_megabytes_are_refused_in_words_before_they_are_sent(path: str, wire: Wire, services: Services) -> None:
    said = wire.announce(path, f"Content-Type: application/json\r\nContent-Length: {MEGABYTES}")
    assert " 413 " in said.splitlines()[0]
    assert "muy largo" in json.loads(said.partition("\r\n\r\n")[2])["error"]["mensaje"]
    assert count(services, "contacts") == 0


def test_ten_megabytes_in_the_form_bring_the_page_back(wire: Wire) -> None:
    head = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {MEGABYTES}"
    said = wire.announce("/chat", head)
    assert " 413 " in said.splitlines()[0]
    assert "muy largo" in said


def test_a_body_without_a_size_is_not_read(wire: Wire) -> None:
    assert " 411 " in wire.announce("/api/chat", "Content-Type: application/json").splitlines()[0]


def test_a_form_of_ten_megabytes_in_many_fields_is_not_kept(wire: Wire, services: Services) -> None:
    fields = {f"campo{n}": "a" * 100 for n in range(1500)}
    assert wire.form(texto="hola", **fields).status in (200, 413)
    assert count(services, "contacts") <= 1


def test_five_thousand_messages_of_one_address_leave_the_others_served(wire: Wire, services: Services) -> None:
    many = 5_000 if services.db.is_sqlite else 500  # what is refused never reaches a database
    statuses = []
    refused = None
    for number in range(many):
        answer = wire("/api/chat", {"cid": "a", "texto": "menú", "token": f"{number:043d}"})
        statuses.append(answer.status)
        refused = answer if answer.status == 429 else refused
    assert statuses.count(200) == ADDRESS.burst
    assert statuses.count(429) == many - ADDRESS.burst
    assert refused is not None
    assert "Espera" in refused.json["error"]["mensaje"]
    assert int(refused.headers["Retry-After"]) >= 1
    assert count(services, "contacts") == ADDRESS.burst
    assert wire("/api/chat", {"cid": "a", "texto": "menú"}, origin="203.0.113.10").status == 200


def test_the_memory_of_the_counts_has_a_roof_and_a_flood_pushes_nobody_out(clock: Clock) -> None:
    limits = Limits(clock)
    mine = [limits.spend("mine", "a", 1) for _ in range(21)]
    for number in range(MAX_KEYS + 5_000):
        limits.spend(f"made-up-{number}", "flood", 1)
    assert mine[-1] is not None
    assert limits.spend("mine", "a", 1) is not None
    for number in range(MAX_KEYS + 5_000):
        limits.spend("one", f"origin-{number}", 1)
    assert len(limits._tokens) <= MAX_KEYS
    assert len(limits._origins) <= MAX_KEYS


def test_an_origin_is_one_subscriber_and_cannot_be_read_back() -> None:
    def of(remote: str | None) -> str | None:
        return named("secret", "chat", remote)

    assert of("2001:db8:1:2::1") == of("2001:db8:1:2:ffff::9") != of("2001:db8:1:3::1")
    assert of("::ffff:203.0.113.9") == of("203.0.113.9")
    assert [of(remote) for remote in (None, "127.0.0.1", "::1", "::ffff:127.0.0.1")] == [None] * 4
    assert "203.0.113" not in str(of("203.0.113.9"))


@pytest.mark.parametrize(
    "token", ["", "corto", "A" * 42, "A" * 44, "á" * 43, "../" * 14 + "a", "A" * 42 + "\n", 5, [], {}]
)
def test_a_forged_token_is_refused_in_words(wire: Wire, services: Services, token: Any) -> None:
    for path, body in (("/api/chat", {"cid": "a", "texto": "hola"}), ("/api/chat/poll", {}), ("/api/chat/enlace", {})):
        answer = wire(path, {**body, "token": token})
        assert answer.status == 400
        assert "«token»" in answer.json["error"]["mensaje"]
    assert count(services, "contacts") == 0


def test_a_made_up_token_opens_nothing_and_makes_nobody(wire: Wire, services: Services) -> None:
    wire("/api/chat", {"cid": "a", "texto": QUESTION})
    answer = wire("/api/chat/poll", {"token": new_token()})
    assert (answer.status, answer.json["mensajes"]) == (200, [])
    assert count(services, "contacts") == 1


def test_a_token_is_read_from_the_body_alone(wire: Wire) -> None:
    token = wire("/api/chat", {"cid": "a", "texto": "mi secreto"}).json["token"]
    by_head = wire("/api/chat/poll", {}, Authorization=f"Bearer {token}", Cookie=f"token={token}", X_Token=token)
    by_address = wire(f"/api/chat/poll?token={token}", {})
    assert (by_head.status, by_address.status) == (400, 400)
    assert "secreto" not in by_head.body + by_address.body


def test_who_knows_the_cid_of_another_reads_nothing_of_it(wire: Wire) -> None:
    wire("/api/chat", {"cid": "igual", "texto": "mi secreto"})
    other = wire("/api/chat", {"cid": "igual", "texto": "hola"})
    assert "secreto" not in other.body


@pytest.mark.parametrize("field", ["texto", "opcion", "cid", "token", "despues", "archivo", SCRIPT])
def test_scripts_in_a_field_come_back_as_text_of_json(wire: Wire, field: str) -> None:
    body: dict[str, Any] = {"cid": "a", "texto": "hola"}
    answer = wire("/api/chat", {**({} if field == "opcion" else body), "cid": "a", field: SCRIPT})
    assert answer.status in (200, 400, 415)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("field", ["texto", "opcion", "cid", "token", "despues"])
def test_scripts_in_a_field_of_the_form_come_back_as_words(wire: Wire, field: str) -> None:
    answer = wire.form(**{"texto": "hola", "cid": "a", "token": new_token(), "despues": "0", field: SCRIPT})
    assert answer.status in (200, 400)
    assert "<script>alert" not in answer.body
    assert "<img src=x" not in answer.body
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_scripts_in_the_heads_of_a_request_are_shown_nowhere(wire: Wire) -> None:
    answer = wire("/chat", b"texto=hola", Content_Type="application/x-www-form-urlencoded", User_Agent=SCRIPT,
                  Accept_Language=SCRIPT, Referer=SCRIPT)  # fmt: skip
    assert answer.status == 200
    assert "alert(1)" not in answer.body


def test_a_poll_after_everything_was_purged_is_empty_and_the_talk_goes_on(
    wire: Wire, services: Services, clock: Clock
) -> None:
    first = wire("/api/chat", {"cid": "a", "texto": QUESTION}).json
    clock.forward(days=120)
    purge(services)
    asked = {"token": first["token"], "despues": first["mensajes"][-1]["seq"]}
    assert wire("/api/chat/poll", asked).json["mensajes"] == []
    again = wire("/api/chat", {**asked, "cid": "b", "texto": "menú"}).json
    assert [m["de"] for m in again["mensajes"]] == ["tu", "catalina"]


@pytest.mark.parametrize("despues", [3, 500, 2**31 - 1])
def test_a_number_that_was_never_given_hides_no_answer(wire: Wire, despues: int) -> None:
    token = new_token()
    answer = wire("/api/chat", {"token": token, "cid": "a", "texto": QUESTION, "despues": despues}).json
    assert [m["de"] for m in answer["mensajes"]] == ["tu", "catalina"]
    assert len(wire("/api/chat/poll", {"token": token, "despues": despues}).json["mensajes"]) == 2


def test_a_number_that_was_never_given_erases_nothing_reserved(wire: Wire) -> None:
    token = new_token()
    for _ in range(2):
        poll = wire("/api/chat", {"token": token, "cid": "a", "texto": "me quiere matar", "despues": 2**31 - 1}).json
        assert "123" in poll["mensajes"][-1]["texto"]


@pytest.mark.parametrize("years", [-56, -1, 1, 60])
def test_the_clock_of_the_phone_does_not_matter(wire: Wire, clock: Clock, years: int) -> None:
    there = (clock() + timedelta(days=365 * years)).strftime("%a, %d %b %Y %H:%M:%S GMT")
    answer = wire("/api/chat", {"cid": "a", "texto": QUESTION}, Date=there, If_Modified_Since=there, If_None_Match="*")
    assert answer.status == 200
    assert "Certificado de residencia" in answer.json["mensajes"][-1]["texto"]
    assert wire("/api/chat", {"cid": "a", "texto": "hola", "hora": there}).status == 400
