"""A week of a front office as a discrete-event simulation on the real queue: three agents, a holiday, an absence.

Citizens come by a Poisson process that follows the hour; talks last as a log-normal law says. Nothing of it is known to
the estimate but what it measures itself.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert, select
from sqlmodel import col

from bot import atencion, contacts
from bot.cuidado import cuidar
from bot.inbound import Inbound
from bot.inbox import receive
from bot.services import Services
from flows.effects import PedirFuncionario
from flows.messages import Message
from knowledge import cola
from knowledge.atencion import AtencionRow, PromesaRow
from knowledge.conversaciones import Contact, MessageRow
from tests.atencion.oficina import agente, presente
from tests.worlds import Clock

MONDAY = datetime(2026, 3, 23, 5, 0, tzinfo=UTC)  # a holiday
DAYS = 5
STEP, NIGHT = timedelta(minutes=1), timedelta(minutes=10)  # while people attend, and while nobody does
AGENTES = ("ana", "beto", "carla")
MEAN_S, SIGMA = 1200.0, 0.5
A_DAY_AT_HOME = (timedelta(days=2, hours=9, minutes=30), timedelta(hours=1))  # Wednesday: an agent is gone for an hour


@dataclass
class Semana:
    """What happens, and what is known of it at the end."""

    services: Services
    clock: Clock
    azar: random.Random
    ends: dict[int, datetime] = field(default_factory=dict)  # talk → when its agent is done
    ready: dict[str, datetime] = field(default_factory=dict)  # agent → when they look at the queue again
    count: int = 0
    busy: bool = False

    def run(self) -> None:
        """Live through the week, and on until nobody waits."""
        for usuario in AGENTES:
            agente(self.services, usuario)
        self._last_weeks()
        end = MONDAY + timedelta(days=DAYS)
        self.clock.now = MONDAY
        while self.clock() < end:
            step = self._step()
            self.clock.now += step
            self._arrivals(step)
            self._work()
            cuidar(self.services)

    def _step(self) -> timedelta:
        """Return how long until something may happen: by night nobody works, and no step jumps over the opening."""
        now, jornada = self.clock(), atencion.jornada_de(self.services)
        if self.busy or jornada.abierta(now):
            return STEP
        opens = jornada.abre(now)
        return NIGHT if opens is None else min(NIGHT, opens - now)

    def _last_weeks(self) -> None:
        """Give the estimate weeks to have measured: talks of the same law, long over."""
        with self.services.db.writing() as db:
            for n in range(200):
                began = MONDAY - timedelta(days=3) + timedelta(hours=9)
                lasted = timedelta(seconds=self._length())
                row = {"canal": "web", "estado": "cerrada", "agente": AGENTES[n % 3], "pedida_at": began}
                db.execute(insert(AtencionRow).values(**row, tomada_at=began, cerrada_at=began + lasted, cierre="resuelta"))  # fmt: skip

    def _length(self) -> float:
        return self.azar.lognormvariate(0, SIGMA) * MEAN_S / 1.133  # exp(σ²/2)

    def _arrivals(self, step: timedelta) -> None:
        local = self.clock() - timedelta(hours=5)
        busy = {8: 20, 9: 27, 10: 28, 11: 20, 14: 22, 15: 25, 16: 14}
        an_hour = 1 if not atencion.jornada_de(self.services).abierta(self.clock()) else busy[local.hour]
        if self.azar.random() < an_hour * step.total_seconds() / 3600:
            self.count += 1
            self._say(self.count, "hola")
            self._ask(self.count)

    def _ask(self, who: int) -> None:
        """Ask for a person as the flow does; the flow's own words are tried elsewhere."""
        name, now = f"web:{who:064x}", self.clock()
        inbound = Inbound("web", "", "web", (name,), Message(), now)
        with self.services.db.writing() as db:
            contact = contacts.locked(db, "web", (name,), now)
            atencion.pedir(self.services, db, contact, inbound, PedirFuncionario("el Sisbén", None))

    def _say(self, who: int, text: str) -> None:
        name = f"web:{who:064x}"
        receive(
            self.services,
            Inbound("web", f"{name}:{self.azar.random()}", "web", (name,), Message(text=text), self.clock()),
        )

    def _work(self) -> None:
        now, self.busy = self.clock(), False
        leaves, gone = A_DAY_AT_HOME
        for usuario in AGENTES:
            away = usuario == "carla" and timedelta(0) <= now - MONDAY - leaves < gone
            mine = self._own(usuario)
            self.busy = self.busy or bool(mine)
            here = not away and (atencion.jornada_de(self.services).abierta(now) or bool(mine))
            if not here:
                continue
            presente(self.services, usuario)
            for talk in mine:
                self._attend(talk, now)
            if len(mine) < cola.A_LA_VEZ and now >= self.ready.get(usuario, now):
                self._take(usuario, now)

    def _own(self, usuario: str) -> list[AtencionRow]:
        with self.services.db.reading_session() as db:
            return list(db.scalars(select(AtencionRow).where(col(AtencionRow.agente) == usuario, col(AtencionRow.cerrada_at).is_(None))))  # fmt: skip

    def _attend(self, talk: AtencionRow, now: datetime) -> None:
        assert talk.id is not None
        if now < self.ends[talk.id]:
            return
        with self.services.db.writing() as db:
            row = atencion.leer(db, talk.id)
            atencion.cerrar(self.services, db, row, (talk.agente or "").title(), "resuelta", now)
        del self.ends[talk.id]

    def _take(self, usuario: str, now: datetime) -> None:
        if not atencion.jornada_de(self.services).abierta(now):
            return
        first = select(col(AtencionRow.id)).where(col(AtencionRow.estado) == "en_cola").order_by(col(AtencionRow.pedida_at))  # fmt: skip
        with self.services.db.writing() as db:
            waiting = db.execute(first.limit(1)).scalar_one_or_none()
            row = atencion.leer(db, waiting) if waiting is not None else None
            if row is None or not cola.tomar(db, row.id, row.contact_id, usuario, now):
                return
            atencion.decir(self.services, db, row, usuario.title(), "Buenos días, ¿en qué le ayudo?", now)
        self.ends[row.id] = now + timedelta(seconds=self._length())
        self.ready[usuario] = now + timedelta(seconds=self.azar.uniform(10, 40))
        self._say_as(row.contact_id, "menú, quiero decir, es por mi ficha")

    def _say_as(self, contact_id: int, text: str) -> None:
        self._say(contact_id - self._first_contact() + 1, text)

    def _first_contact(self) -> int:
        with self.services.db.reading() as db:
            return int(db.execute(select(col(Contact.id)).order_by(col(Contact.id)).limit(1)).scalar_one() or 0)


