"""What the numbers mean, for anybody: a page and its open data say the same, and no person is named in them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from typing import Any

from flask.testing import FlaskClient

from bot.services import Services
from knowledge import definiciones
from knowledge.definiciones import Firma
from knowledge.indicadores import cargar
from knowledge.redaccion import Propuesta
from tests.worlds import NOON, Clock

PAGE, DATA = "/estadisticas/definiciones", "/estadisticas/definiciones.json"
TRES = ("informatica", "ventanilla-unica", "transparencia")
ANA, BETO, CARO = (Firma(office, f"usuario-{n}") for n, office in enumerate(TRES))
DICE = Propuesta("Charlas atendidas", "Se cuentan las charlas con respuesta.", "10.000 al mes", date(2026, 3, 30), 0)


def agreed(services: Services) -> None:
    """Agree on indicator 4, refuse a proposal of 5, leave one of 20 open."""
    now = NOON
    with services.db.session() as db:
        for number, dice in ((4, DICE), (5, replace(DICE, nombre="Otra")), (20, replace(DICE, nombre="Sin terminar"))):
            definiciones.proponer(db, TRES, number, dice, ANA, now)
        ids = {n: one.abierta.id for n, one in definiciones.historias(db).items() if one.abierta is not None}
        definiciones.aceptar(db, TRES, ids[4], BETO, "De acuerdo", now)
        definiciones.aceptar(db, TRES, ids[4], CARO, "", now)
        definiciones.rechazar(db, TRES, ids[5], BETO, "La meta no es de este indicador.", now)


def section(page: str, number: int) -> str:
    """Return what a person reads of one indicator."""
    found = re.search(rf'<section[^>]*aria-labelledby="indicador-{number}">(.*?)</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", found[1])).split())


def data(client: FlaskClient) -> dict[int, dict[str, Any]]:
    found: list[dict[str, Any]] = client.get(DATA).get_json()["indicadores"]
    return {one["id"]: one for one in found}


def test_before_anybody_agrees_every_indicator_has_its_bundled_words(client: FlaskClient) -> None:
    page = client.get(PAGE).text
    for number, one in cargar().items():
        assert f'id="indicador-{number}"' in page
        said = section(page, number)
        for words in (one.nombre, one.texto, one.formula, one.fuente, "Redacción inicial Sin acordar todavía."):
            assert words in said
        assert ("★ Compromiso de la ciudad" in said) == one.compromiso
    assert len(re.findall(r'<h2 id="indicador-', page)) == 27


def test_the_page_says_who_agreed_what_when_and_the_whole_history(client: FlaskClient, services: Services) -> None:
    agreed(services)
    page = client.get(PAGE).text
    four, five, twenty = section(page, 4), section(page, 5), section(page, 20)
    assert "4. Charlas atendidas" in four
    assert "Meta 10.000 al mes Fórmula exacta, versión 1" in four
    assert "conversaciones. Es mejor si sube." in four
    assert "Vigente Vale desde el 30/03/2026. Versión 1. La acordaron" in four
    for office in ("Oficina Asesora de Informática", "Ventanilla Única de Atención al Ciudadano", "Transparencia"):
        assert office in four
    assert "«De acuerdo»" in four
    assert "Redacción inicial de 4. Charlas atendidas Conversaciones atendidas." in four
    assert "5. Mensajes respondidos" in five
    assert "Rechazada No la aceptaron todas las oficinas." in five
    assert "«La meta no es de este indicador.»" in five
    assert "20. Satisfacción" in twenty
    assert "con una propuesta por responder" in twenty
    assert "Falta: Transparencia y Anticorrupción" in twenty


def test_no_account_is_named_in_public(client: FlaskClient, services: Services) -> None:
    agreed(services)
    for path in (PAGE, DATA):
        answer = client.get(path)
        assert "usuario" not in answer.text
        assert "Set-Cookie" not in answer.headers


def test_the_open_data_say_what_the_page_says(client: FlaskClient, services: Services) -> None:
    agreed(services)
    found, page = data(client), client.get(PAGE).text
    assert list(found) == list(range(1, 28))
    for number, one in found.items():
        said = section(page, number)
        for words in (one["nombre"], one["texto"], one["formula"], one["fuente"]):
            assert words in said
        assert one["pagina"] == f"https://catalina.example/estadisticas/definiciones#indicador-{number}"
    four = found[4]
    assert (four["version"], four["estado"], four["desde"], four["meta"]) == (1, "vigente", "2026-03-30", "10.000 al mes")  # fmt: skip
    assert [(one["version"], one["estado"]) for one in four["historia"]] == [(1, "vigente"), (0, "inicial")]
    assert [(r["oficina"]["id"], r["acepta"], r["fecha"]) for r in four["respuestas"]] == [
        (office, True, "2026-03-30") for office in sorted(TRES)
    ]
    assert [one["estado"] for one in found[5]["historia"]] == ["rechazada", "inicial"]
    assert (found[5]["version"], found[5]["estado"]) == (0, "inicial")
    assert found[5]["historia"][0]["respuestas"][1]["nota"] == "La meta no es de este indicador."
    assert found[20]["historia"][0]["propuesta_por"]["nombre"] == "Oficina Asesora de Informática"


def test_any_page_may_read_the_open_data(client: FlaskClient) -> None:
    answer = client.get(DATA)
    assert answer.mimetype == "application/json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert f'href="{PAGE}"' in client.get("/datos").text


def test_a_wording_that_is_to_come_is_told_and_takes_over_on_its_day(
    client: FlaskClient, services: Services, clock: Clock
) -> None:
    with services.db.session() as db:
        day = DICE.desde
        assert day is not None
        definiciones.proponer(db, TRES[:1], 4, DICE, ANA, clock())
        next_words = replace(DICE, nombre="Charlas", desde=day + timedelta(days=2), base=1)
        definiciones.proponer(db, TRES[:1], 4, next_words, ANA, clock())
    four = section(client.get(PAGE).text, 4)
    assert "4. Charlas atendidas" in four
    assert "Vale desde el 30/03/2026. El 01/04/2026 empieza otra." in four
    assert "Acordada Empieza el 01/04/2026." in four
    clock.forward(days=2)
    four = section(client.get(PAGE).text, 4)
    assert "4. Charlas Meta" not in four
    assert four.startswith("4. Charlas ★")
    assert "Reemplazada Valió del 30/03/2026 al 31/03/2026." in four
    assert [one["estado"] for one in data(client)[4]["historia"]] == ["vigente", "reemplazada", "inicial"]
