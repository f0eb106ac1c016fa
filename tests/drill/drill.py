"""Kill the product at every fault point, as often as wanted, while people talk to it; then count.

Twilio is played by `tests.twilio.fake` for what we send, and here for what it sends us: a signed request that is not
acknowledged is sent again with the same id, until it is.
"""

import json
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
from sqlalchemy import func, select, text
from sqlmodel import col
from twilio.request_validator import RequestValidator

from bot.channels import twilio
from knowledge.conversaciones import Outgoing, Rating, Seen
from knowledge.db import Database, open_database
from knowledge.denuncias import DenunciaRow
from tests.drill.child import PUBLIC, TOKEN, Swift
from tests.twilio.fake import ACCOUNT, Fake, served

POINTS = (
    "turn:before", "turn:contact", "turn:effect", "turn:decided", "turn:outbox", "turn:before-commit", "turn:after-commit",
    "delivery:claimed", "delivery:sent", "delivery:recorded",
)  # fmt: skip
ENCUESTA = ("quiero calificar el servicio", "5", "saltar")
DENUNCIA = (
    "quiero denunciar un caso de corrupción", "1", "El funcionario me pidió plata para darme el permiso de la obra",
    "saltar", "saltar", "saltar", "saltar", "2", "no", "1",
)  # fmt: skip
PEOPLE = 4  # who talk at once
PATIENCE_S = 90.0  # a busy machine is slow, not wrong


class Undecided(AssertionError):
    """The drill could not do what it was asked: a fault was never hit, or things never came to rest."""


@dataclass
class Citizen:
    """One person: a number, what it says in order, and how much of it was acknowledged."""

    number: str
    script: tuple[str, ...]
    acknowledged: int = 0


@dataclass
class Report:
    """What the drill did."""

    kills: Counter[str] = field(default_factory=Counter)
    people: list[Citizen] = field(default_factory=list)
    repeated: int = 0  # requests that were sent again


@dataclass
class Drill:
    """A stage for kills: a database with content, a folder, and a seed that decides where each kill falls."""

    database_url: str
    folder: Path
    seed: int

    def run(self, runs: int) -> Report:
        """Kill `runs` times and check everything.

        Raises:
            AssertionError: something was lost, doubled or disordered.
        """
        clock, report = Swift(time.monotonic()), Report()
        fake = Fake(clock)
        with served(fake.app()) as vendor, Forking(self, clock, vendor) as orders:
            crowd = Crowd(f"http://127.0.0.1:{orders.port}", report)
            crowd.start()
            try:
                for point, nth in plan(runs, self.seed):
                    report.kills[self._kill(orders, point, nth)] += 1
            finally:
                crowd.finish()
            self._rest(orders, crowd)
        database = open_database(self.database_url)
        try:
            Verdict(database, fake, report).check()
        finally:
            database.engine.dispose()
        return report

    def _kill(self, orders: "Orders", point: str, nth: int) -> str:
        ended = orders.order(point, nth)
        assert ended == signal.SIGKILL, f"the process ended by {ended}, not by signal 9"
        return point

    def _rest(self, orders: "Orders", crowd: "Crowd") -> None:
        """Serve without faults until everybody has said all and nothing waits to be sent."""
        database = open_database(self.database_url)
        pid = orders.begin(None, 0)
        try:
            crowd.join()
            _come_to_rest(database)
        finally:
            os.kill(pid, signal.SIGKILL)
            orders.ended()
            database.engine.dispose()


def plan(runs: int, seed: int) -> Iterator[tuple[str, int]]:
    """Yield a fault point and the count at which it kills, every point as often as every other."""
    dice = random.Random(seed)
    for n in range(runs):
        yield POINTS[n % len(POINTS)], 1 if POINTS[n % len(POINTS)] == "turn:effect" else dice.randint(1, 6)


def _come_to_rest(database: Database) -> None:
    """Wait until nothing is left to send: as long as rows go out, however many hundred kills left behind."""
    left, since = _waiting(database), time.monotonic()
    while left:
        time.sleep(0.1)
        now = _waiting(database)
        if now != left:
            left, since = now, time.monotonic()
        elif time.monotonic() - since > PATIENCE_S:
            raise Undecided(f"the outbox never came to rest: {dict(left)}")


def _waiting(database: Database) -> Counter[str]:
    with database.reading() as db:
        rows = select(col(Outgoing.estado), func.count()).group_by(col(Outgoing.estado))
        counts = {str(estado): int(n) for estado, n in db.execute(rows)}
    return Counter({estado: n for estado, n in counts.items() if estado in ("pendiente", "tomada", "incierta")})


