"""The bundled words of each indicator: all there, short, easy to read, and honest about what has no source."""

import pytest

from knowledge.indicadores import cargar
from knowledge.lint.legible import inflesz, sentences, words


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


def test_what_has_no_source_says_so() -> None:
    found = cargar()
    for number in (3, 21, 26):
        assert "«sin datos»" in found[number].texto
    assert "cuenta como si entendiera" in found[12].texto
    assert "Ley 1755 de 2015" in found[24].formula
