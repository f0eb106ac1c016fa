"""The trained router against messages it never saw, its calibration, and its bytes."""

import csv
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from bot.training import LENGUAJE
from flows.understanding import Decision, MismatchedModel, Understanding, decide, understanding
from knowledge import search
from knowledge.frases import Frase
from knowledge.search import ModelBlob
from tests.understanding.conftest import DATA
from tests.worlds import bundled

Row = dict[str, str]


def held_out() -> list[Row]:
    """Return messages that no phrase file holds, with what they ask for."""
    with (DATA / "held_out.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def verdict(row: Row, decision: Decision) -> str:
    gold, got = (row["intencion"], row["tramite"] or None), (decision.intencion, decision.tramite)
    if got == gold:
        return "right"
    if decision.intencion == "aclarar":
        offered = {(option.intencion, option.tramite) for option in decision.alternativas}
        return "offered" if gold in offered else "asked"
    return "refused" if decision.intencion == "fuera_de_alcance" else "wrong"


@pytest.fixture(scope="module")
def tally(context: Understanding) -> dict[str, Counter[str]]:
    counts = {"inside": Counter[str](), "outside": Counter[str](), "unclear": Counter[str]()}
    kinds = {"fuera_de_alcance": "outside", "aclarar": "unclear"}
    for row in held_out():
        counts[kinds.get(row["intencion"], "inside")][verdict(row, decide(row["texto"], context))] += 1
    return counts


def test_the_held_out_messages_are_plenty_and_no_phrase(phrases: tuple[Frase, ...]) -> None:
    rows = held_out()
    said = {LENGUAJE.key(phrase.texto) for phrase in phrases if len(LENGUAJE.words(phrase.texto)) > 4}
    assert len(rows) >= 250
    assert sum(LENGUAJE.key(row["texto"]) in said for row in rows) <= len(rows) * 0.03


def test_most_requests_are_answered_or_offered_in_one_question(tally: dict[str, Counter[str]]) -> None:
    inside = tally["inside"]
    assert inside["right"] >= 0.60 * inside.total()
    assert inside["right"] + inside["offered"] >= 0.90 * inside.total()


def test_few_of_the_answers_are_wrong(tally: dict[str, Counter[str]]) -> None:
    routed = tally["inside"]["right"] + tally["inside"]["wrong"] + tally["outside"]["wrong"]
    assert tally["inside"]["wrong"] + tally["outside"]["wrong"] <= 0.03 * routed


def test_what_is_not_the_citys_is_not_routed(tally: dict[str, Counter[str]]) -> None:
    assert tally["outside"]["wrong"] <= 0.03 * tally["outside"].total()
    assert tally["outside"]["right"] >= 0.75 * tally["outside"].total()


def test_unclear_messages_are_asked_back(tally: dict[str, Counter[str]]) -> None:
    assert tally["unclear"]["right"] >= 0.8 * tally["unclear"].total()


SMALL = (
    *(Frase(text, ("tramite/ctg-residencia",), "prueba") for text in ("carta de vecindad", "certificado de residencia", "papel de donde vivo", "constancia de domicilio", "vecindad del barrio")),
    *(Frase(text, ("tramite/ctg-sisben",), "prueba") for text in ("encuesta del sisben", "puntaje sisben", "meterme al sisben", "ficha del sisben", "grupo del sisben")),
    *(Frase(text, ("fuera_de_alcance",), "prueba") for text in ("qué hora es", "cuéntame un chiste", "precio del dólar", "clima de hoy", "receta de arroz")),
    Frase("papel", ("tramite/ctg-residencia", "tramite/ctg-sisben"), "prueba"),
)  # fmt: skip


def test_the_same_phrases_in_any_order_give_the_same_bytes() -> None:
    assert search.train(SMALL, LENGUAJE).datos == search.train(tuple(reversed(SMALL)), LENGUAJE).datos


def test_weights_and_calibration_of_different_trainings_are_refused() -> None:
    one, other = search.train(SMALL, LENGUAJE), search.train(SMALL[1:], LENGUAJE)
    assert one.sha256 != other.sha256
    with pytest.raises(MismatchedModel):
        understanding(bundled()[0], _with_meta_of(one, other))


def _with_meta_of(one: ModelBlob, other: ModelBlob) -> bytes:
    import io

    with np.load(io.BytesIO(one.datos)) as weights, np.load(io.BytesIO(other.datos)) as calibration:
        arrays = {name: weights[name] for name in weights.files} | {"meta": calibration["meta"]}
    out = io.BytesIO()
    np.savez_compressed(out, **arrays)
    return out.getvalue()


def test_a_word_that_staff_marked_as_shared_is_asked_back_and_teaches_nothing() -> None:
    context = understanding(bundled()[0], search.train(SMALL, LENGUAJE).datos)
    decision = decide("papel", context)
    assert decision.intencion == "aclarar"
    assert {option.tramite for option in decision.alternativas} == {"ctg-residencia", "ctg-sisben"}


@pytest.mark.parametrize("cut", [0, 1, 100, -1])
def test_what_is_no_whole_model_is_refused(cut: int) -> None:
    whole = search.train(SMALL, LENGUAJE).datos
    with pytest.raises(MismatchedModel):
        understanding(bundled()[0], whole[:cut])


def test_a_record_withdrawn_since_the_training_gives_its_confidence_to_nobody(context: Understanding) -> None:
    asked = "certificado de residencia para el trabajo"
    withdrawn = replace(context, vivos=context.vivos - {"tramite/ctg-residencia"}, exacto={})
    assert decide(asked, replace(context, exacto={})).tramite == "ctg-residencia"
    assert decide(asked, withdrawn).intencion in ("aclarar", "fuera_de_alcance")


def test_a_stored_model_gives_back_its_hash_and_calibration() -> None:
    trained = search.train(SMALL, LENGUAJE)
    assert search.load(trained.datos) == trained


def test_the_threshold_keeps_its_promise_on_phrases_held_out(trained: ModelBlob) -> None:
    assert 0.5 <= trained.calibracion["umbral"] < 0.95
    assert trained.calibracion["aciertos"] >= 0.6
