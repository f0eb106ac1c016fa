"""Citizens with a real browser that runs no script: phones of 320 and 360 pixels, a keyboard, axe."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow

pytestmark = IN_A_BROWSER
PHONES = [(320, 480), (360, 640)]
HOJA = "/tramites/certificado-de-residencia"


@pytest.mark.parametrize(("width", "height"), PHONES)
def test_a_whole_conversation_by_form_without_javascript(browser: Browser, url: str, width: int, height: int) -> None:
    page = open_page(browser, width, height)
    page.goto(f"{url}/chat")
    page.get_by_label("Tu mensaje").fill("cuánto cuesta el certificado de residencia")
    page.get_by_role("button", name="Enviar").click()
    newest = page.locator("#ultimo")
    assert "Certificado de residencia" in newest.inner_text()
    top = newest.bounding_box()
    assert top is not None
    assert 0 <= top["y"] < height / 2
    page.get_by_role("button", name="Dónde se hace").click()
    page.locator(".m").nth(3).wait_for()
    assert "Dónde se hace" in page.locator("#ultimo").inner_text()
    assert page.get_by_role("log").locator(".m").count() == 4
    page.context.close()


def test_the_keyboard_alone_is_enough(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/chat")
    press_until(page, "#texto")
    page.keyboard.type("certificado de residencia")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ultimo")
    # The browser stands on the newest answer: only the link of the privacy notice comes before its first option.
    assert press_until(page, ".opciones button") <= 2
    chosen = page.locator(":focus").inner_text()
    page.keyboard.press("Enter")
    page.locator(".m").nth(3).wait_for()
    assert chosen in page.locator(".mio").nth(1).inner_text()
    page.context.close()


def press_until(page: Page, selector: str) -> int:
    """Press Tab until something is reached, and return how often."""
    for pressed in range(1, 20):
        page.keyboard.press("Tab")
        if page.locator(f"{selector}:focus").count():
            return pressed
    pytest.fail(f"{selector} is not reached with Tab")


def test_the_first_tab_skips_to_the_content(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/tramites")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Saltar al contenido"
    expect(page.locator(":focus")).to_be_visible()
    page.context.close()


def test_sending_the_same_page_twice_is_one_message(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/chat")
    page.get_by_label("Tu mensaje").fill("certificado de residencia")
    page.get_by_role("button", name="Enviar").click()
    page.locator("#ultimo").wait_for()
    page.reload()
    assert page.get_by_role("log").locator(".m").count() == 2
    page.context.close()


def without_its_script(browser: Browser, url: str, width: int, height: int) -> Page:
    """Open the chat's page as it stands while its script has not arrived, where axe can still look at it."""
    page = open_page(browser, width, height, script=True)
    page.route("**/catalina.js", lambda route: route.abort())
    page.goto(f"{url}/chat")
    return page


def test_what_a_citizen_writes_is_shown_as_text(browser: Browser, url: str) -> None:
    page = without_its_script(browser, url, 360, 640)
    page.get_by_label("Tu mensaje").fill(
        "<img src=x onerror=\"document.title='roto'\"><script>document.title='roto'</script>"
    )
    page.get_by_role("button", name="Enviar").click()
    assert "<img src=x" in page.locator(".mio").inner_text()
    assert "roto" not in page.title()
    assert page.locator(".mio img, .mio script").count() == 0
    page.context.close()


@pytest.mark.parametrize(
    "path", ["/", "/chat", "/tramites", "/tramites?q=residencia", HOJA, "/datos", "/incrustar", "/panel/entrar"]
)
@pytest.mark.parametrize("more", [{}, {"forced_colors": "active"}, {"contrast": "more", "reduced_motion": "reduce"}])
def test_no_public_page_has_an_accessibility_fault_or_breaks_its_policy(
    browser: Browser, url: str, path: str, more: dict[str, str]
) -> None:
    page = open_page(browser, 360, 640, script=True, **more)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{url}{path}", wait_until="networkidle")
    assert complaints == []
    assert overflow(page) == 0
    assert axe_violations(page) == []
    page.context.close()


def test_a_conversation_has_no_accessibility_fault_and_fits_a_narrow_phone(browser: Browser, url: str) -> None:
    page = without_its_script(browser, url, 320, 480)
    page.get_by_label("Tu mensaje").fill("https://" + "muylargo" * 30)
    page.get_by_role("button", name="Enviar").click()
    page.locator("#ultimo").wait_for()
    assert overflow(page) == 0
    page.get_by_role("link", name="Empezar de nuevo").click()
    page.get_by_role("button", name="Ver el menú").click()
    page.locator("#ultimo").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    sizes = page.locator(".opciones button, .escribir button, .escribir textarea").evaluate_all(
        "all => all.map(e => Math.min(e.offsetHeight, e.offsetWidth))"
    )
    assert min(sizes) >= 44
    page.context.close()


def test_text_twice_as_big_still_fits(browser: Browser, url: str) -> None:
    page = without_its_script(browser, url, 320, 480)
    page.get_by_role("button", name="Ver el menú").click()
    page.locator("#ultimo").wait_for()
    # A page of ours accepts no style from elsewhere, so the browser's own text size is what changes here.
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert overflow(page) == 0
    page.context.close()


@pytest.mark.parametrize("texto", ["English", "how much is the residence certificate"])
def test_english_is_spoken_and_declared_whether_asked_for_or_noticed(browser: Browser, url: str, texto: str) -> None:
    page = open_page(browser, 360, 640)
    page.goto(f"{url}/chat")
    page.get_by_label("Tu mensaje").fill(texto)
    page.get_by_role("button", name="Enviar").click()
    page.get_by_role("button", name="Send").wait_for()
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("#ultimo").get_attribute("lang") == "en"
    page.context.close()


def test_the_first_page_is_light(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640)
    sizes: list[int] = []
    page.on("response", lambda response: sizes.append(len(response.body())))
    hosts: set[str] = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(f"{url}/chat", wait_until="networkidle")
    assert sum(sizes) <= 15_000
    assert hosts == {url.removeprefix("http://")}
    page.context.close()
