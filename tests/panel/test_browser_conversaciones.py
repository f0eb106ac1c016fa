"""An agent attends with a real browser: without script on a narrow phone, and with the page that keeps itself fresh."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, expect

from bot.services import Services
from tests.browser import IN_A_BROWSER, axe_violations, make_world, open_page, overflow
from tests.panel.browsing import log_in
from tests.panel.charlas import DESK, asks, last_said, said_by_staff, somebody
from tests.panel.conftest import make_account, make_agents
from tests.worlds import Clock, Talk

pytestmark = IN_A_BROWSER
TEMA = "un hueco grande en mi calle"


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = make_world(sqlite_template, tmp_path_factory.mktemp("charlas"))
    with services.db.session() as db:
        make_agents(db, services)
        make_account(db, services, "admin", "administrador")
    return services


def heard(talk: Talk, text: str) -> None:
    """Say something to a person who attends: the assistant gives no answer."""
    with pytest.raises(AssertionError):
        talk(text)


def test_a_talk_is_attended_without_javascript_on_a_phone(browser: Browser, url: str, world: Services) -> None:
    rosa = somebody(world, Clock(), "rosa")
    asks(rosa, TEMA)
    page = open_page(browser, 360, 640)
    log_in(page, url, "ana", DESK)
    page.get_by_role("button", name="Quedar disponible").click()
    page.get_by_role("button", name="Tomar la siguiente").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TEMA)
    assert overflow(page) == 0
    heard(rosa, "Vivo en <i>Manga</i>")
    page.get_by_role("link", name="Actualizar").click()
    expect(page.get_by_role("region", name="Lo que se ha dicho")).to_contain_text("Vivo en <i>Manga</i>")
    page.get_by_label("Tu respuesta").fill("Hola, Rosa")
    page.get_by_text("Textos y hojas de vida").click()
    page.get_by_label("Enviar la hoja de vida de un trámite").fill("certificado de residencia")
    page.get_by_role("button", name="Buscar", exact=True).click()
    expect(page.get_by_label("Tu respuesta")).to_have_value("Hola, Rosa")
    page.get_by_role("button", name="Enviar: ").first.click()
    expect(page.get_by_label("Tu respuesta")).to_have_value("Hola, Rosa")
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_label("Tu respuesta")).to_have_value("")
    assert [said.splitlines()[0][:20] for said in said_by_staff(world)][-1] == "Hola, Rosa"
    page.get_by_text("Dejar una nota").click()
    page.get_by_label("Nota", exact=True).fill("Ya la llamé")
    page.get_by_role("button", name="Guardar la nota").click()
    expect(page.get_by_role("region", name="Notas de la entidad")).to_contain_text("Ya la llamé")
    page.locator("summary", has_text="Terminar la conversación").click()
    page.get_by_role("button", name="Terminar").click()
    expect(page.get_by_role("alert")).to_contain_text("Escoge por qué termina.")
    page.get_by_label("Quedó resuelta").check()
    page.get_by_role("button", name="Terminar").click()
    expect(page.get_by_role("status").first).to_contain_text("La conversación terminó. Quedó resuelta.")
    assert "¿Cómo te atendió?" in last_said(world)
    page.context.close()


def test_new_words_come_by_themselves_and_what_is_typed_stays(browser: Browser, url: str, world: Services) -> None:
    rosa = somebody(world, Clock(), "lola")
    which = asks(rosa, TEMA)
    page = open_page(browser, 1100, 800, script=True)
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if _is_complaint(said) else None)
    log_in(page, url, "beto", DESK)
    page.locator(f'form[action$="/{which}/tomar"] button').click()
    page.get_by_label("Tu respuesta").fill("Estoy escribiendo")
    heard(rosa, "Se me <script>alert(1)</script> olvidó decir algo")
    expect(page.get_by_role("region", name="Lo que se ha dicho")).to_contain_text("<script>alert(1)</script> olvidó decir algo", timeout=30_000)  # fmt: skip
    expect(page.locator("#vivo-dicho")).to_have_text("La persona escribió algo nuevo.")
    expect(page.get_by_label("Tu respuesta")).to_have_value("Estoy escribiendo")
    assert complaints == []
    rosa("salir")
    expect(page.locator("#vivo-dicho")).to_contain_text("Esto cambió", timeout=30_000)
    expect(page.get_by_label("Tu respuesta")).to_have_value("Estoy escribiendo")
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_label("Lo que habías escrito")).to_have_value("Estoy escribiendo")
    page.context.close()


def test_no_page_of_the_desk_has_an_accessibility_fault(
    browser: Browser, url: str, world: Services, tmp_path: Path
) -> None:
    mine, other = (asks(somebody(world, Clock(), name, canal="whatsapp"), TEMA) for name in ("mari", "pepe"))
    page = open_page(browser, 360, 800, script=True)
    log_in(page, url, "caro", DESK)
    page.locator(f'form[action$="/{mine}/tomar"] button').click()
    paths = (DESK, f"{DESK}/{mine}", f"{DESK}/{other}", f"{DESK}/{mine}/radicar", "/panel/")
    for width in (360, 1100):
        page.set_viewport_size({"width": width, "height": 800})
        for number, path in enumerate(paths):
            page.goto(f"{url}{path}")
            for one in page.locator("details > summary").all():
                if not one.evaluate("summary => summary.parentElement.open"):
                    one.click()
            assert (path, axe_violations(page), overflow(page)) == (path, [], 0)
            page.screenshot(path=tmp_path / f"{width}-{number}.png", full_page=True)
    page.goto(f"{url}{DESK}/{mine}")
    page.get_by_role("button", name="Enviar", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Escribe tu respuesta.")
    assert axe_violations(page) == []
    page.locator("summary", has_text="Terminar la conversación").click()
    page.get_by_label("Hubo insultos o amenazas").check()
    page.get_by_role("button", name="Terminar").click()
    expect(page.get_by_role("heading", name="Terminar por insultos o amenazas")).to_be_visible()
    assert (axe_violations(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Sí, terminar").click()
    page.context.close()
    admin = open_page(browser, 360, 800, script=True)
    log_in(admin, url, "admin", DESK)
    for path in (DESK, f"{DESK}/{other}"):
        admin.goto(f"{url}{path}")
        assert (path, axe_violations(admin), overflow(admin)) == (path, [], 0)
    admin.goto(f"{url}{DESK}")
    admin.get_by_role("button", name="Deshacer").click()
    expect(admin.get_by_role("status").first).to_contain_text("ya puede pedir otra vez que la atiendan")
    admin.context.close()


def _is_complaint(said: ConsoleMessage) -> bool:
    return said.type == "error" or "Content Security Policy" in said.text
