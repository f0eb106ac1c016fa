"""The office of a drill: it changes requests of people of its own, whose telephones say that each notice arrived."""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import requests
from sqlalchemy import Connection, insert, select
from sqlmodel import col
from twilio.request_validator import RequestValidator

from bot.channels import twilio
from knowledge import catalog
from knowledge.avisos import TEMA_SOLICITUDES, AvisoRow
from knowledge.conversaciones import Address, Contact, SessionRow, Subscription
from knowledge.db import Database, Unavailable, open_database
from knowledge.sellado import Sello
from knowledge.tramitar import Datos, Mesa, Nueva, actuar, registrar
from tests.drill.child import PUBLIC, TOKEN, Swift
from tests.twilio.fake import ACCOUNT, Fake, row_of

EVERY_S = 0.3


@dataclass
class Oficina:
    """Works on its own threads until it is told to finish; then waits until every receipt was handed over."""

    database_url: str
    clock: Swift
    fake: Fake
    url: str
    codes: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    handed: set[str] = field(default_factory=set)
    threads: list[threading.Thread] = field(default_factory=list)
    rested: threading.Event = field(default_factory=threading.Event)

    def start(self) -> None:
        self.threads = [threading.Thread(target=run, daemon=True) for run in (self._work, self._receipts)]
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Change nothing more; receipts still go."""
        self.over.set()

    def join(self) -> None:
        """Wait for the last change. Receipts go on until everybody rests."""
        self.threads[0].join(timeout=30)
        assert not self.threads[0].is_alive()

    def _work(self) -> None:
        database = open_database(self.database_url)
        with database.reading_session() as db:
            found = catalog.load(db)
        assert found.calendario is not None
        for serial in count(1):
            if self.over.is_set():
                break
            with suppress(Unavailable):
                seed = str(serial).encode()
                mesa = Mesa(found.calendario, found.terminos, Sello("s"), self.clock(), _bytes(seed))
                self.codes.append(self._change(database, mesa, serial))
            time.sleep(EVERY_S)
        database.engine.dispose()

    def _change(self, database: Database, mesa: Mesa, serial: int) -> str:
        with database.writing() as db:
            who = _somebody(db, f"whatsapp:+57310{serial:07d}", mesa)
            made = registrar(db, mesa, Nueva("queja", {"objeto": "x"}, "infraestructura", "Obras", "whatsapp", who))
            actuar(db, mesa, made.id, "firmar", "ana", Datos())
        return made.codigo

    def _receipts(self) -> None:
        """Say of each notice that it was delivered, again until that is acknowledged."""
        while not self.rested.is_set():
            for message in list(self.fake.messages):
                if message["to"].startswith("whatsapp:+57310") and message["sid"] not in self.handed:
                    with suppress(requests.RequestException):
                        self._tell(message)
            time.sleep(0.1)

    def _tell(self, message: dict[str, Any]) -> None:
        path = f"{twilio.STATUS}{row_of(message['callback'])}"
        fields = {
            "MessageSid": message["sid"],
            "AccountSid": ACCOUNT,
            "MessageStatus": "delivered",
            "To": message["to"],
        }
        signature = str(RequestValidator(TOKEN).compute_signature(PUBLIC + path, fields))
        headers = {"X-Twilio-Signature": signature}
        if requests.post(self.url + path, data=fields, headers=headers, timeout=10).status_code == 200:
            self.handed.add(message["sid"])


def _bytes(seed: bytes) -> Callable[[int], bytes]:
    return lambda size: hashlib.blake2b(seed, digest_size=size).digest()


def _somebody(db: Connection, address: str, mesa: Mesa) -> int:
    made = db.execute(insert(Contact).values(created_at=mesa.now)).inserted_primary_key
    assert made is not None
    who = {"contact_id": made[0]}
    db.execute(insert(SessionRow).values(**who, state="{}", last_seq=0, updated_at=mesa.now))
    row = {"channel": "whatsapp", "address": address, "last_inbound_at": mesa.now, "dead": False, "opted_out": False}
    db.execute(insert(Address).values(**who, **row))
    db.execute(insert(Subscription).values(**who, tema=TEMA_SOLICITUDES, active=True, at=mesa.now))
    return int(made[0])


def told_once(database: Database, fake: Fake, office: Oficina) -> int:
    """Return how many notices arrived, each exactly once.

    Raises:
        AssertionError: one was lost or went twice.
    """
    office.rested.set()
    with database.reading() as db:
        states = Counter(db.execute(select(col(AvisoRow.estado))).scalars())
    sent = Counter(text.split("*")[1] for text in fake.texts() if "pasa a firma" in text)
    assert set(states) <= {"entregado"}, f"a notice was lost: {states}"
    assert states["entregado"] == len(office.codes)
    assert sent == Counter(office.codes), "a notice was lost or went twice"
    return len(office.codes)
