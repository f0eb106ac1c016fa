"""The entity's own system tells what changed: signed, in time, once; and every refusal in words."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from openapi_core import OpenAPI
from openapi_core.testing import MockRequest
from sqlalchemy import select, text
from sqlmodel import col
from werkzeug.test import TestResponse

from bot.app import create_app
from bot.entidad_api import MOMENT, PATH, SIGNATURE, signature
from bot.public.api import description
from bot.services import Services
from knowledge.avisos import AvisoRow
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import registrar
from tests.solicitudes.abiertas import HOST, fits
from tests.solicitudes.mesa import nueva, person
from tests.worlds import Clock

SECRET = "un secreto de pruebas, bastante largo"
ROW = {
    "radicado": "EXT-1",
    "tipo": "queja",
    "estado": "recibida",
    "dependencia": "Hacienda",
    "recibida_el": "2026-03-30",
}
Post = Callable[..., TestResponse]


@pytest.fixture
def client(services: Services) -> FlaskClient:
    settings = services.settings.model_copy(update={"webhook_secret": SECRET})
    return create_app(replace(services, settings=settings)).test_client()


@pytest.fixture
def post(client: FlaskClient, clock: Clock) -> Post:
    """Return what sends rows as the entity's system does; what is given stands in place of the right thing."""

    def send(
        rows: Any, *, moment: str | None = None, secret: str = SECRET, body: bytes | None = None, **headers: str
    ) -> TestResponse:
        data = json.dumps(rows).encode()
        at = str(int(clock().timestamp())) if moment is None else moment
        signed = {MOMENT: at, SIGNATURE: signature(secret, at, data), **headers}
        return client.post(PATH, data=data if body is None else body, content_type="application/json", headers=signed)

    return send


def count(services: Services, table: str) -> int:
    with services.db.reading() as db:
        return int(db.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())


def test_what_changed_is_taken_and_counted(post: Post, services: Services) -> None:
    assert fits(post([ROW, {**ROW, "radicado": "EXT-2"}])) == {
        "nuevos": 2,
        "cambiados": 0,
        "iguales": 0,
        "atrasados": 0,
        "repetido": False,
    }
    told = fits(post([{**ROW, "estado": "en_firma", "mensaje": "Falta la firma."}, {**ROW, "radicado": "EXT-2"}]))
    assert told == {"nuevos": 0, "cambiados": 1, "iguales": 1, "atrasados": 0, "repetido": False}
    with services.db.reading() as db:
        states = [tuple(r) for r in db.execute(select(col(SolicitudRow.radicado), col(SolicitudRow.estado)).order_by(col(SolicitudRow.radicado)))]  # fmt: skip
        assert db.execute(text("SELECT actor, subject FROM auditoria")).all()[0] == ("entidad", "webhook:solicitudes")
    assert states == [("EXT-1", "en_firma"), ("EXT-2", "recibida")]


def test_what_is_sent_again_is_done_once_even_after_something_else(
    post: Post, services: Services, clock: Clock
) -> None:
    first = str(int(clock().timestamp()))
    post([ROW], moment=first)
    clock.forward(seconds=60)
    post([{**ROW, "estado": "asignada"}])
    clock.forward(seconds=60)
    assert fits(post([ROW], moment=first)) == {
        "nuevos": 0,
        "cambiados": 0,
        "iguales": 0,
        "atrasados": 0,
        "repetido": True,
    }
    assert count(services, "solicitudes_actos") == 2


def test_what_was_overtaken_on_its_way_undoes_nothing_and_is_said(post: Post, services: Services) -> None:
    post([{**ROW, "estado": "en_firma", "actualizada_el": "2026-03-30"}])
    late = {**ROW, "estado": "asignada", "actualizada_el": "2026-03-27", "mensaje": "Va tarde."}
    told = fits(post([late]))
    assert told == {"nuevos": 0, "cambiados": 0, "iguales": 0, "atrasados": 1, "repetido": False}
    assert count(services, "solicitudes_actos") == 1
    with services.db.reading() as db:
        row = db.execute(select(col(SolicitudRow.estado), col(SolicitudRow.actualizada_el))).one()
    assert (row.estado, str(row.actualizada_el)) == ("en_firma", "2026-03-30")
    assert fits(post([{**late, "actualizada_el": "2026-03-30"}]))["cambiados"] == 1, "of the same day it may follow"


