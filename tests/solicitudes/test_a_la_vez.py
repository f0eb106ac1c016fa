"""A turn and an official work on one request at once, each on a connection of its own: one waits, neither is thrown out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select, text
from sqlmodel import col

from bot import contacts
from bot.services import Services
from bot.solicitudes import withdraw
from flows.effects import RetirarSolicitud
from knowledge.avisos import AvisoRow
from knowledge.tramitar import Datos, actuar, registrar
from tests.solicitudes.mesa import nueva
from tests.worlds import Clock

WHO = "whatsapp:+573001112233"


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_a_turn_that_wants_the_request_and_an_act_that_tells_its_contact(services: Services, clock: Clock) -> None:
    mesa = services.mesa(clock())
    with services.db.writing() as db:
        made = registrar(db, mesa, nueva(contacts.locked(db, "whatsapp", (WHO,), clock()).id))
    turn_holds, act_holds = Event(), Event()

    def turn() -> bool:
        with services.db.writing() as db:
            known = contacts.locked(db, "whatsapp", (WHO,), clock())
            turn_holds.set()
            act_holds.wait(10)
            return withdraw(services, db, known, clock(), RetirarSolicitud(made.codigo))

    def act() -> int:
        turn_holds.wait(10)
        with services.db.writing() as db:
            db.execute(text("SET LOCAL lock_timeout = '3s'"))
            which = db.execute(
                text("SELECT id FROM solicitudes WHERE id = :id FOR UPDATE"), {"id": made.id}
            ).scalar_one()
            act_holds.set()
            return actuar(db, mesa, which, "asignar", "gestora", Datos(responsable="gestora")).n

    with ThreadPoolExecutor(2) as pool:
        turned, acted = pool.submit(turn), pool.submit(act)
        assert (acted.result(30), turned.result(30)) == (2, True)
    with services.db.reading() as db:
        assert db.execute(select(col(AvisoRow.clase))).scalars().all() == ["asignar"]


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_two_turns_of_one_contact_still_follow_each_other(services: Services, clock: Clock) -> None:
    with services.db.writing() as db:
        contacts.locked(db, "whatsapp", (WHO,), clock())
    with services.db.writing() as db:
        contacts.locked(db, "whatsapp", (WHO,), clock())
        with services.db.writing() as other:
            other.execute(text("SET LOCAL lock_timeout = '200ms'"))
            with pytest.raises(Exception, match="LockNotAvailable"):
                contacts.find(other, (WHO,))
