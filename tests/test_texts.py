"""Every text that a citizen can see: short sentences, kind words, English beside the Spanish, easy to read."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from flows.registro import FLOWS
from knowledge.lint.legible import inflesz, sentences, syllables, words
from knowledge.textos import read_catalog
from tests.flows.starts import branches

ROOT = Path(__file__).parents[1]
FOLDERS = ("flows", "bot", "notifier", "knowledge")
LONGEST = 20
WITH_A_NAME = 30  # an official name that is quoted is not ours to shorten
_IN_A_PAGE = re.compile(r"""\bt\((['"])(.+?)\1\)""")
HARSH = re.compile(
    r"inv[áa]lid|err[óo]nea|equivocad[oa]\b|usted(?:es)?\b|su solicitud|debe ingresar|rechazad", re.IGNORECASE
)


def _sources() -> Iterator[tuple[str, str]]:
    """Yield (place, text) of every text given to the translators."""
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and _name(node.func) in ("t", "N_") and node.args:
                    text = node.args[0]
                    if isinstance(text, ast.Constant) and isinstance(text.value, str):
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", text.value


def _pages() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "bot").rglob("*.html")):
        for found in _IN_A_PAGE.finditer(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOT)), found[2]


def _name(func: ast.expr) -> str:
    return func.attr if isinstance(func, ast.Attribute) else func.id if isinstance(func, ast.Name) else ""


@cache
def sources() -> tuple[tuple[str, str], ...]:
    return (*_sources(), *_pages())


@cache
def english() -> dict[str, str]:
    folder = ROOT / "knowledge" / "textos" / "en"
    return {source: said for path in sorted(folder.glob("*.po")) for source, said in read_catalog(path).items()}


def test_there_are_texts() -> None:
    assert len(sources()) > 200


def test_every_sentence_is_short() -> None:
    long = [
        f"{place}: {len(words(s))} palabras: {s}"
        for place, text in sources()
        for s in sentences(text)
        if len(words(s)) > _limit(s)
    ]
    assert not long, "\n".join(long)


def _limit(sentence: str) -> int:
    return WITH_A_NAME if "«" in sentence else LONGEST


def test_no_text_is_harsh() -> None:
    harsh = [f"{place}: {text}" for place, text in sources() if HARSH.search(text)]
    assert not harsh, "\n".join(harsh)


def test_every_text_has_its_english() -> None:
    missing = sorted({f"{place}: {text}" for place, text in sources() if text not in english()})
    assert not missing, "\n".join(missing)


def test_english_keeps_every_blank() -> None:
    blanks = re.compile(r"\{\w*\}")
    wrong = [s for s, said in english().items() if sorted(blanks.findall(s)) != sorted(blanks.findall(said))]
    assert not wrong, "\n".join(wrong)


def test_english_that_nobody_says_is_gone() -> None:
    used = {text for _, text in sources()}
    literals = {
        n.value
        for folder in FOLDERS
        for p in (ROOT / folder).rglob("*.py")
        for n in ast.walk(ast.parse(p.read_text(encoding="utf-8")))
        if isinstance(n, ast.Constant) and isinstance(n.value, str)
    }
    stale = [s for s in english() if s not in used | literals]
    assert not stale, "\n".join(stale)


# Their long screens quote what the entity publishes, and those words are the record's.
QUOTING = {"tramites", "cooperacion", "participacion", "datos_publicos", "convocatorias", "acompanamiento"}


@pytest.mark.parametrize("flow", sorted(set(FLOWS) - QUOTING))
def test_long_screens_of_ours_are_easy(flow: str) -> None:
    hard = {}
    for _, path in branches(flow):
        for text in (*(stop.text for stop in path.stops), "\n\n".join(path.farewell)):
            if len(words(text)) > 100 and inflesz(text) < 65:
                hard[text] = inflesz(text)
    assert not hard, "\n\n".join(f"{score:.0f}: {text}" for text, score in hard.items())


def test_the_measure_itself() -> None:
    assert [syllables(w) for w in ("ciudad", "trámite", "país", "aéreo", "agua", "guion", "oí", "y")] == [
        2,
        3,
        2,
        4,
        2,
        1,
        2,
        1,
    ]
    assert sentences("Hola. ¿Qué *tal*?\n• Uno\n• Dos {x}.") == ["Hola.", "¿Qué tal?", "• Uno", "• Dos algo."]
    assert inflesz("El sol sale. La niña ríe.") > 90
    assert (
        inflesz(
            "La administración interinstitucional desconcentrada promoverá la implementación reglamentaria correspondiente."
        )
        < 20
    )
