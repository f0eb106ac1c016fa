"""The preview is what is sent, string for string; a conversation about a draft leaves nothing behind."""

import json
import re
from collections.abc import Callable
from html import unescape
from itertools import pairwise

import pytest
from sqlmodel import select

from bot.marks import to_plain
from bot.previewing import sent
from bot.services import Services
from bot.trying import Prueba, opened, sealed, talk
from flows.messages import Message
from knowledge import tramites
from knowledge.conversaciones import Contact, Interaction, MessageRow, Outgoing
from knowledge.tables import MODULES
from notifier import parts
from tests.panel.conftest import Person
from tests.panel.test_hojas import DOS_DIAS
from tests.worlds import Clock, Talk

assert MODULES
Enter = Callable[[str], Person]
SLUG = "certificado-de-residencia"
VERSION = f"/panel/hojas/{SLUG}/versiones/2"
LONG = " ".join(f"Lleva el papel número {n} y su copia." for n in range(60))


@pytest.mark.parametrize("nota", ["Corta", LONG], ids=["short", "several-pages"])
def test_the_preview_of_a_draft_is_what_whatsapp_is_handed_once_published(
    enter: Enter, services: Services, clock: Clock, nota: str
) -> None:
    changes = {"nota": nota[:590], **{f"preguntas-0-{k}": "Sí" for k in ("pregunta", "respuesta")}, **DOS_DIAS}
    if nota == LONG:
        changes |= {"pasos": "\n".join(f"{n}. {nota[:300]}" for n in range(9))}
    luis = enter("editora").save(SLUG, **changes)
    assert "Borrador guardado" in luis.page
    with services.db.reading_session() as db:
        draft = tramites.as_published(tramites.history(db, "ctg-residencia")[0], clock())
    titles = [e.titulo for e in sent(services, draft)]
    assert (len(titles) > len(set(titles))) == (nota == LONG)  # a long section takes several messages
    promised = [m.texto for envio in sent(services, draft) for m in envio.whatsapp]
    enter("revisor").get(VERSION).post(f"{VERSION}/publicar")
    clock.forward(seconds=6)
    assert promised == handed_over(services, clock, titles)


def handed_over(services: Services, clock: Clock, titles: list[str]) -> list[str]:
    """Return the texts in the outbox after somebody pressed every option by its title."""
    who = Talk(services, clock, "whatsapp:+573001112233", "whatsapp")
    who("hola")
    before = len(outbox(services))
    who("certificado de residencia")
    for earlier, title in pairwise(titles):
        who("Ver más" if title == earlier else title)
    return [body["texto"] if body["opciones"] else parts.plain(body["texto"], ()) for body in outbox(services)[before:]]


def outbox(services: Services) -> list[dict[str, object]]:
    with services.db.reading_session() as db:
        return [json.loads(row.body) for row in db.exec(select(Outgoing).order_by("id"))]


def test_the_page_shows_each_message_with_its_length_on_three_ways(
    enter: Enter, services: Services, clock: Clock
) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS).get(f"{VERSION}/mensajes")
    with services.db.reading_session() as db:
        envios = sent(services, tramites.as_published(tramites.history(db, "ctg-residencia")[0], clock()))
    assert ana.page.count("<h3>WhatsApp</h3>") == len(envios) > 5
    for envio in envios:
        assert envio.texto in unescape(ana.page)
        for message in envio.whatsapp:
            assert f"{parts.units(message.texto)} de 1024 caracteres" in ana.page
            assert message.largo <= message.limite
    assert "2 días hábiles" in to_plain(envios[0].burbuja.text)


def test_a_draft_is_tried_as_if_it_were_published(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS).get(f"{VERSION}/probar")
    say(ana, texto="cuánto demora el certificado de residencia")
    assert "2 días hábiles" in ana.page
    say(ana, opcion="norma")
    assert ana.page.count('class="m mio"') == 2
    assert "Acuerdo Distrital 107" in ana.page
    assert "2 días hábiles" not in ana.get(f"/tramites/{SLUG}").page


def test_a_name_given_in_the_draft_already_finds_it(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, alias="papel del zorongo").get(f"{VERSION}/probar")
    say(ana, texto="papel del zorongo")
    assert "Certificado de residencia" in last(ana)


def test_trying_leaves_nothing_in_the_database(enter: Enter, services: Services) -> None:
    ana = enter("editora").save(SLUG, **DOS_DIAS).get(f"{VERSION}/probar")
    for words in ("quiero hablar con un funcionario", "sí", "mis datos", "borrar", "denuncia", "anónima"):
        say(ana, texto=words)
        assert ana.status == 200
    with services.db.reading_session() as db:
        for table in (Contact, Interaction, MessageRow, Outgoing):
            assert db.exec(select(table)).first() is None


def test_a_conversation_that_was_changed_or_is_of_another_draft_begins_anew(services: Services) -> None:
    record = services.current.get().catalogo.tramites["ctg-residencia"]
    prueba = talk(services, record, Prueba(), Message(text="certificado de residencia"))
    closed = sealed(services, prueba, "a/1")
    assert opened(services, closed, "a/1") == prueba
    for text, about in (
        (closed, "a/2"),
        (closed[:-4] + "AAAA", "a/1"),
        ("", "a/1"),
        (services.sello.close("{}"), "a/1"),
    ):
        assert opened(services, text, about) == Prueba()


def say(who: Person, **said: str) -> None:
    kept = re.search(r'name="charla" value="([^"]+)"', who.page)
    assert kept
    who.post(f"{VERSION}/probar", charla=kept[1], **said)


def last(who: Person) -> str:
    return who.page.rsplit('id="ultimo"', 1)[1]
