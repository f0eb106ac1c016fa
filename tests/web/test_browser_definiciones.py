"""What the numbers mean, with a real browser: phones of 320 and 360 pixels and a desk, without script, axe."""

import pytest
from playwright.sync_api import Browser, expect

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.web.test_definiciones import PAGE, agreed

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def world(world: Services) -> Services:
    """Return a world with an indicator in every state."""
    agreed(world)
    return world


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_it_has_no_accessibility_fault_open_or_closed(browser: Browser, url: str, width: int) -> None:
    page = open_page(browser, width, 640, script=True)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{url}{PAGE}")
    assert said == []  # a browser complains here of what the policy forbids
    assert axe_violations(page) == []
    assert overflow(page) == 0
    for name in ("Ir a un indicador", "Historia de 4.", "Historia de 5.", "Historia de 20."):
        page.locator("summary").filter(has_text=name).first.click()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_without_script_a_number_leads_to_its_definition_and_its_history(
    browser: Browser, url: str, width: int
) -> None:
    page = open_page(browser, width, 640)
    page.goto(f"{url}{PAGE}#indicador-5")
    expect(page.get_by_role("heading", name="5. Mensajes respondidos", level=2)).to_be_in_viewport()
    note = page.get_by_text("«La meta no es de este indicador.»")
    expect(note).to_be_hidden()
    page.locator("summary").filter(has_text="Historia de 5.").click()
    expect(note).to_be_visible()
    page.locator("summary").filter(has_text="Ir a un indicador").click()
    page.get_by_role("link", name="27. Denuncias").click()
    expect(page.get_by_role("heading", name="27. Denuncias", level=2)).to_be_in_viewport()
    page.context.close()
