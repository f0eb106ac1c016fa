"""A flow that raises: an apology with the way out, somebody is told, what was told is kept, nothing else happened."""

from collections.abc import Mapping
from dataclasses import replace
from threading import Barrier, Thread

from sqlalchemy import select

from bot.inbound import Inbound
from bot.inbox import Taken, receive
from bot.services import Services
from flows.answers import Text
from flows.context import Context
from flows.effects import Calificar
from flows.engine import Ask, Do, Flow
from flows.messages import Message
from flows.registro import FLOWS
from knowledge.conversaciones import Event, Interaction, Outgoing, Rating, Seen
from tests.worlds import Clock, Talk

SECRET = "el canario de la vecina"


def _broken(context: Context, inicio: Mapping[str, str]) -> Flow:
    yield Ask("tema", "¿De qué se trata?", Text())
    palabras = yield Ask("palabras", "Cuéntame.", Text())
    yield Do("nota", Calificar(5, None))
    raise ValueError(palabras)


def _mended(context: Context, inicio: Mapping[str, str]) -> Flow:
    yield Ask("tema", "¿De qué se trata?", Text())
    palabras = yield Ask("palabras", "Cuéntame.", Text())
    yield f"Gracias por contar: {palabras}"


def with_body(services: Services, body: object) -> Services:
    """Return services in which «funcionario» is another flow."""
    return replace(services, flows={**FLOWS, "funcionario": replace(FLOWS["funcionario"], body=body)})  # type: ignore[arg-type]


def test_a_flow_that_raises_is_answered_undone_and_told(services: Services, clock: Clock) -> None:
    talk = Talk(with_body(services, _broken), clock)
    talk("funcionario")
    talk("un tema")
    bubble = talk(SECRET)
    assert "Perdona, algo falló" in bubble.text
    assert "*menú*" in bubble.text
    with services.db.reading() as db:
        assert db.execute(select(Rating)).first() is None, "the effect was not rolled back"
        assert len(db.execute(select(Seen)).all()) == 3, "the message that failed would be answered twice"
        events = db.execute(select(Event.kind, Event.detail)).all()
        kinds = db.execute(select(Interaction.kind)).scalars().all()
    assert [kind for kind, _ in events] == ["flow-raised"]
    assert "ValueError" in events[0][1]
    assert SECRET not in events[0][1]
    assert kinds[-1] == "failed"


def test_what_was_told_before_it_raised_goes_on_in_the_mended_release(services: Services, clock: Clock) -> None:
    talk = Talk(with_body(services, _broken), clock)
    talk("funcionario")
    talk("un tema")
    talk(SECRET)
    mended = Talk(with_body(services, _mended), clock)
    mended.count = talk.count
    assert "Cuéntame." in mended("seguir").text
    assert "Gracias por contar: de nuevo" in mended("de nuevo").text


def test_the_menu_works_right_after(services: Services, clock: Clock) -> None:
    talk = Talk(with_body(services, _broken), clock)
    talk("funcionario")
    talk("un tema")
    talk(SECRET)
    assert len(talk("menú").options) >= 5


def test_ten_simultaneous_deliveries_of_one_message_are_answered_once(services: Services, clock: Clock) -> None:
    inbound = Inbound("twilio", "SM" + "7" * 32, "whatsapp", ("whatsapp:+573001112233",), Message(text="hola"), clock())
    together, found = Barrier(10), []

    def deliver() -> None:
        together.wait()
        found.append(receive(services, inbound))

    threads = [Thread(target=deliver) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [t for t in found if isinstance(t, Taken)]
    assert len(taken) == 10
    assert sum(not t.duplicate for t in taken) == 1
    with services.db.reading() as db:
        assert len(db.execute(select(Outgoing)).all()) == 1


def test_ten_messages_of_one_new_person_at_once_are_one_contact_and_ten_answers(
    services: Services, clock: Clock
) -> None:
    together, found = Barrier(10), []

    def deliver(n: int) -> None:
        inbound = Inbound(
            "twilio", f"SM{n:032d}", "whatsapp", ("whatsapp:+573009998877",), Message(text="menú"), clock()
        )
        together.wait()
        found.append(receive(services, inbound))

    threads = [Thread(target=deliver, args=[n]) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({t.contact_id for t in found}) == 1
    assert sorted(t.seq for t in found) == list(range(2, 21, 2))
