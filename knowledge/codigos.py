"""The «código de seguimiento» that a citizen holds: unguessable, hard to misread, and wrong copies are noticed.

Pure: the random bytes are passed in. Eleven random characters of thirty-two (55 bits) and one that checks them.
"""

import re

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, no 1/I: people read these aloud and copy them by hand
LENGTH = 12
_FIELD = 0b100101  # x⁵ + x² + 1: over this field one wrong character or two swapped ones never pass the check


def make(random: bytes, length: int = LENGTH, group: int = 4) -> str:
    """Return a code of three groups of four, «K7QM-3RT9-XWPA», from at least eleven random bytes: one less than letters."""
    if len(random) < length - 1:
        raise ValueError("a code needs a random byte for each letter but the last: eleven for a request")
    body = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random[: length - 1])
    return _grouped(body + _check(body), group)


def normalise(text: str, length: int = LENGTH, group: int = 4) -> str | None:
    """Return the code as it is stored, however it was typed; None if it cannot be one of ours."""
    bare = re.sub(r"[\s\-–—._]", "", text).upper()
    if len(bare) != length or any(letter not in ALPHABET for letter in bare):
        return None
    return _grouped(bare, group) if _check(bare[:-1]) == bare[-1] else None


def _grouped(bare: str, group: int) -> str:
    return "-".join(bare[start : start + group] for start in range(0, len(bare), group))


def _check(body: str) -> str:
    total = 0
    for letter in body:
        total = _times_x(total) ^ ALPHABET.index(letter)
    return ALPHABET[_times_x(total)]


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ _FIELD if shifted & 32 else shifted
