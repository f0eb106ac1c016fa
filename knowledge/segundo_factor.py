"""The second factor of the staff: a code of six figures that a phone shows (TOTP, RFC 6238), and codes for a lost phone.

The secret rests sealed with the server's key; of the recovery codes only hashes are kept. A code opens one log-in: the
step of time that was used is written down in the same statement that checks it.
"""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime

import pyotp
from sqlalchemy import CursorResult, update
from sqlmodel import Field, Session, SQLModel, col, delete

from knowledge import auditoria, ingresos
from knowledge.personal import Account
from knowledge.sellado import CannotOpen, Sello

REQUIRED: frozenset[str] = frozenset({"oficial", "administrador", "gestor", "agente"})
STEP_S = 30
DRIFT = 1  # steps that a phone's clock may be off
RECOVERY_CODES = 8
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class RecoveryCode(SQLModel, table=True):
    """One code for a lost phone, good for one log-in."""

    __tablename__ = "cuenta_codigos"

    code_hash: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="cuentas.id", index=True)


def is_required(roles: Iterable[str]) -> bool:
    """Return whether one of these roles opens denuncias, what citizens file or say, or the house itself."""
    return not REQUIRED.isdisjoint(roles)


def new_secret() -> str:
    """Return a secret for an application that shows codes: 160 random bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, usuario: str, issuer: str) -> str:
    """Return what the QR code holds: `otpauth://…`."""
    return pyotp.TOTP(secret, interval=STEP_S).provisioning_uri(name=usuario, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step of time that shows this code, or None. Whoever typed may have left blanks."""
    said = "".join(code.split())
    present = int(now.timestamp()) // STEP_S
    if len(said) != 6 or not (said.isascii() and said.isdigit()):
        return None
    totp = pyotp.TOTP(secret, interval=STEP_S)
    around = range(present - DRIFT, present + DRIFT + 1)
    return max((step for step in around if secrets.compare_digest(totp.at(step * STEP_S), said)), default=None)


def enrol(db: Session, sello: Sello, account: Account, secret: str, step: int, now: datetime) -> list[str]:
    """Keep the secret of a phone that has shown a right code. Returns the recovery codes, which nobody can show again.

    Every log-in of the account ends, also this one: whoever came in with less must not be in now.
    """
    account.totp_sealed, account.totp_step = sello.close(secret), step
    db.add(account)
    db.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    codes = [_new_code() for _ in range(RECOVERY_CODES)]
    for code in codes:
        assert account.id is not None
        db.add(RecoveryCode(code_hash=_hash(code), account_id=account.id))
    ingresos.close_sessions(db, account)
    db.flush()
    auditoria.record(db, account.usuario, "activar segundo factor", f"cuenta:{account.usuario}", now)
    return codes


def use(db: Session, sello: Sello, account: Account, code: str, now: datetime) -> bool:
    """Spend a code of the phone or a recovery code. Return whether it opens; the same one never opens twice."""
    if account.totp_sealed is None:
        return False
    try:
        step = step_of(sello.open(account.totp_sealed), code, now)
    except CannotOpen:  # the server has another key: the phone is of no use, a recovery code still is
        step = None
    if step is not None:
        newer = update(Account).where(col(Account.id) == account.id, col(Account.totp_step) < step)
        return _changed(db.connection().execute(newer.values(totp_step=step)))
    gone = delete(RecoveryCode).where(
        col(RecoveryCode.account_id) == account.id, col(RecoveryCode.code_hash) == _hash(code)
    )
    if not _changed(db.connection().execute(gone)):
        return False
    auditoria.record(db, account.usuario, "usar código de reserva", f"cuenta:{account.usuario}", now)
    return True


def forget(db: Session, account: Account, now: datetime, *, by: str) -> None:
    """Take the second factor away: a phone and its codes were lost. Who needs one makes another at the next log-in.

    Every log-in of the account ends: the phone may be in other hands.
    """
    account.totp_sealed, account.totp_step = None, 0
    db.add(account)
    db.exec(delete(RecoveryCode).where(col(RecoveryCode.account_id) == account.id))
    ingresos.close_sessions(db, account)
    auditoria.record(db, by, "quitar segundo factor", f"cuenta:{account.usuario}", now)


def _changed(result: "CursorResult[object]") -> bool:
    return result.rowcount == 1


def _new_code() -> str:
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))


def _hash(code: str) -> str:
    # 59 random bits need no slow hash. Case, blanks and hyphens do not matter to who copies by hand.
    return hashlib.sha256("".join(c for c in code.lower() if c.isalnum()).encode()).hexdigest()
