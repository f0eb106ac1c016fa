"""The web chat on somebody else's page: soon there, and used with a finger, with buttons alone, with keys alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import IN_A_BROWSER
from tests.web.widget import (
    answer,
    answering,
    box,
    complaints,
    hers,
    host,
    launcher,
    mine,
    opened,
    picture,
    say,
    visit,
)

pytestmark = IN_A_BROWSER
SLOW_4G = {"offline": False, "latency": 562.5, "downloadThroughput": 180_000, "uploadThroughput": 84_375}


def test_on_a_slow_network_and_an_old_phone_little_is_sent_and_nobody_else_is_asked(browser: Browser, url: str) -> None:
    page = host(browser, url)
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    cdp.send("Network.emulateNetworkConditions", SLOW_4G)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 6})
    visit(page, url)
    sent = page.evaluate("performance.getEntriesByType('resource').map(e => e.transferSize)")
    print(f"slow 4G, CPU x6: launcher after {page.evaluate('performance.now()'):.0f} ms, {sum(sent)} bytes")
    assert len(sent) == 1
    assert sum(sent) <= 15_000
    assert hosts == {url.removeprefix("http://")}
    page.context.close()


def test_tab_enter_and_esc_open_and_close_it(browser: Browser, url: str) -> None:
    page = host(browser, url)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(launcher(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(box(page)).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(launcher(page)).to_be_focused()
    page.context.close()


@pytest.mark.parametrize(("width", "modal"), [(360, True), (1280, False)])
def test_it_takes_the_whole_of_a_phone_and_a_corner_of_a_desk(
    browser: Browser, url: str, width: int, modal: bool
) -> None:
    page = opened(host(browser, url, size={"width": width, "height": 800}))
    assert page.locator("#panel").evaluate("panel => panel.matches(':modal')") is modal
    box(page).press("Escape")
    expect(launcher(page)).to_be_focused()
    page.context.close()


def test_como_pago_el_predial_is_answered_right(browser: Browser, url: str, tmp_path: Path) -> None:
    page = opened(host(browser, url))
    say(page, "como pago el predial")
    expect(hers(page)).to_contain_text("predial")
    started = page.evaluate("performance.now()")
    page.get_by_role("button", name="Pagar el predial").click()
    expect(hers(page)).to_have_count(2)
    print(f"answered in {page.evaluate('performance.now()') - started:.0f} ms")
    expect(hers(page).last).to_contain_text("predial")
    picture(page, "predial", tmp_path)
    assert complaints(page) == []
    page.context.close()


def test_buttons_alone_are_enough(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    page.get_by_role("button", name="Ver el menú").click()
    choices = page.get_by_role("group", name="Opciones para responder").get_by_role("button")
    for turn in range(1, 4):
        expect(hers(page)).to_have_count(turn)
        title = choices.first.evaluate("button => button.firstChild.data")
        choices.first.click()
        expect(mine(page).nth(turn)).to_contain_text(title)
    expect(hers(page)).to_have_count(4)
    page.context.close()


def _tab_to(page: Page, name: str) -> None:
    for _ in range(12):
        page.keyboard.press("Tab")
        if name in page.evaluate("document.activeElement.shadowRoot?.activeElement?.textContent ?? ''"):
            return
    pytest.fail(f"«{name}» is not reached with Tab")


def test_keys_alone_are_enough_and_the_next_choice_comes_right_after_the_last(browser: Browser, url: str) -> None:
    page = host(browser, url)
    launcher(page).focus()
    page.keyboard.press("Enter")
    page.keyboard.type("como pago el predial")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("por favor")
    page.keyboard.press("Enter")
    expect(mine(page)).to_contain_text("como pago el predial\npor favor", use_inner_text=True)
    expect(page.get_by_role("group", name="Opciones para responder")).to_be_visible()
    expect(box(page)).to_be_focused()  # a new message never takes the focus
    page.keyboard.press("Shift+Tab")  # the last option
    page.keyboard.press("Enter")
    expect(mine(page)).to_have_count(2)
    expect(mine(page).last).to_be_focused()
    expect(hers(page)).to_have_count(2)
    page.context.close()


def test_a_letter_that_is_being_composed_is_not_sent(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    box(page).fill("ni")
    box(page).dispatch_event("keydown", {"key": "Enter", "isComposing": True})
    expect(box(page)).to_have_value("ni")
    expect(mine(page)).to_have_count(0)
    page.context.close()


def test_what_comes_while_it_is_closed_is_counted_in_the_name_of_the_button(browser: Browser, url: str) -> None:
    page = host(browser, url)
    lines = [
        {"seq": 1, "de": "tu", "cid": "a", "texto": "hola"},
        {"seq": 2, "de": "persona", "nombre": "Ana", "texto": "Hola"},
    ]
    ana = {"pendiente": True, "atiende": {"nombre": "Ana"}}
    page.route("**/api/chat", answering(lambda asked: answer(lines[0], **ana)))
    page.route(
        "**/api/chat/poll",
        answering(lambda asked: answer(*(line for line in lines if line["seq"] > asked["despues"]), **ana)),
    )
    say(opened(page), "hola")
    expect(page.locator(".atiende")).to_have_text("Te atiende Ana, de la Alcaldía.")
    page.get_by_role("button", name="Cerrar").click()
    expect(page.get_by_role("button", name="Escríbele a Catalina, un mensaje sin leer")).to_be_visible()
    lines.append({"seq": 3, "de": "persona", "nombre": "Ana", "texto": "¿Sigues ahí?"})
    expect(page.get_by_role("button", name="Escríbele a Catalina, 2 mensajes sin leer")).to_be_visible()
    opened(page)
    expect(hers(page).last).to_contain_text("Ana, de la Alcaldía: ¿Sigues ahí?", use_inner_text=True)
    box(page).press("Escape")
    expect(launcher(page)).to_have_accessible_name("Escríbele a Catalina")
    page.context.close()
