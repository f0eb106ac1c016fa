"""Cut what is to be said into messages a phone network accepts. Pure; lengths are UTF-16 units, as vendors count."""

import unicodedata
from collections.abc import Iterator, Sequence

from notifier.ports import Opcion

LIMIT = 1500  # the vendor's is 1,600; some of its counters see more in an emoji than we do
INTERACTIVE_LIMIT = 1024
_BREAKS = ("\n\n", "\n", ". ", "? ", "! ", "; ", ", ", " ")
_JOINER = "\u200d"


def units(text: str) -> int:
    """Return the length in UTF-16 units: two for an emoji."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clusters(text: str) -> Iterator[str]:
    """Yield what a reader sees as one character: letter with accents, family, flag, keycap."""
    current, flags = "", 0
    for c in text:
        flag = "\U0001f1e6" <= c <= "\U0001f1ff"
        if current and (
            _extends(c) or current[-1] == _JOINER or (flag and flags == 1) or (current == "\r" and c == "\n")
        ):
            current += c
        else:
            if current:
                yield current
            current, flags = c, 0
        flags = flags + 1 if flag else 0
    if current:
        yield current


def _extends(c: str) -> bool:
    return (
        unicodedata.category(c) in ("Mn", "Mc", "Me")
        or c == _JOINER
        or "\U0001f3fb" <= c <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= c <= "\U000e007f"  # tags, as in Scotland's flag
    )


def split(text: str, limit: int = LIMIT) -> tuple[str, ...]:
    """Return the text in parts of at most `limit` units, cut at a paragraph, a sentence or a word where there is one."""
    parts, rest = [], text.strip()
    while units(rest) > limit:
        head = _longest(rest, limit)
        cut = _best_cut(head)
        if part := rest[:cut].rstrip():
            parts.append(part)
        rest = rest[cut:].lstrip()
    return (*parts, rest) if rest or not parts else tuple(parts)


def _longest(text: str, limit: int) -> list[str]:
    """Return the first clusters that fit."""
    head, used = [], 0
    for cluster in clusters(text):
        used += units(cluster)
        if used > limit:
            break
        head.append(cluster)
    # A hundred accents piled on one letter are no letter: cut through rather than send nothing.
    return head or list(text[: limit // 2])


def _best_cut(head: Sequence[str]) -> int:
    """Return where to cut, in characters: after the last good break of the second half, else at the end."""
    text = "".join(head)
    boundaries, at = {0}, 0
    for cluster in head:
        at += len(cluster)
        boundaries.add(at)
    for mark in _BREAKS:
        cut = text.rfind(mark) + len(mark)
        if cut > len(text) // 2 and cut in boundaries:
            return cut
    return len(text)


def numbered(opciones: Sequence[Opcion], *, described: bool) -> str:
    """Return options as a numbered list, one a line."""
    return "\n".join(
        f"{n}. {o.titulo}" + (f" – {o.descripcion}" if described and o.descripcion else "")
        for n, o in enumerate(opciones, 1)
    )


def plain(texto: str, opciones: Sequence[Opcion]) -> str:
    """Return text and options as one plain message, without descriptions when those would not fit."""
    if not opciones:
        return texto
    whole = f"{texto}\n\n{numbered(opciones, described=True)}"
    return whole if units(whole) <= LIMIT else f"{texto}\n\n{numbered(opciones, described=False)}"


def messages(texto: str, opciones: Sequence[Opcion]) -> tuple[tuple[str, tuple[Opcion, ...]], ...]:
    """Return what to send, in order: one message where it fits, the options under the last one."""
    if units(plain(texto, opciones)) <= LIMIT:
        return ((texto, tuple(opciones)),)
    room = LIMIT - units(numbered(opciones, described=False)) - 2 if opciones else LIMIT
    *first, last = split(texto, max(room, LIMIT // 3))
    return (*((part, ()) for part in first), (last, tuple(opciones)))
