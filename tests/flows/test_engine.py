"""The eleven laws of the engine (docs/decisions.md, «Keyed replay»), each by its name."""

import json
from collections.abc import Iterator, Mapping

import pytest

from flows.answers import Choice, Text, YesNo
from flows.context import Context
from flows.effects import Suscribir
from flows.engine import MAX_YIELDS, Ask, Do, Flow, FlowError, Frame, Go, advance
from flows.messages import Message, to_json
from flows.session import Session, dump, load
from flows.turn import complete, turn
from tests.flows.toys import NOON, Talk, context, curso, flows_with, registry, spec, started

# 1 and 2: a reply belongs to what was shown


def test_law_1_a_reply_is_filed_under_the_question_shown_though_a_release_put_another_before_it() -> None:
    talk = started()

    def with_phone(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield Ask("barrio", "¿En qué barrio vives?", Text())
        return (yield from curso(world, inicio))

    talk.deploy(flows_with(talk.flows, "curso", with_phone))
    bubble = talk("2")
    assert "barrio" in bubble.text
    talk("Manga")
    assert talk.answers == {"nombre": "Ana", "dia": "martes", "barrio": "Manga"}
    assert talk.asked == "desde"


def test_law_2_a_digit_means_the_option_that_was_shown_though_a_release_turned_the_list_round() -> None:
    talk = started()

    def turned(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield Ask("nombre", "¿Cómo te llamas?", Text())
        dia = yield Ask("dia", "¿Qué día?", Choice.of(jueves="Jueves", martes="Martes", lunes="Lunes"))
        yield f"Quedaste el {dia}."

    talk.deploy(flows_with(talk.flows, "curso", turned))
    assert "Quedaste el lunes." in talk("1").text


def test_law_2_the_stored_answer_is_the_id_and_never_the_number() -> None:
    talk = started()
    talk("2")
    assert talk.answers["dia"] == "martes"


@pytest.mark.parametrize("said", ["2", "la 2", "opción 2", "2️⃣", "dos", "Martes", "martes", "MARTES", "marte", " 2. "])
def test_law_2_an_option_is_chosen_by_number_title_or_a_small_slip(said: str) -> None:
    talk = started()
    talk(said)
    assert talk.answers["dia"] == "martes"


def test_law_2_an_option_that_a_release_withdrew_is_asked_again_and_says_so() -> None:
    talk = started()
    talk.all("2")

    def without_tuesday(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield Ask("nombre", "¿Cómo te llamas?", Text())
        yield Ask("dia", "¿Qué día?", Choice.of(lunes="Lunes", jueves="Jueves"))

    talk.deploy(flows_with(talk.flows, "curso", without_tuesday))
    bubble = talk("mañana")
    assert "Esa opción ya no está" in bubble.text
    assert talk.asked == "dia"
    assert talk.answers["nombre"] == "Ana"


def test_law_2_an_option_id_that_was_not_shown_never_acts() -> None:
    talk = started()
    talk.press("reserva")
    assert talk.asked == "dia"
    assert "dia" not in talk.answers


# 4: validators run again


def test_law_4_a_tightened_validator_asks_that_question_again_and_no_other() -> None:
    talk = started()
    talk("2")

    def tighter(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield Ask("nombre", "¿Cómo te llamas?", Text(min_chars=5))
        yield Ask("dia", "¿Qué día?", Choice.of(lunes="Lunes", martes="Martes"))
        yield Ask("desde", "¿Desde cuándo?", Text())
        yield "Listo."

    talk.deploy(flows_with(talk.flows, "curso", tighter))
    bubble = talk("el lunes que viene")
    assert talk.asked == "nombre"
    assert "¿Cómo te llamas?" in bubble.text
    assert "Listo." in talk("Ana María").text


# 5: bodies are pure


def test_law_5_the_same_arguments_give_the_same_turn() -> None:
    talk = started()
    world = context(talk.now)
    turns = [turn(world, talk.session, Message(text="2"), talk.flows) for _ in range(3)]
    assert turns[0] == turns[1] == turns[2]


# 6: effects exactly once


def test_law_6_an_effect_runs_once_however_often_the_flow_is_replayed() -> None:
    talk = started()
    talk.all("2", "mañana", "saltar")
    assert talk.effects == [Suscribir("curso", "1")]
    talk.all("no sé qué decir", "qué", "sí")
    assert talk.effects == [Suscribir("curso", "1")]


def test_law_6_the_result_of_an_effect_is_stored_and_fed_again() -> None:
    talk = started()
    assert "Quedaste para el martes." in talk.all("2", "mañana", "saltar").text
    frame = talk.session.frame
    assert frame is not None
    assert frame.results == {"alta": True}


def test_law_6_a_second_run_of_the_same_flow_is_another_run() -> None:
    talk = started()
    talk.all("2", "mañana", "saltar", "sí")
    talk.all("menú", "2", "Luis", "1", "mañana", "saltar")
    runs = [run for run, _, _ in talk.done]
    assert len(runs) == 2
    assert len(set(runs)) == 2


def test_law_6_a_turn_that_stops_at_an_effect_is_not_finished() -> None:
    talk = started()
    talk.all("2", "mañana")
    stopped = turn(context(), talk.session, Message(text="saltar"), talk.flows)
    assert stopped.effect == Do("alta", Suscribir("curso", "1"))
    assert stopped.bubble is None
    finished = complete(context(), stopped, talk.flows, lambda frame, do: True)
    assert finished.effect is None
    assert finished.bubble is not None


# 8: abandoned branches and secrets


def test_law_8_answers_of_an_abandoned_branch_are_gone_at_the_end() -> None:
    talk = started()
    talk.all("3", "tarde", "atrás", "atrás", "1", "mañana", "saltar")
    talk("sí")
    assert "tarde" not in talk.stored
    assert talk.session.frame is None


def test_law_8_a_form_that_ended_leaves_no_answer_in_the_session() -> None:
    talk = Talk()
    frame = Frame("denuncia", run=100)
    session = Session(turn=1, frame=frame, asked="hechos", last_at=NOON)
    talk.stored = json.dumps(dump(session))
    talk.all("canario amarillo uno", "canario azul dos")
    assert "canario" not in talk.stored


# 9: parking and giving back


def test_law_9_a_form_parked_by_another_is_offered_when_that_one_ends() -> None:
    talk = started()
    other = spec("convocatorias", _asks_once, form=True, titulo="la beca")
    talk.deploy({**talk.flows, "convocatorias": other})
    talk("quiero información de becas y convocatorias")
    assert talk.asked == "tema"
    assert [f.flow for f in talk.session.parked] == ["curso"]
    bubble = talk("música")
    assert "¿Seguimos con curso?" in bubble.text
    bubble = talk("sí")
    assert "¿Qué día puedes, Ana?" in bubble.text
    assert talk.answers == {"nombre": "Ana"}


def _asks_once(world: Context, inicio: Mapping[str, str]) -> Flow:
    yield Ask("tema", "¿De qué tema?", Text())
    yield "Anotado."


# 11 and the guards of `advance`


def test_law_11_a_session_of_an_older_release_with_fewer_fields_loads() -> None:
    session = load({"turn": 3, "frame": {"flow": "curso", "answers": {"nombre": "Ana"}}, "asked": "dia"})
    done = turn(context(), session, Message(text="hola qué tal"), registry())
    assert done.bubble is not None
    assert done.session.frame is not None
    assert done.session.frame.answers == {"nombre": "Ana"}


def test_law_11_a_session_whose_flow_no_longer_exists_starts_afresh() -> None:
    session = load({"turn": 3, "frame": {"flow": "censo_2019", "answers": {"a": "b"}}, "asked": "a", "drafts": []})
    talk = Talk(stored=json.dumps(dump(session)))
    assert "Hola, buen día." in talk("hola").text
    assert talk.session.frame is None


def _forever(world: Context, inicio: Mapping[str, str]) -> Flow:
    while True:
        yield "otra vez"


def _same_key(world: Context, inicio: Mapping[str, str]) -> Flow:
    yield Ask("a", "¿Uno?", Text())
    yield Ask("a", "¿Dos?", Text())


def _something_else(world: Context, inicio: Mapping[str, str]) -> Iterator[object]:
    yield 7


@pytest.mark.parametrize("body", [_forever, _same_key, _something_else])
def test_a_flow_that_breaks_the_rules_is_an_error_and_never_hangs(body: object) -> None:
    frame = Frame("roto", 1).with_raw("a", to_json(Message(text="hola")))
    with pytest.raises(FlowError):
        advance(body, context(), frame)  # type: ignore[arg-type]


def test_a_key_used_by_a_question_and_an_effect_is_an_error() -> None:
    def body(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield Ask("a", "¿Uno?", Text())
        yield Do("a", Suscribir("x", "1"))

    with pytest.raises(FlowError):
        advance(body, context(), Frame("roto", 1).with_raw("a", to_json(Message(text="hola"))))


def test_a_long_conversation_stays_within_the_bound() -> None:
    def body(world: Context, inicio: Mapping[str, str]) -> Flow:
        for n in range(MAX_YIELDS - 10):
            yield Ask(f"q.{n}", f"¿{n}?", YesNo())

    answers = {f"q.{n}": True for n in range(MAX_YIELDS - 10)}
    assert advance(body, context(), Frame("larga", 1, answers=answers)).ended


def test_flows_that_hand_over_in_a_circle_are_an_error() -> None:
    def ping(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield "ping"
        return Go("ayuda")

    def pong(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield "pong"
        return Go("convocatorias")

    flows = registry(spec("convocatorias", ping), spec("ayuda", pong))
    with pytest.raises(FlowError):
        turn(context(), Session(), Message(text="ayuda"), flows)


def test_a_flow_that_hands_over_to_one_that_does_not_exist_is_an_error() -> None:
    def lost(world: Context, inicio: Mapping[str, str]) -> Flow:
        yield "voy"
        return Go("nunca_escrito")

    with pytest.raises(FlowError):
        turn(context(), Session(), Message(text="ayuda"), registry(spec("ayuda", lost)))
