"""The server stops when it is told to, however often and however early; what it does not stop of itself is not left behind."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli.serve import server_command
from bot.supervisor import Supervisor
from tests.platform.installation import free_port, status_of, until

Wsgi = Callable[..., Iterable[bytes]]
SLOW_S = 60.0


def small() -> Wsgi:
    """Return an application that says its process."""

    def app(environ: object, start: Callable[..., object]) -> Iterable[bytes]:
        start("200 OK", [("Content-Type", "text/plain")])
        return [str(os.getpid()).encode()]

    return app


def slow() -> Wsgi:
    """Take longer to start than anybody waits."""
    Path(os.environ["STARTING"]).touch()
    time.sleep(SLOW_S)
    return small()


@contextmanager
def served(factory: str, **env: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    root = str(Path(__file__).parents[2])
    server = subprocess.Popen(
        server_command("127.0.0.1", port, 1, f"tests.platform.test_supervisor:{factory}"), start_new_session=True,
        env={**os.environ, "PYTHONPATH": root, **env},
    )  # fmt: skip
    try:
        yield f"http://127.0.0.1:{port}/", server
    finally:
        server.kill()
        server.wait(10)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_two_hundred_signals_stop_it_as_one_does(number: signal.Signals) -> None:
    with served("small") as (url, server):
        assert until(url, 200, 30) == 200
        for _ in range(200):
            os.killpg(server.pid, number)
            time.sleep(0.0001)  # of signals that wait together only one is heard
            if server.poll() is not None:
                break
        assert server.wait(10) in (0, -number)  # Python's own last steps leave a signal to its default
        assert status_of(url) is None


def test_its_handler_takes_no_lock_that_its_own_thread_may_hold() -> None:
    supervisor = Supervisor("127.0.0.1", free_port(), 1)
    lock: threading.Lock = supervisor.main_loop_interrupt._cond._lock

    def interrupted() -> None:
        with lock:
            supervisor.signal_handler_interrupt()
            supervisor.signal_handler_reload()

    thread = threading.Thread(target=interrupted, daemon=True)
    thread.start()
    thread.join(5)
    assert not thread.is_alive()
    assert supervisor.interrupt_signal
    assert supervisor.reload_signal


def test_a_worker_that_is_still_starting_ends_at_once(tmp_path: Path) -> None:
    with served("slow", STARTING=str(tmp_path / "starting")) as (_, server):
        _until_exists(tmp_path / "starting")
        began = time.monotonic()
        os.killpg(server.pid, signal.SIGTERM)
        assert server.wait(10) == 0
        assert time.monotonic() - began < 5


def test_it_is_told_before_there_is_a_worker() -> None:
    """Whatever it was doing, it ends: by its own hand, or by the signal's."""
    for after_s in (0.05, 0.2, 0.4, 0.6):
        with served("small") as (_, server):
            time.sleep(after_s)
            server.terminate()
            assert server.wait(10) in (0, -signal.SIGTERM)


def test_a_worker_that_dies_is_started_again_and_hup_changes_it() -> None:
    with served("small") as (url, server):
        assert until(url, 200, 30) == 200
        first = _worker_of(server.pid)
        os.kill(first, signal.SIGKILL)
        second = _until_other(server.pid, first)
        assert until(url, 200, 10) == 200
        time.sleep(6)  # a second death within six seconds is taken for an application that cannot start
        os.kill(server.pid, signal.SIGHUP)
        _until_other(server.pid, second)
        assert until(url, 200, 10) == 200
        server.terminate()
        assert server.wait(10) == 0


def _worker_of(supervisor: int) -> int:
    return int(Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()[-1])


def _until_other(supervisor: int, than: int) -> int:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
        if children and str(than) not in children:
            return int(children[-1])
        time.sleep(0.1)
    raise AssertionError("the same worker is still there")


def _until_exists(path: Path) -> None:
    end = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < end
        time.sleep(0.05)
