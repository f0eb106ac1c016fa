"""A request's state in a real browser: without script, narrow, printed, axe."""

import pytest
from playwright.sync_api import Browser, expect

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.solicitudes.abiertas import answer, filed

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def codigo(world: Services) -> str:
    made = filed(world)
    answer(world, made.id)
    return made.codigo


def test_a_phone_without_script_finds_the_answer_and_the_document(browser: Browser, url: str, codigo: str) -> None:
    page = open_page(browser, 320, 640)
    page.goto(url)
    page.get_by_role("link", name="Consultar mi solicitud").click()
    page.get_by_label("Código de seguimiento o radicado").fill(codigo)
    page.get_by_role("button", name="Ver cómo va").click()
    expect(page.get_by_text("Disponible para descargar")).to_be_visible()
    assert overflow(page) == 0
    assert codigo not in page.url
    with page.expect_download() as waited:
        page.get_by_role("link", name="Descargar Acta de arreglo.pdf").click()
    assert waited.value.suggested_filename == "Acta de arreglo.pdf"
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="Pregúntale a Catalina")).to_be_hidden()
    page.context.close()


@pytest.mark.parametrize("width", [320, 1100])
def test_no_page_has_an_accessibility_fault_nor_breaks_the_policy(
    browser: Browser, url: str, codigo: str, width: int
) -> None:
    page = open_page(browser, width, 640, script=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{url}/solicitudes")
    assert axe_violations(page) == []
    for texto in ("EXT-9", codigo):
        page.get_by_label("Código de seguimiento o radicado").fill(texto)
        page.get_by_role("button", name="Ver cómo va").click()
        assert axe_violations(page) == []
        assert overflow(page) == 0
    expect(page.get_by_role("heading", name="Lo que te dice la entidad")).to_be_visible()
    assert [line for line in said if "422" not in line] == []
    page.context.close()
