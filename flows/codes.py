"""Codes as people dictate them: «mi radicado es el ctg 2026 000123, gracias»."""

import re

from flows.choosing import fold

_AROUND = frozenset(
    ["hola", "mi", "el", "la", "es", "de", "del", "un", "por", "favor", "no", "nro", "num", "con", "que", "este", "esta", "ese", "tengo", "aqui", "va", "the", "my", "is", "code", "it", "y"]
)  # fmt: skip


def dictated(text: str) -> list[str]:
    """Return what may be the code of a text, likeliest first: upper case, its groups joined by single dashes."""
    words = [w for w in re.sub("[–—]", "-", text[:200]).split() if fold(w) not in _AROUND]
    whole = " ".join(w for w in words if len(w) <= 5 or not w.isalpha())
    return ["-".join(re.findall(r"[A-Z0-9]+", said.upper())) for said in (*(w for w in words if "-" in w), whole)]


def holds_receipt(text: str) -> bool:
    """Return whether sixteen digits are in a text, the shape of a denuncia's receipt: it may not be kept anywhere.

    Beside the contact in a log of messages it would tie the person to the report, for whoever tries it on the hashes.
    """
    return bool(_RECEIPT.search(text[:2000]))


_RECEIPT = re.compile(r"(?<![\d-])\d{4}(?:[\s.-]{0,2}\d{4}){3}(?![\d-])")
