"""The shape that every kind of content shares: published, draft, source, and who owns the row.

A row keeps the record twice: `contenido` is what citizens read, `borrador` what somebody has proposed. The bundle
replaces only rows that it still owns (`origen == "paquete"`); what staff have changed is theirs.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Field, Session, SQLModel, col, select

from knowledge.columns import JsonDict, Utc

PAQUETE = "paquete"
PERSONAL = "personal"

Record = Mapping[str, Any]


class ContenidoRow(SQLModel):
    """Columns of every content table. `huella` is the hash of the bundled record last seen, to notice a newer one."""

    id: str = Field(primary_key=True)
    orden: int = 0
    contenido: dict[str, Any] | None = Field(default=None, sa_type=JsonDict)
    borrador: dict[str, Any] | None = Field(default=None, sa_type=JsonDict)
    fuente: str = ""
    confirmado: bool = False
    origen: str = PERSONAL
    huella: str | None = None
    updated_at: datetime = Field(sa_type=Utc)


Row = TypeVar("Row", bound=ContenidoRow)


class ContenidoVersion(SQLModel, table=True):
    """One row: a number that grows with every change that a citizen could see. Caches compare it."""

    __tablename__ = "contenido_version"

    id: int = Field(default=1, primary_key=True)
    numero: int = 0
    updated_at: datetime = Field(sa_type=Utc)


def stamp(db: Session) -> str:
    """Return the version of the published content; «0» before the first load."""
    row = db.get(ContenidoVersion, 1)
    return "0" if row is None else str(row.numero)


def bump(db: Session, now: datetime) -> None:
    """Say that published content changed, so that every process rebuilds its catalogue."""
    row = db.get(ContenidoVersion, 1, with_for_update=True) or ContenidoVersion(numero=0, updated_at=now)
    row.numero += 1
    row.updated_at = now
    db.add(row)
    db.flush()


def fingerprint(record: Record) -> str:
    """Return a hash that changes when the record does, whatever the order of its keys."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def published(db: Session, kind: type[Row]) -> list[Row]:
    """Return the rows of a kind that citizens may read, in the order of the bundle."""
    return list(db.exec(select(kind).where(col(kind.contenido).is_not(None)).order_by(col(kind.orden), col(kind.id))))


def propose(db: Session, kind: type[Row], record_id: str, record: Record, now: datetime) -> Row:
    """Keep a record as a draft of staff; citizens go on reading the published one."""
    row = db.get(kind, record_id) or kind(id=record_id, orden=_next_orden(db, kind), updated_at=now)
    row.borrador = dict(record)
    row.updated_at = now
    db.add(row)
    return row


def publish(db: Session, row: ContenidoRow, now: datetime) -> None:
    """Make the draft what citizens read, and staff the owner of the row. The caller bumps the version once."""
    if row.borrador is None:
        return
    _expose(row, row.borrador, now)
    row.origen = PERSONAL
    db.add(row)


def load_bundled(db: Session, row: Row, record: Record, *, confirmado: bool, now: datetime) -> bool:
    """Bring a row up to the bundled record. Return whether published content changed."""
    mark = fingerprint({**record, "confirmado": confirmado})
    if row.huella == mark:
        return False
    owned = row.huella is None and row.contenido is None and row.borrador is None
    row.huella = mark
    db.add(row)
    if row.origen == PERSONAL and not owned:
        row.borrador = dict(record)
        return False
    row.origen, row.confirmado = PAQUETE, confirmado
    _expose(row, record, now)
    return True


def _expose(row: ContenidoRow, record: Record, now: datetime) -> None:
    row.contenido, row.borrador, row.updated_at = dict(record), None, now
    row.fuente = str(record.get("fuente", row.fuente))
    for name in type(row).model_fields.keys() - ContenidoRow.model_fields.keys():
        setattr(row, name, _column(name, record.get(name)))


def _column(name: str, value: Any) -> Any:
    """Key columns hold real dates; the JSON holds their text."""
    is_date = isinstance(value, str) and name in {"fecha", "cierre", "recibida_el"}
    return date.fromisoformat(value) if is_date else value


def _next_orden(db: Session, kind: type[ContenidoRow]) -> int:
    last = db.exec(select(kind.orden).order_by(col(kind.orden).desc()).limit(1)).first()
    return 0 if last is None else last + 1
