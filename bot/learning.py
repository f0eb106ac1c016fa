"""The job that keeps the understanding up to date: it looks, and where something changed a process apart trains.

Training takes the better part of a minute of pure processor: inside the process that serves it would hold up every turn.
The child has the lowest priority and threads of one; it is ended with its parent's timetable.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Event

from sqlmodel import Session

from bot import judging, training
from bot.one_trainer import only_trainer
from bot.services import Services, make_services
from bot.settings import load_settings
from bot.training import Material
from knowledge import aprendido, modelo

log = logging.getLogger(__name__)

EVERY_S = 30.0
LONGEST_S = 3600.0  # stuck if longer; on a busy machine the lowest priority takes minutes
LONGEST_PAUSE = timedelta(hours=1)
CHILD = (sys.executable, "-m", "bot.learning")
_POLL_S = 0.2


class TrainingFailed(RuntimeError):
    """The process that trains ended badly; the next look starts another."""


@dataclass
class Learner:
    """Looks whether there is something to learn, and has it learnt by a child. One for each process."""

    services: Services
    child: Sequence[str] = CHILD
    make_material: Callable[[], Material] = training.bundled
    _material: Material | None = None
    _looked: str = ""  # what was there when there was nothing to do
    _tried: str = ""  # the lesson that the last child was given
    _failures: int = 0  # of that lesson: it failed, or it did not last
    _not_before: datetime | None = None
    _ending: Event = field(default_factory=Event)

    def look(self) -> None:
        """Train in a child when something changed. Raises TrainingFailed; after each failure it waits longer."""
        now = self.services.clock()
        if self._ending.is_set():
            return
        lesson = self._unlearnt()
        if lesson is None or self._must_wait(lesson, now) or not self._nobody_trains():
            return
        code = self._run_child()
        if self._ending.is_set():
            return
        if lesson != self._tried:
            self._tried, self._failures, self._not_before = lesson, 0, None
            if code == 0:
                return
        self._failures += 1
        # The first time the next look tries again: a child that was killed says nothing about the next one.
        self._not_before = now + min(timedelta(seconds=EVERY_S) * (2 ** (self._failures - 1) - 1), LONGEST_PAUSE)
        if code:
            raise TrainingFailed(f"the process that trains ended with {code}")
        # Another release on the same database, or new files under a process that still runs the old ones.
        log.warning("what this process would learn was learnt and replaced: does another release run beside it?")

    def stop(self) -> None:
        """End the child, if there is one: nothing of it stays, and whoever looks next begins again."""
        self._ending.set()

    def _must_wait(self, lesson: str, now: datetime) -> bool:
        """Return whether this very lesson has failed too lately. A new one never waits for an old one."""
        return lesson == self._tried and self._not_before is not None and now < self._not_before

    def _nobody_trains(self) -> bool:
        with only_trainer(self.services) as free:
            return free

    def _unlearnt(self) -> str | None:
        """Return the mark of what is to be learnt and judged; None where nothing changed."""
        vigente = self.services.current.get()
        with self.services.db.reading_session() as db:
            seen = "|".join((vigente.stamp, aprendido.stamp(db), _stopped(db)))
            if seen == self._looked:
                return None
            # Read once: what comes with the product does not change while a process runs.
            self._material = self._material or self.make_material()
            reunido = training.gather(db, vigente.catalogo, self._material)
            changed = training.pending(db, reunido)
        self._looked = "" if changed else seen
        return f"{reunido.corpus}/{judging.fingerprint(reunido.preguntas)}" if changed else None

    def _run_child(self) -> int:
        with subprocess.Popen(self.child, env=environment(self.services), stdin=subprocess.DEVNULL) as child:  # noqa: S603 - our own interpreter, no shell
            for _ in range(int(LONGEST_S / _POLL_S)):
                try:
                    return child.wait(_POLL_S)
                except subprocess.TimeoutExpired:
                    if self._ending.is_set():
                        break
            child.kill()
            return child.wait()


def run(services: Services, material: Material) -> None:
    """Do what the child does."""
    if hasattr(os, "nice"):
        os.nice(19)  # turns go first
    done = training.learn(services, material)
    log.info("training: %s", done.que)


def environment(services: Services) -> Mapping[str, str]:
    """Return the child's environment: this process's, and the database that it works on."""
    settings = services.settings
    database = services.db.engine.url.render_as_string(hide_password=False)
    one = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    ours = {"CATALINA_DATABASE_URL": database, "CATALINA_DATA_DIR": str(settings.data_dir)}
    return {**os.environ, **one, **ours}


def _stopped(db: Session) -> str:
    waiting = modelo.detenido(db)
    return "" if waiting is None else str(waiting.id)


if __name__ == "__main__":
    run(make_services(load_settings()), training.bundled())
