"""Our web chat beside deep-chat from npm: what a telephone downloads, and when its owner can write. One run, one server.

Run: `python -m bench widget`, with `--runs=5` for more than three of each. Chromium over its own protocol slows the network
and the processor; both scripts come compressed from the same server on this machine, and nothing else can be reached.
"""

import gzip
import shutil
import subprocess
import tarfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright

from bench.databases import asked
from bot.app import create_app
from bot.services import make_services
from bot.settings import load_settings
from knowledge.db import open_database
from knowledge.migrations.runner import upgrade
from knowledge.seed import seed
from tests.browser import CHROMIUM
from tests.worlds import NOON

PEER = "deep-chat@2.4.2"
CACHE = Path(__file__).parents[1] / "var" / "bench"
CPU = 6
# Latency in milliseconds and bytes a second down: the browser's own «Slow 4G» and «Slow 3G», WebPageTest's 2G.
NETWORKS: Mapping[str, tuple[float, float]] = {
    "4G lenta": (562.5, 180_000), "3G lenta": (2_000, 50_000), "2G": (800, 35_000),
}  # fmt: skip
_PAGE = (
    '<!doctype html><html lang="es"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    "<title>Sitio</title>{script}</head><body><h1>Sitio de la entidad</h1>{body}</body></html>"
)
# When the thing one uses is on the screen; a frame later, since a test that looks is no person who sees.
_SEEN = """(() => {{ const look = () => {{ const at = {find};
  if (at && at.getClientRects().length) {{ window.seenAt ??= performance.now(); window.found = at; }}
  else requestAnimationFrame(look); }}; look(); }})()"""
TIMEOUT_MS = 180_000


@dataclass(frozen=True, slots=True)
class Chat:
    """One of those compared: its page, and how what one uses first is found."""

    name: str
    page: str
    find: str
    opens: str = ""  # where the first thing is a button, how the box that it opens is found


@dataclass(frozen=True, slots=True)
class Load:
    """One load of a page: bytes over the wire, seconds until the page, until the first thing could be used, until the box."""

    size: float
    page_s: float
    first_s: float
    box_s: float


OURS = Chat(
    "Catalina",
    _PAGE.format(script='<script src="/catalina.js" defer></script>', body=""),
    "document.querySelector('catalina-chat')?.shadowRoot?.querySelector('button')",
    "document.querySelector('catalina-chat')?.shadowRoot?.querySelector('textarea')",
)
THEIRS = Chat(
    PEER,
    _PAGE.format(script='<script type="module" src="/deep-chat.js"></script>', body="<deep-chat></deep-chat>"),
    "document.querySelector('deep-chat')?.shadowRoot?.querySelector('#text-input')",
)


class Missing(RuntimeError):
    """One of those compared cannot be had here; the message is the line that says so."""


def main(flags: Sequence[str] = ()) -> None:
    """Measure and print."""
    runs = asked(flags, "runs", 3)
    with ExitStack() as stack:
        try:
            if not CHROMIUM.exists():
                raise Missing("Sin medida: en esta máquina no está chromium-headless-shell.")
            url = stack.enter_context(_served(peer_script()))
        except Missing as missing:
            print(missing)
            return
        playwright = stack.enter_context(sync_playwright())
        alone = ["--no-sandbox", "--disable-dev-shm-usage", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=alone)
        found = {name: _compared(browser, url, name, runs) for name in NETWORKS}
        browser.close()
    _print(found, runs)


def peer_script() -> bytes:
    """Return the peer's file, fetched once. Raises Missing."""
    CACHE.mkdir(parents=True, exist_ok=True)
    pack = CACHE / f"{PEER.replace('@', '-')}.tgz"
    if not pack.exists():
        if (npm := shutil.which("npm")) is None:
            raise Missing(f"Sin {PEER}: en esta máquina no está npm.")
        try:
            subprocess.run([npm, "pack", PEER, "--silent"], cwd=CACHE, check=True, capture_output=True, timeout=120)
        except (subprocess.SubprocessError, OSError) as error:
            raise Missing(f"Sin {PEER}: npm no pudo traerlo (¿hay red?).") from error
    with tarfile.open(pack) as files:
        file = files.extractfile("package/dist/deepChat.bundle.js")
        assert file is not None
        return file.read()


