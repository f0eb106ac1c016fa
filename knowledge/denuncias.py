"""Denuncias at rest: what was told is closed to the officers' public keys before it touches the disk.

Nothing here says who wrote one: no contact, no hour, no order of arrival. The server can add a row and cannot read it;
only an officer's private key opens it. What else a row could betray is kept out: days for hours, random ids for
numbers that grow, padded lengths.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from nacl.public import PrivateKey
from sqlalchemy import Column, Connection, Text, insert, update
from sqlmodel import Field, Session, SQLModel, col, select

from knowledge.personal import OFFICER_KEYS
from knowledge.sellado import CannotOpen, hash_receipt, open_sealed, receipt_matches, seal_for

Modo = Literal["anonima", "reserva", "identificada"]
BOGOTA = ZoneInfo("America/Bogota")


class DenunciaRow(SQLModel, table=True):
    """One report. `contenido` is closed with a key of its own; `DenunciaKey` holds that key, closed to each officer."""

    __tablename__ = "denuncias"
    # SQLite's hidden row number would tell the order of arrival, which the log of conversations could be laid beside.
    __table_args__ = {"sqlite_with_rowid": False}

    id: str = Field(primary_key=True)
    recibida_el: date
    modo: str
    estado: str = Field(default="recibida", index=True)
    contenido: str = Field(sa_column=Column(Text, nullable=False))
    receipt_hash: str


class DenunciaKey(SQLModel, table=True):
    """The key of one report, closed to the public key that one officer had that day."""

    __tablename__ = "denuncia_llaves"
    __table_args__ = {"sqlite_with_rowid": False}

    denuncia_id: str = Field(primary_key=True, foreign_key="denuncias.id")
    account_id: int = Field(primary_key=True, foreign_key="cuentas.id", index=True)
    llave: str = Field(sa_column=Column(Text, nullable=False))


@dataclass(frozen=True, slots=True)
class Caso:
    """What the list of the officer's page shows: nothing of what was told. `abrible`: it was sealed to this officer."""

    id: str
    recibida_el: date
    modo: str
    estado: str
    abrible: bool


class SinOficial(RuntimeError):
    """No active officer could open the report, so it was not filed. The caller tells the official channels."""


class SinCaso(LookupError):
    """There is no such report, or it was not sealed to this officer: the two are not told apart."""


def can_be_opened(db: Session) -> bool:
    """Return whether at least one active officer of transparency has a public key."""
    return db.exec(OFFICER_KEYS.limit(1)).first() is not None


def register(db: Connection, modo: Modo, contenido: Mapping[str, str | None], receipt: str, now: datetime) -> str:
    """Seal a report to every active officer, file it and return the receipt as it was given. Never commits.

    Of an «anonima» whatever would say how to reach the writer is left out, whoever calls.

    Raises:
        SinOficial: nobody could open it; nothing was filed.
    """
    officers = [(row[0], row[1]) for row in db.execute(OFFICER_KEYS)]
    if not officers:
        raise SinOficial("no active officer has a public key")
    told = {name: words for name, words in contenido.items() if modo != "anonima" or name != "contacto"}
    closed, keys = seal_for([key for _, key in officers], told)
    hashed = hash_receipt(receipt)
    case = _name(hashed)
    db.execute(
        insert(DenunciaRow).values(
            id=case,
            recibida_el=now.astimezone(BOGOTA).date(),
            modo=modo,
            estado="recibida",
            contenido=closed,
            receipt_hash=hashed,
        )
    )
    rows = [
        {"denuncia_id": case, "account_id": officer, "llave": key}
        for (officer, _), key in zip(officers, keys, strict=True)
    ]
    db.execute(insert(DenunciaKey), rows)
    return receipt


def blur(db: Connection) -> None:
    """Write every report anew, all in this one transaction. Each night.

    PostgreSQL keeps beside a row which transaction wrote it, and the one that files a report writes rows of a contact too:
    whoever reads the database could lay one beside the other.
    """
    db.execute(update(DenunciaRow).values(estado=DenunciaRow.estado))
    db.execute(update(DenunciaKey).values(llave=DenunciaKey.llave))


def cases(db: Session, account_id: int) -> list[Caso]:
    """Return every report, newest day first, and within a day in no order that means anything."""
    mine = set(db.exec(select(DenunciaKey.denuncia_id).where(col(DenunciaKey.account_id) == account_id)))
    rows = db.exec(select(DenunciaRow).order_by(col(DenunciaRow.recibida_el).desc(), col(DenunciaRow.id)))
    return [Caso(row.id, row.recibida_el, row.modo, row.estado, row.id in mine) for row in rows]


def open_case(db: Session, case_id: str, account_id: int, private: PrivateKey) -> dict[str, Any]:
    """Return what was told. It lives in memory only: whoever calls shows it, never stores or logs it.

    Raises:
        SinCaso: there is no such report for this officer.
        CannotOpen: the key is not the one the report was sealed to.
    """
    row, key = db.get(DenunciaRow, case_id), db.get(DenunciaKey, (case_id, account_id))
    if row is None or key is None:
        raise SinCaso("no report with that id is sealed to this officer")
    return open_sealed(private, row.contenido, key.llave)


def find(db: Session, receipt: str) -> str | None:
    """Return the id of the report whose receipt this is: an officer looks up what a citizen brings to the desk.

    Every hash is slow on purpose and has its own salt, so this tries them one by one; it never serves the public.
    """
    rows = db.exec(select(DenunciaRow.id, DenunciaRow.receipt_hash))
    return next((case for case, hashed in rows if receipt_matches(hashed, receipt)), None)


def _name(hashed: str) -> str:
    # The hash carries random salt, so its digest is a random name, and register needs no source of randomness.
    return hashlib.sha256(hashed.encode()).hexdigest()[:12]


__all__ = [
    "CannotOpen", "Caso", "DenunciaKey", "DenunciaRow", "Modo", "SinCaso", "SinOficial", "blur", "can_be_opened", "cases", "find",
    "open_case", "register",
]  # fmt: skip