def errores(services: Services) -> list[tuple[float, float]]:
    """Return (minutes waited, error of the first estimate as a part of the wait, of ten minutes at least)."""
    with services.db.reading() as db:
        rows = db.execute(
            select(col(AtencionRow.pedida_at), col(AtencionRow.primera_at), col(PromesaRow.hacia))
            .join(PromesaRow, col(PromesaRow.atencion_id) == col(AtencionRow.id))
            .where(col(AtencionRow.primera_at).is_not(None), col(PromesaRow.por) == "pedida")
        ).all()
    found = []
    for row in rows:
        waited, said = (at - row.pedida_at for at in (row.primera_at, row.hacia))
        found.append((waited.total_seconds() / 60, abs(said - waited) / max(waited, timedelta(minutes=10))))
    return found


def palabras_del_bot(services: Services) -> int:
    """Return how often the assistant spoke while a person owned the conversation."""
    with services.db.reading() as db:
        talks = db.execute(
            select(col(AtencionRow.contact_id), col(AtencionRow.tomada_at), col(AtencionRow.cerrada_at)).where(
                col(AtencionRow.contact_id).is_not(None), col(AtencionRow.tomada_at).is_not(None)
            )
        ).all()
        said: dict[int, list[datetime]] = {}
        for row in db.execute(select(col(MessageRow.contact_id), col(MessageRow.at), col(MessageRow.body)).where(col(MessageRow.direction) == "out")):  # fmt: skip
            if '"de":' not in row.body:
                said.setdefault(row.contact_id, []).append(row.at)
    far = MONDAY + timedelta(days=DAYS + 1)
    return sum(
        sum(row.tomada_at < at < (row.cerrada_at or far) for at in said.get(row.contact_id, ())) for row in talks
    )
