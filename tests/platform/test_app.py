"""The application as a whole: who may call what, what every answer carries, what a person reads when it fails."""

from datetime import timedelta

import pytest
from flask import Blueprint, Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from bot.app import create_app
from bot.audience import UndeclaredAudience, audience, declared
from bot.errors import explain_errors
from bot.services import Services
from knowledge.conversaciones import Heartbeat
from knowledge.migrations import HEAD
from tests.worlds import Clock


@pytest.fixture
def client(services: Services) -> FlaskClient:
    return create_app(services).test_client()


def test_every_route_declares_who_may_call_it(services: Services) -> None:
    found = declared(create_app(services))
    assert {"operator", "citizen", "provider"} <= set(found.values())
    assert any(who.startswith("staff:") for who in found.values())
    assert [endpoint for endpoint, who in found.items() if endpoint.startswith("panel.") and who == "provider"] == []


def test_a_route_that_does_not_say_it_stops_the_start() -> None:
    app = Flask("toy", static_folder=None)
    app.add_url_rule("/secreto", "secreto", lambda: "")
    with pytest.raises(UndeclaredAudience, match="/secreto"):
        declared(app)


@pytest.mark.parametrize("wrong", ["everybody", "staff", "staff:", "citizen:editor"])
def test_an_audience_that_does_not_exist_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="audience"):
        audience(wrong)


@pytest.mark.parametrize("path", ["/", "/chat", "/tramites", "/panel/", "/health", "/no-existe"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"]
    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_a_page_that_does_not_exist_is_said_in_plain_words(client: FlaskClient) -> None:
    answer = client.get("/nada/de/nada")
    assert answer.status_code == 404
    assert "Esta página no existe" in answer.text
    assert 'href="/chat"' in answer.text


def test_a_wrong_method_on_the_api_is_answered_as_json(client: FlaskClient) -> None:
    answer = client.get("/api/chat")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert answer.get_json()["error"]


def test_a_defect_is_apologised_for_and_its_words_reach_no_log(
    services: Services, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(services)
    room = Blueprint("roto", __name__)

    @room.get("/roto")
    @audience("citizen")
    def broken() -> str:
        raise RuntimeError("lo que escribió la señora Pérez")

    app.register_blueprint(room)
    answer = app.test_client().get("/roto")
    assert answer.status_code == 500
    assert "Algo falló de nuestro lado" in answer.text
    assert "RuntimeError in roto.broken" in caplog.text
    assert "Pérez" not in caplog.text + answer.text


def test_a_body_beyond_the_cap_is_refused_in_plain_words(services: Services) -> None:
    app = Flask("bot", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = 10
    explain_errors(app, services)

    @app.post("/api/eco")
    def echo() -> str:
        from flask import request

        return request.get_data(as_text=True)

    answer = app.test_client().post("/api/eco", data="x" * 11)
    assert answer.status_code == 413
    assert "demasiado grande" in answer.get_json()["error"]


def _schema(services: Services, version: str) -> None:
    with services.db.writing() as db:
        db.execute(text("UPDATE alembic_version SET version_num = :version"), {"version": version})


def _delivers(services: Services, clock: Clock) -> None:
    with services.db.session() as db:
        db.merge(Heartbeat(name="delivery", at=clock()))


def test_ready_says_what_is_missing_until_nothing_is(services: Services, clock: Clock) -> None:
    client = create_app(services).test_client()
    _schema(services, "0000")
    first = client.get("/ready")
    assert first.status_code == 503
    assert set(first.get_json()["falta"]) == {"esquema", "catalogo", "entrega"}
    _schema(services, HEAD)
    _delivers(services, clock)
    second = client.get("/ready")
    assert (second.status_code, second.get_json()["falta"]) == (200, {})
    assert second.get_json()["comprension"] == "solo reglas"


def test_a_delivery_that_went_silent_makes_it_unready(services: Services, clock: Clock) -> None:
    client = create_app(services).test_client()
    _delivers(services, clock)
    clock.now += timedelta(seconds=59)
    assert client.get("/ready").status_code == 200
    clock.now += timedelta(seconds=1)
    assert set(client.get("/ready").get_json()["falta"]) == {"entrega"}


def test_health_answers_whatever_the_database_does(services: Services) -> None:
    client = create_app(services).test_client()
    services.db.engine.dispose()
    assert client.get("/health").get_json() == {"estado": "ok"}
