"""Time to take twenty messages from a queue in which thousands wait, on both databases: `python -m bench claim`.

PostgreSQL is measured as it is in a burst, with statistics from before the queue grew, and again after ANALYZE.
"""

from collections.abc import Iterator
from time import perf_counter

from sqlalchemy import insert, text

from bench.databases import NAMES, empty
from knowledge.conversaciones import Address, Contact, Outgoing
from knowledge.db import Database
from knowledge.sellado import Sello
from notifier import outbox
from notifier.outbox import Taker
from tests.worlds import NOON

EACH = 4  # messages that wait for one person
SIZES = (1_000, 10_000, 100_000)
TIMES = 5


def main() -> None:
    """Measure and print."""
    print(f"{'':30}" + "".join(f"{size:>12,}" for size in SIZES))
    for name in NAMES:
        found = [list(_measured(name, size)) for size in SIZES]
        for row in zip(*found, strict=True):
            print(f"{row[0][0]:30}" + "".join(f"{seconds * 1e3:>9.1f} ms" for _, seconds in row))


def _measured(name: str, size: int) -> Iterator[tuple[str, float]]:
    with empty(name) as db:
        _fill(db, size)
        yield name, _claimed(db)
        if name != "SQLite":
            with db.writing() as connection:
                connection.execute(text("ANALYZE"))
            yield f"{name}, ANALYZE", _claimed(db)


def _fill(db: Database, size: int) -> None:
    people = range(1, size // EACH + 1)
    common = {"channel": "whatsapp", "body": '{"texto": "hola", "opciones": []}', "due_at": NOON, "created_at": NOON}
    with db.writing() as connection:
        connection.execute(insert(Contact), [{"id": n, "created_at": NOON} for n in people])
        connection.execute(
            insert(Address),
            [
                {"address": f"whatsapp:+57{n}", "contact_id": n, "channel": "whatsapp", "last_inbound_at": NOON, "dead": False, "opted_out": False}
                for n in people
            ],
        )  # fmt: skip
        rows = [
            {**common, "key": f"{n}/{at}", "contact_id": n, "address": f"whatsapp:+57{n}", "kind": "reply", "sealed": False, "estado": "pendiente", "attempts": 0}
            for n in people for at in range(EACH)
        ]  # fmt: skip
        connection.execute(insert(Outgoing), rows)


def _claimed(db: Database) -> float:
    """Return the best of some claims; each is undone."""
    sello, best = Sello("bench"), float("inf")
    for _ in range(TIMES):
        began = perf_counter()
        with db.engine.connect().execution_options(catalina_write=True) as connection, connection.begin() as made:
            taken, _ = outbox.claim(connection, sello, Taker("bench", {"whatsapp"}, 20), NOON)
            made.rollback()
        assert len(taken) == 20
        best = min(best, perf_counter() - began)
    return best
