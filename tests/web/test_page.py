"""The chat page as a form: what fails comes back with the words still in the box."""

import re
from dataclasses import replace
from html import unescape

from flask.testing import FlaskClient

from bot.app import create_app
from bot.channels.web_request import MAX_TEXT, new_token
from bot.services import Services
from tests.web.test_api import Down

TOKEN, CID = re.compile(r'name="token" value="([^"]+)"'), re.compile(r'name="cid" value="([^"]+)"')


def fields(page: str) -> dict[str, str]:
    token, cid = TOKEN.search(page), CID.search(page)
    assert token is not None
    assert cid is not None
    return {"token": token[1], "cid": cid[1]}


def box(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_each_page_holds_a_new_name_for_the_next_message(client: FlaskClient) -> None:
    first = fields(client.get("/chat").text)
    page = client.post("/chat", data={**first, "texto": "menú"}).text
    assert fields(page)["token"] == first["token"]
    assert fields(page)["cid"] != first["cid"]


def test_an_empty_message_is_asked_again_and_the_conversation_stays(client: FlaskClient) -> None:
    first = fields(client.get("/chat").text)
    client.post("/chat", data={**first, "texto": "certificado de residencia"})
    page = client.post("/chat", data={"token": first["token"], "cid": "otro", "texto": "  "})
    assert page.status_code == 400
    assert "Tu mensaje llegó vacío" in page.text
    assert "certificado de residencia" in page.text.lower()


def test_a_text_that_is_too_long_comes_back_whole_to_be_cut(client: FlaskClient) -> None:
    text = "á" * (MAX_TEXT + 500)
    page = client.post("/chat", data={**fields(client.get("/chat").text), "texto": text})
    assert (page.status_code, "muy largo" in page.text) == (413, True)
    assert box(page.text) == text


def test_a_body_of_a_megabyte_is_refused_in_words(client: FlaskClient) -> None:
    page = client.post("/chat", data={**fields(client.get("/chat").text), "texto": "a" * 900_000})
    assert (page.status_code, "muy largo" in page.text) == (413, True)


def test_while_the_database_is_down_the_words_stay_in_the_box_under_the_same_name(
    client: FlaskClient, services: Services
) -> None:
    form = {**fields(client.get("/chat").text), "texto": "cuánto cuesta el certificado de residencia"}
    down = create_app(replace(services, db=Down(services.db.engine))).test_client()
    page = down.post("/chat", data=form)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert box(page.text) == form["texto"]
    assert fields(page.text) == {"token": form["token"], "cid": form["cid"]}
    assert "Certificado de residencia" in client.post("/chat", data=form).text


def test_who_goes_too_fast_keeps_the_words(client: FlaskClient) -> None:
    token = new_token()
    for number in range(20):
        client.post("/chat", data={"token": token, "cid": f"a{number}", "texto": "menú"})
    page = client.post("/chat", data={"token": token, "cid": "a20", "texto": "mi pregunta"})
    assert (page.status_code, box(page.text)) == (429, "mi pregunta")


def test_damaged_hidden_fields_begin_a_new_conversation_and_break_nothing(client: FlaskClient) -> None:
    page = client.post("/chat", data={"token": "x<y", "cid": "<b>", "despues": "-5", "texto": "menú"})
    assert page.status_code == 200
    assert len(fields(page.text)["token"]) == 43
    assert "x<y" not in page.text


def test_the_page_is_kept_nowhere_and_runs_only_our_own_script(client: FlaskClient) -> None:
    page = client.post("/chat", data={**fields(client.get("/chat").text), "texto": "menú"})
    assert page.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in page.headers
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'; connect-src 'self'; " in policy
    assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
    assert "unsafe" not in policy
    assert re.findall("<script[^>]*>", page.text) == ['<script src="/catalina.js" defer>']
