"""The offices agree on a definition with a real browser: without script, by what a screen reader names, axe."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.panel.browsing import log_in
from tests.panel.conftest import make_account

pytestmark = IN_A_BROWSER
ROOM = "/panel/indicadores/definiciones"
WIDTHS = (320, 360, 1280)


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    """Return the world with one account of each office that defines the indicators."""
    with world.db.session() as db:
        for usuario, role, office in (
            ("ines", "editor", "informatica"), ("vero", "revisor", "ventanilla-unica"), ("tito", "analista", "transparencia"),
        ):  # fmt: skip
            make_account(db, world, usuario, role, dependencia_id=office)
    return world


def entered(browser: Browser, url: str, usuario: str, path: str, width: int, *, script: bool = False) -> Page:
    page = open_page(browser, width, 740, script=script)
    log_in(page, url, usuario, path)
    return page


def faultless(page: Page) -> None:
    assert axe_violations(page) == []
    assert overflow(page) == 0


def test_without_script_one_proposes_two_accept_and_it_is_in_force(browser: Browser, url: str) -> None:
    ines = entered(browser, url, "ines", f"{ROOM}/4", 360)
    ines.get_by_label("Nombre").fill("")
    ines.get_by_label("Meta").fill("10.000 al mes")
    ines.get_by_role("button", name="Proponer").click()
    expect(ines.get_by_role("heading", name="Hay algo por corregir")).to_be_visible()
    ines.get_by_role("link", name="Escribe el nombre.").click()
    expect(ines.get_by_label("Nombre")).to_be_in_viewport()
    expect(ines.get_by_label("Meta")).to_have_value("10.000 al mes")
    ines.get_by_label("Nombre").fill("Charlas atendidas")
    ines.get_by_role("button", name="Proponer").click()
    expect(ines.get_by_role("status")).to_contain_text("Propuesta guardada como versión 1")
    for usuario, said in (("vero", "Faltan otras oficinas"), ("tito", "Era la última")):
        page = entered(browser, url, usuario, ROOM, 360)
        page.get_by_role("link", name="4. Conversaciones atendidas").click()
        expect(page.get_by_text("agregado: Charlas atendidas")).to_be_attached()
        page.get_by_role("button", name="Aceptar por").click()
        expect(page.get_by_role("status")).to_contain_text(said)
        page.context.close()
    ines.goto(f"{url}{ROOM}/4")
    expect(ines.get_by_role("heading", name="4. Charlas atendidas")).to_be_visible()
    ines.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_no_page_has_an_accessibility_fault(browser: Browser, url: str, width: int) -> None:
    which = 10 + WIDTHS.index(width)  # a definition of its own: the file shares one world
    ines = entered(browser, url, "ines", ROOM, width, script=True)
    faultless(ines)
    ines.goto(f"{url}{ROOM}/{which}")
    faultless(ines)
    ines.get_by_label("Qué se cuenta").fill("palabra " * 1250)
    ines.get_by_role("button", name="Proponer").click()
    expect(ines.get_by_role("heading", name="Hay algo por corregir")).to_be_visible()
    faultless(ines)
    ines.get_by_label("Qué se cuenta").fill("Se cuenta otra cosa. " + "a" * 300)
    ines.get_by_role("button", name="Proponer").click()
    expect(ines.get_by_role("heading", name="Propuesta: versión 1")).to_be_visible()
    faultless(ines)
    vero = entered(browser, url, "vero", f"{ROOM}/{which}", width, script=True)
    vero.get_by_role("button", name="Rechazar").click()
    expect(vero.get_by_role("link", name="Escribe por qué no se acepta.")).to_be_visible()
    faultless(vero)
    vero.get_by_label("Nota de tu oficina").fill("Dice otra cosa.")
    vero.get_by_role("button", name="Rechazar").click()
    expect(vero.get_by_role("status")).to_contain_text("Quedó rechazada")
    faultless(vero)
    for page in (ines, vero):
        page.context.close()
