"""Who asked to be answered by mail is told by mail: once no chat reaches them, and never at another person's address."""

from sqlalchemy import select, update
from sqlmodel import col

from bot.avisos import decir
from bot.contacts import Known
from bot.inbound import Inbound
from bot.services import Services
from bot.solicitudes import file
from flows.effects import RegistrarSolicitud
from flows.messages import Message
from knowledge.avisos import TEMA_SOLICITUDES, AvisoRow
from knowledge.conversaciones import Address, Subscription
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import Datos, actuar
from tests.notifier.conftest import FakeRoad, Post
from tests.notifier.libro import Libro
from tests.solicitudes.mesa import PETICION, person
from tests.worlds import Clock

NO_SMS = ("whatsapp", "correo")  # a number that writes by WhatsApp gets a text message first, where there is a sender
ROSA, LUIS = "whatsapp:+573001112233", "whatsapp:+573004445566"
MAIL = {"por": "correo", "donde": "rosa@example.com"}


def files(services: Services, contact: int, responder: object = MAIL, *, anonima: bool = False) -> str:
    effect = RegistrarSolicitud(
        "reclamo", {**PETICION, "responder": responder}, "infraestructura", "Infraestructura", anonima=anonima
    )
    inbound = Inbound("whatsapp", "x", "whatsapp", (ROSA,), Message("sí"), services.clock())
    with services.db.writing() as db:
        return str(file(services, db, Known(contact, None, None), inbound, effect)["codigo"])


def people(services: Services) -> tuple[int, int]:
    with services.db.writing() as db:
        return person(db, ROSA), person(db, LUIS)


def mails(services: Services) -> list[tuple[int, str]]:
    with services.db.reading() as db:
        where = select(col(Address.contact_id), col(Address.address)).where(col(Address.channel) == "correo")
        return [(contact, address) for contact, address in db.execute(where.order_by(col(Address.id)))]


def test_the_chosen_mail_is_an_address_of_that_person_and_nobody_elses(services: Services) -> None:
    rosa, luis = people(services)
    for contact in (rosa, rosa, luis):
        files(services, contact)
    files(services, luis, {"por": "direccion", "donde": "calle 30 @ Manga"})
    files(services, luis, {"por": "correo", "donde": ""})
    files(services, luis, {"por": "correo", "donde": "luis@example.com"}, anonima=True)
    assert mails(services) == [(rosa, "correo:rosa@example.com")]


def test_a_notice_goes_by_mail_once_the_window_is_closed_and_the_wait_is_over(services: Services, clock: Clock) -> None:
    rosa, _ = people(services)
    files(services, rosa)
    with services.db.session() as session:
        session.add(Subscription(contact_id=rosa, tema=TEMA_SOLICITUDES, active=True, at=clock()))
    libro = Libro(Post(services.db, clock, FakeRoad(), services.sello), NO_SMS, says=decir(services))
    clock.forward(hours=24)
    with services.db.writing() as db:
        which = db.execute(select(col(SolicitudRow.id))).scalar_one()
        assert which is not None
        actuar(db, services.mesa(clock()), which, "asignar", "gestora", Datos(responsable="gestora"))
        aviso = db.execute(select(col(AvisoRow.id))).scalar_one()
        assert aviso is not None
    libro.after(seconds=61)
    assert libro.estado(aviso)[0] == "en_espera"
    assert libro.post.road.sent == []
    libro.after(days=6)
    assert libro.estado(aviso) == ("en_camino", "correo")
    [sent] = libro.post.road.sent
    assert sent.address == "correo:rosa@example.com"
    assert "ya tiene quien la estudie" in sent.texto


def test_who_left_is_not_written_to_by_mail(services: Services, clock: Clock) -> None:
    rosa, _ = people(services)
    with services.db.writing() as db:
        db.execute(update(Address).where(col(Address.address) == ROSA).values(opted_out=True))
    files(services, rosa)
    assert mails(services) == [(rosa, "correo:rosa@example.com")]
    with services.db.session() as session:
        session.add(Subscription(contact_id=rosa, tema=TEMA_SOLICITUDES, active=True, at=clock()))
    libro = Libro(Post(services.db, clock, FakeRoad(), services.sello), NO_SMS, says=decir(services))
    with services.db.writing() as db:
        which = db.execute(select(col(SolicitudRow.id))).scalar_one()
        actuar(db, services.mesa(clock()), which or 0, "asignar", "gestora", Datos(responsable="gestora"))
    libro.after(days=6)
    assert libro.post.road.sent == []
