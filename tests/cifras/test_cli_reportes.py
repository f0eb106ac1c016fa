"""`catalina reportes` as an operator meets it."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.pdf import has_pango
from bot.reportes.hacer import make_due
from bot.services import Services
from tests.cifras.published import publish
from tests.cifras.test_reportes import paper
from tests.programs import needs
from tests.worlds import Clock

Run = Callable[..., str]


@pytest.fixture
def run(database_url: str, tmp_path: Path) -> Run:
    """Return the command on the database of the test, in a process of its own as an operator runs it."""
    env = os.environ | {"CATALINA_DATABASE_URL": database_url, "CATALINA_DATA_DIR": str(tmp_path / "var")}
    command = Path(sys.executable).with_name("catalina")

    def call(*words: str, code: int = 0) -> str:
        done = subprocess.run([command, "reportes", *words], env=env, capture_output=True, text=True, check=False)
        assert done.returncode == code, done.stderr
        return done.stdout + done.stderr

    return call


def test_before_any_month_is_published_it_says_when_the_first_comes(run: Run, services: Services) -> None:
    assert services.db.engine is not None
    assert "el día 9 del siguiente" in run()
    assert "«marzo» no es un mes" in run("--desde", "marzo", code=1)


def test_what_is_due_is_listed_and_what_was_made_is_told_with_its_sum(
    run: Run, services: Services, clock: Clock
) -> None:
    publish(services, clock)
    listed = run()
    assert listed.count("por hacer") == 4
    assert run("--tipo", "mensual", "--desde", "2026-02").count("por hacer") == 2
    make_due(services, paper)
    made = run()
    assert (made.count("hecho"), "por hacer" in made) == (4, False)
    assert "trimestral  primer trimestre de 2026" in made


@needs("Pango", present=has_pango())
def test_it_makes_now_only_what_was_asked_for(run: Run, services: Services, clock: Clock) -> None:
    publish(services, clock)
    done = run("--hacer", "--tipo", "mensual", "--desde", "2026-03")
    assert done.count("hecho      mensual     marzo de 2026") == 1
    assert run().count("por hacer") == 3
