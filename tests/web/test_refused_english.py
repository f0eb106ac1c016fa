"""What the web chat cannot take is said in the language of the conversation, or of the browser where there is none yet."""

import re

import pytest
from flask.testing import FlaskClient

from bot.channels.web_request import new_token
from bot.services import Services
from tests.staging import with_officer
from tests.web.test_api import REFUSED
from tests.web.test_archivos import post, upload

ENGLISH = {"Accept-Language": "en-US,en;q=0.9,es;q=0.5"}
_SPANISH = re.compile(r"[áéíóúñ¿¡]|\b(?:el|la|los|envía|falta|espera|mensaje|archivo)\b", re.IGNORECASE)
_NAMES = re.compile(r"«[^»]*»|/api/\S+|Those there are: .*")  # fields and addresses are called the same in both


def said(answer: object) -> str:
    return str(answer.get_json()["error"]["mensaje"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("body", [body for body, _, _ in REFUSED])
def test_a_browser_in_english_reads_every_refusal_in_english(client: FlaskClient, body: object) -> None:
    how = {"data": body, "content_type": "application/json"} if isinstance(body, str) else {"json": body}
    words = said(client.post("/api/chat", headers=ENGLISH, **how))  # type: ignore[arg-type]
    assert not _SPANISH.search(_NAMES.sub("", words)), words


def test_files_are_refused_in_english(client: FlaskClient) -> None:
    form = {"token": new_token(), "cid": "a1", "archivo": upload(b"MZ", "a.pdf")}
    answer = post(client, "/api/chat/archivo", form)
    assert "Ese archivo no lo recibo" in said(answer)
    client.post("/api/chat", json={"token": form["token"], "cid": "a0", "texto": "English"})
    answer = post(client, "/api/chat/archivo", {**form, "archivo": upload(b"MZ", "a.pdf")})
    assert "I cannot take that file" in said(answer)
    assert "Send the file as a form" in said(client.post("/api/chat/archivo", headers=ENGLISH))


def test_the_conversation_goes_before_the_browser(client: FlaskClient, services: Services) -> None:
    with_officer(services)
    token = new_token()
    client.post("/api/chat", json={"token": token, "cid": "a1", "texto": "quiero denunciar"})
    answer = client.post("/api/chat/enlace", json={"token": token}, headers=ENGLISH)
    assert "Aquí contaste algo reservado" in said(answer)
    for n, texto in enumerate(("cancelar", "English")):
        client.post("/api/chat", json={"token": token, "cid": f"b{n}", "texto": texto})
    answer = client.post("/api/chat/enlace", json={"token": token})
    assert "Here you told something in confidence" in said(answer)
    assert "Accept-Language" in answer.headers["Vary"]


def test_who_goes_too_fast_is_told_so_in_the_language_of_the_browser(client: FlaskClient) -> None:
    token = new_token()
    for number in range(20):
        client.post("/api/chat", json={"token": token, "cid": f"a{number}", "texto": "menu"})
    answer = client.post("/api/chat", json={"token": token, "cid": "a20", "texto": "menu"}, headers=ENGLISH)
    assert answer.status_code == 429
    assert re.fullmatch(r"You go too fast for me\. Wait \d+ seconds and send it again\.", said(answer))


def test_the_page_says_it_in_the_language_of_the_conversation(client: FlaskClient) -> None:
    form = {"token": new_token(), "cid": "a1"}
    client.post("/chat", data={**form, "texto": "English"})
    page = client.post("/chat", data={**form, "cid": "a2", "texto": "a" * 4_001}).text
    assert "Write it in parts of less than 4000 letters." in page
