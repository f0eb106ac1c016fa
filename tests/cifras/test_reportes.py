"""Periodic reports: due when they should, never twice, and the same bytes whatever dies while they are made."""

import hashlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import delete
from sqlmodel import col, select

from bot.cifras.papel import as_html
from bot.pdf import has_pango, render
from bot.refusals import Refused
from bot.reportes import hacer as making
from bot.reportes.hacer import debidos, due, fijar, make_due
from bot.services import Services
from knowledge import reportes
from knowledge.cifras import HechoRow, ReporteRow
from knowledge.conversaciones import Task
from knowledge.reportes import Debido
from tests.cifras.published import APRIL, FEBRUARY, JANUARY, MARCH, night, publish
from tests.programs import needs
from tests.worlds import Clock

Q1 = Debido("trimestral", JANUARY, date(2026, 3, 31))
EVERY = [
    Debido("mensual", JANUARY, date(2026, 1, 31)),
    Debido("mensual", FEBRUARY, date(2026, 2, 28)),
    Debido("mensual", MARCH, date(2026, 3, 31)),
    Q1,
]


def paper(html: str) -> bytes:
    """Make something of a page, without the seconds that a real PDF takes."""
    return b"%PDF-" + html.encode()


def rows(services: Services) -> list[ReporteRow]:
    with services.db.reading_session() as db:
        return list(db.exec(select(ReporteRow).order_by(col(ReporteRow.hasta), col(ReporteRow.id))))


def months(*names: str) -> list[date]:
    return [date.fromisoformat(f"{name}-01") for name in names]


@pytest.mark.parametrize(
    ("published", "wanted"),
    [
        ([], []),
        (months("2026-01"), ["mensual-2026-01-01"]),
        (months("2026-01", "2026-02"), ["mensual-2026-01-01", "mensual-2026-02-01"]),
        # Use began inside the quarter: it is told with the months since then.
        (months("2026-02", "2026-03"), ["mensual-2026-02-01", "mensual-2026-03-01", "trimestral-2026-01-01"]),
        # A month is missing in the middle: the quarter is not whole.
        (months("2025-12", "2026-01", "2026-03"), ["mensual-2025-12-01", "trimestral-2025-10-01", "semestral-2025-07-01",
                                                   "anual-2025-01-01", "mensual-2026-01-01", "mensual-2026-03-01"]),
    ],
)  # fmt: skip
def test_a_report_is_due_once_its_months_are_published(published: list[date], wanted: list[str]) -> None:
    assert [f"{one.tipo}-{one.desde}" for one in due(published, [])] == wanted


def test_a_year_owes_twelve_months_four_quarters_two_halves_and_itself_in_order() -> None:
    year = [date(2026, month, 1) for month in range(1, 13)]
    found = due(year, [])
    assert [sum(one.tipo == tipo for one in found) for tipo in reportes.TIPOS] == [12, 4, 2, 1]
    assert [one.hasta for one in found] == sorted(one.hasta for one in found)
    assert [one.tipo for one in found[-4:]] == ["mensual", "trimestral", "semestral", "anual"]
    assert due(year, found) == []
    assert due(year, found[:-1]) == found[-1:]


def test_the_job_makes_what_is_due_once(services: Services, clock: Clock) -> None:
    assert make_due(services, paper) == 0
    night(services, clock)
    assert make_due(services, paper) == 4
    assert make_due(services, lambda _: pytest.fail("made twice")) == 0
    assert [Debido(row.tipo, row.desde, row.hasta) for row in rows(services)] == EVERY
    assert [(row.estado, row.sha256 == hashlib.sha256(row.pdf or b"").hexdigest()) for row in rows(services)] == [("listo", True)] * 4  # fmt: skip


def test_a_month_is_not_told_before_it_is_published(services: Services, clock: Clock) -> None:
    publish(services, clock, now=APRIL.replace(day=8))
    assert debidos(services) == EVERY[:2]


def test_what_two_processes_write_at_once_is_one_report(services: Services, clock: Clock) -> None:
    publish(services, clock)
    which = debidos(services)
    assert fijar(services, which) == 4
    first = [row.datos for row in rows(services)]
    clock.forward(hours=1)
    assert fijar(services, which) == 0
    assert [row.datos for row in rows(services)] == first


