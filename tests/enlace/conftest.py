"""A person with a browser and a WhatsApp number, over the real inbox."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from bot.app import create_app
from bot.services import Services
from flows.messages import Bubble
from tests.worlds import Clock, Talk

Say = Callable[[str], Bubble]


class Browser:
    """One browser of the web chat: it holds its token and the number of what it read."""

    def __init__(self, client: FlaskClient) -> None:
        self.client, self.token, self.despues, self.sent = client, None, 0, 0
        self.seen: list[str] = []

    def __call__(self, texto: str) -> str:
        """Send a message and return the last reply."""
        self.sent += 1
        answer = self.client.post(
            "/api/chat", json={"token": self.token, "cid": f"c{self.sent}", "texto": texto, "despues": self.despues}
        ).get_json()
        self.token = answer["token"]
        return self._read(answer)

    def poll(self) -> str:
        return self._read(
            self.client.post("/api/chat/poll", json={"token": self.token, "despues": self.despues}).get_json()
        )

    def code(self) -> str:
        return str(self.client.post("/api/chat/enlace", json={"token": self.token}).get_json()["codigo"])

    def _read(self, answer: dict[str, list[dict[str, object]]]) -> str:
        for message in answer["mensajes"]:
            self.despues = int(str(message["seq"]))
            self.seen.append(str(message["texto"]))
        return self.seen[-1] if self.seen else ""


@pytest.fixture
def app(services: Services) -> Flask:
    return create_app(services)


@pytest.fixture
def browser_of(app: Flask) -> Callable[[], Browser]:
    """Return a function that opens a new browser."""
    return lambda: Browser(app.test_client())


@pytest.fixture
def web(browser_of: Callable[[], Browser]) -> Browser:
    return browser_of()


@pytest.fixture
def phone(services: Services, clock: Clock) -> Talk:
    return Talk(services, clock, "whatsapp:+573001112233", "whatsapp")


@pytest.fixture
def other_phone(services: Services, clock: Clock) -> Talk:
    return Talk(services, clock, "whatsapp:+573009998877", "whatsapp")


def join(phone: Talk, web: Browser) -> Bubble:
    """Bring the conversation of a browser to a telephone, whose person says yes, and return what is said then."""
    assert "¿Quieres seguir aquí" in phone(f"Seguir chat {web.code()}").text
    return phone("sí")


def code_in(said: str) -> str:
    """Return the code that a reply holds."""
    found = re.search(r"chat (\w{5}-\w{5})", said)
    assert found, said
    return found[1]


def contact_of(services: Services, address: str) -> int | None:
    with services.db.reading() as db:
        return db.execute(
            text("SELECT contact_id FROM addresses WHERE address = :a"), {"a": address}
        ).scalar_one_or_none()


def count(services: Services, sql: str) -> int:
    with services.db.reading() as db:
        return int(db.execute(text(sql)).scalar_one())
