"""The people of the entity who work with the product: accounts, roles, and the keys of the officers of transparency.

An officer's private key rests sealed under a passphrase that only the officer knows (`knowledge.sellado`): neither the
server nor the administrator can open a denuncia. Every change here writes its line of audit in the same transaction.
"""

import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Literal, get_args

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Field, Session, SQLModel, col, delete, select

from knowledge import auditoria
from knowledge.columns import Utc
from knowledge.sellado import new_officer_keys

Rol = Literal["editor", "revisor", "gestor", "agente", "oficial", "analista", "administrador"]
ROLES: tuple[Rol, ...] = get_args(Rol)
PUBLICAN: frozenset[Rol] = frozenset({"revisor", "administrador"})
ATIENDEN: frozenset[Rol] = frozenset({"gestor", "administrador"})  # whoever may work on what citizens file

MIN_PASSWORD = 12
_USUARIO = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without what is mistaken when it is read aloud or copied by hand


class CuentaInvalida(ValueError):
    """The account cannot be like that. The message says what to write instead."""


class Account(SQLModel, table=True):
    """One person of the staff. `public_key` exists only for who is or was an officer of transparency."""

    __tablename__ = "cuentas"

    id: int | None = Field(default=None, primary_key=True)
    usuario: str = Field(unique=True)
    nombre: str
    dependencia_id: str | None = None
    password_hash: str
    password_at: datetime = Field(sa_type=Utc)  # log-ins from before the last password are over
    must_change: bool = True  # the password was given by somebody else
    activo: bool = True
    public_key: str | None = None
    private_key_sealed: str | None = None
    totp_sealed: str | None = None  # the second factor's secret (`knowledge.segundo_factor`)
    totp_step: int = 0  # the last step of time whose code opened a log-in
    created_at: datetime = Field(sa_type=Utc)


class AccountRole(SQLModel, table=True):
    """One role of one account."""

    __tablename__ = "cuenta_roles"

    account_id: int = Field(primary_key=True, foreign_key="cuentas.id")
    rol: str = Field(primary_key=True)


# (id, public key) of every officer who can open a denuncia. A statement, so that the turn's Connection can run it too.
OFFICER_KEYS = (
    select(Account.id, Account.public_key)
    .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
    .where(col(AccountRole.rol) == "oficial", col(Account.activo), col(Account.public_key).is_not(None))
    .order_by(col(Account.id))
)


def officer_keys(db: Session) -> list[tuple[int, str]]:
    """Return (account id, public key) of every active officer: who can open what is sealed from now on."""
    return [(account_id, key) for account_id, key in db.exec(OFFICER_KEYS) if account_id is not None and key]


def create_account(  # noqa: PLR0913
    db: Session, usuario: str, nombre: str, roles: Iterable[str], password: str, now: datetime,
    *, by: str, dependencia_id: str | None = None,
) -> Account:  # fmt: skip
    """Make an account whose owner must change the password at the first log-in. `by` is who makes it, for the audit.

    Raises:
        CuentaInvalida: the name is taken or odd, a role does not exist or two do not go together, the password is short.
    """
    name, wanted = _usuario(usuario), checked_roles(roles)
    if find(db, name) is not None:
        raise CuentaInvalida(f"Ya existe una cuenta «{name}». Escribe otro usuario.")
    account = Account(
        usuario=name,
        nombre=nombre.strip() or name,
        dependencia_id=dependencia_id,
        password_hash=_hashed(password),
        password_at=now,
        created_at=now,
    )
    db.add(account)
    db.flush()
    _write_roles(db, account, wanted)
    auditoria.record(db, by, "crear cuenta", f"cuenta:{name}", now, {"roles": wanted})
    return account


def set_roles(db: Session, account: Account, roles: Iterable[str], now: datetime, *, by: str) -> None:
    """Give an account exactly these roles.

    Raises:
        CuentaInvalida: a role does not exist or two do not go together.
    """
    wanted = checked_roles(roles)
    before = roles_of(db, account)
    _write_roles(db, account, wanted)
    auditoria.record(
        db, by, "cambiar roles", f"cuenta:{account.usuario}", now, {"antes": sorted(before), "ahora": wanted}
    )


def reset_password(db: Session, account: Account, password: str, now: datetime, *, by: str) -> None:
    """Give an account a new password. One set by somebody else must be changed at the next log-in.

    The officer's passphrase is another secret: nobody can reset it, and no password opens a denuncia.
    """
    account.password_hash, account.password_at = _hashed(password), now
    account.must_change = by != account.usuario
    db.add(account)
    auditoria.record(db, by, "cambiar contraseña", f"cuenta:{account.usuario}", now)


