"""A real browser against the real application, served from a thread of the test."""

import hashlib
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import make_server

from bot.app import create_app
from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.db import open_database
from tests.programs import needs
from tests.worlds import Clock

CHROMIUM = Path("/usr/bin/chromium-headless-shell")
IN_A_BROWSER = [
    pytest.mark.browser,
    needs("chromium-headless-shell", present=CHROMIUM.exists()),
]
AXE = Path(__file__).parent / "web" / "vendor" / "axe.min.js"
AXE_SHA256 = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"
AXE_RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")


def make_world(template: Path, folder: Path) -> Services:
    """Return services on a copy of the bundled content; http, so that a browser without TLS keeps the cookie."""
    path = folder / "catalina.db"
    shutil.copy(template, path)
    settings = load_settings(
        _env_file=None, data_dir=folder / "var", secret_key="secret-of-the-tests", public_url="http://127.0.0.1"
    )
    return make_services(settings, db=open_database(f"sqlite:///{path}", synchronous="NORMAL"), clock=Clock())


@contextmanager
def served(services: Services) -> Iterator[str]:
    """Serve the application and give its address."""
    server = make_server("127.0.0.1", 0, create_app(services), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open the browser of the machine."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


def open_page(browser: Browser, width: int, height: int, *, script: bool = False, **more: object) -> Page:
    """Open a page as a phone of that size does; `script` is only for axe, our pages have none."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=script, locale="es-CO", **more
    )  # type: ignore[arg-type]
    return context.new_page()


def overflow(page: Page) -> int:
    """Return how many pixels a page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def axe_violations(page: Page) -> list[Any]:
    """Return what axe finds wrong on a page. It is evaluated, not injected: the page's policy forbids scripts."""
    source = AXE.read_bytes()
    assert hashlib.sha256(source).hexdigest() == AXE_SHA256
    page.evaluate(source.decode())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(AXE_RULES))
    return [{"id": v["id"], "why": [n["failureSummary"] for n in v["nodes"]]} for v in found["violations"]]
