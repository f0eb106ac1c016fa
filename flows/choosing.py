"""Which option a message names: by its id, by the number that was shown, by its title with small slips forgiven."""

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz, process

from flows.messages import Message, Option
from knowledge.folding import fold


def chosen(options: Iterable[Option], message: Message) -> str | None:
    """Return the id of the option that a message names: by id, by number as shown, or by title (small slips forgiven)."""
    shown = tuple(options)
    if message.option is not None:
        return next((o.id for o in shown if o.id == message.option), None)
    words = fold(message.text[:200])
    if not words:
        return None
    if number := _ordinal(words, message.text):
        return shown[number - 1].id if number <= len(shown) else None
    titles = {o.id: _folded(o.title) for o in shown}
    exact = [i for i, title in titles.items() if words in (title, _folded(i))]
    if exact:
        return exact[0]
    close = process.extract(words, titles, scorer=fuzz.ratio, score_cutoff=85, limit=2)
    return str(close[0][2]) if len(close) == 1 or (close and close[0][1] - close[1][1] >= 8) else None


_folded = lru_cache(maxsize=2048)(fold)  # of titles and ids, which are ours and few


_ORDINALS = {
    "uno": 1, "una": 1, "primero": 1, "primera": 1, "dos": 2, "segundo": 2, "segunda": 2, "tres": 3, "tercero": 3,
    "tercera": 3, "cuatro": 4, "cuarta": 4, "cuarto": 4, "cinco": 5, "quinta": 5, "quinto": 5, "seis": 6, "siete": 7,
    "ocho": 8, "nueve": 9, "diez": 10, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "first": 1, "second": 2,
}  # fmt: skip
_KEYCAP = re.compile(r"^\s*(\d{1,2})\s*\ufe0f?\u20e3\s*$")
_NUMBERED = re.compile(r"^(?:la|el|opcion|numero|la opcion|option|number|the)?\s*(\d{1,2}|[a-z]+)(?:a|o)?$")


def _ordinal(words: str, text: str) -> int | None:
    if keycap := _KEYCAP.match(text):
        return int(keycap[1])
    if not (found := _NUMBERED.match(words)):
        return None
    word = found[1]
    return int(word) if word.isdigit() and int(word) > 0 else _ORDINALS.get(word)
