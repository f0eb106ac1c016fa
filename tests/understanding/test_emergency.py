"""Danger is heard first and always; sayings that sound alike are left in peace."""

import pytest

from flows.understanding import Understanding, decide, emergency
from tests.understanding.conftest import lines

REAL = lines("emergencias.txt")
ALIKE = lines("parecidas.txt")


def test_the_lists_are_long_enough_to_mean_something() -> None:
    assert len(set(REAL)) >= 100
    assert len(set(ALIKE)) >= 300


@pytest.mark.parametrize("text", REAL)
def test_a_cry_for_help_raises_the_alarm(text: str) -> None:
    assert emergency(text) is not None


def test_sayings_that_sound_like_danger_raise_it_in_at_most_one_of_a_hundred() -> None:
    alarms = [text for text in ALIKE if emergency(text)]
    assert len(alarms) <= len(ALIKE) // 100, alarms


@pytest.mark.parametrize(
    "text",
    [
        "me mata este impuesto",
        "se me quemó el arroz",
        "qué bombero tan lindo",
        "dónde queda la comisaría",
        "me chocó la respuesta",
    ],
)
def test_the_examples_of_the_brief_are_harmless(text: str) -> None:
    assert emergency(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("mi marido me pega", "violencia"),
        ("hay un incendio", "incendio"),
        ("me quiero matar", "suicidio"),
        ("mi papá no respira", "medica"),
        ("se está ahogando un niño", "agua"),
    ],
)
def test_the_kind_of_danger_is_named(text: str, kind: str) -> None:
    assert emergency(text) == kind


def test_a_saying_does_not_hide_a_real_cry() -> None:
    assert emergency("se me quemó el arroz y ahora se está quemando la casa") == "incendio"


def test_a_cry_at_the_end_of_a_long_story_is_heard() -> None:
    assert emergency("le cuento la historia de mi barrio " * 60 + " y ahora mi mamá no respira") == "medica"


def test_danger_beats_an_alias_and_every_intent(by_rules: Understanding) -> None:
    decision = decide("hola buenas, mi marido me está pegando y necesito certificado de residencia", by_rules)
    assert (decision.intencion, decision.emergencia, decision.tramite) == ("emergencia", "violencia", None)
