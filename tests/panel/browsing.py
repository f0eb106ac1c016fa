"""Steps that staff take in a real browser."""

from playwright.sync_api import Page

from tests.panel.conftest import PASSWORD, phone_codes
from tests.worlds import NOON

WITH_A_PHONE = frozenset({"oficial", "admin", "gestora", "berta", "ana", "beto", "caro", "dora"})


def days(page: Page, count: str) -> None:
    row = page.get_by_role("group", name="Tiempo", exact=True)
    row.get_by_label("Cuánto").fill(count)
    row.get_by_label("En qué se cuenta").select_option("Días hábiles")


def log_in(page: Page, url: str, usuario: str, path: str) -> None:
    page.goto(f"{url}/panel/entrar?siguiente={path}")
    page.get_by_label("Usuario").fill(usuario)
    page.get_by_label("Contraseña").fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    if usuario in WITH_A_PHONE:
        page.get_by_label("Código").fill(phone_codes(NOON)[1])
        page.get_by_role("button", name="Seguir").click()
    page.wait_for_url(f"{url}{path}")
