"""Long lists and long official texts, one screen at a time."""

import re
from collections.abc import Generator, Sequence

from flows.answers import Choice
from flows.context import Context
from flows.engine import Ask
from flows.messages import Json, Option
from flows.opciones import BUTTON_CHARS, MAX_ROWS, ROW_CHARS, short

MAS = "mas"
VOLVER = "volver"
_SENTENCE_END = re.compile(r"(?<=[.;:])\s+")


def volver(context: Context) -> Option:
    """Return the row that leads one step back."""
    return Option(VOLVER, context.t("Volver"))


def pick(context: Context, key: str, text: str, rows: Sequence[Option]) -> Generator[Ask, Json, str]:
    """Ask for one of any number of rows, page after page, and return its id, or VOLVER."""
    pages = _pages(rows)
    for number, page in enumerate(pages):
        more = (Option(MAS, context.t("Ver más")),) if number < len(pages) - 1 else ()
        choice = yield Ask(f"{key}.{number}", text, fitted((*page, *more, volver(context))))
        if choice != MAS:
            return str(choice)
    return VOLVER


def fitted(options: Sequence[Option]) -> Choice:
    """Return a choice whose titles fit what a phone shows: buttons while there are three, rows from four on."""
    limit = BUTTON_CHARS if len(options) <= 3 else ROW_CHARS
    return Choice(tuple(Option(o.id, short(o.title, limit), short(o.description, 72)) for o in options))


def _pages(rows: Sequence[Option]) -> list[Sequence[Option]]:
    if len(rows) < MAX_ROWS:
        return [rows]
    size = MAX_ROWS - 2  # «Ver más» and «Volver» need a row each
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def excerpt(text: str, limit: int) -> str:
    """Return the first sentences that fit, whole where possible, so that a quotation does not end in mid-thought."""
    if len(text) <= limit:
        return text
    kept = ""
    for sentence in _SENTENCE_END.split(text):
        if len(kept) + len(sentence) + 1 > limit:
            break
        kept = f"{kept} {sentence}".strip()
    return f"{kept} […]" if kept else short(text, limit)


def row(id_: str, title: str, description: str = "") -> Option:
    """Return a row; what the title cuts off is told under it."""
    told = description or (title if len(title) > ROW_CHARS else "")
    return Option(id_, title, short(told, 72))
