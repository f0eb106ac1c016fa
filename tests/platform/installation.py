"""A product installed in a folder of its own, used as an operator does: through its command line."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from bot.cli import cli

MAIN = "from bot.cli import main; main()"
OURS = ("CATALINA_", "TWILIO_")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True)
class Installation:
    """Where it keeps its data. Each command runs in that folder, so that no `.env` of the developer is read."""

    folder: Path

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        root = str(Path(__file__).parents[2])
        return {**kept, "CATALINA_DATA_DIR": str(self.folder / "var"), "PYTHONPATH": root, "PYTHONIOENCODING": "utf-8"}

    def run(self, *words: str, stdin: str = "", **env: str) -> Done:
        """Run a command in this process: starting Python for each would cost the suite minutes."""
        cleared: dict[str, str | None] = {name: None for name in os.environ if name.startswith(OURS)}
        runner = CliRunner(env={**cleared, "CATALINA_DATA_DIR": str(self.folder / "var"), **env})
        with chdir(self.folder):
            done = runner.invoke(cli, list(words), input=stdin, prog_name="catalina")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    def process(self, *words: str, stdin: str = "", **env: str) -> Done:
        """Run a command as a process of its own, as an operator does."""
        done = subprocess.run(
            self.command(*words), input=stdin, capture_output=True, text=True, cwd=self.folder, env={**self.env, **env}, timeout=120
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-c", MAIN, *words]

    @contextmanager
    def serving(self) -> Iterator[tuple[str, subprocess.Popen[str]]]:
        """Serve on a free port; the server is asked to end, as a supervisor asks."""
        port = free_port()
        server = subprocess.Popen(
            self.command("serve", "--port", str(port)), cwd=self.folder, env=self.env, text=True, start_new_session=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            yield f"http://127.0.0.1:{port}", server
        finally:
            server.terminate()
            server.communicate(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status_of(url: str) -> int | None:
    """Return the status of a page, or None while nobody answers."""
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def until(url: str, wanted: int, seconds: float) -> int | None:
    """Return the last status seen, at the latest when so many seconds have passed."""
    end = time.monotonic() + seconds
    found = status_of(url)
    while found != wanted and time.monotonic() < end:
        time.sleep(0.2)
        found = status_of(url)
    return found
