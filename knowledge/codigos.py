"""The «código de seguimiento» that a citizen holds: unguessable, hard to misread, and wrong copies are noticed.

Pure: the random bytes are passed in. Eleven random characters of thirty-two (55 bits) and one that checks them.
"""

import re

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, no 1/I: people read these aloud and copy them by hand
LENGTH = 12
_FIELD = 0b100101  # x⁵ + x² + 1: over this field one wrong character or two swapped ones never pass the check


def make(random: bytes) -> str:
    """Return a code of three groups of four, «K7QM-3RT9-XWPA», from at least eleven random bytes."""
    if len(random) < LENGTH - 1:
        raise ValueError("a code needs eleven random bytes")
    body = "".join(ALPHABET[byte % len(ALPHABET)] for byte in random[: LENGTH - 1])
    return _grouped(body + _check(body))


def normalise(text: str) -> str | None:
    """Return the code as it is stored, however it was typed; None if it cannot be one of ours."""
    bare = re.sub(r"[\s\-–—._]", "", text).upper()
    if len(bare) != LENGTH or any(letter not in ALPHABET for letter in bare):
        return None
    return _grouped(bare) if _check(bare[:-1]) == bare[-1] else None


def _grouped(bare: str) -> str:
    return "-".join(bare[start : start + 4] for start in range(0, LENGTH, 4))


def _check(body: str) -> str:
    total = 0
    for letter in body:
        total = _times_x(total) ^ ALPHABET.index(letter)
    return ALPHABET[_times_x(total)]


def _times_x(value: int) -> int:
    shifted = value << 1
    return shifted ^ _FIELD if shifted & 32 else shifted
