"""How names, titles and typed words are compared: the one way for all who only compare. Pure.

Three fold in a way of their own on purpose, since what they make is kept: `flows.understanding.text` (models are trained on
it), `knowledge.aprendido.key` (unique in the tables) and `slug` of the importers (ids and addresses).
"""

import re
import unicodedata


def fold(text: str) -> str:
    """Return lower-case letters and digits without accents, single-spaced; n for ñ."""
    if not text.isascii():
        # Opened first and made small after: «№» and the bold letters of a phone have no small form of their own.
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))
