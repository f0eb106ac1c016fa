"""The public API of requests: Open311's shape, our own document over every answer, and nothing for whoever guesses."""

import logging

import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import validate
from sqlalchemy import text
from werkzeug.test import TestResponse

from bot.public.api import HEADER, description
from bot.services import Services
from tests.solicitudes.abiertas import RADICADO, act, answer, filed, fits, mirrored
from tests.worlds import Clock

FAR = {"REMOTE_ADDR": "203.0.113.9"}


def test_the_document_is_one_of_openapi_and_is_served(client: FlaskClient) -> None:
    served = client.get("/api/openapi.json").get_json()
    assert served["servers"] == [{"url": "https://catalina.example"}]
    assert served["openapi"] == "3.1.0"
    validate(served)


def test_the_code_alone_tells_all(client: FlaskClient, services: Services, clock: Clock) -> None:
    made = filed(services)
    act(services, made.id, "asignar", responsable="berta")
    clock.forward(days=7)  # Monday 6 April
    (found,) = fits(client.get(f"/api/solicitudes/{made.codigo}"))
    assert {name: found[name] for name in found if name != "extended_attributes"} == {
        "service_request_id": RADICADO,
        "status": "open",
        "status_notes": "Se asignó al funcionario. Una persona la está estudiando.",
        "service_name": "Petición",
        "service_code": "peticion_general",
        "agency_responsible": "Secretaría de Infraestructura",
        "requested_datetime": "2026-03-30T00:00:00-05:00",
        "updated_datetime": "2026-03-30T00:00:00-05:00",
        "expected_datetime": "2026-04-22T23:59:59-05:00",
    }
    ours = found["extended_attributes"]
    assert (ours["dias_habiles_transcurridos"], ours["dias_habiles_plazo"], ours["vence_el"]) == (3, 15, "2026-04-22")


