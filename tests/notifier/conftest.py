"""Deliveries over a fake road, on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from sqlalchemy import delete, insert, select, update
from sqlmodel import SQLModel, col

from knowledge.avisos import AvisoRow, AvisoSalidaRow, PlantillaRow
from knowledge.conversaciones import (
    Address,
    Consent,
    Contact,
    Event,
    Heartbeat,
    MediaRow,
    MessageRow,
    Outgoing,
    Seen,
    SessionRow,
    StatusReceipt,
    Subscription,
    Task,
    Tick,
)
from knowledge.db import Database, open_database
from knowledge.sellado import Sello
from knowledge.solicitudes import SolicitudRow
from notifier import outbox
from notifier.delivery import Delivery
from notifier.outbox import Envio
from notifier.ports import Receipt, Road, Salida, SendFailed
from tests.conftest import _postgres_database as fresh_postgres
from tests.worlds import Clock


@dataclass
class FakeRoad:
    """A vendor: takes messages, fails as told, knows what it took."""

    sent: list[Salida] = field(default_factory=list)
    failures: list[Exception | None] = field(default_factory=list)
    lost_answers: int = 0
    blind: bool = False

    def send(self, salida: Salida) -> Receipt:
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.sent.append(salida)
        return Receipt(f"SM{len(self.sent)}")

    def find(self, salida: Salida) -> tuple[str, ...]:
        if self.blind:
            raise SendFailed("provider", "503")
        return tuple(
            f"SM{n}" for n, s in enumerate(self.sent, 1) if (s.address, s.texto) == (salida.address, salida.texto)
        )

    @property
    def texts(self) -> list[str]:
        return [s.texto for s in self.sent]


@dataclass
class Post:
    """A queue with its vendor, its contacts and its clock."""

    db: Database
    clock: Clock
    road: FakeRoad
    sello: Sello = field(default_factory=lambda: Sello("secret"))
    count: int = 0

    def delivery(self, worker: str = "w1", fault: Callable[[str], None] = lambda _: None) -> Delivery:
        return Delivery(
            self.db, self.sello, {"whatsapp": Road(self.road.send, self.road.find)}, self.clock, worker, fault
        )

    def person(self, address: str) -> int:
        with self.db.writing() as db:
            made = db.execute(insert(Contact).values(created_at=self.clock())).inserted_primary_key
            assert made is not None
            db.execute(
                insert(Address).values(
                    contact_id=made[0],
                    channel="whatsapp",
                    address=address,
                    last_inbound_at=self.clock(),
                    dead=False,
                    opted_out=False,
                )
            )
            return int(made[0])

    def writes(self, address: str) -> None:
        with self.db.writing() as db:
            db.execute(update(Address).where(col(Address.address) == address).values(last_inbound_at=self.clock()))

    def queue(self, contact: int, address: str, texto: str, **more: object) -> int:
        self.count += 1
        due = more.pop("due_at", None)
        envio = Envio(f"k{self.count}", contact, address, "whatsapp", texto, **more)  # type: ignore[arg-type]
        with self.db.writing() as db:
            assert outbox.enqueue(db, self.sello, envio, self.clock(), due)  # type: ignore[arg-type]
            return db.execute(select(col(Outgoing.id)).order_by(col(Outgoing.id).desc()).limit(1)).scalar_one()  # type: ignore[return-value]

    def row(self, which: int) -> Outgoing:
        with self.db.reading() as db:
            found = db.execute(select(Outgoing.__table__).where(col(Outgoing.id) == which)).mappings().one()  # type: ignore[attr-defined]
            return Outgoing(**found)

    def states(self) -> list[str]:
        with self.db.reading() as db:
            return list(db.execute(select(col(Outgoing.estado)).order_by(col(Outgoing.id))).scalars())


@pytest.fixture(scope="session")
def empty_databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Database]]:
    """Hold one database of each kind with the tables and nothing in them: these tests need no content."""
    held: dict[str, Database] = {}
    yield held
    for opened in held.values():
        opened.engine.dispose()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(
    request: pytest.FixtureRequest, empty_databases: dict[str, Database], tmp_path_factory: pytest.TempPathFactory
) -> Database:
    """Return an empty database, once SQLite and once PostgreSQL."""
    kind = request.param
    if kind not in empty_databases:
        url = (
            f"sqlite:///{tmp_path_factory.mktemp('empty')}/c.db"
            if kind == "sqlite"
            else request.getfixturevalue("empty_postgres")
        )
        empty_databases[kind] = open_database(url, synchronous="NORMAL")
        SQLModel.metadata.create_all(empty_databases[kind].engine)
    opened = empty_databases[kind]
    with opened.writing() as db:
        for table in _USED:
            db.execute(delete(table))
    return opened


@pytest.fixture(scope="session")
def empty_postgres(postgres_server: str) -> Iterator[str]:
    with fresh_postgres(postgres_server, None) as (_, url):
        yield url


_USED = (
    AvisoSalidaRow,
    AvisoRow,
    PlantillaRow,
    SolicitudRow,
    Subscription,
    StatusReceipt,
    Outgoing,
    Task,
    Consent,
    Event,
    Heartbeat,
    Tick,
    Seen,
    MediaRow,
    MessageRow,
    SessionRow,
    Address,
    Contact,
)


@pytest.fixture
def post(database: Database, clock: Clock) -> Post:
    return Post(database, clock, FakeRoad())
