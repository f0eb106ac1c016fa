"""Bad networks: each message arrives once and in order, whatever is lost, closed, doubled or refused on the way."""

import json
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy import text

from bot.services import Services
from tests.browser import IN_A_BROWSER
from tests.web.widget import box, hers, host, launcher, mine, opened, say, stored, visit

pytestmark = IN_A_BROWSER
DAY_MS = 86_400_000


def told(world: Services) -> list[str]:
    """Return what the server was told, in order."""
    with world.db.reading() as db:
        rows = db.execute(text("SELECT body FROM messages WHERE direction = 'in' ORDER BY id"))
        return [json.loads(row.body).get("texto", "") for row in rows]


def said_since(world: Services, before: int) -> list[str]:
    return told(world)[before:]


def test_three_messages_without_signal_arrive_once_each_and_in_order(
    browser: Browser, url: str, world: Services
) -> None:
    before, page = len(told(world)), opened(host(browser, url))
    page.context.set_offline(True)
    for word in ("menú", "predial", "sisbén"):
        say(page, word)
    expect(mine(page)).to_have_count(3)
    expect(page.locator(".aviso")).to_contain_text("No hay señal")
    page.context.set_offline(False)
    expect(hers(page)).to_have_count(3)
    expect(page.locator(".aviso")).to_be_empty()
    assert said_since(world, before) == ["menú", "predial", "sisbén"]
    page.context.close()


def test_an_answer_that_is_lost_twice_comes_once_and_so_does_the_message(
    browser: Browser, url: str, world: Services
) -> None:
    before, page, lost = len(told(world)), opened(host(browser, url)), []

    def lose(route: Route) -> None:
        if len(lost) == 2:
            route.continue_()
            return
        lost.append(route.fetch())
        route.abort()

    page.route("**/api/chat", lose)
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    expect(mine(page)).to_have_count(1)
    assert (len(lost), said_since(world, before)) == (2, ["menú"])
    page.context.close()


def test_a_tab_closed_with_a_message_pending_sends_it_once_when_it_is_opened_again(
    browser: Browser, url: str, world: Services
) -> None:
    before, page = len(told(world)), opened(host(browser, url))
    context = page.context
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    page.route("**/api/**", lambda route: route.abort())
    say(page, "predial")
    expect(mine(page)).to_have_count(2)
    page.close()
    again = context.new_page()
    visit(again, url)
    expect(launcher(again)).to_have_accessible_name("Escríbele a Catalina, un mensaje sin leer")
    opened(again)
    expect(hers(again)).to_have_count(2)
    expect(again.get_by_role("log").locator("p")).to_have_count(1)  # the old answer is not told again
    assert said_since(world, before) == ["menú", "predial"]
    context.close()


def test_two_tabs_are_one_conversation(browser: Browser, url: str, world: Services) -> None:
    before, one = len(told(world)), opened(host(browser, url))
    two = one.context.new_page()
    opened(_visited(two, url))
    say(one, "menú")
    expect(hers(two)).to_have_count(1)
    say(two, "predial")
    expect(hers(one)).to_have_count(2)
    one.context.set_offline(True)
    say(one, "sisbén")
    say(two, "estratificación")
    expect(mine(two)).to_have_count(4)
    expect(mine(one)).to_have_count(4)
    one.context.set_offline(False)
    for page in (one, two):
        expect(hers(page)).to_have_count(4)
        expect(mine(page)).to_have_count(4)
    assert said_since(world, before) == ["menú", "predial", "sisbén", "estratificación"]
    one.context.close()


def _visited(page: Page, url: str) -> Page:
    visit(page, url)
    return page


def test_a_damaged_name_of_the_conversation_begins_another_and_keeps_the_words(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    _change(page, token="forjado")
    visit(page, url)
    say(opened(page), "predial")
    expect(hers(page)).to_have_count(2)
    expect(hers(page).last).to_contain_text("predial")
    assert len(stored(page)["token"]) == 43
    page.context.close()


def _change(page: Page, **fields: Any) -> None:
    """Change what the device keeps, as time or a stranger would."""
    page.evaluate("kept => localStorage.setItem('catalina-chat', JSON.stringify(kept))", {**stored(page), **fields})


@pytest.mark.parametrize(
    ("status", "codigo", "again"),
    [(429, "espera", True), (503, "espera", True), (413, "largo", False), (415, "tipo", False)],
)
def test_a_refusal_is_told_in_the_server_s_words_and_tried_again_where_that_helps(
    browser: Browser, url: str, status: int, codigo: str, again: bool
) -> None:
    page, refused = opened(host(browser, url)), []

    def refuse(route: Route) -> None:
        if refused:
            route.continue_()
            return
        refused.append(route.request)
        error = {"codigo": codigo, "mensaje": "Palabras del servidor."}
        route.fulfill(status=status, json={"error": error}, headers={"Retry-After": "1"})

    page.route("**/api/chat", refuse)
    say(page, "menú")
    expect(page.locator(".aviso")).to_have_text("Palabras del servidor.")
    if again:
        expect(hers(page)).to_have_count(1)
        expect(page.locator(".aviso")).to_be_empty()
    else:
        expect(box(page)).to_have_value("menú")
        expect(mine(page)).to_have_count(0)
    page.context.close()


@pytest.mark.parametrize("years", [-1, 1])
def test_a_telephone_whose_clock_jumps_a_year_loses_nothing(browser: Browser, url: str, years: int) -> None:
    page = opened(host(browser, url))
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    _change(page, visto=stored(page)["visto"] - years * 365 * DAY_MS)
    visit(page, url)
    say(opened(page), "predial")
    expect(hers(page)).to_have_count(2)
    page.context.close()


def test_a_copy_of_another_day_is_erased_without_being_shown(browser: Browser, url: str) -> None:
    page = opened(host(browser, url))
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    old = stored(page)
    _change(page, visto=old["visto"] - 2 * DAY_MS, ahora=old["ahora"] - 2 * DAY_MS)
    visit(page, url)
    opened(page)
    expect(page.locator(".aviso")).to_contain_text("Borré de este dispositivo la conversación anterior")
    expect(hers(page)).to_have_count(0)
    assert stored(page).get("token") != old["token"]
    page.context.close()
