"""Words that count only when they are the whole message."""

import pytest

from flows.understanding import global_word, opt_out, yes_no


@pytest.mark.parametrize("text", ["STOP", "stop", " Baja ", "baja", "ALTO.", "Alto", "¡BAJA!", "Stop\u200b"])
def test_an_opt_out_word_alone_is_honoured(text: str) -> None:
    assert opt_out(text)


@pytest.mark.parametrize(
    "text",
    [
        "quiero darme de baja del impuesto de industria y comercio",
        "la marea está baja",
        "alto costo",
        "cancelar",
        "salir",
        "",
        "no",
        "stop sign",
    ],
)
def test_an_opt_out_word_inside_a_request_is_no_opt_out(text: str) -> None:
    assert not opt_out(text)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("menú", "menu"), ("MENU por favor", "menu"), ("hola menú", "menu"), ("🏠", "menu"), ("main menu", "menu"),
        ("cancelar", "cancelar"), ("Cancelar.", "cancelar"), ("cancel please", "cancelar"),
        ("atrás", "atras"), ("volver", "atras"), ("⬅️", "atras"), ("back", "atras"),
        ("salir", "salir"), ("exit", "salir"), ("funcionario", "funcionario"), ("hablar con una persona", "funcionario"),
        ("ayuda", "ayuda"), ("help me", "ayuda"), ("¿?", "ayuda"),
    ],
)  # fmt: skip
def test_a_global_word_is_known_with_accents_courtesy_emoji_and_in_english(text: str, word: str) -> None:
    assert global_word(text) == word


@pytest.mark.parametrize(
    "text",
    [
        "quiero cancelar mi cita",
        "no salir",
        "ayuda con el predial",
        "volver a matricular",
        "el funcionario me gritó",
        "0",
        "",
    ],
)
def test_a_request_that_holds_a_global_word_is_not_the_word(text: str) -> None:
    assert global_word(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "sí",
        "SI",
        "siii",
        "dale",
        "ok",
        "claro que sí",
        "de una",
        "sisas",
        "listo",
        "sí señora",
        "sí, por favor",
        "👍",
        "👍🏽",
        "✅",
        "yes",
        "sure",
    ],
)
def test_a_yes_is_heard_in_many_forms(text: str) -> None:
    assert yes_no(text) is True


@pytest.mark.parametrize(
    "text", ["no", "Nooo", "nel", "nanay", "nada", "no gracias", "todavía no", "👎", "nope", "no, gracias"]
)
def test_a_no_is_heard_in_many_forms(text: str) -> None:
    assert yes_no(text) is False


@pytest.mark.parametrize(
    "text", ["ajá", "aja", "ahorita", "no sé", "👍👎", "sí pero no", "quiero el certificado", "🎉", "", "mmm"]
)
def test_what_is_neither_yes_nor_no_is_none(text: str) -> None:
    assert yes_no(text) is None
