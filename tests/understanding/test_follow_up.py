"""What goes on with what was said, and what names a topic of its own."""

import pytest

from flows.understanding.follow_up import FollowUp, follow_up


@pytest.mark.parametrize(
    ("text", "seccion"),
    [
        ("¿y cuánto vale?", "costo"), ("quién lo paga", "costo"), ("who pays for it", "costo"), ("what about the cost", "costo"),
        ("¿dónde queda?", "donde"), ("y quién lo firma?", "donde"), ("a quién se lo pido", "donde"), ("where do I go", "donde"),
        ("how long does it take?", "tiempo"), ("¿y cuándo está listo?", "tiempo"), ("¿y después?", "pasos"), ("y luego qué hago", "pasos"),
        ("what's next", "pasos"), ("para qué me sirve", "que_es"), ("y qué más piden", "requisitos"), ("se puede por internet", "en_linea"),
    ],
)  # fmt: skip
def test_a_part_of_the_record(text: str, seccion: str) -> None:
    assert follow_up(text) == FollowUp("seccion", seccion=seccion)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "seccion"),
    [
        ("¿y si no tengo cédula?", "requisitos"), ("y sin recibo", "requisitos"), ("si perdí los papeles", "requisitos"),
        ("what if I don't have an ID", "requisitos"), ("y para mi esposa", "que_es"), ("para un menor de edad", "que_es"),
        ("¿y si soy venezolana?", "que_es"), ("and for my husband?", "que_es"), ("y mi mamá?", "que_es"),
    ],
)  # fmt: skip
def test_a_case_of_ones_own(text: str, seccion: str) -> None:
    assert follow_up(text) == FollowUp("caso", seccion=seccion)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["el otro", "no, el otro", "¿y el otro?", "la otra por favor", "the other one", "el anterior"]
)
def test_the_other_one(text: str) -> None:
    assert follow_up(text) == FollowUp("otro")


@pytest.mark.parametrize("text", ["ese", "sí, ese", "esa misma", "sí, ese mismo porfa", "quiero ese", "yes, that one"])
def test_this_one(text: str) -> None:
    assert follow_up(text) == FollowUp("ese")


@pytest.mark.parametrize(
    ("text", "orden"),
    [("el primero que dijiste", 1), ("la segunda", 2), ("no, mejor el primero", 1), ("el último de la lista", -1), ("the first one you said", 1)],
)  # fmt: skip
def test_one_by_its_place(text: str, orden: int) -> None:
    assert follow_up(text) == FollowUp("orden", orden=orden)


@pytest.mark.parametrize("text", ["y en inglés", "¿me lo dices en inglés?", "in english", "y en español"])
def test_another_language(text: str) -> None:
    found = follow_up(text)
    assert found is not None
    assert found.pide == "idioma"


@pytest.mark.parametrize(
    "text",
    [
        "", "👍", "si", "sí tengo la cédula", "ese señor me pidió plata", "ese hueco está muy grande", "el otro día fui y no me atendieron",
        "quién paga el predial", "cuánto vale el sisbén", "y el sisbén", "y si no tengo agua en la casa", "no tengo trabajo",
        "para mi esposa el sisben", "mi esposo me pega", "y mi hijo se ahogó", "me cobran plata por darlo", "me pidió plata", "sin luz desde ayer",
        "ese no", "otro trámite", "la otra cosa", "quién lo cobra", "el primero de mayo abren", "y" * 5000,
    ],
)  # fmt: skip
def test_a_topic_of_its_own_is_never_a_follow_up(text: str) -> None:
    assert follow_up(text) is None