def test_of_a_late_word_about_a_request_of_ours_only_the_number_is_taken(
    post: Post, services: Services, clock: Clock
) -> None:
    with services.db.writing() as db:
        made = registrar(db, services.mesa(services.clock()), nueva(person(db)))
    late = {**ROW, "codigo": made.codigo, "estado": "respondida", "actualizada_el": "2026-03-27"}
    assert [fits(post([{**late, "mensaje": said}]))["atrasados"] for said in ("Ya.", "Ya, ya.")] == [1, 1]
    with services.db.reading() as db:
        row = db.execute(select(col(SolicitudRow.estado), col(SolicitudRow.radicado))).one()
    assert tuple(row) == ("recibida", "EXT-1")
    assert count(services, "solicitudes_actos") == 2


def test_a_request_of_ours_gets_its_number_and_its_citizen_a_notice(post: Post, services: Services) -> None:
    with services.db.writing() as db:
        made = registrar(db, services.mesa(services.clock()), nueva(person(db)))
    assert fits(post([{**ROW, "codigo": made.codigo}]))["cambiados"] == 1
    with services.db.reading() as db:
        assert db.execute(select(col(AvisoRow.clase), col(AvisoRow.solicitud_id))).all() == [("importar", made.id)]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"secret": "otro secreto, también bastante largo"}, "La firma no corresponde"),
        ({"body": b"[]"}, "La firma no corresponde"),
        ({"moment": "ayer"}, "La firma no corresponde"),
        ({"moment": ""}, "La firma no corresponde"),
        ({"moment": "9" * 400}, "La firma no corresponde"),
        ({SIGNATURE: "sha256="}, "La firma no corresponde"),
        ({SIGNATURE: "ñ"}, "La firma no corresponde"),
        ({"moment": "1774889400"}, "se aparta más de 5 minutos"),
    ],
)
def test_who_is_not_the_entity_writes_nothing(post: Post, services: Services, changed: Any, says: str) -> None:
    response = post([ROW], **changed)
    assert response.status_code == 401
    assert says in fits(response)[0]["description"]
    assert count(services, "solicitudes") == count(services, "seen") == 0


def test_the_moment_is_signed_too(post: Post, clock: Clock) -> None:
    old = str(int(clock().timestamp()))
    clock.forward(minutes=6)
    assert post([ROW], moment=old).status_code == 401
    fresh = str(int(clock().timestamp()))
    assert post([ROW], moment=old, **{MOMENT: fresh}).status_code == 401


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ({"radicado": "EXT-1"}, "escribe una lista de registros"),
        ([1], "escribe una lista de registros"),
        ([], "falta esta columna"),
        ([{**ROW, "estado": "perdida"}], "fila 1, columna Estado"),
        ([{**ROW, "nombre": "Rosa"}], "no conozco esta columna"),
        ([{**ROW, "recibida_el": "30 de febrero"}], "fila 1, columna Recibida el"),
        ([ROW, ROW], "ya está en la fila 1"),
        ([{**ROW, "mensaje": "a\0b"}], "un nulo o medio símbolo"),
        ([{**ROW, "dependencia": "\ud83d"}], "un nulo o medio símbolo"),
        ([{**ROW, "radicado": {"a": ["b"]}, "tipo": None}], "falta"),
    ],
)
def test_bad_rows_are_named_and_nothing_is_half_written(post: Post, services: Services, rows: Any, says: str) -> None:
    response = post(rows)
    assert response.status_code == 400
    assert any(says in item["description"] for item in fits(response))
    assert count(services, "solicitudes") == count(services, "seen") == 0


def test_a_repaired_sending_is_taken(post: Post) -> None:
    assert post([ROW, {**ROW, "radicado": "EXT-2", "estado": "perdida"}]).status_code == 400
    assert fits(post([ROW, {**ROW, "radicado": "EXT-2"}]))["nuevos"] == 2


def test_too_much_at_once_is_refused_in_words(post: Post, services: Services) -> None:
    for rows in ([{**ROW, "radicado": f"EXT-{n}"} for n in range(1001)], [{**ROW, "mensaje": "x" * 1_100_000}]):
        response = post(rows)
        assert response.status_code == 413
        assert "Divídelo" in fits(response)[0]["description"]
    assert count(services, "solicitudes") == 0


def test_without_the_secret_there_is_no_such_address(services: Services, clock: Clock) -> None:
    off = create_app(services).test_client()
    at = str(int(clock().timestamp()))
    response = off.post(PATH, data=b"[]", headers={MOMENT: at, SIGNATURE: signature("", at, b"[]")})
    assert response.status_code == 404
    fits(response)


def test_the_document_says_how_to_send(clock: Clock) -> None:
    body = json.dumps([ROW]).encode()
    at = str(int(clock().timestamp()))
    headers = {MOMENT: at, SIGNATURE: signature(SECRET, at, body)}
    request = MockRequest(HOST, "post", PATH, headers=headers, data=body)
    OpenAPI.from_dict({**description(), "servers": [{"url": HOST}]}).validate_request(request)
