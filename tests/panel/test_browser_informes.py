"""The page of reports as staff meet it in a real browser: narrow, and with nothing for axe, also where one failed."""

from playwright.sync_api import Browser

from bot.refusals import Refused
from bot.reportes.hacer import make_due
from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.cifras.published import publish
from tests.panel.browsing import log_in
from tests.worlds import Clock

pytestmark = IN_A_BROWSER


def test_the_list_of_reports_has_no_accessibility_fault(browser: Browser, url: str, world: Services) -> None:
    def without_pango(_: str) -> bytes:
        raise Refused("Para hacer el PDF falta Pango en esta máquina.")

    assert isinstance(world.clock, Clock)
    publish(world, world.clock)
    make_due(world, without_pango)
    page = open_page(browser, 1100, 800, script=True)
    log_in(page, url, "revisor", "/panel/indicadores/informes")
    assert page.inner_text("main").count("falta Pango") == 4
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert overflow(page) == 0
    page.context.close()
