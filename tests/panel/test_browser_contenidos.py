"""The rooms of contents and priorities with a real browser: without script, by what a screen reader names, axe."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bot.prioridades_pdf import make_due
from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.panel.browsing import log_in

pytestmark = IN_A_BROWSER
ROOM = "/panel/contenidos"
OFFICE = f"{ROOM}/dependencias/hacienda"
JUDGE = "/panel/prioridades/certificado-de-residencia"
PAGES = (
    ROOM, f"{ROOM}/dependencias", f"{ROOM}/puntos/nuevo", f"{ROOM}/festivos/nuevo", f"{ROOM}/entidad/entidad", OFFICE,
    f"{OFFICE}/versiones", f"{OFFICE}/versiones/1", f"{ROOM}/preguntas/nuevo", "/panel/prioridades", JUDGE,
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_no_page_has_an_accessibility_fault(browser: Browser, url: str, path: str) -> None:
    page = open_page(browser, 1100, 800, script=True)
    log_in(page, url, "revisor", path)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0
    page.context.close()


def test_a_question_is_written_corrected_and_published_by_another_with_javascript_off(
    browser: Browser, url: str
) -> None:
    author, reviewer = open_page(browser, 1100, 800), open_page(browser, 1100, 800)
    log_in(author, url, "revisor", f"{ROOM}/preguntas/nuevo")
    author.get_by_role("textbox", name="Pregunta (hace falta)").fill("¿Dónde queda el archivo?")
    author.get_by_role("button", name="Guardar borrador").click()
    author.get_by_role("link", name="Escribe «Respuesta».").click()
    assert author.url.endswith("#respuesta")
    author.get_by_role("textbox", name="Respuesta").fill("En la calle de la Factoría.")
    author.get_by_role("textbox", name="Fuente").fill("Decreto 1")
    author.get_by_role("button", name="Guardar borrador").click()
    author.get_by_role("button", name="Enviar a revisión").click()
    assert "Enviado" in author.get_by_role("status").inner_text()
    log_in(reviewer, url, "luis", author.url.removeprefix(url))
    reviewer.get_by_role("button", name="Publicar la versión 1").click()
    assert "Publicado" in reviewer.get_by_role("status").inner_text()
    author.context.close()
    reviewer.context.close()


def test_the_screens_of_two_who_edit_and_of_a_mistake_have_no_accessibility_fault(browser: Browser, url: str) -> None:
    first, second = open_page(browser, 1100, 800, script=True), open_page(browser, 1100, 800)
    log_in(first, url, "revisor", OFFICE)
    log_in(second, url, "luis", OFFICE)
    for page, words in ((second, "De ocho a doce"), (first, "De ocho a una")):
        page.get_by_role("textbox", name="Horario").fill(words)
        page.get_by_role("button", name="Guardar borrador").click()
    first.get_by_role("heading", name="Otra persona guardó mientras escribías").wait_for()
    assert axe_violations(first) == []
    first.get_by_role("textbox", name="Nombre (hace falta)").fill("")
    first.get_by_role("button", name="Guardar borrador").click()
    first.get_by_role("heading", name="Hay algo por corregir").wait_for()
    assert axe_violations(first) == []
    first.set_viewport_size({"width": 320, "height": 640})
    assert overflow(first) == 0
    second.get_by_role("heading", name="Qué cambia frente a lo publicado").wait_for()
    first.context.close()
    second.context.close()


def test_a_tramite_is_judged_and_its_pdf_asked_for_with_javascript_off(
    browser: Browser, url: str, world: Services
) -> None:
    page = open_page(browser, 1100, 800)
    log_in(page, url, "revisor", JUDGE)
    page.get_by_label("Complejidad técnica").select_option("2")
    page.get_by_label("¿Está alineado con la Ventanilla Única?").select_option("parte")
    page.get_by_role("button", name="Guardar").click()
    page.get_by_role("link", name="Escribe por qué le pones esa complejidad.").click()
    page.get_by_label("Por qué esa complejidad").fill("Se firma a mano")
    page.get_by_label("Para cuándo").select_option("2026-T3")
    page.get_by_role("button", name="Guardar").click()
    assert "Guardado" in page.get_by_role("status").inner_text()
    page.goto(f"{url}/panel/prioridades")
    assert (
        page.get_by_role("table")
        .nth(0)
        .get_by_role("row")
        .nth(1)
        .inner_text()
        .startswith("1\tCertificado de residencia")
    )
    page.get_by_role("button", name="Preparar el PDF").click()
    assert make_due(world, lambda _: b"%PDF-made") == 1
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF de 2025-12 a 2026-02").click()
    assert Path(download.value.path()).read_bytes() == b"%PDF-made"
    page.context.close()