def test_one_that_fails_is_told_until_it_is_made_and_the_others_are_made(services: Services, clock: Clock) -> None:
    publish(services, clock)

    def breaks(html: str) -> bytes:
        if "enero de 2026" in html.partition("</title>")[0]:
            raise Refused("Para hacer el PDF falta Pango")
        return paper(html)

    make_due(services, breaks)
    assert [row.estado for row in rows(services)] == ["fallido"] + ["listo"] * 3
    assert make_due(services, lambda _: pytest.fail("tried again by itself")) == 0
    assert alarms(services) == [("reporte-fallido", None)]
    failed = rows(services)[0]
    with services.db.session() as db:
        assert failed.id is not None
        assert reportes.rehacer(db, failed.id)
        assert not reportes.rehacer(db, failed.id)
    clock.forward(days=1)
    assert make_due(services, paper) == 1
    again = rows(services)[0]
    assert (again.estado, again.error, again.datos) == ("listo", "", failed.datos)
    assert alarms(services) == [("reporte-fallido", clock.now)]


def alarms(services: Services) -> list[tuple[str, object]]:
    with services.db.reading_session() as db:
        return [(task.tema, task.closed_at) for task in db.exec(select(Task).where(Task.kind == "alarma"))]


def test_what_a_report_tells_does_not_change_when_the_figures_do(services: Services, clock: Clock) -> None:
    publish(services, clock)
    fijar(services, debidos(services))
    before = [as_html(json.loads(row.datos or "")) for row in rows(services)]
    with services.db.writing() as db:
        db.execute(delete(HechoRow))
    clock.forward(days=40)
    made: list[str] = []

    def keep(html: str) -> bytes:
        made.append(html)
        return paper(html)

    make_due(services, keep)
    assert made == before


CHILD = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from bot.pdf import render
from bot.reportes.hacer import make_due
from bot.services import make_services
from bot.settings import load_settings
from tests.cifras.published import APRIL
url, folder, point = sys.argv[1:]
die = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
settings = load_settings(_env_file=None, database_url=url, data_dir=Path(folder), secret_key="secret-of-the-tests",
                         public_url="https://catalina.example")
services = replace(make_services(settings, clock=lambda: APRIL), fault=lambda name: die() if name == point else None)
make_due(services, die if point == "rendering" else lambda html: b"%PDF-" + html.encode())
"""


@pytest.mark.drill
@pytest.mark.parametrize("point", ["reporte-fijado", "rendering", "reporte-hecho"])
def test_killed_half_way_and_made_again_it_has_the_same_bytes(
    services: Services, clock: Clock, database_url: str, tmp_path: Path, point: str
) -> None:
    publish(services, clock)
    command = [sys.executable, "-c", CHILD, database_url, str(tmp_path / "child"), point]
    died = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}, timeout=120)
    assert died.returncode == -signal.SIGKILL
    left = rows(services)
    assert [row.estado for row in left] == ["pendiente"] * 4
    clock.forward(days=3)
    assert make_due(services, paper) == 4
    done = rows(services)
    assert [row.datos for row in done] == [row.datos for row in left]
    assert [row.pdf for row in done] == [paper(as_html(json.loads(row.datos or ""))) for row in left]


def test_a_child_that_is_killed_fails_one_report_which_made_again_is_the_same(services: Services, clock: Clock) -> None:
    publish(services, clock)
    make_due(services, lambda html: render(html, ("sh", "-c", "kill -9 $$")))
    killed = rows(services)
    assert [row.estado for row in killed] == ["fallido"] * 4
    assert all("No se pudo hacer el PDF" in row.error for row in killed)
    with services.db.session() as db:
        assert all(reportes.rehacer(db, row.id) for row in killed if row.id)
    clock.forward(days=2)
    assert make_due(services, paper) == 4
    assert [row.pdf for row in rows(services)] == [paper(as_html(json.loads(row.datos or ""))) for row in killed]


@needs("Pango", present=has_pango())
def test_the_same_facts_give_the_same_pdf_in_another_process(services: Services, clock: Clock) -> None:
    publish(services, clock)
    fijar(services, [Q1])
    told = json.loads(rows(services)[0].datos or "")
    first, second = (render(as_html(told), with_seed(seed)) for seed in ("1", "2"))
    assert hashlib.sha256(first).hexdigest() == hashlib.sha256(second).hexdigest()
    assert len(first) > 10_000


def with_seed(seed: str) -> tuple[str, ...]:
    """Return the child that lays out, in another zone and with sets in another order."""
    zone = {"1": "America/Bogota", "2": "Asia/Tokyo"}[seed]
    return ("env", f"PYTHONHASHSEED={seed}", f"TZ={zone}", sys.executable, "-m", "bot.pdf")


def test_the_periods_of_a_kind_are_as_long_as_they_say() -> None:
    lengths: Callable[[str], set[int]] = lambda tipo: {  # noqa: E731 - one line
        one.hasta.month - one.desde.month + 1
        for one in due([date(2026, m, 1) for m in range(1, 13)], [])
        if one.tipo == tipo
    }
    assert {tipo: lengths(tipo) for tipo in making.MONTHS} == {tipo: {n} for tipo, n in making.MONTHS.items()}
