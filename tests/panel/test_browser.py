"""Clerks, reviewers and an officer with a real browser: without script, by what a screen reader names, axe."""

import pyotp
import pytest
from playwright.sync_api import Browser

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.panel.browsing import days, log_in
from tests.panel.conftest import PASSPHRASE, PASSWORD
from tests.worlds import NOON, Clock, Talk

pytestmark = IN_A_BROWSER
EDITAR = "/panel/hojas/certificado-de-residencia"


def test_a_clerk_edits_and_another_publishes_with_javascript_off(browser: Browser, url: str) -> None:
    editor = open_page(browser, 1100, 800)
    log_in(editor, url, "editora", EDITAR)
    days(editor, "2")
    editor.get_by_role("textbox", name="Nombre corto (hace falta)").fill("Un nombre demasiado largo para una lista")
    editor.get_by_role("button", name="Guardar borrador").click()
    editor.get_by_role("link", name="«Nombre corto» tiene").click()
    assert editor.url.endswith("#titulo_corto")
    editor.get_by_role("textbox", name="Nombre corto (hace falta)").fill("Certificado residencia")
    editor.get_by_role("button", name="Guardar borrador").click()
    assert "Borrador guardado" in editor.get_by_role("status").inner_text()
    reviewer = open_page(browser, 1100, 800)
    log_in(reviewer, url, "revisor", editor.url.removeprefix(url))
    reviewer.get_by_role("button", name="Publicar la versión 2").click()
    assert "Publicada" in reviewer.get_by_role("status").inner_text()
    editor.context.close()
    reviewer.context.close()


@pytest.mark.parametrize(
    "path",
    [
        "/panel/",
        "/panel/hojas",
        "/panel/hojas?falta=confirmar",
        "/panel/hojas/nueva",
        EDITAR,
        f"{EDITAR}/versiones",
        f"{EDITAR}/versiones/1",
        "/panel/hojas/ajuste-de-cotas-y-areas/referencia",
        "/panel/entender",
        "/panel/entender/frases",
        "/panel/entender/preguntas",
        "/panel/contenidos",
        "/panel/clave",
        "/panel/segundo-factor",
    ],
)
def test_no_page_of_the_panel_has_an_accessibility_fault(browser: Browser, url: str, path: str) -> None:
    page = open_page(browser, 1100, 800, script=True)
    log_in(page, url, "editora", path)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert overflow(page) == 0
    page.context.close()


def test_the_pages_that_explain_have_no_accessibility_fault(
    browser: Browser, url: str, world: Services, clock: Clock
) -> None:
    for words in ("zorongo plugh xyzzy", "certificado"):
        Talk(world, clock, address=f"web:{words}")(words)
    page = open_page(browser, 320, 640, script=True)
    log_in(page, url, "revisor", "/panel/explicar")
    page.get_by_label("Mensaje").fill("cuánto vale el certificado de residencia")
    page.get_by_role("button", name="Explicar").click()
    page.get_by_role("heading", name="Lo que respondería").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("link", name="Ver los que no se entendieron").click()
    for detail in page.locator("summary").all():
        detail.click()
    assert page.get_by_label("Debió ser").count() == 2
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_the_pages_of_what_was_not_answered_have_no_accessibility_fault(
    browser: Browser, url: str, world: Services, clock: Clock
) -> None:
    for n in range(3):
        Talk(world, clock, address=f"whatsapp:+57300123456{n}", canal="whatsapp")("quiero jugar ajedrez playero")
    page = open_page(browser, 320, 640, script=True)
    log_in(page, url, "revisor", "/panel/sin-responder")
    page.get_by_role("heading", name="ajedrez playero").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("link", name="Escribir un trámite nuevo").first.click()
    assert "ajedrez" in page.get_by_role("textbox", name="Nombre", exact=True).input_value()
    page.get_by_role("button", name="Crear borrador").click()
    page.get_by_role("heading", name="Hay algo por corregir").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_the_pages_of_a_denuncia_have_no_accessibility_fault(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640, script=True)
    log_in(page, url, "oficial", "/panel/denuncias")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Leer la denuncia 1").click()
    assert axe_violations(page) == []
    page.get_by_label("Tu frase secreta").fill(PASSPHRASE)
    page.get_by_role("button", name="Leer la denuncia").click()
    page.get_by_text("Algo pasó").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_the_pages_of_the_second_factor_have_no_accessibility_fault(browser: Browser, url: str) -> None:
    page = open_page(browser, 320, 640, script=True)
    log_in(page, url, "nora", "/panel/segundo-factor")
    assert axe_violations(page) == []
    assert overflow(page) == 0
    secret = page.locator("strong").first.inner_text().replace(" ", "")
    page.get_by_label("Tu contraseña").fill(PASSWORD)
    page.get_by_label("El código que muestra").fill(pyotp.TOTP(secret).at(NOON))
    page.get_by_role("button", name="Emparejar").click()
    page.get_by_role("heading", name="Guarda tus códigos de reserva").wait_for()
    assert axe_violations(page) == []
    page.get_by_role("button", name="Salir").click()
    page.get_by_label("Usuario").fill("nora")
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.get_by_role("heading", name="Escribe tu código").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_the_screen_of_two_who_edit_and_the_one_of_mistakes_have_no_accessibility_fault(
    browser: Browser, url: str
) -> None:
    hoja = "/panel/hojas/comisaria-de-familia"
    first, second = open_page(browser, 1100, 800, script=True), open_page(browser, 1100, 800)
    log_in(first, url, "editora", hoja)
    log_in(second, url, "revisor", hoja)
    for page, count in ((second, "2"), (first, "3")):
        days(page, count)
        page.get_by_role("button", name="Guardar borrador").click()
    first.get_by_role("heading", name="Otra persona guardó mientras escribías").wait_for()
    assert axe_violations(first) == []
    first.get_by_role("textbox", name="Nombre corto (hace falta)").fill("")
    first.get_by_role("button", name="Guardar borrador").click()
    first.get_by_role("heading", name="Hay algo por corregir").wait_for()
    assert axe_violations(first) == []
    first.set_viewport_size({"width": 360, "height": 640})
    assert overflow(first) == 0
    first.context.close()
    second.context.close()


def test_many_are_marked_and_assigned_by_keyboard_with_no_accessibility_fault(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640, script=True)
    log_in(page, url, "revisor", "/panel/hojas?dependencia=datt")
    for box in page.get_by_role("checkbox").all()[:2]:
        box.focus()
        page.keyboard.press("Space")
    page.get_by_label("Asignar los marcados a").select_option("hacienda")
    page.get_by_role("button", name="Asignar").press("Enter")
    page.get_by_role("heading", name="Asignar 2 trámites a").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("button", name="Asignar 2").press("Enter")
    assert "2 trámites quedaron en borrador" in page.get_by_role("status").first.inner_text()
    page.context.close()
