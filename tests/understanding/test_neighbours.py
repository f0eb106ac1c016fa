"""The phrases most like a message, for those who want to know why."""

import pytest

from flows.understanding.neighbours import Neighbourhood, neighbourhood, neighbours
from knowledge.frases import Frase

FRASES = tuple(
    Frase(texto, (tema,), "prueba")
    for texto, tema in (
        ("se me dañó el andén", "radicar"), ("casa", "tramite/predial"), ("arreglar el andén de la casa", "radicar"),
        ("carta de vecindad", "tramite/residencia"), ("CARTA DE VECINDAD", "tramite/otra"),
    )
)  # fmt: skip
AMONG = neighbourhood(FRASES)


def test_the_most_alike_comes_first_and_says_where_it_is_from() -> None:
    first = neighbours("se me daño el anden de la casa", AMONG)[0]
    assert (first.texto, first.etiquetas, first.fuente) == ("se me dañó el andén", ("radicar",), "prueba")
    assert 0.5 < first.parecido <= 1


def test_a_wording_is_shown_once() -> None:
    assert len(neighbours("carta de vecindad", AMONG)) == 1


@pytest.mark.parametrize("text", ["", "   ", "👍", "zorongo", "de la que"])
def test_nothing_alike_is_nothing_shown(text: str) -> None:
    assert neighbours(text, AMONG) == ()
    assert neighbours(text, Neighbourhood()) == ()


def test_no_more_than_asked_for() -> None:
    many = neighbourhood(Frase(f"pagar el predial {n}", ("x",), "f") for n in range(3000))
    assert len(neighbours("pagar el predial", many, limit=4)) == 4
