"""Calls: the disclaimer goes with every answer, and nothing is promised that the source does not say."""

from dataclasses import replace
from datetime import date

import pytest

from flows.acompanamiento import acompanamiento
from flows.convocatorias import convocatorias, estado, matching
from flows.effects import PedirAcompanamiento
from flows.walk import by_question, walk
from knowledge.values import Convocatoria
from tests.flows.conversations import Conversation, titles
from tests.worlds import make_context

CALL = Convocatoria("x", "Premio", "Alguien", "Para algo.", "beca", "abierta", cierre=date(2026, 4, 10))


@pytest.mark.parametrize("body", [convocatorias, acompanamiento], ids=lambda body: body.__name__)
@pytest.mark.parametrize("inicio", [{}, {"texto": "vivienda"}], ids=["menu", "tema"])
@pytest.mark.parametrize("idioma", ["es", "en"])
def test_every_question_about_calls_carries_the_disclaimer(body, inicio, idioma) -> None:  # type: ignore[no-untyped-def]
    context = make_context(idioma=idioma)
    free = context.t("Participar es gratis. No le pagues a nadie por ayudarte.")
    stops = [stop for path in walk(body.__name__, body, context, inicio, by_question) for stop in path.stops]
    assert len(stops) > 2
    for stop in stops:
        # In the question itself: it is put again alone after a detour.
        assert context.catalogo.servicio_convocatorias.descargo in stop.ask.text
        assert free in stop.ask.text


def test_what_the_source_lacks_is_said() -> None:
    said = Conversation(make_context()).start("convocatorias").text
    assert "no están en mis datos" in said
    assert "155" not in said
    assert "http" not in said


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (CALL, "Abierta hasta el 10/04/2026."),
        (replace(CALL, cierre=date(2026, 3, 29)), "Cerró el 29/03/2026."),
        (replace(CALL, estado="cerrada", cierre=None), "Ya cerró."),
        (replace(CALL, estado="permanente", cierre=None), "Abierta todo el año."),
        (replace(CALL, estado="por_confirmar"), "Por confirmar si está abierta. Pregunta a quien convoca."),
        (replace(CALL, estado="abierta", cierre=None), "Por confirmar si está abierta. Pregunta a quien convoca."),
        (replace(CALL, tipo="ejemplo: proyecto"), "Ya pasó. Es un ejemplo de lo que se puede lograr."),
    ],
)
def test_whether_it_is_open_is_said_honestly(call: Convocatoria, said: str) -> None:
    assert estado(make_context(), call) == said


def test_bundled_calls_of_the_city_never_pass_for_open() -> None:
    context = make_context()
    for call in context.catalogo.convocatorias:
        assert not estado(context, call).startswith("Abierta")


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("vivienda nueva", "programa-mi-casa-va"),
        ("estímulos culturales", "programa-ipcc-convocatorias"),
        ("fiestas", "programa-fiestas-independencia"),
    ],
)
def test_calls_are_found_by_theme(words: str, first: str) -> None:
    assert matching(make_context(), words)[0].id == first


@pytest.mark.parametrize("words", ["", "quiero ver las convocatorias", "hay becas", "xyzzy"])
def test_a_general_question_names_no_call(words: str) -> None:
    assert matching(make_context(), words) == []


def test_rows_are_named_by_the_short_title_of_their_record() -> None:
    conversation = Conversation(make_context())
    conversation.start("convocatorias")
    shown = titles(conversation.say("2"))
    assert "Subsidio casa nueva" in shown
    assert len(set(shown)) == len(shown)


def test_help_is_asked_for_only_after_a_yes() -> None:
    conversation = Conversation(make_context())
    conversation.start("acompanamiento")
    conversation.say("Una beca de danza")
    assert conversation.effects == []
    assert "Dejé tu pedido" in conversation.say("sí").text
    assert conversation.effects == [PedirAcompanamiento("Una beca de danza")]


def test_a_second_request_is_not_told_as_new() -> None:
    conversation = Conversation(make_context(), {"PedirAcompanamiento": False})
    conversation.start("acompanamiento")
    assert "Ya tenías un pedido" in conversation.say("Una beca de danza", "1").text
