"""The report of corruption: warned first, asked little, mended before it is sent, a receipt shown once."""

from dataclasses import replace

import pytest

from flows.context import Context
from flows.denuncia_textos import CAMPOS, PREGUNTAS
from flows.effects import RegistrarDenuncia
from flows.registro import FLOWS
from flows.walk import by_question, walk
from tests.flows.conversations import Conversation, titles
from tests.worlds import make_context

RECEIPT = "1234 5678 9012 3456"
STORY = "En la oficina de licencias piden plata para adelantar el turno"


def conversation(context: Context | None = None) -> Conversation:
    return Conversation(context or make_context(), {"RegistrarDenuncia": RECEIPT})


def test_the_flow_is_confidential_and_its_draft_lives_a_day() -> None:
    spec = FLOWS["denuncia"]
    assert spec.confidential
    assert spec.form
    assert spec.draft.total_seconds() == 24 * 3600


def test_where_nobody_could_open_it_nothing_is_filed() -> None:
    talk = conversation(make_context(denuncias_abiertas=False))
    bubble = talk.start("denuncia")
    assert "todavía no puedo recibir denuncias" in bubble.text
    assert bubble.options == ()
    assert talk.effects == []
    for channel in talk.context.catalogo.entidad.denuncia_canales:
        assert channel.valor in bubble.text
        line = next(line for line in bubble.text.splitlines() if channel.valor in line)
        assert channel.confirmado or "por confirmar" in line


def test_whatsapp_says_who_sees_the_number_before_the_first_question() -> None:
    text = conversation(make_context(canal="whatsapp")).start("denuncia").text
    assert text.index("ven tu número") < text.index("¿Cómo quieres denunciar?")
    assert "https://catalina.example/chat" in text
    assert "WhatsApp" not in conversation(make_context(canal="web")).start("denuncia").text


def test_without_a_public_address_no_web_is_offered() -> None:
    text = conversation(replace(make_context(canal="whatsapp"), url_publica=None)).start("denuncia").text
    assert "/chat" not in text
    assert "ven tu número" in text


def test_an_anonymous_report_is_never_asked_who_writes() -> None:
    for path in walk("denuncia", FLOWS["denuncia"].body, make_context(), state=by_question):
        asked = [stop.ask.key for stop in path.stops]
        if path.stops[0].reply.option == "anonima":
            assert not any("contacto" in key for key in asked)
        for effect in path.effects:
            assert isinstance(effect, RegistrarDenuncia)
            assert ("contacto" in effect.contenido) == (effect.modo != "anonima")


def test_the_shortest_way_takes_nine_messages() -> None:
    talk = conversation()
    talk.start("denuncia")
    closing = talk.say("1", STORY, "saltar", "saltar", "saltar", "saltar", "2", "no", "1")
    assert RECEIPT in closing.text
    assert [type(effect).__name__ for effect in talk.effects] == ["RegistrarDenuncia"]
    assert talk.session.frame is None


def test_every_answer_reaches_the_sealed_content() -> None:
    talk = conversation()
    talk.start("denuncia")
    talk.say(
        "3", STORY, "ayer", "Manga", "un inspector", "Licencias", "1", "contrato 8", "fotos", "mi vecina", "Personería"
    )
    talk.say("Ana, 300 555 0199", "no", "1")
    (effect,) = talk.effects
    assert isinstance(effect, RegistrarDenuncia)
    assert effect.modo == "identificada"
    assert dict(effect.contenido) == {
        "que_paso": STORY, "cuando": "ayer", "donde": "Manga", "quienes": "un inspector", "dependencia": "Licencias",
        "contrato": "contrato 8", "pruebas": "fotos", "testigos": "mi vecina", "otra_autoridad": "Personería",
        "contacto": "Ana, 300 555 0199", "riesgo": "no",
    }  # fmt: skip


def test_the_summary_shows_each_answer_and_any_can_be_changed() -> None:
    talk = conversation()
    talk.start("denuncia")
    summary = talk.say("2", STORY, "ayer", "Manga", "saltar", "saltar", "2", "Ana, 300 555 0199", "no")
    for part in ("Denuncia con reserva", "Qué pasó", "ayer", "Manga", "Ana"):
        assert part in summary.text
    fields = titles(talk.say("2"))
    assert fields == [talk.context.t(CAMPOS[campo]) for campo in CAMPOS]
    assert "antier" in talk.say("2", "antier").text
    talk.say("1")
    (effect,) = talk.effects
    assert isinstance(effect, RegistrarDenuncia)
    assert effect.contenido["cuando"] == "antier"


def test_a_long_story_is_cut_in_the_summary_alone() -> None:
    talk = conversation()
    talk.start("denuncia")
    story = f"{STORY}, todos los días. " * 30
    assert len(talk.say("1", story, "saltar", "saltar", "saltar", "saltar", "2", "no").text) < 1024
    talk.say("1")
    (effect,) = talk.effects
    assert isinstance(effect, RegistrarDenuncia)
    assert effect.contenido["que_paso"] == story.strip()


def test_what_is_not_sent_leaves_nothing() -> None:
    talk = conversation()
    talk.start("denuncia")
    assert "No envié nada" in talk.say("1", STORY, "saltar", "saltar", "saltar", "saltar", "2", "no", "3").text
    assert talk.effects == []
    assert talk.session.frame is None
    assert talk.session.drafts == ()


def test_a_question_in_the_story_is_part_of_the_story() -> None:
    talk = conversation()
    talk.start("denuncia")
    bubble = talk.say("1", "¿Cuánto cuesta el certificado de residencia? Es gratis y en la oficina lo cobran")
    assert bubble.text.startswith("¿Cuándo pasó?")


def test_danger_gets_the_confirmed_line_first_and_the_unconfirmed_one_marked() -> None:
    talk = conversation()
    talk.start("denuncia")
    text = talk.say("1", STORY, "saltar", "saltar", "saltar", "saltar", "2", "sí").text
    assert text.index("*123*") < text.index("*122* (por confirmar)")


def test_the_closing_promises_no_protection_and_never_says_filed_as_a_radicado() -> None:
    talk = conversation(make_context(canal="whatsapp"))
    talk.start("denuncia")
    before = talk.say("1", STORY, "saltar", "saltar", "saltar", "saltar", "2", "no").text
    assert "no hay una ley que proteja" in before
    closing = talk.say("1").text
    assert "radic" not in closing.lower()
    assert "Vaciar chat" in closing
    assert "15 días hábiles" in closing
    assert closing.count(RECEIPT) == 1


def test_traffic_goes_to_the_datt_and_is_not_filed_here() -> None:
    talk = conversation()
    talk.start("denuncia")
    assert "DATT" in talk.say("4").text
    assert "tramites" in talk.started
    assert talk.effects == []


@pytest.mark.parametrize("text", ["1234 5678 9012 3456", "es el 1234567890123456", "0000-0000-0000-0000 ¿cómo va?"])
def test_a_receipt_is_answered_the_same_whatever_it_is(text: str) -> None:
    bubble = Conversation(make_context()).say(text)
    assert "Por seguridad, aquí no muestro nada de ninguna" in bubble.text
    assert bubble.confidential


def test_every_field_has_its_question() -> None:
    assert list(PREGUNTAS) == list(CAMPOS)
