"""A ledger of notices over a fake vendor: people who asked to be told, requests that change, time that passes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, insert, select, update
from sqlmodel import col

from knowledge.avisos import TEMA_SOLICITUDES, AvisoRow, Novedad, avisar
from knowledge.conversaciones import Address, Consent, Contact, Outgoing, Subscription, Task
from knowledge.plazos import Calendario, calendario
from knowledge.solicitudes import SolicitudRow
from notifier import avisos_turno, horario, ladder, outbox
from notifier.avisos import Avisador, Dicho, despachar
from notifier.avisos_filas import Fila
from notifier.avisos_seguir import seguir
from notifier.caminos import Camino
from notifier.delivery import Delivery, run_once, sweep
from notifier.ladder import Status
from notifier.outbox import Envio
from notifier.ports import Road
from tests.notifier.conftest import Post

SID = "HX" + "a" * 32
FESTIVOS = calendario({date(2026, 4, 2): "Jueves Santo", date(2026, 4, 3): "Viernes Santo"})
ALL = ("whatsapp", "sms", "correo")


def wording(db: Connection, filas: Sequence[Fila], camino: Camino) -> Dicho | None:
    ids = " ".join(str(fila.id) for fila in filas)
    return Dicho(f"avisos {ids}.", ("CODIGO", "cambió"), "Novedad")


@dataclass
class Libro:
    """The ledger with its queue. `says` may be replaced by one that fails."""

    post: Post
    canales: tuple[str, ...] = ("whatsapp",)
    plantilla: str = ""
    calendario: Calendario = field(default_factory=lambda: FESTIVOS)
    says: Callable[[Connection, Sequence[Fila], Camino], Dicho | None] = wording
    count: int = 0

    def avisador(self, fault: Callable[[str], None] = lambda _: None) -> Avisador:
        return Avisador(
            self.post.db, self.post.sello, self.post.clock, lambda: self.calendario, self.says, frozenset(self.canales),
            self.plantilla, fault=fault,
        )  # fmt: skip

    def delivery(self) -> Delivery:
        road = Road(self.post.road.send, self.post.road.find)
        return Delivery(
            self.post.db, self.post.sello, dict.fromkeys(self.canales, road), self.post.clock, "w1", quiet=self.quiet
        )

    def quiet(self) -> bool:
        return not horario.abierta(self.post.clock(), self.calendario)

    def person(self, channel: str = "whatsapp", *, wrote: bool = True, yes: bool = True) -> int:
        """Return a contact with one address that has just written and asked to be told."""
        self.count += 1
        now = self.post.clock()
        with self.post.db.writing() as db:
            made = db.execute(insert(Contact).values(created_at=now)).inserted_primary_key
            assert made is not None
            if yes:
                row = {"contact_id": made[0], "tema": TEMA_SOLICITUDES, "active": True, "at": now}
                db.execute(insert(Subscription).values(**row))
        self.address(made[0], channel, wrote=wrote)
        return int(made[0])

    def address(self, contact: int, channel: str, *, wrote: bool = False) -> str:
        address = f"{channel}:{contact}"
        now = self.post.clock() if wrote else None
        row = {"contact_id": contact, "channel": channel, "address": address, "last_inbound_at": now}
        with self.post.db.writing() as db:
            db.execute(insert(Address).values(**row, dead=False, opted_out=False))
        return address

    def aviso(self, contact: int, acto: str = "asignar", limite: date | None = None) -> int:
        """Return a notice about a request of its own."""
        self.count += 1
        now = self.post.clock()
        with self.post.db.writing() as db:
            made = db.execute(
                insert(SolicitudRow).values(
                    codigo=f"C{self.count}", tipo="peticion_general", recibida_el=now.date(), dependencia_id="infraestructura"
                )
            ).inserted_primary_key  # fmt: skip
            assert made is not None
            avisar(db, contact, Novedad(made[0], 2, acto, limite), now)
            return int(db.execute(select(col(AvisoRow.id)).order_by(col(AvisoRow.id).desc()).limit(1)).scalar_one())  # type: ignore[arg-type]

    def work(self) -> None:
        """Dispatch, deliver and follow, as the timetable does every five seconds."""
        despachar(self.avisador())
        while run_once(self.delivery(), 50):
            pass
        sweep(self.delivery())
        seguir(self.avisador())

    def after(self, **how: float) -> None:
        self.post.clock.forward(**how)
        self.work()

    def row(self, which: int) -> AvisoRow:
        with self.post.db.reading() as db:
            table = AvisoRow.__table__  # type: ignore[attr-defined]
            return AvisoRow(**db.execute(select(table).where(col(AvisoRow.id) == which)).mappings().one())

    def estado(self, which: int) -> tuple[str, str]:
        row = self.row(which)
        return row.estado, row.camino

    def writes(self, contact: int, *, hears: bool = True) -> list[int]:
        """Let a person write; unless the turn must be silent, its answer carries what waits. Returns what it carried."""
        self.count += 1
        now = self.post.clock()
        with self.post.db.writing() as db:
            db.execute(select(col(Contact.id)).where(col(Contact.id) == contact).with_for_update())
            db.execute(update(Address).where(col(Address.address) == f"whatsapp:{contact}").values(last_inbound_at=now))
            told = avisos_turno.esperan(db, contact) if hears else []
            key = f"reply:{contact}:{self.count}"
            outbox.enqueue(
                db, self.post.sello, Envio(key, contact, f"whatsapp:{contact}", "whatsapp", f"respuesta {key}"), now
            )
            if told:
                avisos_turno.van_en(db, told, key, now)
        return [fila.id for fila in told]

    def leaves(self, contact: int) -> None:
        """Let a person write «baja»."""
        now = self.post.clock()
        with self.post.db.writing() as db:
            row = {"contact_id": contact, "kind": "baja", "tema": "", "version": "", "channel": "whatsapp", "at": now}
            db.execute(insert(Consent).values(**row))
            db.execute(update(Subscription).where(col(Subscription.contact_id) == contact).values(active=False))

    def tell(self, which: int, status: Status) -> None:
        """Let the vendor tell of the row that carries a notice."""
        with self.post.db.writing() as db:
            row = db.execute(
                select(col(Outgoing.id)).where(col(Outgoing.key) == self.row(which).salida_key)
            ).scalar_one()
            assert row is not None
            ladder.told(db, row, status, self.post.clock())

    def delivered(self, which: int, sid: str = "") -> None:
        self.tell(which, Status("delivered", sid or f"SM{len(self.post.road.sent)}", "entregada"))

    def fails(self, which: int, action: str, code: str) -> None:
        self.tell(which, Status("undelivered", f"SM{len(self.post.road.sent)}", None, action, code))  # type: ignore[arg-type]

    def tasks(self, *, still_open: bool = True) -> list[tuple[str, str | None]]:
        with self.post.db.reading() as db:
            rows = select(col(Task.kind), col(Task.dependencia_id), col(Task.closed_at)).order_by(col(Task.id))
            return [
                (k, d)
                for k, d, closed in db.execute(rows)
                if k == "aviso_sin_entregar" and (closed is None) == still_open
            ]
