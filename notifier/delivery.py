"""Carry messages out: claim → commit → send with no transaction open → record.

What happens if the process dies on any line: before the claim is committed nothing happened; after it the row's lease
runs out and the row becomes uncertain; uncertain rows are looked for at the vendor and never blindly sent again.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from knowledge.db import Database
from knowledge.sellado import Sello
from notifier import events, ladder, outbox
from notifier.outbox import Taker
from notifier.ports import Action, Roads, Salida, SendFailed

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Delivery:
    """What the steps share. `worker` names this process in the rows it holds."""

    db: Database
    sello: Sello
    roads: Roads
    clock: Callable[[], datetime]
    worker: str
    fault: Callable[[str], None] = lambda _: None
    quiet: Callable[[], bool] = lambda: False  # whether notices must not leave at this hour


def claim(d: Delivery, limit: int) -> list[Salida]:
    """Take up to `limit` rows to send.

    Raises:
        Unavailable: the database does not answer.
    """
    now, channels = d.clock(), tuple(d.roads)
    with d.db.reading() as db:
        if not outbox.waiting(db, now, channels):
            return []
    taken: list[Salida] = []
    settled, by = 1, Taker(d.worker, channels, limit, d.quiet())
    while not taken and settled:  # what was settled without sending may have held another row
        with d.db.writing() as db:
            taken, settled = outbox.claim(db, d.sello, by, now)
    if taken:
        d.fault("delivery:claimed")
    return taken


def deliver(d: Delivery, salida: Salida) -> None:
    """Send one claimed row and record what came of it. Who calls this is the only thing that scaling changes.

    Raises:
        Unavailable: it could not be recorded; the lease runs out and the row is looked for.
    """
    provider_id, failure = _send(d, salida)
    d.fault("delivery:sent")
    with d.db.writing() as db:
        if failure is None:
            ladder.sent(db, salida.id, provider_id, d.clock())
        else:
            ladder.failed(db, salida.id, *failure, d.clock())
    d.fault("delivery:recorded")


def _send(d: Delivery, salida: Salida) -> tuple[str, tuple[Action, str] | None]:
    try:
        return d.roads[salida.channel].send(salida).provider_id, None
    except SendFailed as error:
        log.info("salida %s failed: %s %s", salida.id, error.action, error.code)
        return "", (error.action, error.code)
    except Exception as error:  # noqa: BLE001 - the edge: a defect of ours may have sent it or not, so it is looked for
        log.error("salida %s raised %s", salida.id, type(error).__name__)
        return "", ("unknown", type(error).__name__)


def run_once(d: Delivery, limit: int = 20) -> int:
    """Claim and deliver one batch, one after the other. Returns how many."""
    taken = claim(d, limit)
    for salida in taken:
        deliver(d, salida)
    return len(taken)


def sweep(d: Delivery, *, alone: bool = False) -> None:
    """Look after what a dead process or a silent vendor left behind, and show that delivery lives.

    Raises:
        Unavailable: the database does not answer.
    """
    now = d.clock()
    with d.db.writing() as db:
        events.beat(db, "delivery", now)
        lost = outbox.expire_leases(db, now, orphans_of=d.worker if alone else None)
        doubtful = outbox.uncertain(db, d.sello, now, tuple(d.roads))
    if lost:
        log.warning("%s messages were held by a process that is gone", lost)
    for salida in doubtful:
        reconcile(d, salida)


def reconcile(d: Delivery, salida: Salida) -> None:
    """Find out whether an uncertain row was sent, and only when it surely was not let it go again."""
    try:
        candidates = d.roads[salida.channel].find(salida)
    except SendFailed as error:
        log.info("salida %s cannot be looked for: %s %s", salida.id, error.action, error.code)
        return  # the row stays uncertain; its next look is already set
    with d.db.writing() as db:
        known = outbox.known_provider_ids(db, candidates)
        found = next((c for c in candidates if c not in known), None)
        if found is not None:
            ladder.sent(db, salida.id, found, d.clock())
        else:
            outbox.no_trace(db, salida, d.clock())
