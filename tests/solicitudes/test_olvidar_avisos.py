"""Whoever is forgotten is told no more of what is over; notices that ended go after the words' time."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import col

from bot.retention import Retention, purge
from bot.services import Services
from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.conversaciones import Outgoing, Task
from knowledge.mis_datos import erase
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Datos, actuar, registrar
from notifier import avisos_tareas, avisos_turno
from notifier.avisos_filas import COLUMNAS, Fila
from tests.solicitudes.mesa import nueva, person
from tests.worlds import Clock


class Oficina:
    """One person with requests that somebody works on."""

    def __init__(self, services: Services, clock: Clock) -> None:
        self.services, self.clock = services, clock
        with services.db.writing() as db:
            self.who = person(db)

    def file(self, *actos: str) -> int:
        with self.services.db.writing() as db:
            mesa = self.services.mesa(self.clock())
            made = registrar(db, mesa, nueva(self.who))
            for acto in actos:
                actuar(db, mesa, made.id, acto, "ana", Datos("Ya.", responsable="ana"))  # type: ignore[arg-type]
        return made.id

    def hand_over(self, which: int) -> None:
        with self.services.db.writing() as db:
            rows = db.execute(select(*COLUMNAS).where(col(AvisoRow.solicitud_id) == which))
            avisos_tareas.abrir(db, [Fila(*row) for row in rows], "sin_permiso", self.clock())

    def carry(self, which: int, key: str, kind: str = "aviso") -> None:
        with self.services.db.writing() as db:
            [aviso] = db.execute(select(col(AvisoRow.id)).where(col(AvisoRow.solicitud_id) == which)).scalars()
            if key not in self.rows(col(Outgoing.key)):
                db.execute(
                    insert(Outgoing).values(
                        key=key, contact_id=self.who, address="a", channel="whatsapp", kind=kind, body="x", sealed=False,
                        estado="pendiente", attempts=0, due_at=self.clock(), created_at=self.clock(),
                    )
                )  # fmt: skip
            db.execute(insert(AvisoSalidaRow).values(aviso_id=aviso, salida_key=key))
            db.execute(update(AvisoRow).where(col(AvisoRow.id) == aviso).values(estado="en_camino", salida_key=key))

    def rows(self, *columns: Any) -> list[Any]:
        with self.services.db.reading() as db:
            found: Sequence[Any] = db.execute(select(*columns).order_by(columns[0])).all()
        return [row[0] if len(columns) == 1 else tuple(row) for row in found]


@pytest.fixture
def oficina(services: Services, clock: Clock) -> Oficina:
    return Oficina(services, clock)


def forget(oficina: Oficina) -> None:
    with oficina.services.db.writing() as db:
        erase(db, oficina.who, oficina.clock())


def test_only_what_is_open_is_still_told(oficina: Oficina) -> None:
    over, still = oficina.file("responder"), oficina.file("asignar")
    forget(oficina)
    with oficina.services.db.reading() as db:
        assert [fila.solicitud_id for fila in avisos_turno.esperan(db, oficina.who)] == [still]
    assert oficina.rows(col(SolicitudRow.id), col(SolicitudRow.contact_id)) == [(over, None), (still, oficina.who)]


def test_nobody_has_to_tell_it_any_more(oficina: Oficina) -> None:
    over, still = oficina.file("responder"), oficina.file("asignar")
    oficina.hand_over(over)
    oficina.hand_over(still)
    forget(oficina)
    told = oficina.rows(col(Task.id), col(Task.contact_id), col(Task.closed_at))
    assert [(contact, closed is None) for _, contact, closed in told] == [(None, False), (oficina.who, True)]


def test_what_has_not_left_does_not_leave_but_an_answer_does(oficina: Oficina) -> None:
    alone, answer, both, still = (oficina.file(acto) for acto in ("responder", "responder", "responder", "asignar"))
    oficina.carry(alone, "aviso:1:mensaje")
    oficina.carry(answer, "reply:1:1", "reply")
    oficina.carry(both, "aviso:3:mensaje")
    oficina.carry(still, "aviso:3:mensaje")
    forget(oficina)
    left = {"aviso:1:mensaje": "descartada", "reply:1:1": "pendiente", "aviso:3:mensaje": "pendiente"}
    assert dict(oficina.rows(col(Outgoing.key), col(Outgoing.estado))) == left
    assert oficina.rows(col(AvisoSalidaRow.salida_key)) == ["aviso:3:mensaje"]


def test_notices_that_ended_go_after_the_words_time(oficina: Oficina) -> None:
    told, waits, handed, closed = (oficina.file("asignar") for _ in range(4))
    oficina.carry(told, "aviso:1:mensaje")
    with oficina.services.db.writing() as db:
        db.execute(update(AvisoRow).where(col(AvisoRow.solicitud_id) == told).values(estado="entregado"))
    oficina.hand_over(closed)
    with oficina.services.db.writing() as db:
        db.execute(update(Task).values(closed_at=oficina.clock()))
    oficina.hand_over(handed)
    oficina.clock.forward(days=Retention().words)
    assert purge(oficina.services)["notices"] == 0
    oficina.clock.now += timedelta(seconds=1)
    assert purge(oficina.services)["notices"] == 2
    assert sorted(oficina.rows(col(AvisoRow.solicitud_id))) == sorted([waits, handed])
    assert oficina.rows(col(AvisoSalidaRow.salida_key)) == []
