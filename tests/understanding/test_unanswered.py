"""What nobody answered is grouped by what people share; what one person alone says is in no group."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.unanswered import MIN_PEOPLE, Dicho, groups
from tests.worlds import NOON


def said(*texts: str, people: int | None = None) -> list[Dicho]:
    """Return messages, each of another person unless there are fewer people."""
    many = people or len(texts)
    return [Dicho(text, bytes([n % many]), NOON + timedelta(minutes=n)) for n, text in enumerate(texts)]


def test_the_same_question_in_other_words_is_one_group() -> None:
    found = groups(
        said(
            "donde vacunan los perros",
            "quiero saber donde vacunan a los perros",
            "vacunan perros gratis",
            "parqueadero centro",
        )
    )
    assert [(g.mensajes, g.personas) for g in found] == [(3, 3)]
    assert found[0].texto == "vacunan perros"
    assert found[0].ultima == NOON + timedelta(minutes=2)


def test_fewer_people_are_no_group_however_often_they_write() -> None:
    assert groups(said(*["donde vacunan los perros"] * 9, people=MIN_PEOPLE - 1)) == []


def test_words_of_one_person_are_not_among_the_shared_ones() -> None:
    texts = (
        "vacunan perros de juana perez",
        "vacunan perros",
        "vacunan perros 3001234567",
        "vacunan perros 3001234567",
    )
    assert groups(said(*texts))[0].texto == "vacunan perros"


def test_numbers_are_shared_by_nobody() -> None:
    assert groups(said(*["vacunan perros 1047382910"] * 3))[0].texto == "vacunan perros"


def test_what_more_people_ask_comes_first() -> None:
    found = groups(said(*["parqueadero centro"] * 3, *["vacunan perros"] * 5))
    assert [g.texto for g in found] == ["vacunan perros", "parqueadero centro"]


@pytest.mark.parametrize("text", ["", "de la que", "1234"])
def test_nothing_telling_is_no_group(text: str) -> None:
    assert groups(said(*[text] * 5)) == []


@given(
    st.lists(st.tuples(st.sampled_from(["vacunan", "perros", "centro", "bus", "ana", "luis", ""]), st.integers(0, 5)))
)
def test_no_word_of_fewer_people_is_ever_shown(pairs: list[tuple[str, int]]) -> None:
    messages = [Dicho(f"{word} perros", bytes([who]), NOON) for word, who in pairs]
    for grupo in groups(messages):
        for word in grupo.palabras:
            assert len({m.persona for m in messages if word in m.normal.split()}) >= MIN_PEOPLE
