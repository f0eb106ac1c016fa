"""Ten thousand hojas de vida on both databases: bring them in, list them, give them out. `python -m bench hojas [--records=N]`.

The times of pages are the server's, by the test client in this process: the first view, and the best of five. The memory of
the export is what its own process held at most, with Python and all libraries.
"""

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from flask import Flask
from flask.testing import FlaskClient

from bench.databases import NAMES, asked, show
from bot.app import create_app
from bot.importing import imported
from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.db import open_database
from knowledge.importers.columnas import TRAMITES
from knowledge.importers.report import Options
from knowledge.xlsx_writer import write_rows
from tests.conftest import _fill, _postgres_admin, _postgres_database
from tests.panel.conftest import PASSWORD, make_account
from tests.worlds import NOON, Clock

BASE = "http://127.0.0.1"
TIMES = 5
CHILD = """
from pathlib import Path
from bot.cli import main
try:
    main()
finally:
    print(next(line.split()[1] for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line))
"""
TARGETS = {
    "import (s)": 60.0,
    "/panel/hojas, best (ms)": 150.0,
    "/tramites, best (ms)": 150.0,
    "export memory (MB)": 200.0,
}


def main(flags: list[str]) -> None:
    """Measure and print."""
    records = asked(flags, "records", 10_000)
    show(f"{records:,} records", {name: dict(_measured(name, records)) for name in NAMES}, TARGETS)


def _measured(name: str, records: int) -> Iterator[tuple[str, float]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        if name == "SQLite":
            url = f"sqlite:///{folder / 'hojas.db'}"
        else:
            url = stack.enter_context(_postgres_database(_postgres_admin(), None))[1]
        _fill(url)
        settings = load_settings(_env_file=None, data_dir=folder / "var", secret_key="bench", public_url=BASE)
        clock = Clock()
        services = make_services(settings, db=open_database(url), clock=clock)
        stack.callback(services.db.engine.dispose)
        data = workbook(records)
        yield "file (MB)", len(data) / 1e6
        yield "rehearsal (s)", _timed(lambda: _bring(services, data, dry_run=True))
        yield "import (s)", _timed(lambda: _bring(services, data))
        yield "import of the same again (s)", _timed(lambda: _bring(services, data))
        yield "publish (s)", _timed(lambda: _bring(services, data, publish=True))
        clock.forward(minutes=1)  # what is in memory is looked at again
        app = create_app(services)
        yield "new catalogue (s)", _timed(services.current.get)
        yield from _pages(app, services)
        yield from _export(url, folder)


def workbook(records: int) -> bytes:
    """Return a table with that many records, each about as long as a real one."""
    heads = ("id", "nombre", "titulo_corto", "tema", "proposito", "dependencia", "dependencia_id", "fuentes", "alias", "momentos", "valores", "tiempo", "normas", "puntos", "preguntas", "canales")  # fmt: skip
    heading = [next(column.heading for column in TRAMITES if column.field == head) for head in heads]
    steps = "\n".join(
        f"Paso {n} de lo que hay que hacer\ndocumento: Cédula de ciudadanía (2) | nota: ampliada, por ambos lados\n"
        "verificacion: Estar a paz y salvo con el Distrito"
        for n in range(4)
    )
    rest = (
        steps, "Copia | 25000 | nota: por hoja", "15 días hábiles", "Ley 388 de 1997, artículo 8\nAcuerdo 107 de 2022",
        "Ventanilla Única | dirección: La Matuna | horario: lunes a viernes, 8 a 12 | 10.42, -75.55",
        "¿Puede ir otra persona? | Sí, con un poder firmado.", "presencial\nweb",
    )  # fmt: skip
    rows = (
        (f"bench-{n}", f"Permiso de ocupación número {n}", f"Permiso {n}", "Comercio", f"Autorizar la ocupación {n}. " * 4, "Secretaría de Hacienda", "hacienda", "Acuerdo 107 de 2022", f"permiso {n}; ocupar {n}", *rest)
        for n in range(records)
    )  # fmt: skip
    out = io.BytesIO()
    write_rows(out, heading, rows)
    return out.getvalue()


def _bring(services: Services, data: bytes, *, dry_run: bool = False, publish: bool = False) -> None:
    report = imported(services, "tramites", "bench.xlsx", data, Options("bench", NOON, publish, dry_run))
    assert not report.problems, report.problems[:3]


def _pages(app: Flask, services: Services) -> Iterator[tuple[str, float]]:
    with services.db.session() as db:
        make_account(db, services, "bench", "revisor")
    client = app.test_client()
    page = client.get("/panel/entrar", base_url=BASE).text
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    client.post("/panel/entrar", data={"csrf_token": token, "usuario": "bench", "clave": PASSWORD}, base_url=BASE)
    for label, path in (
        ("/panel/hojas", "/panel/hojas"),
        ("/panel/hojas, search", "/panel/hojas?q=OCUPACIÓN+9999"),
        ("/panel/hojas, waiting", "/panel/hojas?estado=pendientes"),
        ("/tramites", "/tramites"),
        ("/tramites, a theme", "/tramites?tema=negocios&desde=500"),
        ("/tramites, search", "/tramites?q=permiso+ocupacion+77"),
    ):
        first, *others = (_timed(lambda path=path: _seen(client, path)) * 1e3 for _ in range(TIMES + 1))
        yield f"{label}, first (ms)", first
        yield f"{label}, best (ms)", min(others)


def _seen(client: FlaskClient, path: str) -> None:
    assert client.get(path, base_url=BASE).status_code == 200


def _export(url: str, folder: Path) -> Iterator[tuple[str, float]]:
    """Export in a process apart, as `catalina export` does, which says itself how much it held at most.

    Its parent cannot say it: what the system counts for a child begins with what the parent held.
    """
    env = {**os.environ, "CATALINA_DATABASE_URL": url, "CATALINA_DATA_DIR": str(folder / "var")}
    arguments = ["export", "tramites", "--format", "xlsx", "-o", str(folder / "todo.xlsx")]
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", CHILD, *arguments], env=env, capture_output=True, text=True, check=True
    )
    yield "export XLSX (s)", perf_counter() - began
    yield "export memory (MB)", int(done.stdout.split()[-1]) / 1024


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began
