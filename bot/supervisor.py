"""What `catalina serve` becomes: granian, and how it is told to stop. `python -m bot.supervisor FACTORY HOST PORT WORKERS`.

granian's own command is not used because of how it stops. Its handler sets an event, under a lock that one thread cannot
take twice: a second signal within the first (make passes on what its whole group was sent; a person presses Ctrl+C twice)
held the supervisor for ever. And a worker that was still starting slept through the signal that ends it.
"""

import os
import resource
import signal
import sys
from collections.abc import Callable
from functools import partial
from pkgutil import resolve_name
from queue import SimpleQueue
from threading import Thread
from typing import Any

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server import MPServer

# A turn waits for the disk, not for the processor: a few threads fill the wait, more only queue at the writer.
THREADS = 8
# The server counts open connections as work, and each browser keeps one open between two messages: with its own limit of
# 1,024 the next thousand citizens found nobody until one of the first had been silent for half a minute.
CONNECTIONS = 8192
KILLED_AFTER_S = 15


class Supervisor(MPServer):
    """granian's supervisor of workers. A process that dies is started again; any number of signals stop it."""

    def __init__(self, host: str, port: int, workers: int) -> None:
        super().__init__(
            "bot", host, port, interface=Interfaces.WSGI, workers=workers, blocking_threads=THREADS,
            backpressure=CONNECTIONS, websockets=False, log_level=LogLevels.warning, respawn_failed_workers=True,
            workers_kill_timeout=KILLED_AFTER_S,
        )  # fmt: skip
        self._heard: SimpleQueue[None] = SimpleQueue()  # the only queue that a handler may interrupt and use again
        self.on_startup(lambda: Thread(target=self._pass_on, name="signals", daemon=True).start())

    def signal_handler_interrupt(self, *_: Any) -> None:
        """Take SIGTERM or SIGINT. Nothing here waits for a lock."""
        self.interrupt_signal = True
        self._heard.put(None)

    def signal_handler_reload(self, *_: Any) -> None:
        """Take SIGHUP: new workers, then the old ones end."""
        self.reload_signal = True
        self._heard.put(None)

    def _pass_on(self) -> None:
        while True:
            self._heard.get()
            self.main_loop_interrupt.set()


def load(factory: str) -> Callable[..., Any]:
    """Make the application in a worker, which leaves its supervisor's group of processes.

    Ctrl+C and a service manager signal the whole group. A worker that ends before its supervisor has heard the signal looks
    like one that crashed, and another is started. Now only the supervisor is told, and it tells the worker, which ends at
    once until granian gives it a handler of its own.
    """
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    made: Callable[..., Any] = resolve_name(factory)()
    return made


def _allow_connections() -> None:
    """Let this process and its workers hold as many connections as the machine allows them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = CONNECTIONS * 2 if hard == resource.RLIM_INFINITY else min(hard, CONNECTIONS * 2)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def main(factory: str, host: str, port: str, workers: str) -> None:
    """Serve until told to stop."""
    _allow_connections()
    Supervisor(host, int(port), int(workers)).serve(target_loader=partial(load, factory), wrap_loader=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
