"""Sealing: what rests in the database unreadable. libsodium through PyNaCl, nothing invented.

Two kinds. `Sello` keeps short-lived words of a conversation from whoever only has the database (a backup, a replica):
the server itself can open them. `seal_for` closes a denuncia to the officers' public keys: the server cannot open it.
"""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any

from nacl import pwhash, secret, utils
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox


class CannotOpen(Exception):
    """The key or the passphrase is not the one it was closed with, or somebody changed the bytes."""


class Sello:
    """Closes and opens text with a key that only the running server has (derived from CATALINA_SECRET_KEY)."""

    def __init__(self, secret_key: str) -> None:
        key = hashlib.blake2b(secret_key.encode(), digest_size=32, person=b"catalina-sello").digest()
        self._box = secret.SecretBox(key)

    def close(self, text: str) -> str:
        """Return the text closed, as ASCII."""
        return b64encode(self._box.encrypt(text.encode())).decode()

    def open(self, closed: str) -> str:
        """Return the text.

        Raises:
            CannotOpen: the secret key is another one, or the bytes were changed.
        """
        try:
            return self._box.decrypt(b64decode(closed)).decode()
        except (CryptoError, ValueError) as error:
            raise CannotOpen("the secret key of this server does not open it") from error


def new_officer_keys(passphrase: str) -> tuple[str, str]:
    """Return (public key, private key sealed under the passphrase), both as ASCII.

    The sealed private key is salt ‖ SecretBox(argon2id(passphrase)): whoever lacks the passphrase, the administrator
    of the database too, cannot open a denuncia.
    """
    private = PrivateKey.generate()
    salt = utils.random(pwhash.argon2id.SALTBYTES)
    closed = secret.SecretBox(_stretched(passphrase, salt)).encrypt(bytes(private))
    return b64encode(bytes(private.public_key)).decode(), b64encode(salt + closed).decode()


def open_private_key(sealed: str, passphrase: str) -> PrivateKey:
    """Return the officer's private key.

    Raises:
        CannotOpen: the passphrase is another one.
    """
    raw = b64decode(sealed)
    salt, closed = raw[: pwhash.argon2id.SALTBYTES], raw[pwhash.argon2id.SALTBYTES :]
    try:
        return PrivateKey(secret.SecretBox(_stretched(passphrase, salt)).decrypt(closed))
    except CryptoError as error:
        raise CannotOpen("that passphrase does not open this key") from error


def seal_for(public_keys: Sequence[str], content: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Return (content closed with a key of its own, that key sealed to each public key), as ASCII.

    Raises:
        ValueError: there is no public key; a denuncia that nobody could open is never filed.
    """
    if not public_keys:
        raise ValueError("no officer could open it")
    key = utils.random(secret.SecretBox.KEY_SIZE)
    closed = secret.SecretBox(key).encrypt(_padded(json.dumps(dict(content), ensure_ascii=False).encode()))
    sealed = tuple(b64encode(SealedBox(PublicKey(b64decode(public))).encrypt(key)).decode() for public in public_keys)
    return b64encode(closed).decode(), sealed


def open_sealed(private: PrivateKey, closed: str, sealed_key: str) -> dict[str, Any]:
    """Return the content of a denuncia.

    Raises:
        CannotOpen: it was sealed to another officer.
    """
    try:
        key = SealedBox(private).decrypt(b64decode(sealed_key))
        content: dict[str, Any] = json.loads(secret.SecretBox(key).decrypt(b64decode(closed)).rstrip(b" "))
        return content
    except (CryptoError, ValueError) as error:
        raise CannotOpen("this denuncia was not sealed to this key") from error


def hash_receipt(receipt: str) -> str:
    """Return the argon2id hash under which a receipt is kept; the digits alone count."""
    return pwhash.argon2id.str(_digits(receipt), opslimit=2, memlimit=19 * 1024 * 1024).decode()


def receipt_matches(hashed: str, receipt: str) -> bool:
    """Return whether a receipt is the one that was hashed."""
    try:
        return bool(pwhash.verify(hashed.encode(), _digits(receipt)))
    except CryptoError:
        return False


def _digits(receipt: str) -> bytes:
    return "".join(c for c in receipt if c.isdigit()).encode()


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return pwhash.argon2id.kdf(
        secret.SecretBox.KEY_SIZE, passphrase.encode(), salt, opslimit=pwhash.argon2id.OPSLIMIT_MODERATE,
        memlimit=pwhash.argon2id.MEMLIMIT_MODERATE,
    )  # fmt: skip


def _padded(raw: bytes, block: int = 1024) -> bytes:
    # The length of what was written must not tell one case from another.
    return raw + b" " * (-len(raw) % block)
