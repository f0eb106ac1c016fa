"""Delivery inside a serving process: one thread that claims as soon as a turn commits, a few that send.

Where many processes may run, on PostgreSQL, each may do this: rows are claimed with SKIP LOCKED. With SQLite exactly one
does, by a lock on a file that the system frees when the process dies.
"""

import fcntl
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from knowledge.db import Unavailable
from notifier.delivery import Delivery, claim, deliver, sweep
from notifier.ports import Salida

log = logging.getLogger(__name__)


@dataclass
class OnlyOne:
    """A lock that one process of this machine holds; the others keep asking, so that one takes over."""

    path: Path
    _file: TextIO | None = None

    def held(self) -> bool:
        """Return whether this process holds it, after trying."""
        if self._file is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("a")
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                file.close()
                return False
            self._file = file
        return True

    def release(self) -> None:
        """Let another process take it."""
        if self._file is not None:
            self._file.close()
            self._file = None


def everybody() -> bool:
    """Stand in for `OnlyOne.held` where any number of processes may deliver."""
    return True


class Pace:
    """At most so many a second: the vendor's cap for one sender."""

    def __init__(self, per_second: float, monotonic: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._gap = 1 / per_second
        self._monotonic = monotonic
        self._sleep = sleep
        self._next = 0.0
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when it is this caller's turn."""
        with self._lock:
            now = self._monotonic()
            mine = max(now, self._next)
            self._next = mine + self._gap
        if mine > now:
            self._sleep(mine - now)


@dataclass
class Embedded:
    """Delivers until stopped. `active` says whether this process may; `alone` whether others surely do not."""

    delivery: Delivery
    pace: Pace
    active: Callable[[], bool] = everybody
    alone: bool = False
    senders: int = 20
    idle_s: float = 1.0
    _wake: threading.Event = field(default_factory=threading.Event)
    _stop: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None
    _pool: ThreadPoolExecutor | None = None
    _flying: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """Start the threads."""
        self._pool = ThreadPoolExecutor(self.senders, thread_name_prefix="send")
        self._thread = threading.Thread(target=self._run, name="delivery", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Say that a row may be waiting. Called after each turn's commit; costs nothing."""
        self._wake.set()

    def stop(self) -> None:
        """Finish what is being sent and end."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
        if self._pool is not None:
            self._pool.shutdown(wait=True)

    def _run(self) -> None:
        began = False
        while not self._stop.is_set():
            try:
                if self.active():
                    if not began:
                        sweep(self.delivery, alone=self.alone)
                        began = True
                    self._hand_out()
            except Unavailable:
                log.warning("delivery waits: the database does not answer")
            except Exception as error:  # noqa: BLE001 - the edge: a thread that died would end all replies in silence
                if not threading.main_thread().is_alive():
                    return  # the process ends and its pools take nothing more: what was claimed is reconciled at the start
                log.error("delivery raised %s", type(error).__name__)
                self._stop.wait(self.idle_s)
            self._wake.wait(self.idle_s)
            self._wake.clear()

    def _hand_out(self) -> None:
        assert self._pool is not None
        while (room := self.senders - self._flying) > 0 and not self._stop.is_set():
            taken = claim(self.delivery, room)
            with self._lock:
                self._flying += len(taken)
            for salida in taken:
                self._pool.submit(self._deliver, salida)
            if len(taken) < room:
                return

    def _deliver(self, salida: Salida) -> None:
        try:
            self.pace.wait()
            deliver(self.delivery, salida)
        except Unavailable:
            log.warning("salida %s could not be recorded; it will be looked for", salida.id)
        except Exception as error:  # noqa: BLE001 - the edge of a thread: the lease runs out and the row is looked for
            log.error("salida %s ended with %s", salida.id, type(error).__name__)
        finally:
            with self._lock:
                self._flying -= 1
            self._wake.set()  # the next row of this contact may go
