"""A page of another site that shows the web chat, and how a test looks at it."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Route, expect

# As strict as a government site may be. Nothing here is ours but the one script.
POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'"
HOST = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Sitio de la entidad</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><script src="/catalina.js" defer></script></head>
<body><main><h1>Sitio de la entidad</h1><p>Una página cualquiera.</p><a href="#x">Un enlace</a></main></body></html>"""
PHONE = {"width": 360, "height": 640}


def host(browser: Browser, url: str, *, lang: str = "es", size: dict[str, int] = PHONE, **more: Any) -> Page:
    """Open another site's page with the chat in it. Complaints of the browser are kept in `window.quejas`."""
    expect.set_options(timeout=20_000)  # other tests share the machine
    context = browser.new_context(viewport=size, locale="es-CO", **more)  # type: ignore[arg-type]
    serve_host(context, lang)
    page = context.new_page()
    visit(page, url)
    return page


def serve_host(context: BrowserContext, lang: str = "es") -> None:
    """Have every page of a context find that site beside our server, and note each breach of its policy."""
    body, headers = (
        HOST.format(lang=lang),
        {"Content-Security-Policy": POLICY, "Content-Type": "text/html; charset=utf-8"},
    )
    context.route("**/sitio", lambda route: route.fulfill(body=body, headers=headers))
    context.add_init_script(
        "window.quejas=[];addEventListener('securitypolicyviolation',e=>quejas.push(e.violatedDirective+' '+e.blockedURI))"
    )


def visit(page: Page, url: str) -> None:
    """Go to that site and wait for the launcher."""
    page.goto(f"{url}/sitio")
    launcher(page).wait_for()


def launcher(page: Page) -> Locator:
    """Return the button that opens the chat."""
    return page.locator(".lanza")


def opened(page: Page) -> Page:
    """Open the chat."""
    launcher(page).click()
    page.locator("#panel").wait_for()
    return page


def box(page: Page) -> Locator:
    """Return where the person writes."""
    return page.locator("#caja")


def say(page: Page, text: str) -> None:
    """Write a message and send it with Enter."""
    box(page).fill(text)
    box(page).press("Enter")


def mine(page: Page) -> Locator:
    """Return what the person said."""
    return page.locator("#panel .m.mio")


def hers(page: Page) -> Locator:
    """Return what was answered."""
    return page.locator("#panel .m.suyo")


def stored(page: Page) -> dict[str, Any]:
    """Return what the device keeps of the conversation."""
    return json.loads(page.evaluate("localStorage.getItem('catalina-chat')") or "{}")  # type: ignore[no-any-return]


def complaints(page: Page) -> list[str]:
    """Return every breach of the site's policy."""
    return page.evaluate("window.quejas")  # type: ignore[no-any-return]


def answer(*said: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return an answer of the server as the contract has it."""
    lines = [{"texto": "", "opciones": [], "hora": "2026-03-30T17:00:00+00:00", **line} for line in said]
    head = {
        "token": "t" * 43,
        "pendiente": False,
        "poll_ms": 30_000,
        "idioma": "es",
        "atiende": None,
        "reservado": False,
    }
    return {**head, "ahora": "2026-03-30T17:00:00+00:00", "mensajes": lines, **more}


def answering(make: Callable[[dict[str, Any]], dict[str, Any]]) -> Callable[[Route], None]:
    """Return a server that answers what `make` makes of each request."""

    def reply(route: Route) -> None:
        route.fulfill(json=make(json.loads(route.request.post_data or "{}")))

    return reply


def picture(page: Page, name: str, folder: Path) -> None:
    """Keep a screenshot for a person to look at, in the folder that CATALINA_SHOTS names or the test's own."""
    where = Path(os.environ.get("CATALINA_SHOTS") or folder)
    where.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=where / f"{name}.png")
