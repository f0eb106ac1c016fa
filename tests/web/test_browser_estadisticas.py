"""The page of figures in a real browser without JavaScript: narrow phones, big letters, a keyboard, paper, axe."""

import pytest
from playwright.sync_api import Browser, Page

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.cifras.made import counted

pytestmark = IN_A_BROWSER
SIZES = [(320, 480), (360, 640), (1280, 800)]
PATHS = ("/estadisticas", "/estadisticas?desde=2025-12", "/estadisticas?canal=web", "/estadisticas?desde=2026-13", "/estadisticas?desde=2020-01&hasta=2020-02")  # fmt: skip


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    """Return the world of this file with three months of use."""
    counted(world)
    return world


def opened(page: Page) -> None:
    """Open what is folded, as a person does."""
    for summary in page.locator("summary").all():
        if summary.locator("..").get_attribute("open") is None:
            summary.click()


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("path", PATHS)
def test_the_page_has_no_accessibility_fault_and_fits(
    browser: Browser, url: str, path: str, width: int, height: int
) -> None:
    page = open_page(browser, width, height, script=True)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{url}{path}")
    assert [text for text in complaints if "400" not in text] == []
    assert overflow(page) == 0
    assert axe_violations(page) == []
    opened(page)
    assert overflow(page) == 0
    assert axe_violations(page) == []
    page.context.close()


@pytest.mark.parametrize("more", [{"forced_colors": "active"}, {"contrast": "more"}, {"color_scheme": "dark"}])
def test_other_colours_have_no_fault(browser: Browser, url: str, more: dict[str, str]) -> None:
    page = open_page(browser, 360, 640, script=True, **more)
    page.goto(f"{url}/estadisticas")
    assert axe_violations(page) == []
    page.context.close()


def test_letters_twice_as_big_still_fit(browser: Browser, url: str) -> None:
    page = open_page(browser, 320, 480, script=True)
    page.goto(f"{url}/estadisticas?desde=2025-12")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0
    values = page.locator(".barrita text").evaluate_all("all => all.map(e => e.getBoundingClientRect().right)")
    assert max(values) <= 320
    page.context.close()


def test_the_filter_is_reached_and_sent_with_the_keyboard_alone(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/estadisticas")
    reach(page, "summary")
    page.keyboard.press("Enter")
    for name, words in (("desde", "diciembre"), ("canal", "WhatsApp")):
        reach(page, f"#{name}")
        page.keyboard.type(words)
    reach(page, "form button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/estadisticas?desde=2025-12&hasta=2026-02&canal=whatsapp**")
    assert page.locator("#periodo").inner_text() == "Diciembre de 2025 a febrero de 2026. Canal: WhatsApp"
    page.context.close()


def reach(page: Page, selector: str) -> None:
    for _ in range(25):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return
    pytest.fail(f"{selector} is not reached with Tab")


def test_a_mistake_leads_to_its_field(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/estadisticas?desde=2026-13&tema=tramite")
    page.get_by_role("alert").get_by_role("link").click()
    assert page.url.endswith("#desde")
    assert page.get_by_label("Tema").input_value() == "tramite"
    assert page.get_by_label("Desde").get_attribute("aria-invalid") == "true"
    page.context.close()


def test_on_paper_nothing_is_cut_and_what_is_folded_is_there(browser: Browser, url: str) -> None:
    page = open_page(browser, 720, 1000, script=True)  # as wide as a sheet between its margins
    page.goto(f"{url}/estadisticas?desde=2025-12")
    page.emulate_media(media="print")
    assert overflow(page) == 0
    cut = page.locator(".tabla").evaluate_all("all => all.filter(e => e.scrollWidth > e.clientWidth + 1).length")
    assert cut == 0
    assert page.locator("details table").first.bounding_box() is not None
    assert all(not form.is_visible() for form in page.locator("form").all())
    page.context.close()


def test_every_bar_is_as_long_as_its_value(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640, script=True)
    page.goto(f"{url}/estadisticas")
    bars = page.locator("section:has(#cifras-tema) .barrita")
    widths = bars.locator("rect").evaluate_all("all => all.map(e => e.getBoundingClientRect().width)")
    values = [int(text.replace(".", "")) for text in bars.locator("text").all_text_contents()]
    assert len(values) >= 5
    assert [w / widths[0] for w in widths] == pytest.approx([v / values[0] for v in values], abs=0.01)
    page.context.close()


def test_the_page_weighs_little_and_comes_from_one_place(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    answer = page.goto(f"{url}/estadisticas", wait_until="networkidle")
    assert answer is not None
    assert "set-cookie" not in answer.headers
    assert hosts == {url.removeprefix("http://")}
    page.context.close()
