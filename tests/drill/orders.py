"""The process that forks the ones to be killed, and the orders it is given (`tests.drill.child`)."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.drill.child import Swift
from tests.drill.crowd import PATIENCE_S, Undecided


@dataclass
class Orders:
    """The process that forks the ones to be killed."""

    process: "subprocess.Popen[str]"
    port: int

    def order(self, point: str, nth: int) -> int | None:
        """Start a server that will die at a point, and return by which signal it did."""
        pid = self.begin(point, nth)
        late = threading.Timer(PATIENCE_S, _give_up, [pid])
        late.start()
        ended = self.ended()
        late.cancel()
        return ended

    def begin(self, point: str | None, nth: int) -> int:
        """Start a server and return its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"point": point, "nth": nth, "port": self.port}) + "\n")
        self.process.stdin.flush()
        return int(self.line()["pid"])

    def ended(self) -> int | None:
        """Wait until the server ends; return by which signal."""
        found: int | None = self.line()["signal"]
        return found

    def line(self) -> dict[str, Any]:
        """Return the next thing that the forking process says."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Undecided("the process that forks has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


def _give_up(pid: int) -> None:
    """End a server that never came to its point, after it has told on its standard error what it does instead."""
    os.kill(pid, signal.SIGUSR1)
    time.sleep(1)
    os.kill(pid, signal.SIGTERM)


class Forking:
    """The forking process for the length of a drill."""

    def __init__(self, database_url: str, folder: Path, clock: Swift, vendor: str) -> None:
        self.first = {"database_url": database_url, "folder": str(folder), "vendor": vendor, "began": clock.began}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.drill.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def __enter__(self) -> Orders:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(self.first) + "\n")
        self.process.stdin.flush()
        orders = Orders(self.process, _free_port())
        orders.line()
        return orders

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE_S)
        self.process.stdout.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
