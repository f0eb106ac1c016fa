"""The timetable. The only importer of the scheduler; what runs is a list of `Job` that the wiring makes."""

import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from knowledge.conversaciones import Tick
from knowledge.db import Database, Unavailable
from notifier import events
from notifier.upsert import insert_or_ignore

log = logging.getLogger(__name__)
_SCHEDULER = logging.getLogger("apscheduler.scheduler")
SKIPPED = "maximum number of running instances reached"

LOOK_EVERY_S = 600.0  # how often a rare job asks whether its period has come


@dataclass(frozen=True, slots=True)
class Job:
    """Something to run every so often. `once`: of many processes exactly one runs it in each period.

    A period begins `offset_s` after midnight UTC or a multiple of `every_s` from there. `look_s` is how often it is asked
    whether one has begun: where each period counts, several times in one. `lasting`: one run may outlast that.
    """

    name: str
    every_s: float
    run: Callable[[], None]
    once: bool = True
    offset_s: float = 0.0
    look_s: float = LOOK_EVERY_S
    lasting: bool = False


def run_job(db: Database, job: Job, clock: Callable[[], datetime]) -> str | None:
    """Run a job if this process should. Returns why it did not: «taken», «failed», «unavailable», or None when done."""
    now = clock()
    try:
        if job.once and not _mine(db, job, now):
            return "taken"
        job.run()
    except Unavailable:
        log.warning("job %s waits: the database does not answer", job.name)
        return "unavailable"
    except Exception as error:  # noqa: BLE001 - the edge of a job: the others must go on, and somebody is told
        log.error("job %s raised %s", job.name, type(error).__name__)
        _tell(db, job, type(error).__name__, now)
        return "failed"
    return None


def _mine(db: Database, job: Job, now: datetime) -> bool:
    tick = str(int((now.timestamp() - job.offset_s) // job.every_s))
    with db.writing() as connection:
        return insert_or_ignore(connection, Tick, {"job": job.name, "tick": tick, "at": now}, ("job", "tick"))


def _tell(db: Database, job: Job, reason: str, now: datetime) -> None:
    try:
        with db.writing() as connection:
            events.alarm(connection, f"job-failed-{job.name}", reason, now)
    except Unavailable:
        log.error("job %s failed and it could not be written down", job.name)


def _unless_lasting(lasting: Collection[str]) -> Callable[[logging.LogRecord], bool]:
    """Return a filter that drops the warning of a job which still runs when it is due again, where that is as it should be.

    The run that is left out loses nothing: the one after it does all that waits. Of a job that should be short the warning
    is kept: it hangs.
    """

    def seen(record: logging.LogRecord) -> bool:
        if SKIPPED not in str(record.msg) or not isinstance(record.args, tuple):
            return True
        return getattr(record.args[0], "id", None) not in lasting

    return seen


def start_timetable(
    db: Database, jobs: Sequence[Job], clock: Callable[[], datetime], active: Callable[[], bool]
) -> Callable[[], None]:
    """Start running the jobs in the background. Returns the function that ends it."""
    # A thread for each: a night's long work must not keep the one that is due each minute waiting.
    scheduler = BackgroundScheduler(timezone=UTC, executors={"default": ThreadPoolExecutor(max(1, len(jobs)))})

    def attempt(job: Job) -> None:
        if active():
            run_job(db, job, clock)

    expected = _unless_lasting(frozenset(job.name for job in jobs if job.lasting))
    _SCHEDULER.addFilter(expected)
    for job in jobs:
        scheduler.add_job(
            attempt, "interval", args=[job], id=job.name, name=job.name, seconds=min(job.every_s, job.look_s), max_instances=1,
            coalesce=True, misfire_grace_time=None,
        )  # fmt: skip
    scheduler.start()

    def stop() -> None:
        scheduler.shutdown(wait=True)
        _SCHEDULER.removeFilter(expected)

    return stop
