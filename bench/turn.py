"""The turn measured against a bare application on the same server: the table of docs/decisions.md.

Run: `python -m bench turn`. Prints; asserts nothing, since the figures depend on the machine: compare within one table.
"""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from bench.load import ACCOUNT, PEOPLE, PUBLIC, TOKEN, Requests, Round, drive
from bot.cli.serve import FACTORY, server_command
from knowledge import modelo
from knowledge.db import open_database
from knowledge.migrations.runner import upgrade
from knowledge.seed import seed
from tests.conftest import _postgres_admin, _postgres_database
from tests.staging import trained_model
from tests.worlds import NOON

ROUNDS = 3
SECONDS = 3.0
ROOT = Path(__file__).parents[1]
PLAIN = (("Flask, «ok»", "bare"), ("+ formulario y TwiML", "form"), ("+ firma de Twilio", "signed"))


@dataclass(frozen=True)
class Server:
    """One running server."""

    name: str
    port: int
    pid: int
    started_s: float  # from the command to the first answer

    def memory_mb(self) -> float:
        """Return the resident memory of the server and its workers."""
        return sum(_resident_mb(pid) for pid in _family(self.pid))


def main() -> None:
    """Measure and print."""
    requests = Requests()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        urls = {"turno entero, SQLite FULL": f"sqlite:///{folder}/turn.db"}
        try:
            _, url = stack.enter_context(_postgres_database(_postgres_admin(), None))
            urls["turno entero, PostgreSQL"] = url
        except Exception as error:  # noqa: BLE001 - the half that is absent is named
            print(f"sin la mitad de PostgreSQL: {type(error).__name__}")
        servers = [stack.enter_context(serving(name, f"bench.apps:{app}", "", folder, requests)) for name, app in PLAIN]
        for name, url in urls.items():
            _prepare(url)
            servers.append(stack.enter_context(serving(name, "bench.apps:turn", url, folder, requests)))
        _print_table(_rounds(servers, requests))
    _print_product(requests)


def _rounds(servers: list[Server], requests: Requests) -> dict[str, list[Round]]:
    found: dict[str, list[Round]] = {server.name: [] for server in servers}
    for server in servers:
        drive(server.port, requests.make(2 * PEOPLE), 8.0)  # warm: most who write have written before
    for _ in range(ROUNDS):
        for server in servers:
            made = requests.make(int(SECONDS * 6000) if server.name == PLAIN[0][0] else int(SECONDS * 3500))
            found[server.name].append(drive(server.port, made, SECONDS))
    return found


def _print_table(found: dict[str, list[Round]]) -> None:
    base = median(r.rate for r in next(iter(found.values())))
    print(f"{'':30} {'por segundo':>12} {'razón':>7} {'p99 ms':>8} {'fallos':>7}")
    for name, rounds in found.items():
        rate = median(r.rate for r in rounds)
        failed = sum(r.failed for r in rounds)
        print(f"{name:30} {rate:12.0f} {rate / base:7.2f} {median(r.p99_ms for r in rounds):8.1f} {failed:7}")


def _print_product(requests: Requests) -> None:
    """Print what one process of the whole product takes: start, memory at rest and under load."""
    with TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{name}/product.db"
        _prepare(url)
        with serving("producto", FACTORY, url, folder, requests) as server:
            sleep(2)
            idle = server.memory_mb()
            drive(server.port, requests.make(4000), 4.0)
            print(f"arranque hasta la primera respuesta: {server.started_s:.1f} s")
            print(f"memoria: {idle:.0f} MB en reposo, {server.memory_mb():.0f} MB con carga")


def _prepare(url: str) -> None:
    database = open_database(url)
    upgrade(database)
    with database.session() as db:
        seed(db, NOON)
        modelo.store(db, *trained_model(), NOON)
    database.engine.dispose()


@contextmanager
def serving(name: str, factory: str, url: str, folder: Path, requests: Requests) -> Iterator[Server]:
    """Serve an application with granian, as `catalina serve` does, until the block ends."""
    port = _free_port()
    command = server_command("127.0.0.1", port, 1, factory)
    settings = {
        "CATALINA_DATABASE_URL": url, "CATALINA_DATA_DIR": str(folder), "CATALINA_SECRET_KEY": "k" * 32, "CATALINA_PUBLIC_URL": PUBLIC,
        "TWILIO_ACCOUNT_SID": ACCOUNT, "TWILIO_AUTH_TOKEN": TOKEN, "TWILIO_WHATSAPP_FROM": "whatsapp:+573000000000",
        "TWILIO_API_URL": "http://127.0.0.1:9", "CATALINA_LOG_LEVEL": "ERROR", "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    began = perf_counter()
    process = subprocess.Popen(command, env={**os.environ, **settings}, cwd=folder, stdout=sys.stderr)
    try:
        _until_it_answers(port, requests)
        yield Server(name, port, process.pid, perf_counter() - began)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _until_it_answers(port: int, requests: Requests) -> None:
    end = perf_counter() + 60
    while perf_counter() < end:
        with socket.socket() as probe:
            listening = probe.connect_ex(("127.0.0.1", port)) == 0
        if listening and drive(port, requests.make(1), 5.0, connections=1).times_ms:
            return
        sleep(0.05)
    raise TimeoutError("the server never answered")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> list[int]:
    """Return a process and all it started."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(p for child in children for p in _family(int(child)))]


def _resident_mb(pid: int) -> float:
    """Return the memory that is this process's share: pages that several hold are divided among them."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
