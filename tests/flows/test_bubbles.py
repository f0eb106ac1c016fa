"""What a turn says and hands on: one bubble, its options, the privacy notice, the mark of what is confidential."""

import json
from collections.abc import Mapping
from dataclasses import replace

from flows.context import Context, Persona
from flows.engine import Flow, Frame, Go, Say, advance
from flows.session import Session, dump
from tests.flows.toys import NOON, Talk, context, registry, says, secreto, spec, started

# what is said


def test_what_was_read_before_the_last_answer_is_not_said_again() -> None:
    talk = Talk()
    talk.all("menú", "2")
    assert "Vamos a inscribirte." not in talk("Ana").text


def test_all_that_is_said_between_two_answers_is_one_bubble_with_the_way_out() -> None:
    talk = Talk(flows=registry(spec("ayuda", says("Uno.", "", "Dos."))))
    assert talk("ayuda").text == "Uno.\n\nDos.\n\nEscribe *menú* para ver más opciones."


def test_a_paragraph_may_be_a_string_or_a_say() -> None:
    def body(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield "uno"
        yield Say("dos")

    assert advance(body, context(), Frame("dos", 1)).said == ("uno", "dos")


def test_a_question_carries_its_options_in_the_order_written() -> None:
    talk = started()
    session = talk.session
    assert [o.id for o in session.shown] == ["lunes", "martes", "jueves"]


def test_what_the_flow_returned_reaches_the_outcome() -> None:
    def body(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield "voy"
        return Go("menu", {"a": "b"})

    outcome = advance(body, context(), Frame("x", 1))
    assert outcome.ending == Go("menu", {"a": "b"})
    assert outcome.ended


# the privacy notice


def test_the_privacy_notice_is_given_once_and_its_version_is_kept() -> None:
    talk = Talk(persona=Persona())
    first, second = talk("hola"), talk("hola")
    assert "Uso tus datos" in first.text
    assert "Uso tus datos" not in second.text
    assert talk.persona.aviso_version is not None


def test_an_emergency_is_answered_before_any_notice() -> None:
    talk = Talk(persona=Persona())
    assert talk("se está quemando mi casa").text.startswith("Llama al 123")


# confidential


def test_a_bubble_of_a_confidential_flow_says_so() -> None:
    talk = Talk()
    talk.stored = json.dumps(dump(Session(turn=1, frame=Frame("denuncia", 100), asked="hechos", last_at=NOON)))
    bubble = talk("me pidieron plata por el permiso")
    assert bubble.confidential
    assert talk.last is not None
    assert talk.last.facts.confidential


def test_the_words_of_a_confidential_form_are_read_by_nothing_else() -> None:
    talk = Talk()
    talk.stored = json.dumps(dump(Session(turn=1, frame=Frame("denuncia", 100), asked="hechos", last_at=NOON)))
    talk("me cobraron por el paz y salvo del predial")
    assert talk.answers["hechos"] == "me cobraron por el paz y salvo del predial"
    assert talk.last is not None
    assert talk.last.facts.intencion is None


def test_registry_lists_flows_under_their_own_names() -> None:
    assert all(name == s.name for name, s in registry().items())
    assert registry()["denuncia"].body is secreto
    assert replace(registry()["curso"], form=False).form is False
