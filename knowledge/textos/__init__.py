"""Texts and translations, for flows and notices alike. Spanish is the source; a language is one folder of
`.po` files, one per room, so that a translator opens what the room's keeper wrote.

The `.po` is read as it is (no compiled copy to forget): some hundred messages take a few milliseconds.
"""

from collections.abc import Callable
from pathlib import Path

from babel.messages.pofile import read_po

from knowledge.values import Idioma

Traducir = Callable[[Idioma, str], str]
_FOLDER = Path(__file__).parent


def load_textos(folder: Path = _FOLDER) -> Traducir:
    """Return the function that says a Spanish source text in a language; a text without translation stays Spanish."""
    english = {
        source: said for path in sorted((folder / "en").glob("*.po")) for source, said in read_catalog(path).items()
    }

    def traducir(idioma: Idioma, texto: str) -> str:
        return english.get(texto, texto) if idioma == "en" else texto

    return traducir


def read_catalog(path: Path) -> dict[str, str]:
    """Return source → translation of one `.po` file, without the untranslated ones."""
    with path.open("rb") as file:
        messages = read_po(file)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}
