"""What somebody of the staff is writing and has not kept yet: one form a person and record. No version, no content.

It is theirs alone and no citizen ever reads it, so it leaves no row of audit: the draft that it becomes does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, select

from knowledge.columns import JsonDict, Utc

Pairs = Sequence[tuple[str, str]]


class EscrituraRow(SQLModel, table=True):
    """A form as it was typed. `base` is the version it was opened on: if there is a newer one, two people wrote."""

    __tablename__ = "escrituras"
    __table_args__ = (UniqueConstraint("usuario", "hoja_id"),)

    id: int | None = Field(default=None, primary_key=True)
    usuario: str
    hoja_id: str = Field(foreign_key="hojas.id", index=True)
    base: int
    formulario: dict[str, Any] = Field(sa_type=JsonDict)
    updated_at: datetime = Field(sa_type=Utc, index=True)


def keep(db: Session, usuario: str, hoja_id: str, base: int, pairs: Pairs, now: datetime) -> None:
    """Keep what is in a form, in place of what this person had there."""
    kept = {"campos": [list(pair) for pair in pairs]}
    row = of(db, usuario, hoja_id) or EscrituraRow(
        usuario=usuario, hoja_id=hoja_id, base=base, formulario=kept, updated_at=now
    )
    row.base, row.formulario, row.updated_at = base, kept, now
    db.add(row)
    db.flush()


def of(db: Session, usuario: str, hoja_id: str) -> EscrituraRow | None:
    """Return what a person is writing of a record."""
    query = select(EscrituraRow).where(EscrituraRow.usuario == usuario, EscrituraRow.hoja_id == hoja_id)
    return db.exec(query).first()


def pairs(row: EscrituraRow) -> Pairs:
    """Return the fields of a form in their order; a name may come more than once."""
    return [(str(name), str(value)) for name, value in row.formulario["campos"]]


def forget(db: Session, usuario: str, hoja_id: str) -> None:
    """Forget what a person was writing of a record: it became a draft, or is not wanted."""
    row = of(db, usuario, hoja_id)
    if row is not None:
        db.delete(row)
        db.flush()
