"""The one file of the web chat: light, kept fresh, and open to the sites that the entity names and to no other."""

import gzip
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.channels.web_request import new_token
from bot.services import Services
from bot.widget.textos import TEXTOS, in_both

MAX_ZIPPED = 12_000
ZIP = {"Accept-Encoding": "gzip"}
SITE = "https://www.cartagena.example"


@pytest.fixture
def listed(services: Services) -> FlaskClient:
    """Return a browser, where the entity has named its site."""
    settings = services.settings.model_copy(update={"web_origins": (SITE,)})
    return create_app(replace(services, settings=settings)).test_client()


def test_all_of_it_weighs_at_most_twelve_kilobytes(client: FlaskClient) -> None:
    sent = client.get("/catalina.js", headers=ZIP)
    assert sent.headers["Content-Encoding"] == "gzip"
    assert len(sent.data) <= MAX_ZIPPED
    assert gzip.decompress(sent.data) == client.get("/catalina.js").data


def test_it_is_asked_for_again_soon_and_sent_again_only_when_it_changed(client: FlaskClient) -> None:
    first = client.get("/catalina.js", headers=ZIP)
    assert first.headers["Cache-Control"] == "public, max-age=600, stale-while-revalidate=86400"
    assert "Accept-Encoding" in first.headers["Vary"]
    again = client.get("/catalina.js", headers={**ZIP, "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_another_site_may_load_it(client: FlaskClient) -> None:
    assert client.get("/catalina.js").headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_it_wears_the_colours_and_names_of_the_entity(services: Services) -> None:
    current = services.current
    entidad = replace(
        current.entidad,
        asistente="Bruna",
        nombre_corto="Alcaldía de Turbaco",
        colores={"principal": "#117733", "malo": "red;}"},
    )
    other = replace(services, current=replace(current, entidad=entidad))
    script = create_app(other).test_client().get("/catalina.js").text
    assert all(word in script for word in ("Bruna", "Alcaldía de Turbaco", "--principal:#117733"))
    assert "red;}" not in script


def test_it_makes_no_markup_of_text_and_runs_no_text(client: FlaskClient) -> None:
    script = client.get("/catalina.js").text
    banned = (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "Function(",
        "srcdoc",
        "http://",
    )
    assert [
        word for word in banned if word in script.replace("http://www.w3.org/2000/svg", "").replace("http://127", "")
    ] == []


def test_every_word_has_its_english(services: Services) -> None:
    both = in_both(services.traducir)
    assert [name for name in TEXTOS if both["en"][name] == both["es"][name]] == []


@pytest.fixture
def post(listed: FlaskClient) -> Callable[..., TestResponse]:
    """Return a function that posts a message from a page of another site."""

    def send(origin: str, path: str = "/api/chat") -> TestResponse:
        body = json.dumps({"token": new_token(), **({"cid": "a", "texto": "menú"} if path == "/api/chat" else {})})
        return listed.post(path, data=body, content_type="text/plain", headers={"Origin": origin})

    return send


@pytest.mark.parametrize("path", ["/api/chat", "/api/chat/poll"])
def test_only_a_site_that_the_entity_named_may_read_the_answers(post: Callable[..., TestResponse], path: str) -> None:
    named, other = post(SITE, path), post("https://otra.example", path)
    assert named.headers["Access-Control-Allow-Origin"] == SITE
    assert named.headers["Access-Control-Expose-Headers"] == "Retry-After"
    assert "Origin" in named.headers["Vary"]
    assert "Access-Control-Allow-Credentials" not in named.headers
    assert "Access-Control-Allow-Origin" not in other.headers


def test_only_a_site_that_the_entity_named_may_frame_the_page(client: FlaskClient, listed: FlaskClient) -> None:
    assert "frame-ancestors 'self'" in client.get("/chat").headers["Content-Security-Policy"]
    assert listed.get("/chat").headers["Content-Security-Policy"].endswith(f"frame-ancestors 'self' {SITE}")


def test_the_web_team_finds_what_to_paste(client: FlaskClient, listed: FlaskClient) -> None:
    page = client.get("/incrustar").text
    assert "&lt;script src=&#34;https://catalina.example/catalina.js&#34;" in page.replace('"', "&#34;")
    assert "connect-src https://catalina.example;" in page
    assert "no hay otros sitios permitidos" in page
    assert SITE in listed.get("/incrustar").text
