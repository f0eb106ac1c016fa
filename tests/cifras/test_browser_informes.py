"""Reports with a real browser that runs no script: narrow phones, axe, a PDF that is waited for."""

import pytest
from playwright.sync_api import Browser

from bot.reportes.filtro import pedir
from bot.reportes.hacer import make_due
from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.cifras.published import APRIL, publish
from tests.cifras.test_reportes import paper
from tests.worlds import Clock

pytestmark = IN_A_BROWSER
LIST = "/estadisticas/informes"
QUARTER = f"{LIST}/trimestral-2026-01-01-2026-03-31"


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    """Return the world of this file with three months published, their reports made and the PDF of a filter waiting."""
    assert isinstance(world.clock, Clock)
    publish(world, world.clock)
    make_due(world, paper)
    assert world.clock() == APRIL
    pedir(world, {"desde": "2026-01", "hasta": "2026-03"}, publico=True)
    return world


def test_every_page_fits_a_narrow_phone_and_has_nothing_for_axe(browser: Browser, url: str, world: Services) -> None:
    for path in (LIST, QUARTER, "/estadisticas/pdf/5"):
        phone = open_page(browser, 320, 480)
        answer = phone.goto(url + path)
        assert answer is not None
        assert (path, answer.status, overflow(phone)) == (path, 200, 0)
        phone.context.close()
        page = open_page(browser, 1100, 800, script=True)
        page.goto(url + path)
        assert (path, axe_violations(page)) == (path, [])
        page.context.close()


def test_a_pdf_that_is_waited_for_comes_without_a_script(browser: Browser, url: str, world: Services) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/estadisticas/pdf/5")
    assert "Se está haciendo tu PDF" in page.inner_text("main")
    make_due(world, paper)
    page.get_by_role("link", name="Mirar otra vez").click()
    with page.expect_download() as given:
        page.get_by_role("link", name="Bajar el PDF").click()
    assert given.value.suggested_filename == "catalina-cifras-2026-01-2026-03.pdf"
    page.context.close()


def test_the_list_leads_to_the_report_by_its_links(browser: Browser, url: str, world: Services) -> None:
    page = open_page(browser, 360, 640)
    page.goto(url + LIST)
    page.get_by_role("link", name="Primer trimestre de 2026", exact=True).click()
    assert page.url == url + QUARTER
    assert page.get_by_role("table", name="Los dos indicadores del compromiso").count() == 1
    page.context.close()
