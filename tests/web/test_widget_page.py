"""The chat as a whole page: the same conversation before and after its script arrives, in a frame, and from another site."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.web.widget import box, hers, mine, picture, say, stored

pytestmark = IN_A_BROWSER
SCRIPT = "**/catalina.js"


def page_of(browser: Browser, url: str, width: int = 360, height: int = 640) -> Page:
    expect.set_options(timeout=20_000)
    page = open_page(browser, width, height, script=True)
    page.goto(f"{url}/chat")
    box(page).wait_for()
    return page


@pytest.mark.parametrize(("width", "height"), [(320, 480), (360, 640), (1280, 800)])
def test_the_page_has_no_accessibility_fault_and_everything_in_sight(
    browser: Browser, url: str, width: int, height: int, tmp_path: Path
) -> None:
    page = page_of(browser, url, width, height)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    picture(page, f"page-{width}", tmp_path)
    expect(page.get_by_role("button", name="Enviar", exact=True)).to_be_in_viewport(ratio=1)
    assert axe_violations(page) == []
    page.get_by_role("button", name="Ver el menú").click()
    expect(hers(page)).to_have_count(1)
    picture(page, f"page-{width}-used", tmp_path)
    assert axe_violations(page) == []
    assert (overflow(page), complaints) == (0, [])
    page.context.close()


def test_a_conversation_begun_without_the_script_goes_on_with_it(browser: Browser, url: str) -> None:
    expect.set_options(timeout=20_000)
    page = open_page(browser, 360, 640, script=True)
    page.route(SCRIPT, lambda route: route.abort())
    page.goto(f"{url}/chat")
    page.get_by_label("Tu mensaje").fill("certificado de residencia")
    page.unroute(SCRIPT)
    page.get_by_role("button", name="Enviar").click()
    expect(hers(page)).to_contain_text("Certificado de residencia")
    expect(mine(page)).to_contain_text("certificado de residencia")
    say(page, "menú")
    expect(hers(page)).to_have_count(2)
    page.goto(f"{url}/chat")
    expect(hers(page)).to_have_count(2)
    page.context.close()


def test_to_begin_again_is_another_conversation(browser: Browser, url: str) -> None:
    page = page_of(browser, url)
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    before = stored(page)["token"]
    page.get_by_role("link", name="Empezar de nuevo").click()
    expect(page.get_by_role("button", name="Ver el menú")).to_be_visible()
    expect(hers(page)).to_have_count(0)
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    assert stored(page)["token"] != before
    page.context.close()


def test_what_was_half_written_before_the_script_came_stays_written(browser: Browser, url: str) -> None:
    expect.set_options(timeout=20_000)
    page = open_page(browser, 360, 640, script=True)

    def late(route) -> None:  # type: ignore[no-untyped-def]
        page.locator("#texto").fill("certificado de")
        route.continue_()

    page.route(SCRIPT, late)
    page.goto(f"{url}/chat")
    expect(box(page)).to_have_value("certificado de")
    expect(box(page)).to_be_focused()
    page.context.close()
