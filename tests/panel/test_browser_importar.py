"""A reviewer brings files in with a real browser that runs no script; axe on each page."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import IN_A_BROWSER, axe_violations, open_page, overflow
from tests.panel.browsing import log_in
from tests.panel.test_importar import table

pytestmark = IN_A_BROWSER


def test_three_bad_rows_are_mended_with_the_file_of_errors_and_loaded(
    browser: Browser, url: str, tmp_path: Path
) -> None:
    page = open_page(browser, 360, 640)
    log_in(page, url, "revisor", "/panel/importar")
    page.get_by_role("button", name="Revisar el archivo").click()
    page.get_by_role("link", name="Escoge qué trae el archivo.").click()
    assert page.url.endswith("#tipo")
    page.get_by_label("Qué trae el archivo").select_option("tramites")
    file = {"name": "permisos.csv", "mimeType": "text/csv", "buffer": table(50, bad=(14, 20, 33))}
    page.get_by_label("Archivo", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Revisar el archivo").click()
    page.get_by_role("heading", name="Hay 3 errores. No se cargó nada").wait_for()
    assert page.get_by_role("row", name="14 Costo Escribe solo números").count() == 1
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bajar el archivo con la columna Errores").click()
    mended = tmp_path / "permisos.csv"
    mended.write_bytes(waiting.value.path().read_bytes().replace(b"$ 25.000", b"25000"))
    page.get_by_role("link", name="Subir otro archivo").click()
    page.get_by_label("Qué trae el archivo").select_option("tramites")
    page.get_by_label("Archivo", exact=True).set_input_files(mended)
    page.get_by_role("button", name="Revisar el archivo").click()
    page.get_by_text("50 nuevos, 0 cambiados y 0 iguales").wait_for()
    page.get_by_role("button", name="Cargar como borrador").click()
    assert "falta publicarlo" in page.get_by_role("status").first.inner_text()
    page.context.close()


@pytest.mark.parametrize(("kind", "bad"), [("", ()), ("tramites", (3,)), ("tramites", ())])
def test_no_page_of_an_import_has_an_accessibility_fault(
    browser: Browser, url: str, kind: str, bad: tuple[int, ...]
) -> None:
    page = open_page(browser, 1100, 800, script=True)
    log_in(page, url, "revisor", "/panel/importar")
    assert axe_violations(page) == []
    page.get_by_label("Qué trae el archivo").select_option(kind)
    file = {"name": "permisos.csv", "mimeType": "text/csv", "buffer": table(5, bad)}
    page.get_by_label("Archivo", exact=True).set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Revisar el archivo").click()
    page.get_by_role("heading", level=1).wait_for()
    assert axe_violations(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert overflow(page) == 0
    page.context.close()
