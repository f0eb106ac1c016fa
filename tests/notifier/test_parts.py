"""What is to be said is cut where a reader would pause, and nothing of it is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.parts import LIMIT, clusters, messages, plain, split, units
from notifier.ports import Opcion

FAMILY = "👩‍👩‍👧‍👦"
SCOTLAND = "🏴󠁧󠁢󠁳󠁣󠁴󠁿"


def opciones(n: int, titulo: str = "Certificado de residencia", descripcion: str = "") -> tuple[Opcion, ...]:
    return tuple(Opcion(f"o{i}", titulo[:24], descripcion) for i in range(n))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("é", 1),
        ("e\u0301", 1),
        (FAMILY, 1),
        (SCOTLAND, 1),
        ("🇨🇴🇻🇪", 2),
        ("👍🏽", 1),
        ("1️⃣", 1),
        ("a\r\nb", 3),
        ("ñandú", 5),
    ],
)
def test_a_cluster_is_what_a_reader_sees_as_one_character(text: str, count: int) -> None:
    assert len(list(clusters(text))) == count


@pytest.mark.parametrize("symbol", [FAMILY, SCOTLAND, "🇨🇴", "👍🏽", "e\u0301"])
def test_no_symbol_is_cut_in_two(symbol: str) -> None:
    parts = split(symbol * 700)
    assert len(parts) > 1 or units(symbol) * 700 <= LIMIT
    assert "".join(parts) == symbol * 700
    assert all(units(p) <= LIMIT and len(p) % len(symbol) == 0 for p in parts)


def test_it_is_cut_between_paragraphs_first() -> None:
    first, second = "a" * 900, "b " * 500
    assert split(f"{first}\n\n{second}")[0] == first


def test_else_between_sentences() -> None:
    sentence = "La fila empieza temprano en la mañana. "
    parts = split(sentence * 60)
    assert all(p.endswith("mañana.") for p in parts)


def test_accents_piled_without_end_are_still_sent() -> None:
    parts = split("a" + "\u0301" * 4000)
    assert "".join(parts) == "a" + "\u0301" * 4000
    assert all(units(p) <= LIMIT for p in parts)


@given(
    st.lists(st.sampled_from([*"abc .\n¿", FAMILY, "🇨🇴", "e\u0301", "😀"]), max_size=400).map("".join),
    st.integers(40, 200),
)
def test_nothing_but_spaces_is_lost(text: str, limit: int) -> None:
    parts = split(text, limit)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(units(p) <= limit for p in parts)
    assert all(parts) or not text.strip()


def test_a_long_reply_keeps_its_options_under_the_last_part() -> None:
    made = messages("Palabra. " * 400, opciones(3))
    assert [bool(o) for _, o in made] == [False] * (len(made) - 1) + [True]
    assert all(units(plain(t, o)) <= LIMIT for t, o in made)


def test_ten_rows_with_descriptions_stay_one_message() -> None:
    made = messages("x" * 1024, opciones(10, descripcion="y" * 72))
    assert len(made) == 1
    assert units(plain(*made[0])) <= LIMIT


def test_plain_options_carry_their_numbers() -> None:
    assert (
        plain("¿Cuál?", (Opcion("a", "Predial"), Opcion("b", "ICA", "Comercios")))
        == "¿Cuál?\n\n1. Predial\n2. ICA – Comercios"
    )
