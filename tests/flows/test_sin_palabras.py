"""A message without words leads somewhere, and no file is lost on the way."""

import pytest

from flows.llevar import MAX_ARCHIVOS, junto, llevados, llevar, traidos
from flows.messages import Attachment, Location, Message
from tests.flows.conversations import Conversation
from tests.worlds import make_context

IDEA = "pongan sillas con sombra en la fila de la oficina"


def sent(ref: str, kind: str = "image/jpeg", text: str = "") -> Message:
    return Message(text=text, attachments=(Attachment(ref, kind),))


def test_files_are_carried_each_once_and_no_more_than_a_request_takes() -> None:
    one = llevar([Attachment("a", "image/jpeg"), Attachment("v", "text/vcard")])
    assert traidos(one) == [{"ref": "a", "tipo": "image/jpeg"}]
    many = junto(one, llevar(Attachment(ref, "audio/ogg") for ref in "abcdefgh"))
    assert [item["ref"] for item in traidos(many)] == list("abcde")
    assert (len(traidos(many)), llevar([]), llevados({}), junto({"x": "1"}, {})) == (MAX_ARCHIVOS, {}, {}, {"x": "1"})


@pytest.mark.parametrize("canal", ["whatsapp", "web"])
def test_photos_sent_one_by_one_are_filed_together(canal: str) -> None:
    talk = Conversation(make_context(canal=canal))  # type: ignore[arg-type]
    for ref in ("a", "b", "c"):
        said = talk.send(sent(ref)).text
    assert "Ya tengo 3 archivos." in said
    for texto in ("1", "6", IDEA, "saltar", "sin mi nombre", "enviar"):
        talk.say(texto)
    (effect,) = talk.effects
    assert [ref for ref, _ in effect.archivos.refs] == ["a", "b", "c"]


def test_a_photo_under_a_petition_goes_with_it() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    assert "📎" in talk.send(sent("a", text="quiero poner un reclamo")).text


def test_a_photo_under_an_answer_is_not_lost() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    for texto in ("quiero poner un reclamo", "la lampara de la esquina no prende hace un mes"):
        talk.say(texto)
    talk.send(sent("a", text="porque nadie la arregla"))
    assert "Recibidos: 1." in talk.say("Manga, al lado del puente").text


def test_a_photo_that_was_sent_by_mistake_goes_when_the_files_are_changed() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.send(sent("a"))
    for texto in ("1", "6", IDEA, "saltar", "sin mi nombre", "cambiar 3", "saltar"):
        said = talk.say(texto).text
    assert "Archivos" not in said
    talk.say("enviar")
    assert talk.effects[0].archivos.refs == ()


def test_a_webp_is_a_sticker_by_whatsapp_and_a_photo_by_the_web() -> None:
    said = {
        canal: Conversation(make_context(canal=canal)).send(sent("a", "image/webp")).text  # type: ignore[arg-type]
        for canal in ("whatsapp", "web")
    }
    assert ("sticker" in said["whatsapp"], "Recibí tu foto." in said["web"]) == (True, True)


def test_what_was_offered_for_a_file_asks_for_it_again_when_it_is_pressed_too_late() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.send(sent("a"))
    talk.say("menú")
    assert "Envíalo otra vez" in talk.send(Message(text="Radicar con la foto", option="adjunto:radicar")).text


def test_while_another_form_asks_a_file_leaves_its_question_standing() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("encuesta")
    for message in (sent("a", "audio/ogg"), sent("b"), Message(location=Location(10.42, -75.54))):
        said = talk.send(message).text
        assert ("Recibí tu" in said, "¿" in said) == (True, True)


def test_in_a_denuncia_a_file_is_declined_in_words_and_the_question_stands() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("denuncia")
    bubble = talk.send(sent("a"))
    assert "no podría guardarlos en reserva" in bubble.text
    assert bubble.confidential
    assert talk.effects == []


def test_a_place_that_was_sent_first_is_the_place_of_the_request() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.send(Message(location=Location(10.4236, -75.5483)))
    for texto in (
        "1",
        "5",
        "la lampara de la esquina no prende hace un mes",
        "saltar",
        "saltar",
        "sin mi nombre",
        "enviar",
    ):
        talk.say(texto)
    assert talk.effects[0].contenido["mapa"].startswith("https://www.openstreetmap.org/?mlat=10.42360")


def test_a_voice_note_for_what_the_entity_asked_goes_with_it() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("completar", codigo="9CFJ-MQTW-Z477")
    talk.send(sent("a", "audio/ogg"))
    for texto in ("sí", "Era la plaza de la iglesia", "saltar", "sí"):
        talk.say(texto)
    assert talk.effects[0].archivos.refs == (("a", "Audio 1"),)
