"""A frequent question is answered when it is that very question, and never in place of something surer."""

from dataclasses import replace

import pytest

from flows.messages import Message
from flows.preguntas import asked_before, pregunta
from flows.registro import FLOWS
from flows.session import Session
from flows.turn import turn
from flows.understanding import normalise
from knowledge.values import Pregunta, PreguntaFrecuente
from tests.worlds import content, make_context

HORARIO = PreguntaFrecuente(
    "horario", "¿A qué hora abren el Palacio de la Aduana?", "Abre a las ocho.", ("horario del palacio de la aduana",), "Decreto 1"
)  # fmt: skip
ALIAS = PreguntaFrecuente("alias", "pago del impuesto predial unificado ya", "No soy yo.")
SOBORNO = PreguntaFrecuente("soborno", "¿Qué hago si un funcionario me pide un soborno?", "Llama.")


def said(text: str, session: Session | None = None, **more: object) -> str:
    catalogo = replace(content(), preguntas=(HORARIO, ALIAS, SOBORNO))
    context = make_context(catalogo=catalogo, **more)  # type: ignore[arg-type]
    bubble = turn(context, session or Session(), Message(text=text), FLOWS).bubble
    assert bubble is not None
    return bubble.text


@pytest.mark.parametrize(
    "text",
    [
        "¿A qué hora abren el Palacio de la Aduana?",
        "a que hora abren el palacio de la aduana",
        "A QUE HORA ABREN EL PALASIO DE LA ADUANA",
        "horario del palacio de la aduana",
        "horario palacio aduana",
        "orario del palacyo de la adauna",
    ],
)
def test_the_same_question_with_a_slip_or_other_words_is_answered_with_its_source(text: str) -> None:
    assert "Abre a las ocho.\nFuente: Decreto 1." in said(text)


@pytest.mark.parametrize(
    "text",
    ["a que hora abren la biblioteca", "pago del impuesto predial unificado", "menu", "me estan robando", "palacio"],
)
def test_another_question_is_not(text: str) -> None:
    assert "Abre a las ocho." not in said(text)
    assert "No soy yo." not in said(text)


@pytest.mark.parametrize(
    ("known", "asked"),
    [
        ("¿Dónde queda la oficina de impuestos del norte?", "dónde queda la oficina de impuestos del sur"),
        ("¿Abren la ventanilla el día 11?", "abren la ventanilla el día 12"),
        ("¿Puedo ir sin cita a la ventanilla?", "puedo ir con cita a la ventanilla"),
        ("¿Cuándo abre la ventanilla?", "dónde abre la ventanilla"),
    ],
)
def test_one_other_word_is_another_question(known: str, asked: str) -> None:
    catalogo = replace(content(), preguntas=(replace(HORARIO, pregunta=known, otras=()),))
    assert asked_before(make_context(catalogo=catalogo), normalise(asked)) is None
    assert asked_before(make_context(catalogo=catalogo), normalise(known)) is not None


def test_what_may_be_a_denuncia_stays_confidential() -> None:
    assert "Llama." not in said(SOBORNO.pregunta)


def test_a_question_about_the_record_in_hand_is_about_that_record() -> None:
    hours = replace(HORARIO, pregunta="¿Dónde queda?")
    context = make_context(catalogo=replace(content(), preguntas=(hours,)))
    residencia = Session(tramite="ctg-residencia")
    about = turn(context, residencia, Message(text="¿dónde queda?"), FLOWS).bubble
    alone = turn(context, Session(), Message(text="¿dónde queda?"), FLOWS).bubble
    assert about is not None
    assert alone is not None
    assert "Abre a las ocho." not in about.text
    assert "Abre a las ocho." in alone.text


def test_in_english_it_is_said_that_the_answer_is_in_spanish() -> None:
    context = make_context(catalogo=replace(content(), preguntas=(HORARIO,)), idioma="en")
    assert next(pregunta(context, {"pregunta": "horario"})) == "This answer is only in Spanish."


def test_the_words_of_a_form_are_not_interrupted() -> None:
    first = turn(make_context(), Session(), Message(text="quiero radicar una queja"), FLOWS)
    assert "Abre a las ocho." not in said("horario del palacio de la aduana", first.session)


def test_a_question_of_a_tramite_is_answered_with_the_tramites_own_answer() -> None:
    residencia = content().tramites["ctg-residencia"]
    asked = replace(
        residencia, preguntas=(Pregunta("¿Sirve para matricular a mi hija?", "Sí, en los colegios oficiales."),)
    )
    catalogo = replace(content(), tramites={**content().tramites, asked.id: asked})
    bubble = turn(
        make_context(catalogo=catalogo), Session(), Message(text="sirve para matricular a mi hija"), FLOWS
    ).bubble
    assert bubble is not None
    assert f"Sí, en los colegios oficiales.\nFuente: {residencia.nombre}." in bubble.text
