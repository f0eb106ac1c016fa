"""Notices and the survey: a plain yes to come in, one word to go out."""

import pytest

from flows.effects import Calificar, DarDeBaja, ResumirMisDatos, Suscribir
from flows.notificaciones import TEMAS, VERSION_TEXTO, wanted
from tests.flows.conversations import Conversation, titles
from tests.worlds import make_context

SUMMARY = {"mensajes": 3, "desde": "2026-01-01", "suscripciones": ["tramites", "algo_viejo"], "solicitudes": 0}


@pytest.mark.parametrize("tema", TEMAS)
def test_one_purpose_is_consented_to_with_the_version_of_its_words(tema: str) -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    asked = talk.start("notificaciones", accion="alta", tema=tema)
    assert talk.context.t(TEMAS[tema]) in asked.text
    assert "*BAJA*" in asked.text
    assert talk.effects == []
    talk.say("sí, acepto")
    assert talk.effects == [Suscribir(tema, VERSION_TEXTO)]


@pytest.mark.parametrize("answer", ["no", "2"])
def test_without_a_yes_nothing_is_turned_on(answer: str) -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("notificaciones", accion="alta", tema="tramites")
    assert "no activé nada" in talk.say(answer).text
    assert talk.effects == []


def test_aja_is_no_consent() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    talk.start("notificaciones", accion="alta", tema="tramites")
    talk.say("ajá")
    assert talk.effects == []


def test_an_unknown_purpose_is_asked_for() -> None:
    talk = Conversation(make_context(canal="whatsapp"))
    assert titles(talk.start("notificaciones", accion="alta", tema="loterias"))[:-1] == list(TEMAS.values())


def test_the_web_cannot_reach_anybody_later_and_says_so() -> None:
    talk = Conversation(make_context(canal="web"))
    assert "+57 323 3190810" in talk.start("notificaciones", accion="alta", tema="tramites").text
    assert talk.effects == []


@pytest.mark.parametrize(("had", "said"), [(True, "No te mandaré más avisos"), (False, "No tienes avisos activos")])
def test_leaving_is_one_word_in_the_middle_of_anything(had: bool, said: str) -> None:
    talk = Conversation(make_context(canal="whatsapp"), {"DarDeBaja": had})
    talk.start("acompanamiento")
    bubble = talk.say("STOP")
    assert said in bubble.text
    assert "¿Para qué convocatoria" in bubble.text  # the form goes on
    assert talk.effects == [DarDeBaja()]


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("no quiero recibir más mensajes", True),
        ("dejen de escribirme, ya no quiero avisos", True),
        ("quítame de los avisos", True),
        ("please unsubscribe me", True),
        ("quiero recibir avisos", False),
        ("¿cómo me doy de baja?", False),
        ("no quiero perderme las convocatorias", False),
        ("no quiero darme de baja", False),
        ("qué avisos tengo", False),
        ("", False),
    ],
)
def test_only_a_plain_wish_to_stop_stops(text: str, stops: bool) -> None:
    assert (wanted(text) == "baja") is stops


def test_what_is_active_is_listed_by_name() -> None:
    talk = Conversation(make_context(canal="whatsapp"), {"ResumirMisDatos": SUMMARY})
    talk.start("notificaciones")
    assert "Recibes avisos de: Novedades de trámites." in talk.say("2").text
    assert talk.effects == [ResumirMisDatos()]


@pytest.mark.parametrize("puntaje", [1, 2, 3, 4, 5])
def test_the_number_as_shown_is_the_rating(puntaje: int) -> None:
    talk = Conversation(make_context())
    talk.start("encuesta")
    closing = talk.say(str(puntaje), "todo claro")
    assert talk.effects == [Calificar(puntaje, "todo claro")]
    assert ("*funcionario*" in closing.text) == (puntaje <= 2)


def test_the_comment_can_be_skipped() -> None:
    talk = Conversation(make_context())
    talk.start("encuesta")
    talk.say("muy bien", "saltar")
    assert talk.effects == [Calificar(5, None)]
