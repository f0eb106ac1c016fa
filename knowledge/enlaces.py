"""One-time codes with which one conversation goes on in another channel: short, dictated, kept only as a keyed hash.

The same words are written on both sides, «Seguir chat K7QM3-RT9XW»: on WhatsApp with the code that the web gave, in the
web chat with the code that WhatsApp gave. So no secret ever travels in an address of ours.
"""

import hashlib
import hmac
import re
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Field, SQLModel

from knowledge import codigos
from knowledge.columns import Utc

Lado = Literal["web", "whatsapp"]
LENGTH, GROUP = 10, 5  # nine random letters of thirty-two are 45 bits; the tenth checks them
LIVES = timedelta(minutes=15)
LONGEST = 80  # of a message that is nothing but these words and a code
_SAYS = re.compile(
    r"\W*(?:quiero )?(?:seguir|sigue|continuar|continue)\s+(?:con )?(?:el |mi |the |my )?chat\b[\s:.,*«\"]*(.+)",
    re.IGNORECASE,
)


class EnlaceRow(SQLModel, table=True):
    """The code of one conversation, the last one made: an earlier one ends with it. It stays a while after it was used."""

    __tablename__ = "enlaces"

    contact_id: int = Field(primary_key=True, foreign_key="contacts.id")
    lado: str  # where it was made; it is written on the other side
    codigo_hash: str = Field(unique=True, index=True)
    vence_en: datetime = Field(sa_type=Utc, index=True)
    usado_por: str | None = None  # hash of the address that used it


def make(random: bytes) -> str:
    """Return a code of two groups of five from at least nine random bytes."""
    return codigos.make(random, LENGTH, GROUP)


def hashed(secret_key: str, codigo: str) -> str:
    """Return what is kept of a code, or of who used it. Keyed: a copy of the database opens nothing."""
    return hmac.new(secret_key.encode(), f"enlace:{codigo}".encode(), hashlib.sha256).hexdigest()


def said_code(texto: str) -> str | None:
    """Return the code of a message that says «seguir chat …»; "" when what follows is a mistyped one, None for any other.

    `Seguir chat` before anything else may be the answer to a question of ours.
    """
    if len(texto) > LONGEST or not (found := _SAYS.fullmatch(texto.strip())):
        return None
    rest = found[1].strip(" .,;*»\"'")
    if code := codigos.normalise(rest, LENGTH, GROUP):
        return code
    return "" if _looks_like_one(rest) else None


def _looks_like_one(rest: str) -> bool:
    bare = re.sub(r"[\s\-–—._]", "", rest)
    return 6 <= len(bare) <= 14 and bare.isalnum() and any(letter.isdigit() for letter in bare)