@contextmanager
def _served(peer: bytes) -> Iterator[str]:
    """Serve both pages and both scripts, compressed, and all else as the product does."""
    with TemporaryDirectory() as folder:
        files = {"/ours": OURS.page.encode(), "/theirs": THEIRS.page.encode(), "/deep-chat.js": peer}
        server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
        url = f"http://127.0.0.1:{server.server_port}"
        server.RequestHandlerClass = _handler(files, _product(Path(folder), url))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def _product(folder: Path, url: str) -> Flask:
    database = open_database(f"sqlite:///{folder}/widget.db", synchronous="NORMAL")
    upgrade(database)
    with database.session() as db:
        seed(db, NOON)
    settings = load_settings(_env_file=None, data_dir=folder / "var", secret_key="k" * 32, public_url=url)
    app = create_app(make_services(settings, db=database))
    if app.test_client().get("/catalina.js").status_code != 200:
        raise Missing("Sin medida: esta versión no tiene /catalina.js.")
    return app


def _handler(files: Mapping[str, bytes], app: Flask) -> type[BaseHTTPRequestHandler]:
    zipped: dict[str, bytes] = {}

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if path not in zipped:
                body = files.get(path) or app.test_client().get(path).get_data()
                zipped[path] = gzip.compress(body, 9)
            self._send(zipped[path], "text/javascript" if path.endswith(".js") else "text/html; charset=utf-8")

        def do_POST(self) -> None:
            said = self.rfile.read(int(self.headers["Content-Length"]))
            answer = app.test_client().post(self.path, data=said, content_type=self.headers["Content-Type"])
            self._send(gzip.compress(answer.get_data()), answer.content_type)

        def _send(self, body: bytes, kind: str) -> None:
            self.send_response(200)
            for name, value in (
                ("Content-Type", kind),
                ("Content-Encoding", "gzip"),
                ("Content-Length", str(len(body))),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


def _compared(browser: Browser, url: str, network: str, runs: int) -> dict[str, Load]:
    """Load one and the other in turn, so that what else the machine does falls on both."""
    found: dict[str, list[Load]] = {OURS.name: [], THEIRS.name: []}
    for _ in range(runs):
        found[OURS.name].append(_load(browser, f"{url}/ours", OURS, network))
        found[THEIRS.name].append(_load(browser, f"{url}/theirs", THEIRS, network))
    return {
        name: Load(*(median(getattr(one, field.name) for one in loads) for field in fields(Load)))
        for name, loads in found.items()
    }


def _load(browser: Browser, url: str, chat: Chat, network: str) -> Load:
    context = browser.new_context(viewport={"width": 360, "height": 640}, locale="es-CO")
    page = context.new_page()
    try:
        wire, size = context.new_cdp_session(page), [0.0]
        wire.send("Network.enable")
        wire.on("Network.loadingFinished", lambda event: size.append(event["encodedDataLength"]))
        wire.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
        latency, down = NETWORKS[network]
        limits = {"offline": False, "latency": latency, "downloadThroughput": down, "uploadThroughput": down}
        wire.send("Network.emulateNetworkConditions", limits)
        page.add_init_script(_SEEN.format(find=chat.find))
        page.goto(url, timeout=TIMEOUT_MS, wait_until="commit")
        page.wait_for_function("window.seenAt", timeout=TIMEOUT_MS)
        first = box = float(page.evaluate("window.seenAt"))
        if chat.opens:
            box = _opened(page, chat)
        came = float(page.evaluate("performance.getEntriesByType('navigation')[0].responseEnd"))
        return Load(sum(size) / 1000, came / 1000, first / 1000, box / 1000)
    finally:
        context.close()


def _opened(page: Page, chat: Chat) -> float:
    """Press the button the moment it is there and return when the box that it opens was."""
    page.evaluate("window.found.click()")
    shown = f"(() => {{ const box = {chat.opens}; return box && box.getClientRects().length && performance.now(); }})"
    return float(page.wait_for_function(shown, timeout=TIMEOUT_MS).json_value())


def _print(found: Mapping[str, Mapping[str, Load]], runs: int) -> None:
    print(f"mediana de {runs}, procesador ×{CPU} más lento, comprimido con gzip")
    heads = ("kB", "página s", "se ve s", "escribe s")
    print(f"{'':12}{'':20}{''.join(f'{head:>11}' for head in heads)}{'se ve, desde que está la página':>34}")
    for network, loads in found.items():
        for name, load in loads.items():
            print(
                f"{network:12}{name:20}{load.size:11.1f}{load.page_s:11.2f}{load.first_s:11.2f}{load.box_s:11.2f}{load.first_s - load.page_s:34.2f}"
            )
        ours, theirs = loads[OURS.name], loads[THEIRS.name]
        ratios = (
            theirs.size / ours.size,
            theirs.page_s / ours.page_s,
            theirs.first_s / ours.first_s,
            theirs.box_s / ours.box_s,
        )
        alone = (theirs.first_s - theirs.page_s) / (ours.first_s - ours.page_s)
        print(f"{network:12}{'razón':20}{''.join(f'{ratio:11.1f}' for ratio in ratios)}{alone:34.1f}")
