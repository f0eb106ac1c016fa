"""Long lists and long official texts, one screen at a time."""

import re
from collections import Counter
from collections.abc import Generator, Mapping, Sequence

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
    return Choice(tuple(_fitted(option, limit) for option in options))


def _fitted(option: Option, limit: int) -> Option:
    title = short(option.title, limit)
    return Option(option.id, title, "" if option.description == title else short(option.description, 72))


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


def named_rows(names: Mapping[str, str]) -> list[Option]:
    """Return a row for each id and official name, long as it may be. No two rows look alike: the number is not all."""
    brief = {id_: compact(name) for id_, name in names.items()}
    times = Counter(brief.values())
    titles = {id_: brief[id_] if times[brief[id_]] == 1 else name for id_, name in names.items()}
    return [row(id_, title, names[id_] if title != names[id_] else "") for id_, title in titles.items()]


def compact(name: str) -> str:
    """Return the part of a name by which people know the thing: its own title, or its acronym."""
    quoted = re.search(r"«(.{3,24})»", name)
    if quoted:
        return quoted[1]
    bare = _KIND.sub("", name)
    head, _, inner = bare.partition(" (")
    acronym = inner.rstrip(")")
    if len(head) > ROW_CHARS and acronym.isupper() and len(acronym) <= 10:
        return acronym
    first = head.partition(" – ")[0] if len(head) > ROW_CHARS else head
    return first[:1].upper() + first[1:]


_KIND = re.compile(
    r"^(?:Programas? de |Programas? |Proyecto Piloto |Proyecto |Donación de pares de |Donación de |Donación a la )"
)
