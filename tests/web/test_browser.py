"""Citizens and clerks with a real browser that runs no script: phones of 320 and 360 pixels, a keyboard, axe."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.services import Services
from knowledge import denuncias, personal
from tests.browser import CHROMIUM, axe_violations, chromium, make_world, served
from tests.panel.conftest import PASSPHRASE, PASSWORD, make_account
from tests.worlds import Clock, Talk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="browser tests skipped: chromium-headless-shell is not installed"),
]
PHONES = [(320, 480), (360, 640)]
HOJA = "/tramites/certificado-de-residencia"
EDITAR = "/panel/hojas/certificado-de-residencia"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = make_world(sqlite_template, tmp_path_factory.mktemp("world"))
    with services.db.session() as db:
        make_account(db, services, "editora", "editor")
        make_account(db, services, "revisor", "revisor")
        make_account(db, services, "oficial", "oficial")
        oficial = personal.find(db, "oficial")
        assert oficial is not None
        personal.set_officer_keys(db, oficial, PASSPHRASE, services.clock())
    with services.db.writing() as connection:
        denuncias.register(connection, "anonima", {"que_paso": "Algo pasó"}, "1234 5678 9012 3456", services.clock())
    return services


@pytest.fixture(scope="module")
def url(world: Services) -> Iterator[str]:
    with served(world) as address:
        yield address


def open_page(browser: Browser, width: int, height: int, *, script: bool = False, **more: object) -> Page:
    """Open a page as a phone of that size does; `script` is only for axe, our pages have none."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, locale="es-CO", **more
    )  # type: ignore[arg-type]
    return context.new_page()


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


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
    assert page.locator(":focus").is_visible()
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


def test_what_a_citizen_writes_is_shown_as_text(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640, script=True)
    page.goto(f"{url}/chat")
    page.get_by_label("Tu mensaje").fill(
        "<img src=x onerror=\"document.title='roto'\"><script>document.title='roto'</script>"
    )
    page.get_by_role("button", name="Enviar").click()
    assert "<img src=x" in page.locator(".mio").inner_text()
    assert "roto" not in page.title()
    assert page.locator(".mio img, .mio script").count() == 0
    page.context.close()


@pytest.mark.parametrize("path", ["/", "/chat", "/tramites", "/tramites?q=residencia", HOJA, "/panel/entrar"])
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
    page = open_page(browser, 320, 480, script=True)
    page.goto(f"{url}/chat")
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
    page = open_page(browser, 320, 480, script=True)
    page.goto(f"{url}/chat")
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


def test_a_clerk_edits_and_another_publishes_with_javascript_off(browser: Browser, url: str) -> None:
    editor = open_page(browser, 1100, 800)
    log_in(editor, url, "editora", EDITAR)
    editor.get_by_role("textbox", name="Cuánto demora").fill("Dos días hábiles")
    editor.get_by_role("textbox", name="Nombre corto").fill("Un nombre demasiado largo para una lista")
    editor.get_by_role("button", name="Guardar borrador").click()
    editor.get_by_role("link", name="«Nombre corto» tiene").click()
    assert editor.url.endswith("#titulo_corto")
    editor.get_by_role("textbox", name="Nombre corto").fill("Certificado residencia")
    editor.get_by_role("button", name="Guardar borrador").click()
    assert "Borrador guardado" in editor.get_by_role("status").inner_text()
    reviewer = open_page(browser, 1100, 800)
    log_in(reviewer, url, "revisor", editor.url.removeprefix(url))
    reviewer.get_by_role("button", name="Publicar la versión 2").click()
    assert "Publicada" in reviewer.get_by_role("status").inner_text()
    editor.context.close()
    reviewer.context.close()


def log_in(page: Page, url: str, usuario: str, path: str) -> None:
    page.goto(f"{url}/panel/entrar?siguiente={path}")
    page.get_by_label("Usuario").fill(usuario)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(f"{url}{path}")


@pytest.mark.parametrize(
    "path", ["/panel/hojas", EDITAR, f"{EDITAR}/versiones", f"{EDITAR}/versiones/1", "/panel/clave"]
)
def test_no_page_of_the_panel_has_an_accessibility_fault(browser: Browser, url: str, path: str) -> None:
    page = open_page(browser, 1100, 800, script=True)
    log_in(page, url, "editora", path)
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert overflow(page) == 0
    page.context.close()


def test_the_pages_that_explain_have_no_accessibility_fault(
    browser: Browser, url: str, world: Services, clock: Clock
) -> None:
    for words in ("zorongo plugh xyzzy", "certificado"):
        Talk(world, clock, address=f"web:{words}")(words)
    page = open_page(browser, 320, 640, script=True)
    log_in(page, url, "revisor", "/panel/explicar")
    page.get_by_label("Mensaje").fill("cuánto vale el certificado de residencia")
    page.get_by_role("button", name="Explicar").click()
    page.get_by_role("heading", name="Lo que respondería").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.get_by_role("link", name="Ver los que no se entendieron").click()
    for detail in page.locator("summary").all():
        detail.click()
    assert page.get_by_label("Debió ser").count() >= 2  # other tests of this file talk here too
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_the_pages_of_a_denuncia_have_no_accessibility_fault(browser: Browser, url: str) -> None:
    page = open_page(browser, 360, 640, script=True)
    log_in(page, url, "oficial", "/panel/denuncias")
    assert axe_violations(page) == []
    page.get_by_role("link", name="Leer la denuncia 1").click()
    assert axe_violations(page) == []
    page.get_by_label("Tu frase secreta").fill(PASSPHRASE)
    page.get_by_role("button", name="Leer la denuncia").click()
    page.get_by_text("Algo pasó").wait_for()
    assert axe_violations(page) == []
    assert overflow(page) == 0
    page.context.close()


def test_the_screen_of_two_who_edit_and_the_one_of_mistakes_have_no_accessibility_fault(
    browser: Browser, url: str
) -> None:
    hoja = "/panel/hojas/comisaria-de-familia"
    first, second = open_page(browser, 1100, 800, script=True), open_page(browser, 1100, 800)
    log_in(first, url, "editora", hoja)
    log_in(second, url, "revisor", hoja)
    for page, words in ((second, "Dos días hábiles"), (first, "Tres días hábiles")):
        page.get_by_role("textbox", name="Cuánto demora").fill(words)
        page.get_by_role("button", name="Guardar borrador").click()
    first.get_by_role("heading", name="Otra persona guardó mientras escribías").wait_for()
    assert axe_violations(first) == []
    first.get_by_role("textbox", name="Nombre corto").fill("")
    first.get_by_role("button", name="Guardar borrador").click()
    first.get_by_role("heading", name="Hay algo por corregir").wait_for()
    assert axe_violations(first) == []
    first.set_viewport_size({"width": 360, "height": 640})
    assert overflow(first) == 0
    first.context.close()
    second.context.close()
