"""The road of a notice: `python -m bench dispatch`. From the act that causes it to the vendor that takes it.

Two figures: what writing a notice adds to the act in whose transaction it is, as a ratio of one run; and how many notices a
second leave for a vendor that takes 50 ms, with one process on SQLite and with 1, 2 and 4 on PostgreSQL.
"""

import hashlib
import os
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import func, insert, select
from sqlmodel import col

from bot.avisos import decir
from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.avisos import TEMA_SOLICITUDES, Novedad, avisar
from knowledge.conversaciones import Address, Contact, Outgoing, SessionRow, Subscription
from knowledge.db import Database, open_database
from knowledge.tramitar import Datos, Nueva, actuar, registrar
from notifier.avisos import Avisador, despachar
from notifier.delivery import Delivery
from notifier.embedded import Embedded, Pace
from notifier.ports import Receipt, Road, Salida
from tests.conftest import _fill, _postgres_admin, _postgres_database
from tests.worlds import NOON

NOTICES = 800
ACTS = 300
VENDOR_S = 0.05
SENDERS = 8  # each process; eight at 50 ms are at most 160 a second
ROOT = Path(__file__).parents[1]


def main() -> None:
    """Measure and print."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        urls = {"SQLite": f"sqlite:///{folder}/dispatch.db"}
        try:
            urls["PostgreSQL"] = stack.enter_context(_postgres_database(_postgres_admin(), None))[1]
        except Exception as error:  # noqa: BLE001 - the half that is absent is named
            print(f"sin la mitad de PostgreSQL: {type(error).__name__}")
        for name, url in urls.items():
            _fill(url)
            print(f"{name}: el acto con su aviso cuesta {_ratio(_services(url)):.2f} veces el acto solo")
        for name, url in urls.items():
            for workers in (1,) if name == "SQLite" else (1, 2, 4):
                senders = 20 if name == "SQLite" else SENDERS
                print(f"{name}, {workers} proceso(s): {_rate(url, workers, senders):.0f} avisos por segundo")


def _services(url: str) -> Services:
    settings = load_settings(_env_file=None, database_url=url, secret_key="k" * 32)
    database = open_database(url, synchronous="FULL")
    return make_services(settings, db=database, clock=lambda: NOON + timedelta(minutes=5))


def _ratio(services: Services) -> float:
    """Return how much longer an act takes when its citizen is told, as the median of pairs taken in turn."""
    told, quiet = _person(services.db, 1), None
    for contact in (told, quiet):  # warm
        _act(services, contact)
    pairs = [(_act(services, told), _act(services, quiet)) for _ in range(ACTS)]
    return median(a for a, _ in pairs) / median(b for _, b in pairs)


def _act(services: Services, contact: int | None) -> float:
    """Return the seconds of one act with its commit."""
    mesa = services.mesa(NOON)
    new = Nueva("queja", {"objeto": "x"}, "infraestructura", "Obras", "whatsapp", contact)
    with services.db.writing() as db:
        made = registrar(db, mesa, new)
    began = perf_counter()
    with services.db.writing() as db:
        actuar(db, mesa, made.id, "firmar", "ana", Datos())
    return perf_counter() - began


def _person(database: Database, n: int) -> int:
    with database.writing() as db:
        made = db.execute(insert(Contact).values(created_at=NOON)).inserted_primary_key
        assert made is not None
        who, address = (
            {"contact_id": made[0]},
            f"whatsapp:+57{hashlib.sha256(str(n).encode()).hexdigest()[:12]}{made[0]}",
        )
        db.execute(insert(SessionRow).values(**who, state="{}", last_seq=0, updated_at=NOON))
        row = {"channel": "whatsapp", "address": address, "last_inbound_at": NOON, "dead": False, "opted_out": False}
        db.execute(insert(Address).values(**who, **row))
        db.execute(insert(Subscription).values(**who, tema=TEMA_SOLICITUDES, active=True, at=NOON))
        return int(made[0])


def _rate(url: str, workers: int, senders: int) -> float:
    """Return how many notices a second go from the ledger to the vendor, wording and queue included."""
    services = _services(url)
    mesa = services.mesa(NOON)
    already = _sent(services.db)
    for n in range(NOTICES):
        who = _person(services.db, n)
        with services.db.writing() as db:
            made = registrar(db, mesa, Nueva("queja", {"objeto": "x"}, "infraestructura", "Obras", "whatsapp", who))
            avisar(db, who, Novedad(made.id, 2, "firmar"), NOON)
    command = [sys.executable, "-m", "bench.dispatch", url, str(senders)]
    running = [
        subprocess.Popen(command, cwd=ROOT, env={**os.environ}, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(workers)
    ]
    for process in running:
        assert process.stdout is not None
        process.stdout.readline()  # ready: imports and content are not measured
    began = perf_counter()
    for process in running:
        assert process.stdin is not None
        process.stdin.write(b"go\n")
        process.stdin.flush()
    while _sent(services.db) - already < NOTICES:
        time.sleep(0.02)
    spent = perf_counter() - began
    for process in running:
        process.communicate(b"end\n", timeout=60)
    services.db.engine.dispose()
    return NOTICES / spent


def _sent(database: Database) -> int:
    with database.reading() as db:
        sent = select(func.count()).select_from(Outgoing).where(col(Outgoing.estado) == "enviada")
        return db.execute(sent).scalar_one()


def _worker(url: str, senders: int) -> None:
    """Dispatch and deliver until told to end: what one process of the product does."""
    services = _services(url)
    services.current.get()
    delivery = Delivery(
        services.db, services.sello, {"whatsapp": Road(_taken, lambda _: ())}, services.clock, str(os.getpid())
    )
    embedded = Embedded(delivery, Pace(10_000, time.monotonic, time.sleep), senders=senders)
    calendario = services.current.get().catalogo.calendario
    avisador = Avisador(
        services.db, services.sello, services.clock, lambda: calendario, decir(services), frozenset({"whatsapp"})
    )
    print("ready", flush=True)
    sys.stdin.readline()
    embedded.start()
    avisador = replace(avisador, fault=lambda name: embedded.wake() if name == "avisos:dispatched" else None)
    while despachar(avisador):
        pass
    sys.stdin.readline()
    embedded.stop()


def _taken(salida: Salida) -> Receipt:
    time.sleep(VENDOR_S)
    return Receipt(f"SM{salida.id}")


if __name__ == "__main__":
    _worker(sys.argv[1], int(sys.argv[2]))
