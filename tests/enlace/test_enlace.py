"""The same conversation on the web and on WhatsApp: what comes along, what never does, and the way back."""

from collections.abc import Callable

from sqlalchemy import text

from bot.retention import purge
from bot.services import Services
from tests.enlace.conftest import Browser, code_in, contact_of, count, join
from tests.worlds import Clock, Talk

QUESTION = "cuánto cuesta el certificado de residencia"


def test_a_new_number_joins_the_web_conversation(web: Browser, phone: Talk, services: Services) -> None:
    web(QUESTION)
    said = join(phone, web).text
    assert "ya son el mismo" in said
    assert "Seguimos" not in said
    assert contact_of(services, phone.address) == _web_contact(services)


def test_what_is_said_on_the_phone_is_read_in_the_browser_and_the_other_way(web: Browser, phone: Talk) -> None:
    web(QUESTION)
    phone(f"seguir chat {web.code().lower().replace('-', ' ')}")
    phone("sí")
    said = phone("menú").text
    assert web.poll() == said
    assert web("¿y cuánto se demora?")
    assert web.seen.count(said) == 1


def test_a_form_begun_on_the_web_goes_on_in_whatsapp(web: Browser, phone: Talk) -> None:
    asked = web("mis datos")
    assert "¿Qué quieres hacer?" in asked
    bubble = join(phone, web)
    assert "¿Qué quieres hacer?" in bubble.text
    assert [o.title for o in bubble.options][:2] == ["Corregir un dato", "Borrar mis datos"]
    assert "Ley 1581" in phone("3").text


def test_a_known_number_takes_the_web_conversation_over(web: Browser, phone: Talk, services: Services) -> None:
    phone("hola")
    phone("menú")
    web(QUESTION)
    mine = contact_of(services, phone.address)
    bubble = join(phone, web)
    assert "ya son el mismo" in bubble.text
    assert count(services, f"SELECT count(*) FROM addresses WHERE contact_id = {mine}") == 2
    assert count(services, f"SELECT count(*) FROM messages WHERE contact_id = {mine}") == 10
    assert count(services, f"SELECT count(*) FROM messages WHERE contact_id <> {mine}") == 0
    assert web.poll() == bubble.text


def test_the_browser_never_reads_what_was_said_on_whatsapp_before(
    web: Browser, phone: Talk, browser_of: Callable[[], Browser]
) -> None:
    phone("vivo en la calle secreta 5")
    web(QUESTION)
    join(phone, web)
    again = browser_of()
    again.token = web.token
    again.poll()
    assert again.seen[0] == QUESTION
    assert not any("secreta" in said for said in again.seen)
    page = web.client.post("/chat", data={"token": web.token, "cid": "p1", "texto": "menú", "despues": "0"})
    assert "secreta" not in page.get_data(as_text=True)


def test_the_web_form_goes_on_where_whatsapp_is_idle(web: Browser, phone: Talk) -> None:
    phone(QUESTION)
    web("mis datos")
    bubble = join(phone, web)
    assert "¿Qué quieres hacer?" in bubble.text


def test_the_web_form_rests_as_a_draft_where_whatsapp_is_busy(web: Browser, phone: Talk) -> None:
    phone("mis datos")
    web("quiero hablar con una persona de planeación")
    assert web("agua en la calle")
    said = join(phone, web).text
    assert "¿Qué quieres hacer?" in said


