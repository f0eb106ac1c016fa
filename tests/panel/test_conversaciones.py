"""Who attends by chat takes a conversation, answers and ends it; the citizen reads it where they write."""

import pytest

from bot.services import Services
from tests.panel.charlas import (
    DESK,
    Enter,
    asks,
    audited,
    form_of,
    last_said,
    queued,
    said_by_staff,
    somebody,
    take,
    the_talk,
)  # fmt: skip
from tests.panel.conftest import Person
from tests.worlds import Clock, Talk

pytestmark = pytest.mark.usefixtures("agents")
TEMA = "un hueco grande en mi calle"


def say(person: Person, which: int, texto: str, **form: object) -> Person:
    page = person.get(f"{DESK}/{which}").page
    return person.post(f"{DESK}/{which}/decir", envio=form_of(page), texto=texto, **form)


def test_the_queue_says_who_waits_and_nothing_of_what_they_said(enter: Enter, rosa: Talk) -> None:
    rosa("busco el canario del Arsenal")
    asks(rosa, TEMA)
    ana = enter("ana").get(DESK)
    for said in (TEMA, "Catalina no le entendió", "Chat de la página", "Fila general", "Esperan (1)", "hace menos de un minuto"):  # fmt: skip
        assert said in ana.page, said
    assert "Arsenal" not in ana.page
    assert "1 persona espera en el chat" in enter("beto").get("/panel/").page


def test_a_talk_is_taken_answered_and_ended_and_the_bot_is_silent_meanwhile(
    enter: Enter, services: Services, rosa: Talk
) -> None:
    which = asks(rosa, TEMA)
    ana = take(enter("ana"), which)
    assert (ana.path, TEMA in ana.page) == (f"{DESK}/{which}", True)
    say(ana, which, "Hola, Rosa. ¿En qué barrio es?")
    assert said_by_staff(services) == ["Hola, Rosa. ¿En qué barrio es?"]
    before = len(queued(services))
    with pytest.raises(AssertionError):  # nothing is answered by the assistant
        rosa("En Manga, <b>calle</b> 25 <script>alert(1)</script>")
    ana.get(f"{DESK}/{which}")
    assert "En Manga, &lt;b&gt;calle&lt;/b&gt; 25 &lt;script&gt;alert(1)&lt;/script&gt;" in ana.page
    assert "<script>alert" not in ana.page
    ana.post(f"{DESK}/{which}/cerrar", cierre="resuelta")
    assert "¿Cómo te atendió?" in last_said(services)
    assert (the_talk(services).estado, len(queued(services)), rosa("5").text[:8]) == ("cerrada", before, "Gracias.")


def test_a_citizen_of_whatsapp_reads_the_name_and_the_way_back(enter: Enter, services: Services, clock: Clock) -> None:
    rosa = somebody(services, clock, canal="whatsapp")
    which = asks(rosa, TEMA)
    ana = take(enter("ana"), which)
    assert "Puedes escribirle hasta 31/03 11:5" in ana.page
    say(ana, which, "Ya lo reviso.")
    key, body = queued(services)[-1]
    assert key.startswith("persona:")
    assert "Ya lo reviso." in body
    assert "*salir*" in body
    assert "Por WhatsApp: por enviar" in ana.get(f"{DESK}/{which}").page
    clock.forward(hours=25)
    again = enter("ana").get(f"{DESK}/{which}")
    assert "Pasaron 24 horas: tu mensaje le llegará cuando vuelva a escribir." in again.page


def test_a_form_sent_twice_says_it_once(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    form = {"envio": form_of(ana.page), "texto": "Una sola vez", "csrf": ana.csrf()}
    for _ in range(2):
        ana.post(f"{DESK}/{which}/decir", **form)  # type: ignore[arg-type]
    assert said_by_staff(services) == ["Una sola vez"]


def test_what_cannot_be_sent_is_said_and_stays_in_the_box(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    long = "a" * 1400
    for texto, why in (("", "Escribe tu respuesta."), (long, "Es muy largo para un mensaje: tiene 1400 letras.")):
        say(ana, which, texto)
        assert (ana.status, why in ana.page, texto in ana.page) == (422, True, True)
    assert said_by_staff(services) == []


def test_a_text_is_added_to_what_was_typed_and_its_gaps_are_asked_for(
    enter: Enter, services: Services, rosa: Talk
) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    say(ana, which, "Ya te cuento.", accion="modelo", modelo="visita")
    assert "\nYa te cuento.\n\n" in ana.page
    texto = ana.page.split('<textarea id="texto"')[1].split(">\n", 1)[1].split("</textarea>")[0]
    say(ana, which, texto)
    assert (ana.status, "Falta llenar o borrar" in ana.page, said_by_staff(services)) == (422, True, [])


def test_a_record_is_searched_and_sent_and_what_was_typed_stays(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    say(ana, which, "Mira esto", accion="buscar", busca="certificado de residencia")
    assert 'value="hoja:ctg-residencia"' in ana.page
    say(ana, which, "Mira esto", accion="hoja:ctg-residencia")
    (said,) = said_by_staff(services)
    assert "residencia" in said
    assert "https://catalina.example/tramites/certificado-de-residencia" in said
    assert "\nMira esto</textarea>" in ana.page
    say(ana, which, "", accion="buscar", busca="zzzzqqq")
    assert (ana.status, "No hay un trámite publicado así." in ana.page) == (422, True)


def test_a_note_is_sealed_and_only_the_staff_reads_it(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    ana.post(f"{DESK}/{which}/nota", nota="Vive sola, llamarla")
    assert "Vive sola, llamarla" in ana.page
    assert said_by_staff(services) == []
    assert ana.post(f"{DESK}/{which}/nota", nota=" ").status == 422
    with services.db.reading() as db:
        (kept,) = db.exec_driver_sql("SELECT texto FROM atencion_notas").scalars()
    assert "Vive" not in kept


def test_every_reading_and_act_is_audited_once_and_without_words(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa, TEMA)
    ana = take(enter("ana"), which)
    for _ in range(3):
        ana.get(f"{DESK}/{which}")
    say(ana, which, "Palabra secreta")
    ana.post(f"{DESK}/{which}/nota", nota="Palabra secreta")
    ana.post(f"{DESK}/{which}/cerrar", cierre="orientada")
    acts = audited(services, which)
    assert [act[:2] for act in acts] == [
        ("ana", "tomar conversación"), ("ana", "ver conversación"), ("ana", "responder"), ("ana", "anotar"),
        ("ana", "cerrar conversación"),
    ]  # fmt: skip
    assert not any("secreta" in detail or TEMA in detail for _, _, detail in acts)


def test_the_page_is_sent_again_only_when_something_changed(enter: Enter, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    for path in (DESK, f"{DESK}/{which}"):
        mark = ana.get(path).headers["ETag"]
        poll = lambda path=path, mark=mark: ana.client.get(path, base_url="https://catalina.example", headers={"If-None-Match": mark})  # noqa: E731 # fmt: skip
        assert poll().status_code == 304
        with pytest.raises(AssertionError):
            rosa(f"otra cosa en {path}")
        assert poll().status_code == 200
