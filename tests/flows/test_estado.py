"""The state of a request: told in plain words to who holds the code, never guessed, never listed."""

from dataclasses import replace
from datetime import date, timedelta
from typing import get_args, get_type_hints

import pytest

from flows.estado import ESTADOS, TIPOS, ficha
from knowledge.codigos import make
from knowledge.values import Solicitud
from tests.flows.conversations import Conversation, titles
from tests.worlds import make_context

CODE = make(bytes(range(20, 31)))
OTHER = make(bytes(range(40, 51)))
RADICADO = "EXT-AMC-26-0001234"
FOUND = Solicitud(CODE, "peticion_general", "asignada", "Planeación", date(2026, 3, 16), date(2026, 4, 8), 9, 15)


def conversation(found: Solicitud = FOUND, key: str = CODE) -> Conversation:
    return Conversation(make_context(solicitudes={key: found}))


def test_the_code_alone_tells_the_state() -> None:
    said = conversation().start("estado", codigo=CODE).text
    for part in ("Se asignó al funcionario", "Planeación", "16/03/2026", "día hábil 9 de 15", "08/04/2026"):
        assert part in said


def test_every_state_has_words_and_every_ending_but_the_open_ones_shows_no_countdown() -> None:
    assert set(ESTADOS) == set(get_args(get_type_hints(Solicitud)["estado"]))
    for estado in ESTADOS:
        said = ficha(make_context(), replace(FOUND, estado=estado))
        assert ("día hábil" in said) == (estado not in ("respondida", "cerrada", "desistida"))


@pytest.mark.parametrize("tipo", [*TIPOS, "entre_autoridades"])
def test_every_kind_is_named(tipo: str) -> None:
    said = ficha(make_context(), replace(FOUND, tipo=tipo))
    assert tipo not in said.split("\n")[0]
    assert CODE in said.split("\n")[0]


def test_past_the_term_the_right_is_told_and_silence_only_for_information() -> None:
    late = replace(FOUND, vence_el=date(2026, 3, 27))
    context = make_context()
    assert "El plazo venció el 27/03/2026" in ficha(context, late)
    assert "salvo reserva legal" not in ficha(context, late)
    assert "se entiende aceptada, salvo reserva legal" in ficha(context, replace(late, tipo="informacion_o_documentos"))


def test_without_a_due_date_none_is_invented() -> None:
    said = ficha(make_context(), replace(FOUND, vence_el=None, dias_habiles_plazo=None))
    assert "por confirmar con la dependencia" in said
    assert "Vence" not in said


def test_a_wrong_letter_gets_a_hint_before_anything_is_looked_up() -> None:
    looked: list[str] = []
    context = replace(make_context(), solicitud=looked.append)
    talk = Conversation(context)
    wrong = CODE[:-1] + ("2" if CODE[-1] != "2" else "3")
    assert "no cuadra" in talk.start("estado", codigo=wrong).text
    assert looked == []


def test_a_foreign_code_and_one_that_never_existed_answer_the_same() -> None:
    known = {CODE: FOUND, RADICADO: replace(FOUND, radicado=RADICADO)}
    never = Conversation(make_context()).start("estado", codigo=OTHER)
    foreign = Conversation(make_context(solicitudes=known)).start("estado", codigo=OTHER)
    assert never == foreign


def test_a_radicado_needs_the_day_because_it_can_be_guessed() -> None:
    found = replace(FOUND, radicado=RADICADO)
    talk = conversation(found, RADICADO)
    assert "¿Qué día pusiste la solicitud?" in talk.start("estado", radicado=RADICADO).text
    assert f"*Petición {RADICADO}*" in talk.say("16/03/2026").text


def test_what_is_worked_on_here_is_opened_by_its_code_alone() -> None:
    real = conversation(replace(FOUND, radicado=RADICADO, aqui=True), RADICADO)
    false = Conversation(make_context())
    for talk in (real, false):
        talk.start("estado", radicado=RADICADO)
    told = real.say("16/03/2026")
    assert told == false.say("16/03/2026")
    assert "con tu código o escribe *mis solicitudes*" in told.text


def test_a_radicado_said_together_with_its_code_is_as_good_as_the_code() -> None:
    talk = conversation(replace(FOUND, radicado=RADICADO, aqui=True))
    talk.start("estado")
    assert f"*Petición {RADICADO}*" in talk.say(f"{RADICADO}, código {CODE}").text


@pytest.mark.parametrize("off", [1, -1, 2, 10, -2])
def test_with_another_day_a_real_radicado_answers_like_a_false_one(off: int) -> None:
    day = (FOUND.recibida_el + timedelta(days=off)).isoformat()
    real, false = conversation(replace(FOUND, radicado=RADICADO), RADICADO), Conversation(make_context())
    for talk in (real, false):
        talk.start("estado", radicado=RADICADO)
    told = real.say(day)
    assert told == false.say(day)
    assert "No encontré" in told.text


def test_who_does_not_remember_the_day_is_told_where_to_ask() -> None:
    talk = conversation(replace(FOUND, radicado=RADICADO), RADICADO)
    assert titles(talk.start("estado", radicado=RADICADO)) == ["Saltar"]
    assert "No encontré" in talk.say("saltar").text
    assert "Trámites en Línea" in talk.say("2").text


def test_three_tries_end_with_where_to_ask() -> None:
    talk = Conversation(make_context())
    talk.start("estado", codigo=OTHER)
    assert titles(talk.say("1")) == ["No lo tengo"]
    last = talk.say(OTHER, "1", OTHER)
    assert "Trámites en Línea" in last.text
    assert last.options == ()


def test_who_has_no_code_is_told_where_else_to_ask() -> None:
    for said in ("ya les dije que no lo tengo", "se me perdió", "1"):
        talk = Conversation(make_context())
        talk.start("estado")
        last = talk.say(said)
        assert "no puedo ver tu caso" in last.text
        assert "Trámites en Línea" in last.text


def test_words_that_tell_the_code_is_lost_are_not_answered_by_asking_for_it() -> None:
    for said in ("no tengo el radicado, cómo pregunto", "estoy sin el comprobante", "I lost my receipt"):
        last = Conversation(make_context()).start("estado", texto=said)
        assert "no puedo ver tu caso" in last.text
        assert last.options == ()
    assert "Escribe tu código" in Conversation(make_context()).start("estado", texto="no me han respondido").text


def test_a_code_of_letters_alone_is_a_code() -> None:
    assert not any(letter.isdigit() for letter in OTHER)
    talk = conversation(replace(FOUND, codigo=OTHER), OTHER)
    talk.start("estado")
    assert f"*Petición {OTHER}*" in talk.say(f"mi código es {OTHER.lower()}").text


def test_nothing_is_known_without_a_record() -> None:
    said = Conversation(make_context()).start("estado", codigo=OTHER).text
    assert "No encontré" in said
    for estado, _ in ESTADOS.values():
        assert f"*{estado}*" not in said
