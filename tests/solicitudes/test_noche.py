"""The nightly legal clock: tasks once, escalation in order, due dates after a suspension; twice, or set back, changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

import pytest
from sqlalchemy import ColumnElement, Connection, insert, select, update
from sqlmodel import col

from bot.plazos import SIN_NADIE, run_night
from bot.services import Services
from knowledge.avisos import AvisoRow
from knowledge.conversaciones import Task
from knowledge.db import Database
from knowledge.personal import Account, AccountRole
from knowledge.plazos import Calendario
from knowledge.sellado import Sello
from knowledge.solicitudes import ActoRow, ResponsableRow, SolicitudRow
from knowledge.tramitar import Datos, Mesa, actuar, registrar
from notifier.plazos import Noche, noche
from tests.solicitudes.mesa import counter, nueva, on, person
from tests.worlds import NOON, content

CHAIN = (("ana", 3), ("berta", 2), ("carlos", 5))


@dataclass
class Office:
    """A dependencia with three responsibles and a desk whose day the test sets."""

    db: Database
    mesa: Mesa
    who: int = 0
    made: list[str] = field(default_factory=list)

    def file(self, tipo: str = "peticion_general") -> int:
        with self.db.writing() as db:
            return registrar(db, self.mesa, nueva(self.who, tipo)).id

    def act(self, day: date, which: int, acto: str, **datos: Any) -> None:
        with self.db.writing() as db:
            actuar(db, on(self.mesa, day), which, acto, "ana", Datos(**datos))  # type: ignore[arg-type]

    def night(self, day: date, *closed: date) -> Noche:
        calendario = self.mesa.calendario
        wider = Calendario(calendario.festivos, calendario.desde, calendario.hasta, dict.fromkeys(closed, "Cierre"))
        return noche(self.db, replace(on(self.mesa, day), calendario=wider))

    def row(self, which: int) -> Any:
        with self.db.reading() as db:
            return db.execute(select(SolicitudRow.__table__).where(col(SolicitudRow.id) == which)).one()  # type: ignore[attr-defined]

    def tasks(self) -> list[tuple[str, str | None, str]]:
        with self.db.reading() as db:
            return [tuple(r) for r in db.execute(select(col(Task.kind), col(Task.dependencia_id), col(Task.tema)).where(col(Task.closed_at).is_(None)).order_by(col(Task.id)))]  # type: ignore[misc]  # fmt: skip


def account(db: Connection, usuario: str, rol: str = "gestor", dependencia: str | None = "infraestructura") -> None:
    row = {"usuario": usuario, "nombre": usuario, "password_hash": "x", "password_at": NOON, "must_change": False}
    made = db.execute(
        insert(Account).values(**row, dependencia_id=dependencia, activo=True, totp_step=0, created_at=NOON)
    ).inserted_primary_key
    assert made is not None
    db.execute(insert(AccountRole).values(account_id=made[0], rol=rol))


@pytest.fixture
def office(database: Database) -> Office:
    calendario = content().calendario
    assert calendario is not None
    mesa = Mesa(calendario, content().terminos, Sello("clave de prueba"), NOON, counter())
    with database.writing() as db:
        who = person(db)
        for orden, (usuario, dias) in enumerate(CHAIN, start=1):
            account(db, usuario)
            db.execute(
                insert(ResponsableRow).values(dependencia_id="infraestructura", orden=orden, usuario=usuario, dias=dias)
            )
    return Office(database, mesa, who)


def test_what_falls_due_leaves_one_task_each_and_nothing_is_closed(office: Office) -> None:
    which = office.file()  # due on 22 April
    codigo = office.row(which).codigo
    office.act(date(2026, 3, 30), which, "asignar", responsable="otra", escalon=9)
    assert office.night(date(2026, 4, 16)).tareas == 0  # four left
    assert office.night(date(2026, 4, 17)).tareas == 1
    assert office.night(date(2026, 4, 17)).tareas == 0
    assert office.night(date(2026, 4, 22)).tareas == 0
    assert office.night(date(2026, 4, 23)).tareas == 1
    mine = [task for task in office.tasks() if task[0] != "escalada"]
    assert mine == [("por_vencer", "infraestructura", codigo), ("vencida", "infraestructura", codigo)]
    assert office.row(which).estado == "asignada"


def test_an_extension_falls_due_anew(office: Office) -> None:
    which = office.file()
    office.night(date(2026, 4, 17))
    office.act(date(2026, 4, 20), which, "prorrogar", texto="Faltan estudios.", dias=10)
    assert office.night(date(2026, 4, 21)).tareas == 0
    assert office.night(date(2026, 5, 4)).tareas == 1  # three left to 7 May


def test_when_the_month_is_over_the_official_is_told_and_the_request_stays(office: Office) -> None:
    which = office.file()
    office.act(date(2026, 3, 30), which, "requerir", texto="Falta la dirección.")
    until = office.row(which).completar_hasta
    assert office.night(until).tareas == 0
    assert [office.night(date(2026, 6, 1)).tareas for _ in range(2)] == [1, 0]
    assert [task[0] for task in office.tasks()] == ["completar_vencido"]
    assert office.row(which).estado == "por_completar"


def test_it_goes_from_one_responsible_to_the_next_and_stops_at_the_last(office: Office) -> None:
    which = office.file()
    codigo = office.row(which).codigo
    assert office.night(date(2026, 3, 31)).escaladas == 1
    assert (office.row(which).responsable, office.row(which).estado) == ("ana", "asignada")
    assert office.night(date(2026, 4, 6)).escaladas == 0  # 1 and 6 April: two days
    assert office.night(date(2026, 4, 7)).escaladas == 1
    assert (office.row(which).responsable, office.row(which).escalon) == ("berta", 2)
    assert office.night(date(2026, 4, 9)).escaladas == 1
    assert office.row(which).responsable == "carlos"
    assert office.night(date(2026, 4, 30)).escaladas == 0
    with office.db.reading() as db:
        acts = db.execute(select(col(ActoRow.acto), col(ActoRow.actor)).order_by(col(ActoRow.n))).all()
        told = db.execute(select(col(AvisoRow.clase))).scalars().all()
        details = db.execute(select(col(Task.detail)).where(col(Task.kind) == "escalada").order_by(col(Task.id))).scalars().all()  # fmt: skip
    assert [tuple(a) for a in acts] == [("radicar", "ciudadano"), ("asignar", "sistema"), ("escalar", "sistema"), ("escalar", "sistema")]  # fmt: skip
    assert told == ["asignar"]  # that it changed hands inside is not the citizen's business
    assert [t for t in office.tasks() if t[0] == "escalada"] == [("escalada", "infraestructura", codigo)] * 5
    assert sorted(details[1:3]) == ["Estaba con ana. Ahora la tiene berta.", "Pasaron los días de ana sin un acto. Ahora la tiene berta."]  # fmt: skip


def test_an_act_gives_the_days_anew_and_waiting_for_the_citizen_costs_nobody_any(office: Office) -> None:
    which = office.file()
    office.act(date(2026, 3, 30), which, "asignar", responsable="ana", escalon=1)
    office.act(date(2026, 4, 6), which, "firmar")
    assert office.night(date(2026, 4, 7)).escaladas == 0
    office.act(date(2026, 4, 7), which, "devolver")
    office.act(date(2026, 4, 7), which, "requerir", texto="Falta la dirección.")
    assert office.night(date(2026, 5, 4)).escaladas == 0


def test_whoever_has_no_account_any_more_is_passed_over(office: Office) -> None:
    with office.db.writing() as db:
        db.execute(update(Account).where(col(Account.usuario) == "berta").values(activo=False))
    which = office.file()
    office.act(date(2026, 3, 30), which, "asignar", responsable="ana", escalon=1)
    office.night(date(2026, 4, 7))
    assert office.row(which).responsable == "carlos"


def test_whoever_may_not_act_in_the_office_gets_nothing(office: Office) -> None:
    with office.db.writing() as db:
        db.execute(update(Account).where(col(Account.usuario) == "ana").values(dependencia_id="hacienda"))
        db.execute(update(AccountRole).where(_of("berta")).values(rol="editor"))
        db.execute(update(AccountRole).where(_of("carlos")).values(rol="administrador"))
    which = office.file()
    assert office.night(date(2026, 3, 31)) == Noche(escaladas=1)
    assert office.row(which).responsable == "carlos"


def test_an_office_where_nobody_may_act_is_an_alarm_until_somebody_may(services: Services) -> None:
    with services.db.writing() as db:
        account(db, "ana", "editor")
        db.execute(insert(ResponsableRow).values(dependencia_id="infraestructura", orden=1, usuario="ana", dias=3))
        registrar(db, services.mesa(services.clock()), nueva())
    alarms = select(col(Task.detail)).where(col(Task.tema) == SIN_NADIE, col(Task.closed_at).is_(None))
    assert [run_night(services) for _ in range(2)] == [Noche(sin_nadie=("infraestructura",))] * 2
    with services.db.writing() as db:
        assert db.execute(alarms).scalars().all() == ["infraestructura"]
        db.execute(update(AccountRole).values(rol="gestor"))
    assert run_night(services).escaladas == 1
    with services.db.reading() as db:
        assert db.execute(alarms).scalars().all() == []


def _of(usuario: str) -> ColumnElement[bool]:
    return col(AccountRole.account_id).in_(select(col(Account.id)).where(col(Account.usuario) == usuario))


def test_another_due_date_falls_due_anew(office: Office) -> None:
    other, waited = office.file(), office.file()
    assert office.night(date(2026, 4, 17)).tareas == 2
    office.act(date(2026, 4, 20), other, "reclasificar", tipo="consulta")  # thirty days
    office.act(date(2026, 4, 8), waited, "requerir", texto="Falta la dirección.")
    office.act(date(2026, 4, 20), waited, "completar")
    due = {which: office.row(which).vence_el for which in (other, waited)}
    assert len({date(2026, 4, 22), *due.values()}) == 3
    assert office.night(date(2026, 4, 21)).tareas == 0
    assert [sum(office.night(day).tareas for day in (vence, vence)) for vence in sorted(due.values())] == [1, 2]
    kinds = [task[0] for task in office.tasks() if task[0] != "escalada"]
    assert sorted(kinds) == ["por_vencer"] * 4 + ["vencida"]


def test_a_suspension_moves_the_due_dates_of_what_is_open(office: Office) -> None:
    plain, waited, asked, done = (office.file() for _ in range(4))
    office.act(date(2026, 4, 6), waited, "requerir", texto="Falta la dirección.")
    office.act(date(2026, 4, 20), waited, "completar")
    office.act(date(2026, 4, 6), asked, "requerir", texto="Falta la dirección.")
    office.act(date(2026, 4, 6), done, "responder", texto="Ya.")
    closed = (date(2026, 4, 21), date(2026, 4, 22), date(2026, 5, 6))
    assert office.night(date(2026, 4, 20)).recalculadas == 0
    assert office.night(date(2026, 4, 20), *closed).recalculadas == 3
    assert office.night(date(2026, 4, 20), *closed).recalculadas == 0
    assert office.row(plain).vence_el == date(2026, 4, 24)
    assert office.row(waited).vence_el == date(2026, 5, 12)  # 7 May, and three days more
    assert (office.row(asked).vence_el, office.row(asked).completar_hasta) == (None, date(2026, 5, 7))
    assert office.row(done).vence_el == date(2026, 4, 22)


def test_what_another_system_keeps_is_left_alone(office: Office) -> None:
    which = office.file()
    with office.db.writing() as db:
        db.execute(update(SolicitudRow).where(col(SolicitudRow.id) == which).values(aqui=False))
    assert office.night(date(2026, 4, 23), date(2026, 4, 22)) == Noche()
    assert office.tasks() == []


def test_a_clock_set_back_does_nothing_twice(office: Office) -> None:
    for _ in range(3):
        office.file()
    first = [office.night(date(2026, 4, day)) for day in (17, 23)]
    assert sum(night.tareas + night.escaladas for night in first) > 0
    before = [office.row(n) for n in range(1, 4)], office.tasks()
    assert [office.night(date(2026, 4, day)) for day in (17, 18, 23)] == [Noche()] * 3
    assert ([office.row(n) for n in range(1, 4)], office.tasks()) == before


def test_two_workers_at_once_do_each_thing_once(office: Office) -> None:
    made = [office.file() for _ in range(30)]
    with ThreadPoolExecutor(2) as pool:
        nights = list(pool.map(office.night, [date(2026, 4, 23)] * 2))
    assert sum(night.escaladas for night in nights) == len(made)
    assert sorted(task[0] for task in office.tasks()) == ["escalada"] * 30 + ["vencida"] * 30
    assert {office.row(which).ultimo_acto for which in made} == {2}


def test_an_answer_closes_its_tasks(office: Office) -> None:
    which = office.file()
    office.night(date(2026, 4, 23))
    assert office.tasks() != []
    office.act(date(2026, 4, 23), which, "responder", texto="Ya.")
    office.night(date(2026, 4, 24))
    assert office.tasks() == []


def test_a_year_without_holidays_is_an_alarm_and_no_false_date(office: Office) -> None:
    which = office.file()
    with office.db.writing() as db:
        db.execute(update(SolicitudRow).values(recibida_el=date(2032, 12, 20), vence_el=date(2033, 1, 12)))
    assert office.night(date(2032, 12, 21)).sin_calendario == 1
    assert office.row(which).vence_el == date(2033, 1, 12)


def test_the_job_of_a_process_runs_it_and_writes_the_audit(services: Services) -> None:
    with services.db.writing() as db:
        made = registrar(db, services.mesa(services.clock()), nueva(person(db)))
        db.execute(update(SolicitudRow).values(vence_el=date(2026, 4, 21)))  # as another calendar had it
    assert run_night(services).recalculadas == 1
    with services.db.reading() as db:
        assert db.execute(select(col(SolicitudRow.vence_el))).scalar_one() == made.vence_el
        assert db.exec_driver_sql("SELECT action FROM auditoria").scalars().all() == ["recalcular plazos"]
    assert isinstance(services.clock(), datetime)
