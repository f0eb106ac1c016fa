"""The bundled words of each indicator: all there, short, easy to read, and honest about what has no source."""

import pytest

from bot.cifras.textos import CORTAS
from knowledge.indicadores import cargar
from knowledge.lint.legible import inflesz, sentences, words
from notifier.cifras.formulas import figures
from notifier.cifras.query import Totales


def test_the_catalogue_has_every_indicator_and_the_five_promised() -> None:
    found = cargar()
    assert list(found) == list(range(1, 28))
    assert [n for n, one in found.items() if one.compromiso] == [1, 4, 5, 9, 20]
    assert all(one.unidad and one.fuente and one.formula.endswith(".") for one in found.values())
    assert len({one.nombre for one in found.values()}) == 27


@pytest.mark.parametrize("number", range(1, 28))
def test_every_text_is_short_and_easy(number: int) -> None:
    said = sentences(cargar()[number].texto)
    assert len(said) <= 3
    assert max(len(words(one)) for one in said) <= 20
    assert inflesz(cargar()[number].texto) >= 65


@pytest.mark.parametrize(
    ("number", "never"),
    [(4, "basura"), (24, "R20"), (25, "leído"), (25, "leyeron"), (27, "actuación"), (7, "«otros»"), (18, "«otros»")],
)
def test_nothing_is_promised_that_no_face_tells(number: int, never: str) -> None:
    assert never not in f"{cargar()[number].texto} {cargar()[number].formula}"


def test_an_indicator_is_measured_in_what_it_is_told_in_and_has_one_name() -> None:
    found = cargar()
    told = {one.indicador: one for one in reversed(figures(Totales()))}
    assert (found[9].unidad, found[11].unidad) == (told[9].unidad, told[11].unidad) == ("s", "min")
    assert found[4].nombre == told[4].nombre == CORTAS[4].nombre == "Conversaciones atendidas"


def test_what_has_no_source_says_so() -> None:
    found = cargar()
    for number in (3, 21, 26):
        assert "«sin datos»" in found[number].texto
    assert "cuenta como si entendiera" in found[12].texto
    assert "Ley 1755 de 2015" in found[24].formula
