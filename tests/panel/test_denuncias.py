"""The officer reads a denuncia with the own passphrase; nobody else does, and nothing of it stays behind."""

import logging
from collections.abc import Callable

import pytest
from sqlalchemy import text

from bot.services import Services
from knowledge import auditoria, denuncias, personal
from tests.panel.conftest import PASSPHRASE, PASSWORD, Person
from tests.worlds import Clock

Enter = Callable[[str], Person]
CANARY = "el canario de la calle del Arsenal"


@pytest.fixture
def case(app: object, services: Services, clock: Clock) -> str:
    """Return the id of a denuncia filed while one officer had a key."""
    with services.db.session() as db:
        oficial = personal.find(db, "oficial")
        assert oficial is not None
        personal.set_officer_keys(db, oficial, PASSPHRASE, services.clock())
    with services.db.writing() as connection:
        denuncias.register(
            connection, "reserva", {"que_paso": CANARY, "contacto": "300"}, "1234 5678 9012 3456", clock()
        )
    with services.db.reading_session() as db:
        return denuncias.cases(db, 1)[0].id


def test_an_officer_without_key_makes_one_first(enter: Enter, services: Services) -> None:
    oficial = enter("oficial").get("/panel/denuncias")
    assert oficial.path == "/panel/llave"
    assert oficial.post("/panel/llave", frase=PASSPHRASE, otra_vez="otra frase distinta").status == 422
    oficial.post("/panel/llave", frase=PASSPHRASE, otra_vez=PASSPHRASE)
    assert oficial.path == "/panel/denuncias"
    with services.db.reading_session() as db:
        assert denuncias.can_be_opened(db)


def test_the_list_shows_day_mode_and_state_and_nothing_of_what_was_told(enter: Enter, case: str) -> None:
    page = enter("oficial").get("/panel/denuncias").page
    assert "30/03/2026" in page
    assert "Con reserva" in page
    assert "Recibida" in page
    assert CANARY not in page


def test_only_the_passphrase_opens_it_and_the_reading_is_audited(enter: Enter, services: Services, case: str) -> None:
    oficial = enter("oficial").get(f"/panel/denuncias/{case}")
    assert CANARY not in oficial.page
    wrong = oficial.post(f"/panel/denuncias/{case}", frase=PASSWORD)
    assert (wrong.status, CANARY in wrong.page) == (422, False)
    assert CANARY in oficial.post(f"/panel/denuncias/{case}", frase=PASSPHRASE).page
    assert oficial.headers["Cache-Control"] == "no-store"
    with services.db.reading_session() as db:
        acts = [(row.actor, row.action) for row in auditoria.of_subject(db, f"denuncia:{case}")]
    assert acts == [("oficial", "abrir denuncia"), ("oficial", "frase equivocada")]


@pytest.mark.parametrize("usuario", ["editora", "revisor", "analista", "admin"])
def test_no_other_role_lists_or_opens_it(enter: Enter, case: str, usuario: str) -> None:
    somebody = enter(usuario).get("/panel/clave")
    for refused in (
        somebody.get("/panel/denuncias"),
        somebody.get(f"/panel/denuncias/{case}"),
        somebody.get("/panel/clave").post(f"/panel/denuncias/{case}", frase=PASSPHRASE),
    ):
        assert (refused.status, CANARY in refused.page, case in refused.page) == (403, False, False)


def test_what_was_told_and_the_passphrase_stay_nowhere(
    enter: Enter, services: Services, case: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        oficial = enter("oficial").get(f"/panel/denuncias/{case}")
        oficial.post(f"/panel/denuncias/{case}", frase=PASSPHRASE)
    cookie = oficial.client.get_cookie("__Host-catalina", domain="catalina.example")
    assert cookie is not None
    with services.db.reading() as connection:
        stored = "".join(
            str(row)
            for table in (
                "auditoria",
                "ingresos",
                "ingresos_fallidos",
                "denuncias",
                "denuncia_llaves",
                "cuentas",
                "events",
            )
            for row in connection.execute(text(f"SELECT * FROM {table}"))
        )
    for secret in (CANARY, PASSPHRASE):
        assert secret not in stored
        assert secret not in cookie.value
        assert secret not in caplog.text


def test_guessing_the_passphrase_slows_down(enter: Enter, case: str, clock: Clock) -> None:
    oficial = enter("oficial").get(f"/panel/denuncias/{case}")
    for _ in range(5):
        oficial.post(f"/panel/denuncias/{case}", frase="no es esta frase")
    assert "demasiados intentos" in oficial.post(f"/panel/denuncias/{case}", frase=PASSPHRASE).page
    assert CANARY not in oficial.page
    clock.forward(seconds=61)
    assert CANARY in oficial.post(f"/panel/denuncias/{case}", frase=PASSPHRASE).page
