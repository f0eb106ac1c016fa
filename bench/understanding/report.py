"""Writing a measured table into the docs, between its marks, so that no figure is copied by hand."""

import re
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs" / "entender.md"


def write(name: str, text: str) -> None:
    """Replace what stands between «<!-- bench: name -->» and «<!-- end -->»."""
    DOCUMENT.write_text(replaced(DOCUMENT.read_text(encoding="utf-8"), name, text), encoding="utf-8")


def replaced(document: str, name: str, text: str) -> str:
    """Return the document with the new text. Raises ValueError when the mark is not there."""
    marks = re.compile(rf"(<!-- bench: {re.escape(name)} -->\n).*?(<!-- end -->)", re.DOTALL)
    found, times = marks.subn(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", document)
    if times != 1:
        raise ValueError(f"docs/entender.md: {times} places for «{name}»")
    return found
