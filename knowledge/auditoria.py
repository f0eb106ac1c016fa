"""The audit: who did what to which record and when. Rows are only added, each closed with the hash of the one before.

Changing, removing or inserting a row breaks the chain at that place, and `verify` says where. The head row keeps the
last hash and how many rows there are, so that cutting the end shows too. No citizen text is ever written here.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy import Column, Text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Field, Session, SQLModel, col, select

from knowledge.columns import Utc

GENESIS = "0" * 64


class AuditRow(SQLModel, table=True):
    """One act. `subject` names the record («hoja:ctg-residencia», «cuenta:ana»); `detail` is JSON without personal data."""

    __tablename__ = "auditoria"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Utc, index=True)
    actor: str
    action: str
    subject: str = Field(index=True)
    detail: str = Field(default="{}", sa_column=Column(Text, nullable=False))
    previous: str = Field(unique=True)
    hash: str = Field(unique=True)


class AuditHead(SQLModel, table=True):
    """One row: where the chain ends. Locking it puts concurrent acts one behind the other."""

    __tablename__ = "auditoria_fin"

    id: int = Field(default=1, primary_key=True)
    rows: int = 0
    hash: str = GENESIS


def record(
    db: Session, actor: str, action: str, subject: str, now: datetime, detail: Mapping[str, object] | None = None
) -> None:
    """Write one act in the caller's transaction: the act and its proof are kept together or not at all."""
    head = hold(db)
    row = AuditRow(
        at=now.astimezone(UTC),
        actor=actor,
        action=action,
        subject=subject,
        detail=json.dumps(detail or {}, ensure_ascii=False, sort_keys=True),
        previous=head.hash,
        hash="",
    )
    row.hash = _hash(row)
    head.rows, head.hash = head.rows + 1, row.hash
    db.add(row)
    db.add(head)
    db.flush()


def verify(db: Session) -> str | None:
    """Return what is wrong with the chain, in words for an operator, or None when every row is as it was written."""
    previous, count = GENESIS, 0
    for row in db.exec(select(AuditRow).order_by(col(AuditRow.id))):
        count += 1
        if row.previous != previous:
            return f"Antes de la fila {row.id} de la auditoría falta o sobra una fila."
        if row.hash != _hash(row):
            return f"La fila {row.id} de la auditoría fue cambiada."
        previous = row.hash
    head = db.get(AuditHead, 1) or AuditHead()
    if (head.rows, head.hash) != (count, previous):
        return f"La auditoría tiene {count} filas y debería tener {head.rows}."
    return None


def of_subject(db: Session, subject: str) -> Sequence[AuditRow]:
    """Return the acts on one record, the newest first."""
    return db.exec(select(AuditRow).where(AuditRow.subject == subject).order_by(col(AuditRow.id).desc())).all()


def hold(db: Session) -> AuditHead:
    """Hold the end of the chain until the transaction ends: whoever is to write an act after reading waits its turn here."""
    head = db.get(AuditHead, 1, with_for_update=True, populate_existing=True)
    if head is not None:
        return head
    try:
        with db.begin_nested():
            db.add(AuditHead())
    except IntegrityError:
        pass  # another process wrote the very first act at the same moment
    return db.get_one(AuditHead, 1, with_for_update=True, populate_existing=True)


def _hash(row: AuditRow) -> str:
    parts = [row.previous, row.at.astimezone(UTC).isoformat(), row.actor, row.action, row.subject, row.detail]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