@dataclass
class Orders:
    """The process that forks the ones to be killed."""

    process: "subprocess.Popen[str]"
    port: int

    def order(self, point: str, nth: int) -> int | None:
        """Start a server that will die at a point, and return by which signal it did."""
        pid = self.begin(point, nth)
        late = threading.Timer(PATIENCE_S, os.kill, [pid, signal.SIGTERM])
        late.start()
        ended = self.ended()
        late.cancel()
        return ended

    def begin(self, point: str | None, nth: int) -> int:
        """Start a server and return its process id."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps({"point": point, "nth": nth, "port": self.port}) + "\n")
        self.process.stdin.flush()
        return int(self._line()["pid"])

    def ended(self) -> int | None:
        """Wait until the server ends; return by which signal."""
        found: int | None = self._line()["signal"]
        return found

    def _line(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise Undecided("the process that forks has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer


class Forking:
    """The forking process for the length of a drill."""

    def __init__(self, drill: Drill, clock: Swift, vendor: str) -> None:
        self.first = {
            "database_url": drill.database_url, "folder": str(drill.folder), "vendor": vendor, "began": clock.began,
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.drill.child"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip

    def __enter__(self) -> Orders:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(self.first) + "\n")
        self.process.stdin.flush()
        orders = Orders(self.process, _free_port())
        orders._line()
        return orders

    def __exit__(self, *_: object) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(timeout=PATIENCE_S)
        self.process.stdout.close()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Crowd:
    """People who talk at once, each in order: the next message when the last was acknowledged."""

    def __init__(self, url: str, report: Report) -> None:
        self.url, self.report = url, report
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._talk, args=[n], daemon=True) for n in range(PEOPLE)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Let everybody end the conversation they are in, and begin none."""
        self.over.set()

    def join(self) -> None:
        """Wait for everybody to have said all."""
        for thread in self.threads:
            thread.join(timeout=PATIENCE_S)
            if thread.is_alive():
                raise Undecided("somebody is still talking")

    def _talk(self, lane: int) -> None:
        while not self.over.is_set():
            with self.lock:
                serial = len(self.report.people)
                citizen = Citizen(f"+57300{serial:07d}", DENUNCIA if lane == 0 else ENCUESTA)
                self.report.people.append(citizen)
            for said in citizen.script:
                self._say(citizen, said)

    def _say(self, citizen: Citizen, said: str) -> None:
        """Send one message until it is acknowledged, as Twilio does with connection retries."""
        fields = {
            "MessageSid": f"SM{citizen.number[1:]}{citizen.acknowledged:020d}", "AccountSid": ACCOUNT, "Body": said, "NumMedia": "0",
            "From": f"whatsapp:{citizen.number}", "To": "whatsapp:+573000000000", "WaId": citizen.number[1:], "SmsStatus": "received",
        }  # fmt: skip
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + twilio.PATH, fields)
        end = time.monotonic() + PATIENCE_S * 2
        while time.monotonic() < end:
            try:
                answer = requests.post(
                    self.url + twilio.PATH, data=fields, headers={"X-Twilio-Signature": str(signature)}, timeout=10
                )
                if answer.status_code == 200:
                    citizen.acknowledged += 1
                    return
            except requests.RequestException:
                pass
            self.report.repeated += 1
            time.sleep(0.12)
        raise Undecided(f"{citizen.number} was never acknowledged")


@dataclass
class Verdict:
    """What must hold after the drill."""

    database: Database
    fake: Fake
    report: Report

    def check(self) -> None:
        """Check everything.

        Raises:
            AssertionError: something was lost, doubled or disordered.
        """
        people = self.report.people
        assert all(p.acknowledged == len(p.script) for p in people)
        with self.database.reading() as db:
            seen = db.execute(select(func.count()).select_from(Seen)).scalar_one()
            ratings = db.execute(select(func.count()).select_from(Rating)).scalar_one()
            reports = db.execute(select(func.count()).select_from(DenunciaRow)).scalar_one()
            raised = db.execute(text("select count(*) from events where kind = 'flow-raised'")).scalar_one()
        assert seen == sum(len(p.script) for p in people), "a message was lost or taken twice"
        assert ratings == sum(p.script is ENCUESTA for p in people), "a rating was lost or doubled"
        assert reports == sum(p.script is DENUNCIA for p in people), "a denuncia was lost or doubled"
        assert raised == 0
        got = {p.number: tuple(_shape(body) for body in self.fake.texts(f"whatsapp:{p.number}")) for p in people}
        for script in (ENCUESTA, DENUNCIA):
            alike = [p for p in people if p.script is script]
            asked = _model(script, [got[p.number] for p in alike])
            for citizen in alike:
                assert got[citizen.number] == asked, f"{citizen.number} got {got[citizen.number]}\ninstead of {asked}"


def _model(script: tuple[str, ...], replies: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return what most people with the same script got: one reply a message, always the same."""
    model = [reply for reply, _ in Counter(replies).most_common() if len(reply) == len(script)]
    assert model or not replies, "nobody got one reply for each message"
    return model[0] if model else ()


def _shape(body: str) -> str:
    """Return a reply without what differs for each person: the receipt of a denuncia."""
    return re.sub(r"\d{4}( \d{4}){3}", "0000 0000 0000 0000", body)
