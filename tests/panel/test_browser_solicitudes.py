"""A gestor works on a request in a real browser that runs no script, on a narrow phone; axe on each page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.services import Services
from knowledge.conversaciones import Task
from tests.browser import IN_A_BROWSER, axe_violations, make_world, open_page, overflow
from tests.panel.browsing import log_in
from tests.panel.conftest import make_account
from tests.panel.mesa import OFFICE, PDF, done, filed, media

pytestmark = IN_A_BROWSER
LIST = "/panel/solicitudes"


@pytest.fixture(scope="module")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Services:
    services = make_world(sqlite_template, tmp_path_factory.mktemp("solicitudes"))
    with services.db.session() as db:
        make_account(db, services, "gestora", "gestor", dependencia_id=OFFICE)
        make_account(db, services, "berta", "gestor", dependencia_id=OFFICE)
        make_account(db, services, "admin", "administrador")
    return services


def test_a_request_is_answered_without_javascript(browser: Browser, url: str, world: Services) -> None:
    made = filed(world, archivos=(media(world, "plano", data=PDF),))
    page = open_page(browser, 360, 640)
    log_in(page, url, "gestora", LIST)
    page.get_by_role("link", name=made.codigo).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bajar plano.pdf").click()
    assert waiting.value.path().read_bytes() == PDF
    page.get_by_text("Prorrogar el plazo", exact=True).first.click()
    page.get_by_label("Cuántos días hábiles más, y cuándo vencería").select_option(
        "5 días hábiles: vencería el 29/04/2026"
    )
    page.get_by_role("button", name="Prorrogar el plazo").click()
    page.get_by_role("link", name="Escribe los motivos de la prórroga: la ley los pide.").click()
    assert page.url.endswith("#prorrogar-texto")
    page.get_by_label("Motivos y fecha en que responderás").fill("Falta un estudio. Respondo el 29 de abril.")
    page.get_by_role("button", name="Prorrogar el plazo").click()
    expect(page.get_by_role("status").first).to_contain_text("Se prorrogó el plazo.")
    page.locator("#responder > summary").click()
    page.get_by_label("Empezar con un texto").select_option("Ya se hizo lo que pidió")
    page.get_by_role("button", name="Usar un texto").click()
    answer = page.get_by_label("Respuesta", exact=True)
    page.get_by_role("button", name="Responder").click()
    expect(page.get_by_role("alert")).to_contain_text("Falta llenar o borrar: [nombre]")
    answer.fill("Hola, Rosa. Ya arreglamos la luminaria.")
    page.get_by_label("Archivos", exact=True).set_input_files(
        {"name": "acta", "mimeType": "application/pdf", "buffer": PDF}
    )
    page.get_by_role("button", name="Responder").click()
    expect(page.get_by_role("status").first).to_contain_text("Se respondió.")
    expect(page.get_by_role("link", name="Bajar acta.pdf")).to_be_visible()
    expect(page.get_by_text("Aviso al ciudadano: por enviar").first).to_be_visible()
    page.context.close()


def test_no_page_has_an_accessibility_fault_on_a_phone(
    browser: Browser, url: str, world: Services, tmp_path: Path
) -> None:
    made, asked = filed(world), filed(world, archivos=(media(world, "viene"),))
    done(world, made.id, "requerir", texto="Falta la dirección.")
    with world.db.session() as db:
        task = Task(kind="aviso_sin_entregar", dependencia_id=OFFICE, tema=made.codigo, detail="requerir: dead", created_at=world.clock())  # fmt: skip
        db.add(Task(kind="vencida", dependencia_id=OFFICE, tema=made.codigo, created_at=world.clock(), para="berta"))
        db.add(task)
    page = open_page(browser, 360, 800, script=True)
    log_in(page, url, "berta", "/panel/")
    paths = ("/panel/", LIST, f"{LIST}?urgencia=en_pausa", f"{LIST}/{made.codigo}", f"{LIST}/{asked.codigo}?modelo=visita", f"{LIST}/nueva", f"{LIST}/{made.codigo}/constancia", "/panel/pendientes", "/panel/avisos")  # fmt: skip
    for number, path in enumerate(paths):
        page.goto(f"{url}{path}")
        assert (path, axe_violations(page), overflow(page)) == (path, [], 0)
        page.screenshot(path=tmp_path / f"{number}.png", full_page=True)
    page.locator("button", has_text="Anotar y cerrar").click()
    assert axe_violations(page) == []
    page.goto(f"{url}{LIST}/{asked.codigo}")
    for one in page.locator("details").all():
        one.locator("summary").first.click()
    assert (axe_violations(page), overflow(page)) == ([], 0)
    page.screenshot(path=tmp_path / "abierta.png", full_page=True)
    page.get_by_role("button", name="Pedir lo que falta").click()
    assert axe_violations(page) == []
    page.context.close()


def test_the_pages_of_who_answers_have_no_accessibility_fault(browser: Browser, url: str, world: Services) -> None:
    page = open_page(browser, 360, 800, script=True)
    log_in(page, url, "admin", "/panel/responsables")
    assert (axe_violations(page), overflow(page)) == ([], 0)
    page.goto(f"{url}/panel/responsables/{OFFICE}")
    page.get_by_label("Persona del puesto 1").select_option("Gestora")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_role("alert")).to_contain_text("Puesto 1: escribe los días hábiles, de 1 a 30.")
    assert (axe_violations(page), overflow(page)) == ([], 0)
    page.get_by_label("Días hábiles del puesto 1").fill("2")
    page.get_by_role("button", name="Guardar").click()
    expect(page.get_by_text("1. Gestora, 2 días hábiles")).to_be_visible()
    page.context.close()
