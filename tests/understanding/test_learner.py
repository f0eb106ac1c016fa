"""Who trains, and when: one process of many, killed anywhere, and none that starts children over and over."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.learning import EVERY_S, Learner, TrainingFailed, environment
from bot.one_trainer import only_trainer
from bot.services import Services
from bot.training import learn
from knowledge import aprendido, modelo
from knowledge.aprendido import Paquete, PreguntaRow
from knowledge.modelo import ModelRow
from tests.understanding.lessons import material
from tests.worlds import Clock

ROOT = Path(__file__).parents[2]
CHILD = (
    sys.executable,
    "-c",
    f"import sys; sys.path.insert(0, {str(ROOT)!r}); import runpy; runpy.run_module('tests.understanding.lessons', run_name='__main__')",
)


def start(services: Services) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(CHILD, env=environment(services), cwd=ROOT)


def count_models(services: Services) -> int:
    with services.db.reading() as db:
        return int(db.execute(select(func.count()).select_from(ModelRow)).scalar_one())


@contextmanager
def training(services: Services) -> Iterator["subprocess.Popen[bytes]"]:
    """Give a child that holds the lock of the training; kill it after.

    A look takes the lock for an instant: a child that comes in it leaves the training to the look, so another is started.
    """
    child, end = start(services), time.monotonic() + 180
    try:
        while True:
            with only_trainer(services) as free:
                if not free:
                    break
            if child.poll() is not None:
                child = start(services)
            assert time.monotonic() < end, "nobody began to train"
            time.sleep(0.05)
        yield child
    finally:
        child.kill()
        child.wait()


def test_a_trainer_killed_half_way_changes_nothing_and_the_next_look_learns(services: Services) -> None:
    with training(services):
        time.sleep(0.3)
    assert count_models(services) == 0
    Learner(services, CHILD, material).look()
    with services.db.reading_session() as db:
        assert modelo.en_vigor(db) is not None


def test_two_processes_that_begin_together_train_once(services: Services) -> None:
    children = [start(services) for _ in range(2)]
    assert [child.wait(120) for child in children] == [0, 0]
    assert count_models(services) == 1


def test_a_learner_with_nothing_to_learn_starts_nothing(services: Services) -> None:
    assert learn(services, material()).que == "activado"
    Learner(services, ("/bin/false",), material).look()


def test_a_child_that_fails_is_told_and_tried_again_ever_later(services: Services, clock: Clock) -> None:
    learner = Learner(services, ("/bin/false",), material)
    with pytest.raises(TrainingFailed):
        learner.look()
    clock.forward(seconds=EVERY_S)
    with pytest.raises(TrainingFailed):
        learner.look()
    clock.forward(seconds=1)
    learner.look()  # too early: it waits
    clock.forward(seconds=EVERY_S)
    with pytest.raises(TrainingFailed):
        learner.look()


def test_while_another_process_trains_no_child_is_started(services: Services) -> None:
    with only_trainer(services) as mine:
        assert mine
        Learner(services, ("/bin/false",), material).look()


def test_what_another_release_replaces_is_learnt_ever_later(services: Services, clock: Clock, tmp_path: Path) -> None:
    """The child ends well and yet there is still something to learn: each release undoes what the other did."""
    runs = tmp_path / "runs"
    learner = Learner(services, ("/bin/sh", "-c", f"echo once >> {runs}"), material)
    for _ in range(120):  # an hour of looks
        learner.look()
        clock.forward(seconds=EVERY_S)
    assert 3 <= len(runs.read_text().splitlines()) <= 9


def test_a_new_lesson_does_not_wait_for_one_that_failed(services: Services, clock: Clock, tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    learner = Learner(services, ("/bin/sh", "-c", f"echo once >> {runs}; exit 1"), material)
    for _ in range(10):
        with suppress(TrainingFailed):
            learner.look()
        clock.forward(seconds=EVERY_S)
    before = len(runs.read_text().splitlines())
    known = Paquete(frozenset({"saludo"}))
    with services.db.session() as db:
        aprendido.add(
            db, PreguntaRow, "buenas vecina hola", "saludo", "Ventanilla", author="ana", now=clock(), known=known
        )
    with pytest.raises(TrainingFailed):
        learner.look()
    assert len(runs.read_text().splitlines()) == before + 1


def test_a_learner_that_is_stopped_ends_its_child(services: Services) -> None:
    learner = Learner(services, ("/bin/sleep", "60"), material)
    ending = threading.Timer(1, learner.stop)
    ending.start()
    began = time.monotonic()
    learner.look()
    ending.join()
    assert time.monotonic() - began < 20
