"""Officers of transparency for tests, with keys that need no slow passphrase."""

from base64 import b64encode
from datetime import datetime
from functools import cache

from nacl.public import PrivateKey
from sqlmodel import Session

from knowledge.personal import Account, create_account
from tests.worlds import NOON


@cache
def private_key(usuario: str) -> PrivateKey:
    """Return the private key of an officer of these tests, the same all along a run."""
    return PrivateKey.generate()


def officer(db: Session, usuario: str = "olga", now: datetime = NOON) -> Account:
    """Make an active officer whose key is `private_key(usuario)`."""
    account = create_account(db, usuario, usuario, ["oficial"], "clave-de-entrada-larga", now, by="prueba")
    account.public_key = b64encode(bytes(private_key(usuario).public_key)).decode()
    db.add(account)
    db.flush()
    return account
