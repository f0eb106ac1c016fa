"""The whole round over real HTTP: a citizen files by webhook, an official answers in the browser, the phone gets the notice,
the vendor says that it arrived, the official reads it, the citizen rates."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict

from bot.channels import twilio
from bot.embedded import delivery_of, jobs_of
from bot.services import Services
from knowledge.conversaciones import Rating
from notifier.delivery import run_once
from tests.browser import IN_A_BROWSER, make_world, open_page, served
from tests.panel.browsing import log_in
from tests.panel.conftest import make_account
from tests.staging import with_model
from tests.twilio.fake import ACCOUNT, Fake
from tests.twilio.fake import served as served_app
from tests.worlds import Clock

pytestmark = IN_A_BROWSER
ANA, SENDER, TOKEN = "whatsapp:+573001112233", "whatsapp:+573000000000", "token-of-the-tests"
OWN = "http://127.0.0.1"


@pytest.fixture(scope="module")
def fake() -> Fake:
    return Fake(Clock())


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, fake: Fake) -> Iterator[Services]:
    """Return services with a gestora of the office that receives, whose Twilio is the stand-in."""
    services = with_model(make_world(sqlite_template, tmp_path_factory.mktemp("ronda")))
    with services.db.session() as db:
        make_account(db, services, "admin", "administrador")
    with served_app(fake.app()) as vendor:
        own = {"twilio_account_sid": ACCOUNT, "twilio_auth_tokens": (TOKEN,), "twilio_whatsapp_from": SENDER}
        settings = services.settings.model_copy(update={**own, "twilio_api_url": vendor})
        object.__setattr__(services, "settings", settings)
        yield services


@dataclass
class Phone:
    """Ana's phone and the vendor between it and us."""

    url: str
    services: Services
    fake: Fake
    serial: Iterator[int] = field(default_factory=lambda: count(1))

    def says(self, text: str) -> str:
        """Write, and return what was answered."""
        fields = {
            "MessageSid": f"SM{next(self.serial):032x}", "AccountSid": ACCOUNT, "From": ANA, "To": SENDER, "Body": text,
            "NumMedia": "0", "SmsStatus": "received", "ApiVersion": "2010-04-01",
        }  # fmt: skip
        assert self._post(twilio.PATH, fields).status_code == 200
        self.services.clock.forward(seconds=20)  # type: ignore[attr-defined]
        self.works()
        return self.fake.texts(ANA)[-1]

    def works(self) -> None:
        """Let a worker do what its timetable holds, once."""
        delivery = delivery_of(self.services)
        for job in jobs_of(self.services, delivery):
            if job.name in ("avisos", "delivery-sweep"):
                job.run()
        while run_once(delivery):
            pass

    def arrived(self) -> None:
        """Tell, as the vendor does, that the last message is on the phone."""
        last = self.fake.messages[-1]
        fields = {
            "MessageSid": last["sid"],
            "AccountSid": ACCOUNT,
            "MessageStatus": "delivered",
            "From": SENDER,
            "To": ANA,
        }
        assert self._post(urlsplit(last["callback"]).path, fields).status_code in (200, 204)
        self.works()

    def _post(self, path: str, fields: dict[str, str]) -> requests.Response:
        signature = RequestValidator(TOKEN).compute_signature(OWN + path, MultiDict(fields))
        return requests.post(self.url + path, data=fields, headers={"X-Twilio-Signature": signature}, timeout=30)


@pytest.fixture(scope="module")
def url(world: Services) -> Iterator[str]:
    with served(world) as address:
        yield address


def _must(said: str) -> bool:
    """Tell the questions that nobody may skip."""
    return "¿Cómo la pones?" in said or "¿Por dónde quieres la respuesta?" in said


def answer(page: Page, url: str, codigo: str) -> None:
    """Answer a request in the panel."""
    page.goto(f"{url}/panel/solicitudes")
    page.get_by_role("link", name=codigo).click()
    page.locator("#responder > summary").click()
    page.get_by_label("Respuesta", exact=True).fill("Hola, Ana. Ya arreglamos la luminaria de la calle 30.")
    page.get_by_role("button", name="Responder").click()
    expect(page.get_by_role("status").first).to_contain_text("Se respondió")


def test_filed_answered_told_delivered_seen_and_rated(world: Services, url: str, fake: Fake, browser: Browser) -> None:
    page = open_page(browser, 1280, 800)
    log_in(page, url, "admin", "/panel/solicitudes")
    phone = Phone(url, world, fake)
    phone.says("quiero poner un reclamo")
    phone.says("La luminaria de la calle 30 está dañada hace un mes")
    said = phone.says("saltar")
    for _ in range(12):  # what may be skipped is skipped, what must be said is said
        if "¿La envío así?" in said:
            break
        said = phone.says("1" if _must(said) else "Ana Torres" if "nombre completo" in said else "saltar")
    receipt = phone.says("1")
    code = re.search(r"Código de seguimiento: \*([\w-]{14})\*", receipt)
    assert code, receipt
    phone.says("1")  # yes to notices

    answer(page, url, code[1])
    before = len(fake.messages)
    world.clock.forward(minutes=2)  # type: ignore[attr-defined]
    phone.works()
    assert len(fake.messages) == before + 1
    assert "Ya arreglamos la luminaria" in fake.texts(ANA)[-1]
    page.reload()
    expect(page.get_by_text("En camino").first).to_be_visible()

    phone.arrived()
    page.reload()
    expect(page.get_by_text("Entregado").first).to_be_visible()
    page.context.close()

    phone.says("calificar")
    phone.says("5")
    assert "Gracias" in phone.says("saltar")
    with world.db.reading_session() as db:
        rating = db.exec(select(Rating)).one()
    assert (rating.puntaje, rating.codigo) == (5, code[1])
