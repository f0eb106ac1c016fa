"""Of many schedulers exactly one runs a job of each period; a job that raises is told and holds nobody."""

import threading
from dataclasses import dataclass, field
from itertools import count

import pytest
from sqlalchemy import select
from sqlmodel import col

from knowledge.conversaciones import Task
from knowledge.db import Unavailable
from notifier import events
from notifier.embedded import Pace
from notifier.jobs import SKIPPED, Job, run_job, start_timetable
from tests.notifier.conftest import Post


@dataclass
class Runs:
    count: int = 0
    error: Exception | None = None
    done: list[str] = field(default_factory=list)

    def __call__(self) -> None:
        self.count += 1
        if self.error:
            raise self.error


def test_two_schedulers_run_a_period_once(post: Post) -> None:
    runs = Runs()
    job = Job("purge", 86400, runs)
    assert [run_job(post.db, job, post.clock) for _ in range(2)] == [None, "taken"]
    post.clock.forward(days=1)
    assert run_job(post.db, job, post.clock) is None
    assert runs.count == 2


def test_a_nightly_job_changes_its_period_at_three_in_the_morning_of_cartagena(post: Post) -> None:
    job = Job("purge", 86400, Runs(), offset_s=8 * 3600)
    post.clock.now = post.clock.now.replace(hour=7, minute=59)  # 02:59 in Cartagena
    run_job(post.db, job, post.clock)
    post.clock.forward(minutes=2)
    assert run_job(post.db, job, post.clock) is None


def test_a_job_of_every_process_runs_in_each(post: Post) -> None:
    runs = Runs()
    job = Job("sweep", 5, runs, once=False)
    assert [run_job(post.db, job, post.clock) for _ in range(2)] == [None, None]
    assert runs.count == 2


def test_a_job_that_raises_is_told_once(post: Post) -> None:
    job = Job("sweep", 5, Runs(error=ValueError("with somebody's words")), once=False)
    assert [run_job(post.db, job, post.clock) for _ in range(3)] == ["failed"] * 3
    with post.db.reading() as db:
        tasks = db.execute(select(col(Task.tema), col(Task.detail))).all()
    assert [tuple(t) for t in tasks] == [("job-failed-sweep", "ValueError")]


def test_without_database_a_job_waits(post: Post) -> None:
    assert run_job(post.db, Job("sweep", 5, Runs(error=Unavailable("x")), once=False), post.clock) == "unavailable"


def test_the_timetable_runs_only_where_it_may(post: Post) -> None:
    runs = Runs()
    stop = start_timetable(post.db, [Job("quick", 0.05, runs, once=False)], post.clock, lambda: False)
    stop()
    assert runs.count == 0


def test_long_jobs_keep_no_other_waiting(post: Post) -> None:
    over, ran = threading.Event(), threading.Event()
    long = [Job(f"long-{n}", 0.05, lambda: (over.wait(20), None)[1], once=False) for n in range(6)]
    stop = start_timetable(post.db, [*long, Job("quick", 0.05, ran.set, once=False)], post.clock, lambda: True)
    assert ran.wait(10)
    over.set()
    stop()


def test_only_a_job_that_should_be_short_is_told_to_run_for_too_long(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    over = threading.Event()
    wait = lambda: (over.wait(20), None)[1]  # noqa: E731 - one line
    jobs = [Job("pdf", 0.05, wait, once=False, lasting=True), Job("sweep", 0.05, wait, once=False)]
    stop = start_timetable(post.db, jobs, post.clock, lambda: True)
    for _ in range(200):
        skipped = [record.getMessage() for record in caplog.records if SKIPPED in record.getMessage()]
        if len(skipped) >= 5 or over.wait(0.05):
            break
    over.set()
    stop()
    assert len(skipped) >= 5
    assert all('"sweep ' in one for one in skipped)


def test_a_job_of_whose_periods_each_counts_is_looked_at_several_times_in_one(post: Post) -> None:
    looks, enough, runs = count(1), threading.Event(), Runs()

    def active() -> bool:
        if next(looks) == 3:
            enough.set()
        return True

    stop = start_timetable(post.db, [Job("sonda", 60.0, runs, look_s=0.05)], post.clock, active)
    assert enough.wait(10)  # its first look is not a whole period away either
    stop()
    assert runs.count == 1


def test_the_queue_keeps_the_pace_of_a_sender() -> None:
    slept: list[float] = []
    pace = Pace(80, lambda: 100.0, slept.append)
    for _ in range(5):
        pace.wait()
    assert [round(s, 4) for s in slept] == [0.0125, 0.025, 0.0375, 0.05]


def test_an_alarm_is_one_task_until_somebody_closes_it(post: Post) -> None:
    with post.db.writing() as db:
        for _ in range(3):
            events.alarm(db, "delivery-stop", "63007", post.clock())
    with post.db.reading() as db:
        assert len(db.execute(select(col(Task.id))).all()) == 1


def test_a_heartbeat_is_one_row_that_moves(post: Post) -> None:
    with post.db.writing() as db:
        events.beat(db, "delivery", post.clock())
        post.clock.forward(seconds=30)
        events.beat(db, "delivery", post.clock())
        assert events.paused(db, post.clock()) == frozenset()
