"""What the row of figures costs a turn: the same turn on a database that keeps the row and on one that throws it away.

The database throws it away, not the product: the statement is made and sent as ever. So the step itself is measured beside
it, many in one trip as a turn makes its own one.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import Connection, text

from bench.databases import fresh
from bot.asking import rehearse
from bot.contacts import Known
from bot.inbound import Inbound
from bot.inbox import receive
from bot.services import Services, make_services
from bot.settings import load_settings
from bot.traces import write_interaction
from flows.messages import Message
from flows.session import Session
from knowledge.db import Database, open_database
from knowledge.prepared import one_trip
from tests.worlds import NOON, Clock

SAID = ("hola", "certificado de residencia", "qué papeles piden", "cuánto cuesta", "gracias")
TURNS, PEOPLE, WARM = 600, 50, 60
ROUNDS, ROWS = 9, 200
DROPPED = {
    True: (
        "ALTER TABLE interactions RENAME TO kept",
        "CREATE VIEW interactions AS SELECT * FROM kept",
        "CREATE TRIGGER dropped INSTEAD OF INSERT ON interactions BEGIN SELECT 1; END",
    ),
    False: ("CREATE RULE dropped AS ON INSERT TO interactions DO INSTEAD NOTHING",),
}


def cost(name: str) -> Iterator[tuple[str, float]]:
    """Yield the times of a turn with the row and without it, taking turns so that what else the machine does hits both."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        clock = Clock(NOON)
        settings = load_settings(
            _env_file=None, data_dir=folder, secret_key="bench", public_url="https://catalina.example"
        )
        kept, dropped = (
            make_services(settings, db=open_database(stack.enter_context(fresh(name, folder / n))), clock=clock)
            for n in ("a", "b")
        )
        stack.callback(kept.db.engine.dispose)
        stack.callback(dropped.db.engine.dispose)
        _drop(dropped.db)
        times: dict[bool, list[float]] = {True: [], False: []}
        for n in range(TURNS):
            clock.forward(seconds=1)
            for keeps, services in ((True, kept), (False, dropped)) if n % 2 else ((False, dropped), (True, kept)):
                times[keeps].append(_turn(services, n))
        whole, without = (median(times[keeps][WARM:]) * 1e3 for keeps in (True, False))
        step = median(_step(kept) for _ in range(ROUNDS)) * 1e3
        yield "a turn (ms)", whole
        yield "a turn whose row is thrown away (ms)", without
        yield "the row: the difference (% of the turn)", 100 * (whole - without) / whole
        yield "the row: its step (% of the turn)", 100 * step / whole


def _turn(services: Services, n: int) -> float:
    who = f"whatsapp:+57300{n % PEOPLE:07d}"
    message = Message(text=SAID[n // PEOPLE % len(SAID)])
    inbound = Inbound("bench", f"m{n}", "whatsapp", (who,), message, services.clock())
    began = perf_counter()
    receive(services, inbound)
    return perf_counter() - began


def _step(services: Services) -> float:
    """Return the seconds of one row of figures, written as a turn writes it."""
    done = rehearse(services, Session(), Message(text=SAID[1]))
    inbound = Inbound("bench", "step", "whatsapp", ("whatsapp:+573000000000",), Message(text=SAID[1]), services.clock())
    who = Known(1, None, None)

    def write(db: Connection) -> float:
        began = perf_counter()
        with one_trip(db):
            for _ in range(ROWS):
                write_interaction(services, db, who, inbound, done, services.clock())
        return (perf_counter() - began) / ROWS

    return services.db.write(write)


def _drop(db: Database) -> None:
    with db.engine.begin() as connection:
        for statement in DROPPED[db.is_sqlite]:
            connection.execute(text(statement))
