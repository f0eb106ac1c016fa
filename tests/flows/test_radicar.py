"""Filing a request: what is asked, what can be changed, and what the receipt holds."""

from typing import Any

import pytest

from flows.effects import RegistrarSolicitud
from flows.messages import Attachment, Message, Option
from flows.radicar_preguntas import Datos
from flows.radicar_textos import consentimiento, recibo, resumen
from flows.revision import Revision
from knowledge.values import Idioma
from notifier.parts import LIMIT, units
from tests.flows.conversations import Conversation, titles
from tests.worlds import RADICABLE, content, make_context, with_radicable

FILE = {"ref": "r", "tipo": "image/jpeg"}
LONGEST: Datos = {
    "tipo": "informacion_o_documentos", "objeto": "palabra " * 370, "razones": "porque sí " * 290, "lugar": {"texto": "x" * 300},
    "archivos": [FILE] * 5, "quien": "nombre", "nombre": "N" * 120, "documento": {"tipo": "extranjeria", "numero": "9" * 40},
    "respuesta": {"por": "direccion", "donde": "d" * 200},
}  # fmt: skip
CONSTANCIA: dict[str, Any] = {
    "codigo": "9CFJ-MQTW-Z477", "fecha": "2026-03-30", "hora": "12:00", "vence": "2026-04-22", "dias": 15, "suscrita": False,
    "archivos": [f"Documento {n}" for n in range(1, 5)],
}  # fmt: skip


@pytest.mark.parametrize("idioma", ["es", "en"])
def test_the_longest_receipt_is_one_message_with_the_question_after_it(idioma: Idioma) -> None:
    context = make_context(idioma=idioma, canal="whatsapp")
    said = "\n\n".join(
        (recibo(context, LONGEST, CONSTANCIA), consentimiento(context), "1. " + "x" * 20 + "\n2. " + "x" * 20)
    )
    assert units(said) <= LIMIT - 60
    assert units(resumen(context, LONGEST)) <= 900


def test_the_receipt_holds_what_the_decree_asks() -> None:
    said = recibo(make_context(canal="whatsapp"), {**LONGEST, "objeto": "Copia del acta", "nombre": "Rosa"}, CONSTANCIA)
    for part in (
        "9CFJ-MQTW-Z477",
        "30/03/2026, 12:00",
        "Rosa, Cédula de extranjería",
        "Copia del acta",
        "porque sí",
        "Documento 1",
    ):
        assert part in said
    for part in ("La recibió: Catalina", "por chat de WhatsApp", "15 días hábiles", "22/04/2026", "*estado*"):
        assert part in said
    assert "No pude guardar 1 de tus archivos" in said


def test_an_audio_makes_it_oral() -> None:
    spoken = {**LONGEST, "archivos": [{"ref": "a", "tipo": "audio/ogg"}]}
    assert "de palabra, con un audio" in recibo(make_context(), spoken, CONSTANCIA)


def test_what_is_dropped_by_a_change_is_not_sent() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("radicar", texto="quiero poner un reclamo")
    talk.say("el camión de la basura no pasa", "saltar", "El Pozón", "saltar", "1", "Rosa Pérez", "1", "123456", "1")
    talk.say("cambiar quien la pone", "2", "cambiar la 1", "sugerencia", "enviar")
    (effect,) = talk.effects
    assert isinstance(effect, RegistrarSolicitud)
    assert (effect.tipo, effect.anonima) == ("sugerencia", True)
    assert dict(effect.contenido) == {"objeto": "el camión de la basura no pasa"}


def test_nobody_is_turned_away_for_lack_of_a_document() -> None:
    talk = Conversation(make_context())
    talk.start("radicar", texto="quiero poner un reclamo")
    last = talk.say("el camión de la basura no pasa", "saltar", "saltar", "saltar", "1", "Rosa Pérez")
    assert titles(last)[-1] == "No tengo"
    talk.say("no tengo", "1", "enviar")
    assert isinstance(talk.effects[0], RegistrarSolicitud)


def test_ten_letters_are_enough_and_fewer_are_asked_again() -> None:
    talk = Conversation(make_context())
    talk.start("radicar", texto="quiero poner un reclamo")
    assert "al menos 10 letras" in talk.say("la luz").text
    assert "razones" in talk.say("no hay luz.").text


def test_a_tramite_is_filed_with_its_own_term_and_by_name_alone() -> None:
    talk = Conversation(make_context(catalogo=with_radicable(content())))
    first = talk.start("radicar", tramite=RADICABLE).text
    assert "la entidad lo verifica: Puntaje del Sisbén" in first
    talk.say("1", "saltar", "sí", "1", "1", "Ana Ruiz", "6", "1", "enviar")
    (effect,) = talk.effects
    assert isinstance(effect, RegistrarSolicitud)
    assert (effect.tramite_id, effect.dias, effect.anonima) == (RADICABLE, 5, False)
    asked = dict(effect.contenido["requisitos"])
    assert asked["Recibo de un servicio público"] == "lo entrego después"
    assert "Puntaje del Sisbén" not in asked


def test_a_record_below_level_three_is_not_filed_here() -> None:
    talk = Conversation(make_context())
    assert "Radicar aquí" not in titles(talk.start("tramites", tramite=RADICABLE))
    assert "¿Qué quieres hacer?" in talk.start("radicar", tramite=RADICABLE).text


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("cambiar 2", "cambiar:objeto"), ("cambiar la dos", "cambiar:objeto"), ("quiero cambiar el nombre", "cambiar:nombre"),
        ("corregir qué pides", "cambiar:objeto"), ("change 1", "cambiar:nombre"), ("1", "enviar"), ("cambiar algo", "cambiar"),
        ("cambiar 7", None), ("no sé", None),
    ],
)  # fmt: skip
def test_a_line_is_changed_by_number_or_by_name(said: str, read: str | None) -> None:
    ways = (Option("enviar", "Enviar"), Option("cambiar", "Cambiar algo"), Option("no_enviar", "No enviar"))
    answer = Revision(ways, (Option("nombre", "Nombre"), Option("objeto", "Qué pides")))
    value = answer.read(Message(text=said), make_context())
    assert value == read if read else not isinstance(value, str)


def test_a_photo_with_its_caption_is_one_answer_and_goes_along() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("radicar", texto="quiero poner un reclamo")
    photo = Message(text="la basura de la esquina", attachments=(Attachment("mia", "image/jpeg"),))
    talk.send(photo)
    last = talk.say("saltar", "saltar")
    assert "Recibidos: 1" in last.text
    talk.say("saltar", "2", "enviar")
    (effect,) = talk.effects
    assert isinstance(effect, RegistrarSolicitud)
    assert effect.archivos.refs == (("mia", "Foto 1"),)


def test_a_photo_alone_is_no_petition_and_the_question_stands() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("radicar", texto="quiero poner un reclamo")
    assert "¿La dejo junto a tu solicitud?" in talk.send(Message(attachments=(Attachment("mia", "image/jpeg"),))).text
    assert "¿Qué servicio falló y cómo?" in talk.say("sí").text


def test_corruption_is_offered_its_own_way_before_anything_is_filed() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("radicar", texto="quiero poner una queja")
    assert "¿Prefieres denunciarla en reserva?" in talk.say("el inspector me pidió plata para el permiso").text
    talk.say("sí")
    assert talk.started == ("denuncia",)
    assert talk.effects == []
