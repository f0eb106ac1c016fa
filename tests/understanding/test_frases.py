"""Phrases are content: readable, known by their topic, plenty, and free of personal data."""

import re
from collections import Counter

import pytest

from flows.understanding import INTENTS
from knowledge.frases import BadPhrases, Frase, bundled, read, unknown_labels
from tests.worlds import bundled as world

STAFF = bundled()
SINGLE = Counter(phrase.etiquetas[0] for phrase in STAFF if len(phrase.etiquetas) == 1)


def test_every_phrase_names_a_published_record_an_intent_or_another_entity() -> None:
    known = frozenset(INTENTS) | {f"tramite/{identity}" for identity in world()[0].tramites}
    assert unknown_labels(STAFF, known) == set()


def test_every_record_has_everyday_wordings() -> None:
    for record in world()[0].tramites.values():
        if record.flujo is None:
            least = 15 if record.id.startswith("ctg-") else 4
            assert SINGLE[f"tramite/{record.id}"] >= least, record.id


def test_every_intent_has_everyday_wordings() -> None:
    rare = {"tramite": 40, "emergencia": 0}  # the records speak for «tramite»; danger is heard by rule, never learnt
    for intent in INTENTS:
        assert SINGLE[intent] >= rare.get(intent, 60), intent


def test_what_is_not_the_citys_has_wordings_in_register() -> None:
    outside = sum(count for label, count in SINGLE.items() if label == "fuera_de_alcance" or label.startswith("otra/"))
    assert outside >= 150


def test_no_phrase_is_filed_under_two_topics() -> None:
    topics: dict[str, set[str]] = {}
    for phrase in STAFF:
        if len(phrase.etiquetas) == 1:
            topics.setdefault(phrase.texto.casefold(), set()).add(phrase.etiquetas[0])
    assert {text: labels for text, labels in topics.items() if len(labels) > 1} == {}


def test_no_phrase_holds_a_number_of_a_person() -> None:
    assert [phrase.texto for phrase in STAFF if re.search(r"\d{6,}|@", phrase.texto)] == []


def test_a_phrase_keeps_where_it_came_from() -> None:
    text = "# fuente: Mesa de ayuda, 2026\n[tramite ctg-residencia]\ncarta de vecindad\n"
    assert list(read(text, "a.txt")) == [Frase("carta de vecindad", ("tramite/ctg-residencia",), "Mesa de ayuda, 2026")]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("carta de vecindad", "línea 1"),
        ("[tramite]x", "línea 1"),
        ("[denuncia]\n" + "a" * 301, "línea 2"),
        ("\n[uno dos]\n", "línea 2"),
    ],
)
def test_a_file_with_a_mistake_says_where(text: str, where: str) -> None:
    with pytest.raises(BadPhrases, match=where):
        list(read(text, "a.txt"))
