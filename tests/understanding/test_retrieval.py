"""The search for a record among many: the same order in every process, and the rare word wins however many there are."""

import math

from flows.understanding.retrieval import MAX_FOUND, MAX_POSTINGS, inverted, rank

NAMED = (
    ("tramite/b", "permiso de fiesta"),
    ("tramite/a", "permiso de playa"),
    ("tramite/c", "castración de gatos"),
    ("tramite/c", "esterilizar gata"),
)


def test_a_name_said_whole_scores_one() -> None:
    assert rank(inverted(NAMED), ["permiso", "fiesta"])[0] == ("tramite/b", 1.0)


def test_equal_records_come_in_alphabetical_order() -> None:
    assert [label for label, _ in rank(inverted(NAMED), ["permiso"])] == ["tramite/a", "tramite/b"]


def test_a_record_counts_by_the_name_that_was_said_best() -> None:
    (label, value), *rest = rank(inverted(NAMED), ["castracion", "gatos"])
    assert (label, rest) == ("tramite/c", [])
    assert math.isclose(value, 1.0)


def test_an_unknown_word_lowers_the_score_and_words_that_no_name_has_find_nothing() -> None:
    index = inverted(NAMED)
    assert 0 < rank(index, ["permiso", "fiesta", "zeppelin"])[0][1] < 1
    assert rank(index, ["zeppelin"]) == []
    assert rank(inverted(()), ["permiso"]) == []


def test_a_word_that_thousands_share_is_not_walked_and_still_separates_two_records() -> None:
    crowd = [(f"tramite/x{n}", f"permiso lote {n}") for n in range(MAX_POSTINGS + 1)]
    index = inverted([*crowd, ("tramite/feria", "permiso feria"), ("tramite/otra", "multa feria")])
    found = rank(index, ["permiso", "feria"])
    assert [label for label, _ in found] == ["tramite/feria", "tramite/otra"]
    assert math.isclose(found[0][1], 1.0)


def test_a_word_that_all_share_finds_no_more_than_can_be_read() -> None:
    crowd = [(f"tramite/x{n:03d}", "permiso") for n in range(200)]
    assert [label for label, _ in rank(inverted(crowd), ["permiso"])] == [f"tramite/x{n:03d}" for n in range(MAX_FOUND)]
