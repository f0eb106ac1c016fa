"""nlp.js as a peer: installed outside the repository by the lock beside its script, run as one process of JSON lines.

The lock (`peer/package-lock.json`) holds the integrity hash of every package and no address: npm asks the registry that
The lock holds hashes and no addresses: npm takes the packages from the registry that
this machine is set to. Written by `npm install --omit-lockfile-registry-resolved`.
"""

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.understanding.data import canonical
from bench.understanding.methods import Method, scored

PEER = Path(__file__).parent / "peer"
OWN_THRESHOLD = 0.5


class Missing(RuntimeError):
    """The peer cannot run here; the message is the line that says so."""


class Process:
    """A process that answers one JSON line for each it gets."""

    def __init__(self, command: Sequence[str], environment: Mapping[str, str] | None = None) -> None:
        self._process = subprocess.Popen(
            command, env={**os.environ, **(environment or {})}, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True, encoding="utf-8",
        )  # fmt: skip

    def ask(self, said: Mapping[str, object]) -> dict[str, Any]:
        """Return its answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def close(self) -> None:
        """End it."""
        self._process.communicate(timeout=30)


@contextmanager
def running(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[Process]:
    """Give a running process and end it."""
    process = Process(command, environment)
    try:
        yield process
    finally:
        process.close()


def modules() -> Path:
    """Return the folder of the installed packages, installing them the first time. Raises Missing."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise Missing("Sin nlp.js: en esta máquina no están node y npm.")
    lock = (PEER / "package-lock.json").read_bytes()
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "catalina-bench" / hashlib.sha256(lock).hexdigest()[:16]
    done = folder / "complete"
    if not done.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(PEER / name, folder / name)
        install = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        try:
            subprocess.run(install, cwd=folder, check=True, capture_output=True, timeout=300)
        except (subprocess.SubprocessError, OSError) as error:
            raise Missing("Sin nlp.js: npm no pudo instalar sus paquetes (¿hay red?).") from error
        done.touch()
    return folder / "node_modules"


@contextmanager
def peer() -> Iterator[Process]:
    """Give the running peer. Raises Missing."""
    with running(["node", str(PEER / "peer.js")], {"NODE_PATH": str(modules())}) as process:
        yield process


def method(process: Process, flows: Mapping[str, str]) -> Method:
    """Return the trained peer as a method: what it says of each label, before any threshold."""

    def answer(text: str) -> Any:
        found = process.ask({"ask": text})["labels"]
        named = ((label if label != "None" else "fuera_de_alcance", float(score)) for label, score in found)
        return scored((canonical(label, flows), score) for label, score in named if score > 0)

    return answer
