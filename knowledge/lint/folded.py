"""How words are compared."""

import re
import unicodedata


def fold(text: str) -> str:
    """Return lower-case letters and digits without accents, single-spaced."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", plain))