def test_every_way_of_asking_gives_the_same(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    answer(services, made.id)
    bare = made.codigo.replace("-", "").lower()
    ways = [
        client.get(f"/api/solicitudes/{bare}.json"),
        client.get(f"/api/solicitudes/{RADICADO}?codigo={made.codigo}"),
        client.get(f"/api/solicitudes/{RADICADO}.json", headers={HEADER: made.codigo}),
        client.post("/api/solicitudes", json={"codigo": made.codigo}),
        client.post("/api/solicitudes", json={"radicado": RADICADO, "codigo": made.codigo}),
        client.post("/api/solicitudes", data={"codigo": made.codigo}),
    ]
    first, *others = [fits(way) for way in ways]
    assert others == [first] * 5
    (found,) = first
    assert found["status"] == "closed"
    assert found["extended_attributes"]["mensaje"] == "Ya la arreglamos."
    (document,) = found["extended_attributes"]["documentos"]
    assert client.get(document["url"].removeprefix("https://catalina.example"), buffered=True).data == b"%PDF-1.7 acta"


def test_a_radicado_with_its_day_tells_the_state_and_no_words(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    answer(services, made.id)
    mirrored(services)
    (found,) = fits(client.get(f"/api/solicitudes/{RADICADO}?recibida=2026-03-30"))
    assert found["extended_attributes"]["estado"] == "respondida"
    assert (found["extended_attributes"]["mensaje"], found["extended_attributes"]["documentos"]) == (None, [])


def test_wrong_and_foreign_are_told_apart_by_nothing(client: FlaskClient, services: Services) -> None:
    filed(services, radicado="EXT-1")
    other = filed(services, radicado="EXT-2")
    filed(services, radicado="EXT-3", aqui=False)
    asked = [
        "EXT-1?recibida=2026-03-30", "EXT-3?recibida=2026-03-31", "EXT-9?recibida=2026-03-20", f"EXT-1?codigo={other.codigo}", "EXT-9?codigo=K7QM-3RT9-XWPA",
        "EXT-1?codigo=nada", "K7QM-3RT9-XWPX?codigo=a", "2345-6789-ABCD?recibida=2026-03-30", "%00?recibida=2026-03-30",
        f"{'9' * 200}?recibida=2026-03-30",
    ]  # fmt: skip
    answers = [client.get(f"/api/solicitudes/{path}") for path in asked]
    answers += [
        client.post("/api/solicitudes", json=said)
        for odd in ("\ud83d", "a\0b")
        for said in ({"radicado": odd, "recibida": "2026-03-30"}, {"radicado": "EXT-1", "codigo": odd})
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({a.data for a in answers}) == 1
    fits(answers[0])


@pytest.mark.parametrize(
    ("path", "says"),
    [("EXT-9", "envía también tu código"), ("EXT-1", "envía también tu código"), ("EXT-1?recibida=ayer", "AAAA-MM-DD")],
)
def test_what_lacks_its_proof_is_told_so_whether_it_exists_or_not(
    client: FlaskClient, services: Services, path: str, says: str
) -> None:
    filed(services, radicado="EXT-1")
    (error,) = fits(client.get(f"/api/solicitudes/{path}"))
    assert error["code"] == 400
    assert says in error["description"]


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{",
        '{"codigo": 5}',
        '{"otro": "x"}',
        "{}",
        '{"radicado": ["a"]}',
        "null",
        "[" * 60_000,
        '{"codigo": ' + "9" * 5000 + "}",
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_words(client: FlaskClient, body: str) -> None:
    response = client.post("/api/solicitudes", data=body, content_type="application/json")
    assert response.status_code == 400
    assert "Envía un formulario" in fits(response)[0]["description"]


def guess(client: FlaskClient, number: int) -> TestResponse:
    return client.get(f"/api/solicitudes/EXT-{number}?codigo=nada", environ_overrides=FAR)


def test_after_twenty_guesses_an_address_waits_and_others_do_not(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    made = filed(services)
    assert {guess(client, n).status_code for n in range(20)} == {404}
    refused = guess(client, 20)
    assert refused.status_code == 429
    assert "muchos intentos" in fits(refused)[0]["description"]
    good = f"/api/solicitudes/{made.codigo}"
    assert client.get(good, environ_overrides=FAR).status_code == 429
    assert client.get(good, environ_overrides={"REMOTE_ADDR": "203.0.113.10"}).status_code == 200
    assert client.get("/panel/entrar", environ_overrides=FAR).status_code == 200
    clock.forward(seconds=int(refused.headers["Retry-After"]))
    assert client.get(good, environ_overrides=FAR).status_code == 200


def test_nobody_reads_the_neighbours_of_a_radicado(client: FlaskClient, services: Services, clock: Clock) -> None:
    for n in range(30):
        filed(services, radicado=f"EXT-{n:03}", aqui=n % 2 == 0)
    ask = "/api/solicitudes/EXT-{:03}?recibida=2026-03-30"
    seen = [client.get(ask.format(n), environ_overrides=FAR).status_code for n in range(30)]
    assert seen == [404, 200, 404, 200, 404, *[429] * 25]


def test_who_asks_for_the_own_request_many_times_is_never_stopped(client: FlaskClient, services: Services) -> None:
    made = filed(services)
    asked = [client.get(f"/api/solicitudes/{made.codigo}", environ_overrides=FAR).status_code for _ in range(30)]
    assert set(asked) == {200}


def test_no_code_is_logged_or_kept(client: FlaskClient, services: Services, caplog: pytest.LogCaptureFixture) -> None:
    made = filed(services)
    with caplog.at_level(logging.DEBUG):
        client.get(f"/api/solicitudes/{made.codigo}", environ_overrides=FAR)
        client.get("/api/solicitudes/EXT-777?codigo=K7QM-3RT9-XWPA", environ_overrides=FAR)
    assert made.codigo not in caplog.text
    assert "XWPA" not in caplog.text
    with services.db.reading() as db:
        kept = str(db.execute(text("SELECT * FROM ingresos_fallidos")).all())
    assert "EXT-777" not in kept
    assert "203.0.113.9" not in kept


def test_the_chat_answers_as_the_document_says(client: FlaskClient) -> None:
    said = fits(client.post("/api/chat", json={"cid": "a1", "texto": "menú"}))
    fits(client.post("/api/chat/poll", json={"token": said["token"], "despues": 0}))
    fits(client.post("/api/chat", json={"cid": "a1"}))
    assert {path for path in description()["paths"] if "chat" in path} == {"/api/chat", "/api/chat/poll"}
