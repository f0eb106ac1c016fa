"""Writing a hoja de vida in a real browser: with our script, without any, and by what a screen reader names."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Dialog, Page, expect

from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.panel.browsing import log_in

pytestmark = IN_A_BROWSER
Step = Callable[[Page], None]
PREDIAL = "/panel/hojas/impuesto-predial-unificado"
RESIDENCIA = "/panel/hojas/certificado-de-residencia"


def test_what_is_typed_survives_a_closed_browser_and_leaving_at_once_warns(browser: Browser, url: str) -> None:
    page, told, asked = open_page(browser, 1100, 800, script=True), list[str](), list[str]()

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    def complain(message: ConsoleMessage) -> None:
        told.append(message.text)

    page.on("console", complain)
    page.on("dialog", leave)
    log_in(page, url, "editora", PREDIAL)
    page.get_by_label("Nota", exact=True).fill("A medio escribir")
    expect(page.locator("#guardado")).to_have_text("Guardado a las 12:00. Todavía no es un borrador.")
    page.goto(f"{url}/panel/hojas")
    assert (told, asked) == ([], [])
    page.context.close()
    again = open_page(browser, 1100, 800, script=True)
    again.on("dialog", leave)
    log_in(again, url, "editora", PREDIAL)
    expect(again.get_by_role("heading", name="Aquí está lo que estabas escribiendo")).to_be_visible()
    expect(again.get_by_label("Nota", exact=True)).to_have_value("A medio escribir")
    assert axe_violations(again) == []
    again.get_by_label("Nota", exact=True).press_sequentially("!")
    again.goto(f"{url}/panel/hojas")
    assert asked == ["beforeunload"]
    again.context.close()


def test_when_the_server_is_away_the_page_says_so_and_keeps_again_later(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640, script=True)
    log_in(page, url, "editora", "/panel/hojas/comisaria-de-familia")
    page.context.set_offline(True)
    page.get_by_label("Nota", exact=True).fill("Sin red")
    expect(page.locator("#guardado")).to_contain_text("No se pudo guardar")
    page.context.set_offline(False)
    page.get_by_label("Nota", exact=True).press_sequentially(".")
    expect(page.locator("#guardado")).to_contain_text("Guardado a las")
    assert overflow(page) == 0
    page.context.close()


def test_rows_the_colleague_and_the_test_talk_work_with_javascript_off(browser: Browser, url: str) -> None:
    page = open_page(browser, 1100, 800)
    log_in(page, url, "revisor", RESIDENCIA)
    page.get_by_role("button", name="Pasar a renglones de «Qué se necesita»").click()
    first = page.get_by_role("group", name="Paso 1", exact=True)
    first.get_by_label("Qué es (Requisito 1, Paso 1)").fill("Fotocopia de la cédula")
    page.get_by_role("button", name="Agregar otra fila de preguntas frecuentes").click()
    third = page.get_by_role("group", name="Pregunta 3", exact=True)
    third.get_by_label("Pregunta (").fill("¿Sirve para el colegio?")
    third.get_by_label("Respuesta").fill("Sí.")
    page.get_by_role("button", name="Revisar el texto").click()
    page.get_by_role("link", name=re.compile("Ir allí por esto: No pidas «Fotocopia de la cédula»")).click()
    assert page.url.endswith("#momentos-0-requisitos-0-texto")
    page.get_by_label("De qué clase (Requisito 1, Paso 1)").select_option("La entidad lo verifica")
    page.get_by_label("Qué es (Requisito 1, Paso 1)").fill("Ser mayor de edad")
    page.get_by_label("Qué es (Requisito 1, Paso 1)").press("Enter")
    assert "Borrador guardado" in page.get_by_role("status").first.inner_text()
    assert "Ser mayor de edad: no lleves soporte" in page.content()
    page.get_by_role("link", name="Probar con Catalina").click()
    page.get_by_label("Mensaje").fill("qué papeles piden para el certificado de residencia")
    page.get_by_role("button", name="Enviar", exact=True).click()
    assert "no lleves soporte" in page.locator("#ultimo").inner_text()
    page.get_by_role("button", name="Pasos").click()
    assert "Registrarse o iniciar sesión" in page.locator("#ultimo").inner_text()
    page.context.close()


def _look_over(page: Page) -> None:
    page.get_by_role("button", name="Revisar el texto").click()
    page.get_by_role("heading", name="Lo que diría un colega").wait_for()


def _make_mistakes(page: Page) -> None:
    page.get_by_role("button", name="Pasar a renglones de «Normas»").click()
    page.get_by_label("Año (Norma 1)").fill("noventa")
    page.get_by_role("button", name="Guardar borrador").click()
    page.get_by_role("heading", name="Hay algo por corregir").wait_for()


def _say_something(page: Page) -> None:
    page.get_by_label("Mensaje").fill("certificado de residencia")
    page.get_by_role("button", name="Enviar", exact=True).click()
    page.locator("#ultimo").wait_for()


@pytest.mark.parametrize(
    ("path", "step"),
    [
        (RESIDENCIA, _look_over),
        (RESIDENCIA, _make_mistakes),
        (f"{RESIDENCIA}/versiones/1/mensajes", lambda _: None),
        (f"{RESIDENCIA}/versiones/1/probar", _say_something),
    ],
)
def test_no_page_of_writing_has_an_accessibility_fault(browser: Browser, url: str, path: str, step: Step) -> None:
    page = open_page(browser, 1100, 800, script=True)
    log_in(page, url, "editora", path)
    step(page)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0
    page.context.close()
