"""The code that a citizen holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.codigos import ALPHABET, make, normalise

random = st.binary(min_size=11, max_size=16)


@given(random)
def test_a_code_survives_how_people_type_it(source: bytes) -> None:
    code = make(source)
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"  {code} ", code.replace("-", "–")):
        assert normalise(typed) == code


@given(random, st.integers(0, 11), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_noticed(source: bytes, place: int, letter: str) -> None:
    bare = make(source).replace("-", "")
    wrong = bare[:place] + letter + bare[place + 1 :]
    assert (normalise(wrong) is None) == (wrong != bare)


@given(random, st.integers(0, 10))
def test_two_swapped_letters_are_noticed(source: bytes, place: int) -> None:
    bare = make(source).replace("-", "")
    swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert (normalise(swapped) is None) == (swapped != bare)


@given(random)
def test_a_code_holds_nothing_that_is_misread(source: bytes) -> None:
    assert not set(make(source)) & set("0O1I")


def test_different_randomness_gives_different_codes() -> None:
    assert len({make(bytes([high, low] * 6)) for high in range(32) for low in range(32)}) == 1024


@pytest.mark.parametrize("text", ["", "hola", "0000-0000-0000", "K7QM-3RT9", "K7QM-3RT9-XWPA-2222"])
def test_what_is_no_code_is_none(text: str) -> None:
    assert normalise(text) is None


def test_too_little_randomness_is_refused() -> None:
    with pytest.raises(ValueError, match="eleven"):
        make(b"short")
