"""What citizens read: translated whole, in short sentences, with the same blanks in both languages."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.menu import FIRST, SECOND
from flows.registro import FLOWS
from knowledge.textos import load_textos, read_catalog

ROOT = Path(__file__).parents[2]
ENGLISH = {
    source: said
    for po in sorted((ROOT / "knowledge/textos/en").glob("*.po"))
    for source, said in read_catalog(po).items()
}
MAX_WORDS = 20
_BLANK = re.compile(r"\{(\w*)[^}]*\}")
_SENTENCE = re.compile(r"[.:;!?…\n]+(?:\s|$)")


def _sources(path: Path) -> Iterator[str]:
    """Yield each Spanish text of a module: what is handed to `t` or marked with `N_`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        text = node.args[0]
        if called in ("t", "N_") and isinstance(text, ast.Constant) and isinstance(text.value, str):
            yield text.value


MODULES = sorted((ROOT / "flows").glob("*.py"))
SOURCES = sorted({text for path in MODULES for text in _sources(path)})


def test_the_texts_are_found() -> None:
    assert len(SOURCES) > 200
    assert "¿Qué más quieres saber?" in SOURCES


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_text_is_said_in_english(path: Path) -> None:
    assert not [text for text in _sources(path) if text not in ENGLISH]


def test_both_languages_have_the_same_blanks_and_marks() -> None:
    for source, said in ENGLISH.items():
        assert sorted(_BLANK.findall(source)) == sorted(_BLANK.findall(said)), source
        assert source.count("*") % 2 == said.count("*") % 2 == 0, source


def test_sentences_are_short() -> None:
    for text in (*SOURCES, *ENGLISH.values()):
        for sentence in _SENTENCE.split(text):
            assert len(sentence.split()) <= MAX_WORDS, sentence


def test_nobody_is_blamed_or_called_usted() -> None:
    for text in SOURCES:
        assert not re.search(r"\b(usted|inválid\w+|incorrect\w+|entrada|formato)\b", text, re.IGNORECASE), text


def test_the_rows_of_the_menu_fit_a_phone_in_both_languages() -> None:
    traducir = load_textos()
    for rows in (FIRST, SECOND):
        assert len(rows) < 10, "a form left half-way still needs its row"
        for flow, title, what in rows:
            assert flow == "mas" or flow in FLOWS
            for text, said in ((title, traducir("en", title)), (what, traducir("en", what))):
                limit = 24 if text is title else 72
                assert 0 < len(text) <= limit, text
                assert 0 < len(said) <= limit, said
