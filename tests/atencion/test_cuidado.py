"""No talk is left alone: what each needs, as a table, and carried out."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.cuidado import cuidar
from bot.services import Services
from knowledge import cola
from knowledge.cuidado import Charla, Paso, paso
from knowledge.jornada import jornada
from tests.atencion.oficina import abierta, agente, decir, dichos, presente, tomar
from tests.atencion.test_relevo import MORNING, ask
from tests.worlds import Clock, Talk

NOW = datetime(2026, 3, 30, 15, 0, tzinfo=UTC)  # Monday, ten
HORAS = jornada([("lunes", "08:00", "12:00")])


def charla(**how: object) -> Charla:
    """Return a talk that waits since a while ago in the general queue."""
    asked = NOW - timedelta(minutes=20)
    return Charla(
        **{"en_cola": True, "general": True, "presente": True, "pedida_at": asked, "ciudadano_at": asked, **how}
    )  # type: ignore[arg-type]


def ago(minutes: int) -> datetime:
    return NOW - timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("how", "needed"),
    [
        ({}, None),
        ({"promesa": NOW + timedelta(minutes=20)}, None),
        ({"promesa": NOW + timedelta(minutes=4)}, "avisar"),
        ({"promesa": ago(1)}, "avisar"),
        ({"general": False, "presente": False}, None),
        ({"general": False, "presente": False, "pedida_at": ago(40)}, "mover"),
        ({"en_cola": False, "tomada_at": ago(15)}, None),
        ({"en_cola": False, "tomada_at": ago(15), "presente": False}, "devolver"),
        ({"en_cola": False, "tomada_at": ago(5), "presente": False}, None),
        ({"en_cola": False, "tomada_at": ago(15), "agente_at": ago(14), "presente": False}, None),
        ({"en_cola": False, "tomada_at": ago(150), "agente_at": ago(130), "ciudadano_at": ago(140)}, "cerrar"),
        ({"en_cola": False, "tomada_at": ago(150), "agente_at": ago(130), "ciudadano_at": ago(10)}, None),
    ],
)
def test_what_a_talk_needs(how: dict[str, object], needed: Paso | None) -> None:
    assert paso(charla(**how), HORAS, NOW) == needed


@pytest.fixture
def talk(services: Services, clock: Clock) -> Talk:
    clock.now = MORNING
    agente(services)
    presente(services)
    return Talk(services, clock)


def test_who_waits_is_told_before_the_promise_is_missed(talk: Talk, services: Services) -> None:
    who = ask(talk)
    talk.clock.forward(minutes=6)
    cuidar(services)
    assert "Vamos más despacio" in dichos(services, who)[-1][1]
    with services.db.reading() as db:
        again = cola.promesa(db, abierta(services, who).id)
    assert again is not None
    assert again.hasta > talk.clock() + timedelta(minutes=15)
    said = len(dichos(services, who))
    cuidar(services)
    assert len(dichos(services, who)) == said


def test_whose_agent_is_gone_goes_back_to_the_own_place(talk: Talk, services: Services) -> None:
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    talk.clock.forward(minutes=11)
    cuidar(services)
    back = abierta(services, who)
    assert (back.estado, back.agente, back.pedida_at) == ("en_cola", None, row.pedida_at)
    assert "Te atenderá otra persona" in dichos(services, who)[-1][1]
    assert talk("menú").options


def test_who_passes_to_the_general_queue_is_told_and_promised_anew(services: Services, clock: Clock) -> None:
    clock.now = MORNING
    agente(services, "luis", "sisben")
    agente(services)
    talk = Talk(services, clock)
    who = ask(talk)
    before = abierta(services, who)
    assert before.cola == "sisben"
    for _ in range(32):
        clock.forward(minutes=1)
        presente(services)
        cuidar(services)
    row, said = abierta(services, who), [body for _, body, _ in dichos(services, who)]
    assert (row.cola, row.estado, row.pedida_at) == (cola.GENERAL, "en_cola", before.pedida_at)
    (moved,) = [body for body in said if "Ahora te puede atender cualquier persona disponible." in body]
    assert "Calculo que te atienden hoy hacia las 9:35 a. m." in moved
    with services.db.reading() as db:
        promised = cola.promesa(db, row.id)
    assert promised is not None
    assert promised.hasta > clock()
    assert talk("menú").options


def test_a_talk_in_which_the_citizen_is_silent_is_closed_and_told(talk: Talk, services: Services) -> None:
    who = ask(talk)
    row = abierta(services, who)
    tomar(services, row.id)
    talk.clock.forward(minutes=1)
    decir(services, row.id, "¿Sigue ahí?")
    talk.clock.forward(hours=3)
    cuidar(services)
    assert abierta(services, who) is None
    assert "Como no volvimos a leerte" in dichos(services, who)[-1][1]


def test_when_nobody_attends_the_operators_are_told_once(talk: Talk, services: Services) -> None:
    ask(talk)
    for _ in range(3):
        talk.clock.forward(minutes=20)
        cuidar(services)
    with services.db.reading() as db:
        from_the_list = db.exec_driver_sql("SELECT COUNT(*) FROM tasks WHERE tema = 'nadie-atiende'").scalar_one()
    assert from_the_list == 1


def test_when_nobody_can_say_when_it_is_said_once(talk: Talk, services: Services) -> None:
    who = ask(talk)
    with services.db.session() as db:
        db.connection().exec_driver_sql("DELETE FROM cuenta_roles")
    talk.clock.forward(minutes=6)
    for _ in range(20):
        cuidar(services)
        talk.clock.forward(seconds=20)
    said = [body for _, body, _ in dichos(services, who)]
    assert sum("No puedo decirte a qué hora" in body for body in said) == 1


def test_an_agent_who_is_there_and_says_nothing_loses_the_talk(talk: Talk, services: Services) -> None:
    who = ask(talk)
    tomar(services, abierta(services, who).id)
    for _ in range(46):
        talk.clock.forward(minutes=1)
        presente(services)
        cuidar(services)
    assert abierta(services, who).estado == "en_cola"


def test_words_that_wait_for_the_window_close_nothing(services: Services, clock: Clock) -> None:
    clock.now = MORNING
    agente(services)
    phone = Talk(services, clock, "whatsapp:+573001112233", "whatsapp")
    who = ask(phone)
    clock.forward(hours=25)
    row = abierta(services, who)
    tomar(services, row.id)
    decir(services, row.id, "Buenos días")
    clock.forward(hours=3)
    cuidar(services)
    assert abierta(services, who) is not None
