"""Every word that our texts tell people to write leads where the text says, with the model and without."""

import ast
import re
from pathlib import Path

import pytest

from flows.ayuda import named_language
from flows.palabras import opened_by
from flows.understanding import Understanding, decide, global_word, opt_out, understanding
from knowledge.textos import read_catalog
from tests.staging import trained_model
from tests.worlds import bundled

ROOT = Path(__file__).parents[2]
_TAUGHT = re.compile(r"(?:[Ee]scríbe(?:me)?|[Ee]scribe|[Cc]on|[Ww]rite|[Ww]ith) \*([^*{}]{2,30})\*")
LEADS = {
    "menú": "menu", "menu": "menu", "BAJA": "notificaciones", "STOP": "notificaciones", "avisos": "notificaciones",
    "convocatorias": "convocatorias", "denuncia": "denuncia", "radicar": "radicar", "funcionario": "funcionario",
    "agent": "funcionario", "error": "error_dato", "mis datos": "mis_datos", "my data": "mis_datos", "atrás": "menu",
    "idioma": "idioma", "language": "idioma", "ayuda": "ayuda", "help": "ayuda", "cancelar": "cancelar", "cancel": "cancelar",
    "salir": "despedida", "exit": "despedida", "back": "menu",
    "estado": "estado", "status": "estado", "alta": "notificaciones", "file": "radicar", "mis solicitudes": "estado",
    "calificar": "encuesta", "rate": "encuesta", "separar": "enlace", "unlink": "enlace",
}  # fmt: skip
_RESUME = frozenset({"seguir", "continue", "resume"})  # heard only while something is left half-way: test_clocks


def _texts() -> set[str]:
    spanish = {
        node.value
        for path in (ROOT / "flows").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    english = {said for po in (ROOT / "knowledge/textos/en").glob("*.po") for said in read_catalog(po).values()}
    return spanish | english


WORDS = sorted({word for text in _texts() for word in _TAUGHT.findall(text)} - _RESUME)


@pytest.fixture(scope="module", params=["rules", "model"])
def context(request: pytest.FixtureRequest) -> Understanding:
    return understanding(bundled()[0], trained_model()[1] if request.param == "model" else None)


def test_the_words_are_found() -> None:
    assert {"menú", "BAJA", "avisos", "denuncia", "radicar", "funcionario"} <= set(WORDS)


@pytest.mark.parametrize("word", WORDS)
def test_a_taught_word_is_understood(word: str, context: Understanding) -> None:
    assert word in LEADS, f"our texts teach «{word}»: say here where it leads"
    if go := opened_by(word):
        assert go.flow == LEADS[word]
        return
    decision = decide(word, context)
    assert decision.intencion == LEADS[word]
    assert decision.confianza > 0.9 or global_word(word) or opt_out(word)


@pytest.mark.parametrize(
    ("word", "which"),
    [("English", "en"), ("inglés", "en"), ("ingles", "en"), *((w, "es") for w in ("español", "Espanol", "Spanish", "back to Spanish", "Español, por favor"))],
)  # fmt: skip
def test_a_language_is_chosen_by_its_name_alone(word: str, which: str, context: Understanding) -> None:
    assert decide(word, context).intencion == "idioma"
    assert named_language(word) == which


@pytest.mark.parametrize(
    "text", ["Is there a form in Spanish for the sisben?", "¿el libro está escrito en castellano antiguo?"]
)
def test_a_language_that_is_only_mentioned_changes_nothing(text: str) -> None:
    assert decide(text, understanding(bundled()[0], None)).intencion != "idioma"
