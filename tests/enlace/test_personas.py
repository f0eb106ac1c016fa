"""The same conversation goes on on the other side while a person attends it."""

from bot.services import Services
from knowledge.conversaciones import Contact
from tests.atencion.oficina import abierta, agente, decir, dichos, presente, tomar
from tests.atencion.test_relevo import ask
from tests.worlds import Clock, Talk


def test_a_talk_with_a_person_comes_along_to_whatsapp(services: Services, clock: Clock) -> None:
    agente(services)
    presente(services)
    web = Talk(services, clock)
    phone = Talk(services, clock, "whatsapp:+573001112233", "whatsapp")
    phone("hola")
    assert phone.last is not None
    mine = phone.last.contact_id or 0
    who = ask(web)
    code = web("seguir en WhatsApp").text
    row = abierta(services, who)
    tomar(services, row.id)
    said = next(word for word in code.split() if "-" in word and word.strip("*.").isupper()).strip("*.")
    assert phone(f"Seguir chat {said}").text
    assert phone("sí").text
    moved = abierta(services, mine)
    assert (moved.id, abierta(services, who)) == (row.id, None)
    with services.db.reading_session() as db:
        assert db.get_one(Contact, mine).atencion_id == row.id
    decir(services, row.id, "Sigo aquí")
    assert "Sigo aquí" in dichos(services, mine)[-1][1]
