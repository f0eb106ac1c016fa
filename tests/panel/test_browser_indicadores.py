"""The indicators in a real browser, as an analyst on a desk and on a phone."""

import pytest
from playwright.sync_api import Browser

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.cifras.made import counted
from tests.panel.browsing import log_in

pytestmark = IN_A_BROWSER
ROOM = "/panel/indicadores"


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    """Return the world of this file with the staff and three months of use."""
    counted(world, 1_000)
    return world


@pytest.mark.parametrize(
    "query", ["?desde=2026-02-01&hasta=2026-02-28", "?desde=2025-12-01&hasta=2026-02-28&canal=web", ""]
)
def test_the_indicators_have_no_accessibility_fault_and_fit(browser: Browser, url: str, query: str) -> None:
    page = open_page(browser, 1280, 800, script=True)
    log_in(page, url, "revisor", ROOM)
    page.goto(f"{url}{ROOM}{query}")
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 480})
    assert overflow(page) == 0
    assert axe_violations(page) == []
    page.context.close()


def test_a_period_is_chosen_without_javascript_and_its_file_is_given(browser: Browser, url: str) -> None:
    page = open_page(browser, 1100, 800)
    log_in(page, url, "revisor", ROOM)
    page.get_by_text("Escoger otro periodo").click()
    page.get_by_label("Desde").fill("2026-02-01")
    page.get_by_label("Hasta").fill("2026-02-28")
    page.get_by_label("Dependencia", exact=True).select_option("hacienda")
    page.get_by_role("button", name="Ver estas cifras").click()
    assert page.locator("#periodo").inner_text() == "Febrero de 2026. Dependencia: Secretaría de Hacienda"
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV de estas cifras", exact=True).click()
    assert download.value.suggested_filename == "estadisticas-2026-02.csv"
    page.context.close()
