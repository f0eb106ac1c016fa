"""While a person attends: who it is, and news asked for often enough but no more than the network bears."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import IN_A_BROWSER
from tests.web.widget import answer, answering, box, hers, host, opened, say, visit

pytestmark = IN_A_BROWSER
ANA = {"pendiente": True, "atiende": {"nombre": "Ana"}}


def _polled(browser: Browser, url: str, data: str = "", **state: Any) -> tuple[Page, list[int]]:
    """Open a conversation in that state whose clock the test sets, and note when it is asked for news."""
    page, asked = host(browser, url), list[int]()
    page.clock.install()
    if data:
        page.add_init_script(f"Object.defineProperty(navigator, 'connection', {{value: {data}}})")
    visit(page, url)

    page.route("**/api/chat", answering(lambda request: answer({"seq": 1, "de": "tu", "cid": request["cid"]}, **state)))
    page.route("**/api/chat/poll", answering(lambda request: (asked.append(len(asked)), answer(**state))[1]))
    opened(page)
    say(page, "quiero hablar con una persona")
    expect(box(page)).to_be_focused()
    expect(page.locator(".m.mio small")).to_have_text("12:00 p. m.", use_inner_text=True)
    return page, asked


def _pass(page: Page, seconds: int) -> None:
    """Let time go by second by second, so that each answer arrives in its own second."""
    for _ in range(seconds):
        page.clock.run_for(1000)
        page.evaluate("0")


def test_nobody_is_asked_for_news_while_nobody_writes_any(browser: Browser, url: str) -> None:
    page, asked = _polled(browser, url)
    _pass(page, 120)
    assert asked == []
    page.context.close()


def test_news_are_asked_for_less_and_less_often_while_there_are_none(browser: Browser, url: str) -> None:
    page, asked = _polled(browser, url, **ANA)
    expect(page.locator(".atiende")).to_have_text("Te atiende Ana, de la Alcaldía.")
    _pass(page, 11)
    assert 1 <= len(asked) <= 3
    _pass(page, 60)
    assert 4 <= len(asked) <= 8
    page.context.close()


@pytest.mark.parametrize("data", ["{saveData: true}", "{effectiveType: '2g'}"])
def test_who_pays_for_each_byte_is_asked_for_every_ten_seconds_at_most(browser: Browser, url: str, data: str) -> None:
    page, asked = _polled(browser, url, data, **ANA)
    page.get_by_role("button", name="Opciones", exact=True).click()
    expect(page.get_by_role("button", name="Gastar menos datos")).to_have_attribute("aria-pressed", "true")
    _pass(page, 31)
    assert 1 <= len(asked) <= 3
    page.get_by_role("button", name="Gastar menos datos").click()
    expect(page.get_by_role("button", name="Gastar menos datos")).to_have_attribute("aria-pressed", "false")
    page.context.close()


def test_a_person_is_named_and_the_assistant_comes_back(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    told = [
        ({"seq": 2, "de": "persona", "nombre": "Ana", "texto": "Hola, soy Ana."}, ANA),
        ({"seq": 4, "de": "catalina", "texto": "Sigo yo."}, {}),
    ]

    def reply(request: dict[str, Any]) -> dict[str, Any]:
        said, state = told[0 if request["despues"] == 0 else 1]
        return answer({"seq": said["seq"] - 1, "de": "tu", "cid": request["cid"]}, said, **state)

    page.route("**/api/chat", answering(reply))
    page.route("**/api/chat/poll", answering(lambda request: answer(**ANA)))
    say(page, "una persona")
    expect(hers(page)).to_contain_text("Ana, de la Alcaldía:")
    expect(page.get_by_role("log")).to_contain_text("Ana, de la Alcaldía: Hola, soy Ana.")
    say(page, "gracias")
    expect(hers(page).last).to_contain_text("Sigo yo.")
    expect(page.locator(".atiende")).to_be_empty()
    page.context.close()
