"""The shape that every kind of content shares: published, draft, source, who owns the row, and its history.

`contenido_versiones` holds every version ever written; it is only added to. A row keeps copies of the two that are read most:
`contenido` is the version that citizens read (`publicada`), `borrador` the newest one while it waits. The bundle replaces
only rows that it still owns (`origen == "paquete"`); what staff have changed is theirs.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, TypeVar

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, select

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
    publicada: int | None = None  # the number of the version that citizens read
    ultima: int = 0  # the number of the newest version
    fuente: str = ""
    confirmado: bool = False
    origen: str = PERSONAL
    huella: str | None = None
    updated_at: datetime = Field(sa_type=Utc)


class VersionRow(SQLModel, table=True):
    """One version of one record. `contenido` never changes after it was written; `estado` and the review do."""

    __tablename__ = "contenido_versiones"
    __table_args__ = (UniqueConstraint("kind", "record_id", "numero"),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str  # the table of the record
    record_id: str
    numero: int
    estado: str = "borrador"  # borrador, en_revision, publicado, rechazado, retirado
    contenido: dict[str, Any] = Field(sa_type=JsonDict)
    author: str
    reviewer: str | None = None
    note: str | None = None
    created_at: datetime = Field(sa_type=Utc)
    reviewed_at: datetime | None = Field(default=None, sa_type=Utc)


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


def propose(
    db: Session,
    kind: type[Row],
    record_id: str,
    record: Record,
    now: datetime,
    *,
    author: str = PERSONAL,
) -> Row:
    """Keep a record as a new version that waits; citizens go on reading the published one."""
    row = db.get(kind, record_id, with_for_update=True)
    if row is None:
        row = new_row(db, kind, record_id, now)
    add_version(db, row, record, author, now)
    return row


def publish(db: Session, row: ContenidoRow, now: datetime, *, reviewer: str | None = None) -> None:
    """Make the draft what citizens read, and staff the owner of the row. The caller bumps the version once."""
    if row.borrador is None:
        return
    version = versions(db, row, row.ultima)[0]
    version.estado, version.reviewer, version.reviewed_at = "publicado", reviewer or version.author, now
    _expose(row, version, now)
    row.origen = PERSONAL
    db.add(row)


def load_bundled(db: Session, row: Row, record: Record, *, confirmado: bool, now: datetime) -> bool:
    """Bring a row up to the bundled record. Return whether published content changed."""
    mark = fingerprint({**record, "confirmado": confirmado})
    if row.huella == mark:
        return False
    owned = row.ultima == 0
    row.huella = mark
    version = add_version(db, row, record, PAQUETE, now)
    if row.origen == PERSONAL and not owned:
        return False
    row.origen, row.confirmado = PAQUETE, confirmado
    version.estado = "publicado"
    _expose(row, version, now)
    return True


def versions(db: Session, row: ContenidoRow, numero: int | None = None) -> list[VersionRow]:
    """Return every version of a record, the newest first; with a number, only that one."""
    query = select(VersionRow).where(VersionRow.kind == row.__tablename__, VersionRow.record_id == row.id)
    if numero is not None:
        query = query.where(VersionRow.numero == numero)
    return list(db.exec(query.order_by(col(VersionRow.numero).desc())))


def add_version(
    db: Session, row: ContenidoRow, record: Record, author: str, now: datetime, note: str | None = None
) -> VersionRow:
    """Add a version that waits; it is now the one that the next change starts from."""
    row.ultima += 1
    row.borrador, row.updated_at = dict(record), now
    version = VersionRow(
        kind=str(row.__tablename__), record_id=row.id, numero=row.ultima, contenido=dict(record), author=author,
        note=note, created_at=now,
    )  # fmt: skip
    db.add(row)
    db.add(version)
    return version


def _expose(row: ContenidoRow, version: VersionRow, now: datetime) -> None:
    record = version.contenido
    row.publicada = version.numero
    row.contenido, row.borrador, row.updated_at = dict(record), None, now
    row.fuente = str(record.get("fuente", row.fuente))
    for name in type(row).model_fields.keys() - ContenidoRow.model_fields.keys():
        setattr(row, name, _column(name, record.get(name)))


def _column(name: str, value: Any) -> Any:
    """Key columns hold real dates; the JSON holds their text."""
    is_date = isinstance(value, str) and name in {"fecha", "cierre", "recibida_el"}
    return date.fromisoformat(value) if is_date else value


def new_row(db: Session, kind: type[Row], record_id: str, now: datetime) -> Row:
    """Return a row of staff's own, after all those of its kind. It is kept with its first version."""
    last = db.exec(select(kind.orden).order_by(col(kind.orden).desc()).limit(1)).first()
    return kind(id=record_id, orden=0 if last is None else last + 1, updated_at=now)
