"""An application with Twilio's webhooks over real HTTP, a stand-in for Twilio over real HTTP, and people who write."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
from sqlalchemy import func, select
from sqlmodel import SQLModel
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.channels import twilio
from bot.embedded import delivery_of
from bot.services import Services, Vigente
from knowledge import conversaciones
from knowledge.avisos import PlantillaRow
from knowledge.conversaciones import Seen
from knowledge.db import open_database
from notifier.delivery import Delivery, run_once
from tests.conftest import _postgres_database as fresh_postgres
from tests.twilio.fake import ACCOUNT, Fake, Request, served
from tests.worlds import Clock

PUBLIC = "https://catalina.example"
TOKEN = "token-of-the-tests"
ANA = "whatsapp:+573001112233"


@pytest.fixture(scope="session")
def postgres_with_content(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """Return the URL of one PostgreSQL database for all these tests: making one for each costs more than they do."""
    with fresh_postgres(postgres_server, postgres_template) as (_, url):
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return a database with content and without conversations, once SQLite and once PostgreSQL."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "catalina.db")
        return f"sqlite:///{tmp_path / 'catalina.db'}"
    url = str(request.getfixturevalue("postgres_with_content"))
    _without_conversations(url)
    return url


def _without_conversations(url: str) -> None:
    opened = open_database(url)
    names = [
        str(v.__tablename__)
        for v in (*vars(conversaciones).values(), PlantillaRow)
        if isinstance(v, type) and issubclass(v, SQLModel) and v is not SQLModel
    ]
    with opened.writing() as db:
        db.exec_driver_sql(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
    opened.engine.dispose()


@pytest.fixture
def fake(clock: Clock) -> Fake:
    return Fake(clock)


@pytest.fixture
def vendor(fake: Fake) -> Iterator[str]:
    with served(fake.app()) as url:
        yield url


@pytest.fixture(scope="session")
def in_force() -> dict[str, Vigente]:
    """Return the content in force, read once in the session for each kind of database."""
    return {}


@pytest.fixture
def wired(services: Services, vendor: str, in_force: dict[str, Vigente]) -> Services:
    """Return services that believe the stand-in is Twilio."""
    kind = services.db.engine.dialect.name
    if kind not in in_force:
        in_force[kind] = services.current.get()
    current = replace(services.current, _held=in_force[kind])
    return replace(services, current=current, settings=services.settings.model_copy(update={"twilio_api_url": vendor}))


def webhooks(services: Services) -> Flask:
    app = Flask("test")
    app.register_blueprint(twilio.blueprint(services))
    return app


@dataclass
class Twilio:
    """What Twilio does to us: signed requests, as its own validator computes them."""

    url: str
    services: Services
    serial: Iterator[int]

    def sid(self) -> str:
        return f"SM{next(self.serial):032x}"

    def fields(self, text: str = "hola", **more: str) -> dict[str, str]:
        return {
            "MessageSid": self.sid(), "AccountSid": ACCOUNT, "From": ANA, "To": "whatsapp:+573000000000", "Body": text,
            "NumMedia": "0", "ProfileName": "Ana", "WaId": "573001112233", "SmsStatus": "received", "ApiVersion": "2010-04-01",
            **more,
        }  # fmt: skip

    def sign(
        self,
        path: str,
        fields: Sequence[tuple[str, str]],
        token: str = TOKEN,
        public: str = PUBLIC,
        algorithm: str | None = None,
    ) -> str:
        return str(RequestValidator(token).compute_signature(public + path, MultiDict(fields), algorithm))

    def post(
        self,
        fields: dict[str, str] | Sequence[tuple[str, str]],
        path: str = twilio.PATH,
        headers: dict[str, str | None] | None = None,
    ) -> requests.Response:
        pairs = list(fields.items()) if isinstance(fields, dict) else list(fields)
        sent = {"X-Twilio-Signature": self.sign(path, pairs), **(headers or {})}
        return requests.post(
            self.url + path, data=pairs, headers={k: v for k, v in sent.items() if v is not None}, timeout=30
        )

    def says(self, text: str = "hola", **more: str) -> requests.Response:
        return self.post(self.fields(text, **more))

    def status(self, row: int, name: str, code: str = "", sid: str = "SM" + "f" * 32) -> requests.Response:
        fields = {
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "MessageStatus": name,
            "From": "whatsapp:+573000000000",
            "To": ANA,
        }
        if code:
            fields["ErrorCode"] = code
        return self.post(fields, f"{twilio.STATUS}{row}")

    def taken(self) -> int:
        """Return how many messages were taken."""
        with self.services.db.reading() as db:
            return db.execute(select(func.count()).select_from(Seen)).scalar_one()


@pytest.fixture
def tw(wired: Services) -> Iterator[Twilio]:
    with served(webhooks(wired)) as url:
        yield Twilio(url, wired, count(1))


@pytest.fixture
def delivery(wired: Services) -> Delivery:
    return delivery_of(wired)


@pytest.fixture
def send_all(delivery: Delivery) -> Callable[[], None]:
    """Return a function that delivers until nothing is due."""

    def run() -> None:
        while run_once(delivery):
            pass

    return run


def judge(spec: dict[str, Any], host: str, requests_: Sequence[Request]) -> int:
    """Let the vendor's own specification judge requests. Returns how many it saw."""
    openapi = OpenAPI.from_dict(spec)
    for r in requests_:
        openapi.validate_request(
            MockRequest(
                host,
                r.method.lower(),
                r.path,
                args=r.query,
                headers=r.headers,
                data=r.body,
                content_type=r.content_type,
            )
        )
    return len(requests_)


@pytest.fixture
def spec(shared_dir: Any) -> Callable[[str], dict[str, Any]]:
    """Return a reader of the vendor's specifications."""

    def read(name: str) -> dict[str, Any]:
        loaded: dict[str, Any] = json.loads((shared_dir / "peers" / name).read_text())
        return loaded

    return read
