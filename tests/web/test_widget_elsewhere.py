"""The chat on a site that is not ours: another origin, served by another program, under the policy that our page tells."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, expect
from werkzeug import Response
from werkzeug.serving import make_server

from bot.services import Services
from tests.browser import IN_A_BROWSER, open_page, served
from tests.web.widget import HOST, hers, launcher, opened, say

pytestmark = IN_A_BROWSER
POLICY = (
    "default-src 'none'; script-src {0}; connect-src {0}; frame-src {0}; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


@dataclass
class Site:
    """A site of the entity, whose one page a test writes."""

    url: str = ""
    body: str = ""
    policy: str = ""

    def __call__(self, environ, start_response):  # type: ignore[no-untyped-def]
        response = Response(self.body, mimetype="text/html", headers={"Content-Security-Policy": self.policy})
        return response(environ, start_response)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """Serve the entity's site."""
    site = Site()
    server = make_server("127.0.0.1", 0, site, threaded=True)
    site.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield site
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def ours(world: Services, site: Site) -> Iterator[str]:
    """Serve the chat, for that site too."""
    settings = world.settings.model_copy(update={"web_origins": (site.url,)})
    with served(replace(world, settings=settings)) as url:
        yield url


def visit(browser: Browser, site: Site, ours: str, body: str) -> Page:
    expect.set_options(timeout=20_000)
    site.body, site.policy = body, POLICY.format(ours)
    page = open_page(browser, 360, 640, script=True)
    page.goto(site.url)
    return page


def test_the_widget_talks_from_a_site_that_the_entity_named(browser: Browser, site: Site, ours: str) -> None:
    page = visit(browser, site, ours, HOST.format(lang="es").replace("/catalina.js", f"{ours}/catalina.js"))
    launcher(page).wait_for()
    say(opened(page), "como pago el predial")
    expect(hers(page)).to_contain_text("predial")
    assert page.context.cookies() == []
    page.context.close()


def test_the_page_is_shown_in_a_frame_of_that_site(browser: Browser, site: Site, ours: str) -> None:
    frame = f'<iframe src="{ours}/chat" title="Conversa con Catalina" width="340" height="560"></iframe>'
    page = visit(browser, site, ours, f"<!doctype html><html lang='es'><title>Sitio</title>{frame}</html>")
    inside = page.frame_locator("iframe")
    inside.locator("#caja").fill("menú")
    inside.locator("#caja").press("Enter")
    expect(inside.locator("#panel .m.suyo")).to_have_count(1)
    page.context.close()


def test_a_site_that_was_not_named_shows_nothing_of_ours(browser: Browser, site: Site, url: str) -> None:
    frame = f'<iframe src="{url}/chat" title="Conversa con Catalina"></iframe>'
    page = visit(browser, site, url, f"<!doctype html><html lang='es'><title>Sitio</title>{frame}</html>")
    expect(page.frame_locator("iframe").locator("textarea")).to_have_count(0)
    page.context.close()