def set_active(db: Session, account: Account, now: datetime, *, activo: bool, by: str) -> None:
    """Let an account in or keep it out. Its history stays."""
    account.activo = activo
    db.add(account)
    auditoria.record(db, by, "activar cuenta" if activo else "desactivar cuenta", f"cuenta:{account.usuario}", now)


def set_officer_keys(db: Session, account: Account, passphrase: str, now: datetime) -> None:
    """Make the keys of an officer under a passphrase of the officer's own.

    Raises:
        CuentaInvalida: not an officer, the passphrase is short, or there are keys already: new ones would leave every
            denuncia sealed to the old ones closed for ever.
    """
    if "oficial" not in roles_of(db, account):
        raise CuentaInvalida(f"«{account.usuario}» no tiene el rol oficial.")
    if account.public_key is not None:
        raise CuentaInvalida("Esta cuenta ya tiene su llave. Cambiarla dejaría sin abrir lo que ya se recibió.")
    account.public_key, account.private_key_sealed = new_officer_keys(checked_secret(passphrase))
    db.add(account)
    auditoria.record(db, account.usuario, "crear llave", f"cuenta:{account.usuario}", now)


def find(db: Session, usuario: str) -> Account | None:
    """Return the account of that user name, whatever its case."""
    return db.exec(select(Account).where(Account.usuario == usuario.strip().lower())).first()


def accounts(db: Session) -> Sequence[Account]:
    """Return every account by user name."""
    return db.exec(select(Account).order_by(col(Account.usuario))).all()


def roles_of(db: Session, account: Account) -> frozenset[str]:
    """Return the roles of an account."""
    return frozenset(db.exec(select(AccountRole.rol).where(AccountRole.account_id == account.id)))


def others_publish(db: Session, account: Account) -> bool:
    """Return whether another active account may publish. Then nobody needs to approve what they wrote themselves."""
    query = (
        select(Account.id)
        .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
        .where(col(AccountRole.rol).in_(PUBLICAN), col(Account.activo), col(Account.id) != account.id)
    )
    return db.exec(query).first() is not None


def someone_attends(db: Session) -> bool:
    """Return whether an active account may work on requests: without one, what is filed here would lie unread."""
    query = (
        select(Account.id)
        .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
        .where(col(AccountRole.rol).in_(ATIENDEN), col(Account.activo))
        .limit(1)
    )
    return db.exec(query).first() is not None


def password_matches(account: Account | None, password: str) -> bool:
    """Return whether the password is the account's. Without an account it takes as long and says no."""
    hashed = account.password_hash if account is not None else _nobody()
    try:
        return _hasher().verify(hashed, password) and account is not None and account.activo
    except (VerificationError, InvalidHashError):
        return False


def new_password() -> str:
    """Return a random password that can be read aloud: five groups of four, about 99 bits."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


def checked_roles(roles: Iterable[str]) -> list[str]:
    """Return the roles in their fixed order.

    Raises:
        CuentaInvalida: one does not exist, none is given, or administrador and oficial are together.
    """
    wanted = set(roles)
    unknown = sorted(wanted - set(ROLES))
    if unknown or not wanted:
        named = f"No existe el rol «{unknown[0]}». " if unknown else "Falta el rol. "
        raise CuentaInvalida(f"{named}Escribe uno de estos: {', '.join(ROLES)}.")
    if wanted >= {"administrador", "oficial"}:
        raise CuentaInvalida("Quien administra no puede leer denuncias. Crea otra cuenta con el rol oficial.")
    return [rol for rol in ROLES if rol in wanted]


def checked_secret(secret: str) -> str:
    """Return a password or passphrase that is long enough.

    Raises:
        CuentaInvalida: it is too short.
    """
    if len(secret) < MIN_PASSWORD:
        raise CuentaInvalida(f"Escribe al menos {MIN_PASSWORD} caracteres. Una frase de varias palabras sirve.")
    return secret


def _usuario(usuario: str) -> str:
    name = usuario.strip().lower()
    if not _USUARIO.fullmatch(name):
        raise CuentaInvalida(
            "Escribe el usuario con letras sin tilde, números, punto o guion: por ejemplo «ana.perez»."
        )
    return name


def _write_roles(db: Session, account: Account, roles: Iterable[str]) -> None:
    assert account.id is not None
    db.exec(delete(AccountRole).where(col(AccountRole.account_id) == account.id))
    for rol in roles:
        db.add(AccountRole(account_id=account.id, rol=rol))
    db.flush()


def _hashed(password: str) -> str:
    return _hasher().hash(checked_secret(password))


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _nobody() -> str:
    """Hash of a password that nobody has: a user name that does not exist answers no faster."""
    return _hasher().hash(secrets.token_hex(16))
