"""A person takes over: the queue, the assistant's silence, the words of the staff, the end, and going on where it was."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.channels.console import ATTENDED, Terminal
from bot.inbound import Inbound
from bot.inbox import receive
from bot.services import Services
from flows.messages import Message
from knowledge import cola
from knowledge.conversaciones import Contact, Rating
from notifier.delivery import Delivery, run_once
from notifier.ports import Receipt, Road, Salida
from tests.atencion.oficina import abierta, agente, cerrar, decir, dichos, enviados, presente, tomar
from tests.officers import officer
from tests.worlds import Clock, Talk

MORNING = datetime(2026, 3, 30, 14, 0, tzinfo=UTC)  # Monday, nine in Cartagena


@pytest.fixture
def morning(clock: Clock) -> Clock:
    clock.now = MORNING
    return clock


@pytest.fixture
def talk(services: Services, morning: Clock) -> Talk:
    agente(services)
    presente(services)
    return Talk(services, morning)


def ask(talk: Talk) -> int:
    """Ask for a person; return the contact."""
    talk("funcionario")
    talk("es sobre el sisben")
    talk("sí")
    assert talk.last is not None
    assert talk.last.contact_id is not None
    return talk.last.contact_id


def write(talk: Talk, text: str) -> None:
    """Write something that the assistant does not answer."""
    talk.count += 1
    where = f"{talk.address}:{talk.count}"
    inbound = Inbound(talk.canal, where, talk.canal, (talk.address,), Message(text=text), talk.clock())
    assert receive(talk.services, inbound).bubble is None


def test_who_asks_is_told_the_place_and_the_hour_and_it_is_kept(talk: Talk, services: Services) -> None:
    talk("funcionario")
    before = talk("es sobre el sisben").text
    assert "No hay nadie antes que tú. Calculo que te atienden hoy hacia las 9:05 a. m." in before
    after = talk("sí").text
    assert "Si van a tardar más, te aviso antes de las 9:10 a. m." in after
    assert talk.last is not None
    row = abierta(services, talk.last.contact_id or 0)
    with services.db.reading() as db:
        kept = cola.promesa(db, row.id)
    assert kept is not None
    assert kept.hasta == MORNING + timedelta(minutes=10)


def test_while_a_person_owns_the_conversation_the_assistant_is_silent(talk: Talk, services: Services) -> None:
    who = ask(talk)
    row = abierta(services, who)
    assert tomar(services, row.id)
    talk.clock.forward(minutes=1)
    write(talk, "menú")
    write(talk, "¿cuánto cuesta el certificado de residencia?")
    decir(services, row.id, "Ya lo miro.")
    log = dichos(services, who)
    assert [direction for direction, _, _ in log][-3:] == ["in", "in", "out"]
    assert '"de": "Ana"' in log[-1][1]
    assert abierta(services, who).agente_at == talk.clock()


def test_a_terminal_says_that_a_person_attends(services: Services, morning: Clock) -> None:
    agente(services)
    terminal = Terminal(services, "rosa")
    for n, text in enumerate(("funcionario", "es sobre el sisben", "sí")):
        terminal.say(text, f"m{n}")
    with services.db.reading() as db:
        (row,) = cola.abiertas(db)
    assert tomar(services, row.id)
    assert terminal.say("hola", "m9").text == ATTENDED.format(asistente="Catalina")


def test_of_two_who_take_the_same_talk_one_gets_it(talk: Talk, services: Services) -> None:
    row = abierta(services, ask(talk))
    assert tomar(services, row.id, "ana")
    assert not tomar(services, row.id, "beto")


def test_when_it_ends_it_is_rated_apart_and_the_form_goes_on_at_its_question(talk: Talk, services: Services) -> None:
    talk("error")
    question = talk("el certificado de residencia vale otra cosa").text.split("\n\n")[0]
    talk("funcionario")
    talk("es sobre el sisben")
    assert "¿Seguimos con" in talk("sí").text
    assert talk.last is not None
    who = talk.last.contact_id or 0
    row = abierta(services, who)
    tomar(services, row.id)
    decir(services, row.id, "Listo, quedó.")
    cerrar(services, row.id)
    assert "Terminó tu charla con Ana" in dichos(services, who)[-1][1]
    back = talk("5").text
    assert "Gracias" in back
    assert "¿Seguimos con" in back
    assert question in talk("sí").text
    with services.db.reading() as db:
        rated = db.execute(select(col(Rating.codigo), col(Rating.puntaje))).one()
    assert tuple(rated) == (f"persona:{row.id}", 5)


def test_a_danger_to_life_is_answered_even_then(talk: Talk, services: Services) -> None:
    row = abierta(services, ask(talk))
    tomar(services, row.id)
    assert "123" in talk("me quiero matar").text
    write(talk, "gracias")


def test_nobody_of_the_staff_hears_what_only_an_officer_may(talk: Talk, services: Services) -> None:
    with services.db.session() as db:
        officer(db)
    talk.clock.forward(seconds=6)
    who = ask(talk)
    talk("quiero denunciar un soborno")
    tomar(services, abierta(services, who).id)
    assert talk("anónima").text, "the report goes on with the assistant"
    assert talk("El jefe de la oficina me pidió plata para darme el permiso en marzo").text
    told = " ".join(body for _, body, _ in dichos(services, who))
    assert "permiso en marzo" not in told


def test_a_report_begun_with_a_person_is_taken_by_the_assistant(talk: Talk, services: Services) -> None:
    who = ask(talk)
    tomar(services, abierta(services, who).id)
    assert talk("quiero denunciar al jefe por un soborno").text
    assert "al jefe por un soborno" not in " ".join(body for _, body, _ in dichos(services, who))


def test_leaving_ends_the_talk_and_the_assistant_answers_again(talk: Talk, services: Services) -> None:
    who = ask(talk)
    tomar(services, abierta(services, who).id)
    assert talk("salir").text
    assert abierta(services, who) is None
    assert talk("menú").options


def test_who_waits_already_is_told_the_place_and_may_leave(talk: Talk, services: Services) -> None:
    who = ask(talk)
    assert "Ya estás en la fila" in talk("funcionario").text
    assert "saliste de la fila" in talk("salir de la fila").text
    assert abierta(services, who) is None


def test_after_insults_only_the_assistant_answers(talk: Talk, services: Services) -> None:
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    decir(services, row.id, "Hola")
    with services.db.writing() as db:
        cola.sin_persona(db, who, talk.clock() + timedelta(days=7))
    cerrar(services, row.id, "abuso")
    assert "Terminó" not in dichos(services, who)[-1][1]
    said = talk("funcionario").text
    assert "solo puedo atenderte yo" in said, said


def test_on_whatsapp_words_go_out_with_the_name_and_the_first_with_the_way_back(
    services: Services, morning: Clock
) -> None:
    agente(services)
    presente(services)
    talk = Talk(services, morning, "whatsapp:+573001112233", "whatsapp")
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    decir(services, row.id, "Buenos días")
    decir(services, row.id, "Ya lo miro")
    first, second = enviados(services, who)[-2:]
    assert "*Ana, Alcaldía de Cartagena:*" in first[1]
    assert "*salir*" in first[1]
    assert "*salir*" not in second[1]
    assert first[0] != second[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Buenos días", "Terminó tu charla con Ana. Vuelvo a atenderte yo."),
        ("", "Cerramos tu turno sin haberte escrito."),
    ],
)
def test_a_talk_closed_after_the_window_is_told_when_they_write_again(
    words: str, said: str, services: Services, morning: Clock
) -> None:
    agente(services)
    talk = Talk(services, morning, "whatsapp:+573001112233", "whatsapp")
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    decir(services, row.id, words) if words else None
    went = _sent(services)
    assert said not in str(went)
    morning.forward(hours=25)
    cerrar(services, row.id)
    assert said in dichos(services, who)[-1][1]
    assert _sent(services) == []
    assert "¿Cómo te atendió?" not in talk("hola").text
    assert said in str(_sent(services))
    assert _sent(services) == []


def _sent(services: Services) -> list[str]:
    """Send by WhatsApp what may be sent now, and return it."""
    texts: list[str] = []

    def send(salida: Salida) -> Receipt:
        texts.append(salida.texto)
        return Receipt(f"SM{salida.id}")

    roads = {"whatsapp": Road(send, lambda _: [])}
    while run_once(Delivery(services.db, services.sello, roads, services.clock, "prueba")):
        pass
    return texts


def test_the_way_back_names_the_assistant_of_the_entity(services: Services, morning: Clock) -> None:
    services.current.entidad = replace(services.current.entidad, asistente="Manuela")
    agente(services)
    talk = Talk(services, morning, "whatsapp:+573001112233", "whatsapp")
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    decir(services, row.id, "Buenos días")
    said = enviados(services, who)[-1][1]
    assert "Escribe *salir* para volver conmigo, Manuela." in said
    assert "Catalina" not in said


def test_a_talk_is_of_the_office_where_somebody_attends_else_of_all(services: Services, morning: Clock) -> None:
    agente(services, "ana")
    agente(services, "beto", "sisben")
    with services.db.reading() as db:
        staff = cola.agentes(db, morning())
    assert cola.cola_de(staff, "sisben") == "sisben"
    assert cola.cola_de(staff, "hacienda") == cola.GENERAL
    ana, beto = staff
    assert cola.puede(ana, staff, "sisben")
    assert cola.puede(beto, staff, "sisben")
    assert not cola.puede(beto, staff, "hacienda")


def test_the_contact_says_who_owns_it(talk: Talk, services: Services) -> None:
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    with services.db.reading_session() as db:
        assert db.get_one(Contact, who).atencion_id == row.id
    with services.db.writing() as db:
        cola.devolver(db, row.id, who)
    with services.db.reading_session() as db:
        assert db.get_one(Contact, who).atencion_id is None
