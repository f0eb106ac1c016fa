"""Codes as people dictate them: «mi radicado es el ctg 2026 000123, gracias»."""

import re

from knowledge.folding import fold

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


def not_at_hand(text: str) -> bool:
    """Return whether a reply to «write your code» tells that it is not there («ya les dije que no lo tengo»)."""
    said = fold(text[:200])
    return bool(_NOT_AT_HAND.search(said) or _WITHOUT.search(said))


def without_code(text: str) -> bool:
    """Return whether words that nobody asked for tell that the code of a request is not there."""
    said = fold(text[:200])
    return bool(_WITHOUT.search(said) or (_CODE.search(said) and _NOT_AT_HAND.search(said)))


_CODE = re.compile(r"\b(?:codigo|radicado|comprobante|code|receipt)\b")
_WITHOUT = re.compile(r"\b(?:sin|without) (?:(?:el|la|mi|ningun|a|my) )?(?:codigo|radicado|comprobante|code|receipt)\b")
_NOT_AT_HAND = re.compile(
    r"\bno (?:(?:me|lo|la|los|se|nos|les) )*(?:tengo|tenemos|encuentro|acuerdo|dieron|entregaron|llego|aparece|recuerdo)\b"
    r"|\bno (?:(?:me|lo) )?se\b|\b(?:perdi|perdio|bote|extravie|extravio|olvide|olvido)\b|\bi (?:don t have|lost)\b"
)
