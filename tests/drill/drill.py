"""Kill the product at every fault point, as often as wanted, while people talk to it; then count.

Twilio is played by `tests.twilio.fake` for what we send, and here for what it sends us: a signed request that is not
acknowledged is sent again with the same id, until it is.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import col

from knowledge.avisos import AvisoRow
from knowledge.conversaciones import Outgoing
from knowledge.db import Database, open_database
from tests.drill.child import Swift
from tests.drill.crowd import PATIENCE_S, Crowd, Report, Undecided
from tests.drill.oficina import Oficina, told_once
from tests.drill.orders import Forking, Orders
from tests.drill.verdict import Verdict
from tests.twilio.fake import Fake, served

POINTS = (
    "turn:before", "turn:contact", "turn:effect", "turn:decided", "turn:outbox", "turn:before-commit", "turn:after-commit",
    "delivery:claimed", "delivery:sent", "delivery:recorded",
    "avisos:taken", "avisos:queued", "avisos:dispatched", "avisos:following", "avisos:followed",
)  # fmt: skip


_MOST = {"avisos": 2}  # these points come a few times a second


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
        with served(fake.app()) as vendor, Forking(self.database_url, self.folder, clock, vendor) as orders:
            crowd = Crowd(f"http://127.0.0.1:{orders.port}", report)
            office = Oficina(self.database_url, clock, fake, f"http://127.0.0.1:{orders.port}")
            crowd.start()
            office.start()
            try:
                for point, nth in plan(runs, self.seed):
                    if (ended := orders.order(point, nth)) != signal.SIGKILL:
                        so_far = f"after {report.kills.total()} kills, {len(report.people)} people"
                        raise Undecided(f"{point} was not reached {nth} times {so_far}: ended by {ended}")
                    report.kills[point] += 1
            finally:
                crowd.finish()
                office.finish()
            self._rest(orders, crowd, office)
        database = open_database(self.database_url)
        try:
            Verdict(database, fake, report).check()
            report.told = told_once(database, fake, office)
        finally:
            database.engine.dispose()
        return report

    def _rest(self, orders: Orders, crowd: Crowd, office: Oficina) -> None:
        """Serve without faults until everybody has said all and nothing waits to be sent."""
        database = open_database(self.database_url)
        pid = orders.begin(None, 0)
        try:
            crowd.join()
            office.join()
            _come_to_rest(database)
        finally:
            os.kill(pid, signal.SIGKILL)
            orders.ended()
            database.engine.dispose()


def plan(runs: int, seed: int) -> Iterator[tuple[str, int]]:
    """Yield a fault point and the count at which it kills, every point as often as every other."""
    dice = random.Random(seed)
    for n in range(runs):
        point = POINTS[n % len(POINTS)]
        yield point, dice.randint(1, _MOST.get(point.partition(":")[0], 6)) if point != "turn:effect" else 1


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
        open_notices = select(func.count()).where(col(AvisoRow.estado).in_(("pendiente", "en_camino")))
        notices = Counter({"avisos": db.execute(open_notices).scalar_one()})
    return notices + Counter(
        {estado: n for estado, n in counts.items() if estado in ("pendiente", "tomada", "incierta")}
    )
