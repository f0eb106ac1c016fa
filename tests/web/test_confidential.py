"""A denuncia by web: its replies rest sealed, and are erased once the browser says that it has them."""

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from bot.channels.web_request import new_token
from bot.services import Services
from knowledge import personal
from tests.worlds import Clock

CANARY = "el canario de la calle del Arsenal pidió plata por firmar"


@pytest.fixture
def token(services: Services) -> str:
    """Return a conversation in which a denuncia can be filed."""
    with services.db.session() as db:
        officer = personal.create_account(
            db, "oficial", "Oficial", ["oficial"], "una clave bien larga", services.clock(), by="consola"
        )
        personal.set_officer_keys(db, officer, "cuatro palabras muy largas", services.clock())
    return new_token()


def stored(services: Services) -> str:
    with services.db.reading() as db:
        return "".join(str(row) for row in db.execute(text("SELECT body, sealed FROM messages")))


def test_a_confidential_reply_is_sealed_until_it_is_read_and_erased_after(
    client: FlaskClient, services: Services, token: str, clock: Clock
) -> None:
    clock.forward(minutes=1)
    last = 0
    told = ({"texto": "quiero denunciar corrupción"}, {"opcion": "anonima"}, {"texto": CANARY})
    for sent, body in enumerate(told):
        answer = client.post("/api/chat", json={"token": token, "cid": f"a{sent}", "despues": last, **body}).get_json()
        last = answer["mensajes"][-1]["seq"]
    reply = answer["mensajes"][-1]["texto"]
    assert CANARY not in json.dumps(answer, ensure_ascii=False)
    assert reply.split("\n")[0][:40] not in stored(services)
    again = client.post("/api/chat/poll", json={"token": token, "despues": last - 1}).get_json()
    assert again["mensajes"][-1]["texto"] == reply
    client.post("/api/chat/poll", json={"token": token, "despues": last})
    gone = client.post("/api/chat/poll", json={"token": token, "despues": last - 1}).get_json()
    assert gone["mensajes"][-1]["texto"] == "Mensaje reservado: ya no se guarda aquí."
    assert CANARY not in stored(services)