def test_requests_consents_and_subscriptions_come_along(web: Browser, phone: Talk, services: Services) -> None:
    phone("hola")
    web("hola")
    a, b = _web_contact(services), contact_of(services, phone.address)
    with services.db.writing() as db:
        for tema, active, at in (("x", False, "2026-01-01"), ("y", True, "2026-01-01")):
            _subscribe(db, b, tema, active, at)
        for tema, active, at in (("x", True, "2026-02-01"), ("y", False, "2025-02-01"), ("z", True, "2026-02-01")):
            _subscribe(db, a, tema, active, at)
        db.execute(
            text(
                "INSERT INTO solicitudes (codigo, tipo, estado, dependencia, recibida_el, contact_id)"
                " VALUES ('9CFJ-MQTW-Z477', 'queja', 'recibida', '', '2026-03-02', :c)"
            ),
            {"c": a},
        )
    join(phone, web)
    with services.db.reading() as db:
        rows = db.execute(text("SELECT tema, active FROM subscriptions WHERE contact_id = :c ORDER BY tema"), {"c": b})
        assert [(t, bool(v)) for t, v in rows] == [("x", True), ("y", True), ("z", True)]
        assert db.execute(text("SELECT contact_id FROM solicitudes")).scalar_one() == b
        assert db.execute(text("SELECT count(*) FROM consents WHERE contact_id <> :c"), {"c": b}).scalar_one() == 0


def test_whatsapp_goes_on_in_a_browser_with_the_code_it_gives(web: Browser, phone: Talk, services: Services) -> None:
    phone("vivo en la calle secreta 5")
    phone("mis datos")
    said = phone("seguir en la web").text
    assert "https://catalina.example/chat" in said
    assert "¿Qué quieres hacer?" in said
    reply = web(f"Seguir chat {code_in(said)}")
    assert "tu WhatsApp ya son el mismo" in reply
    assert "¿Qué quieres hacer?" in reply
    assert not any("secreta" in seen or code_in(said) in seen for seen in web.seen)
    assert count(services, "SELECT count(*) FROM contacts") == 1


def test_a_browser_that_had_talked_brings_what_it_told_to_whatsapp(web: Browser, phone: Talk) -> None:
    phone("hola")
    web(QUESTION)
    reply = web(f"Seguir chat {code_in(phone('seguir en la web').text)}")
    assert "ya son el mismo" in reply
    assert phone("¿y cuánto se demora?").text == web.poll()


def test_without_javascript_the_code_is_written_in_the_page(web: Browser, phone: Talk) -> None:
    phone("hola")
    code = code_in(phone("seguir en la web").text)
    page = web.client.post("/chat", data={"token": "", "cid": "p1", "texto": f"Seguir chat {code}", "despues": "0"})
    assert "ya son el mismo" in page.get_data(as_text=True)


def test_on_the_web_the_words_give_the_address_of_whatsapp(web: Browser, phone: Talk) -> None:
    web("hola")
    said = web("seguir en WhatsApp")
    assert "https://wa.me/573000000000?text=Seguir%20chat%20" in said
    phone(f"Seguir chat {code_in(said)}")
    assert "ya son el mismo" in phone("sí").text


def test_separar_takes_the_conversation_from_every_browser(web: Browser, phone: Talk) -> None:
    phone("hola")
    web(QUESTION)
    join(phone, web)
    web.poll()
    assert "Ningún navegador" in phone("separar").text
    read = len(web.seen)
    phone("mi secreto nuevo")
    web.poll()
    assert len(web.seen) == read
    assert "Certificado de residencia" in web(QUESTION)
    assert "no está en ningún navegador" in phone("separar").text


def test_in_english_the_words_are_english(web: Browser, phone: Talk) -> None:
    web("how much is the residence certificate, please?")
    asked = phone(f"Continue chat {web.code()}").text
    assert "¿Quieres seguir aquí" in asked  # the telephone has said nothing in English yet
    assert "are now the same" in phone("yes").text


def test_codes_are_forgotten_after_a_day(web: Browser, services: Services, clock: Clock) -> None:
    web("hola")
    web.code()
    clock.forward(days=2)
    assert purge(services)["links"] == 1


def _web_contact(services: Services) -> int:
    return count(services, "SELECT contact_id FROM addresses WHERE channel = 'web'")


def _subscribe(db, contact, tema, active, at) -> None:  # type: ignore[no-untyped-def]
    row = {"c": contact, "t": tema, "a": active, "at": f"{at} 00:00:00.000000"}
    db.execute(text("INSERT INTO subscriptions (contact_id, tema, active, at) VALUES (:c, :t, :a, :at)"), row)
