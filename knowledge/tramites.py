"""Hojas de vida and their history. A version is only ever added; what changes is which one is published.

Nothing here commits: the caller owns the transaction.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Literal

from sqlmodel import Field, Session, SQLModel, UniqueConstraint, col, func, select

from knowledge.codec import dump, read
from knowledge.columns import JsonDict, Utc
from knowledge.contenido import bump
from knowledge.listado import listed
from knowledge.values import Tramite, spoken

Estado = Literal["borrador", "en_revision", "publicado", "rechazado", "retirado"]
PENDIENTES = frozenset({"borrador", "en_revision"})
BATCH = 500  # ids in one statement
CITIZEN_HISTORY = frozenset({"version", "revisado_el", "revisado_por"})  # the history says these, not the record


class HojaRow(SQLModel, table=True):
    """One hoja de vida: its stable id, its public address, and the version that citizens read (None: none)."""

    __tablename__ = "hojas"

    id: str = Field(primary_key=True)
    slug: str = Field(unique=True)
    alcance: str
    orden: int = Field(default=0, index=True)
    published_version_id: int | None = None  # no foreign key: the two tables would need each other first
    huella: str | None = None  # hash of the bundled record last seen
    nombre: str = ""  # this and what follows: of the newest version, for lists
    dependencia: str = ""
    dependencia_id: str | None = Field(default=None, index=True)
    nombre_plano: str = Field(default="", index=True)
    buscar: str = ""  # every word by which it is found, folded
    pendiente: bool = False  # its newest version waits to be published
    estado: str = ""
    tema: str = Field(default="", index=True)
    nivel: int = 1
    por_confirmar: bool = False
    vence_el: date | None = None  # the first day on which something it tells is past
    updated_at: datetime = Field(sa_type=Utc)


class HojaVersionRow(SQLModel, table=True):
    """One version, kept for ever. `contenido` never changes after it was written; `estado` and the review do."""

    __tablename__ = "hoja_versiones"
    __table_args__ = (UniqueConstraint("hoja_id", "numero"),)

    id: int | None = Field(default=None, primary_key=True)
    hoja_id: str = Field(foreign_key="hojas.id", index=True)
    numero: int
    estado: str = "borrador"
    contenido: dict[str, Any] = Field(sa_type=JsonDict)
    author: str
    reviewer: str | None = None
    note: str | None = None
    origen: str | None = None  # «suit»: the register brought it, and not a person's hand
    created_at: datetime = Field(sa_type=Utc)
    reviewed_at: datetime | None = Field(default=None, sa_type=Utc)


@dataclass(frozen=True, slots=True)
class Firma:
    """Who keeps a version, when, why, and which file brought it."""

    author: str
    now: datetime
    note: str | None = None
    origen: str | None = None


class HojaDesconocida(LookupError):
    """There is no hoja or version with that id."""


class NoSePuede(ValueError):
    """The version is not in a state that allows this. The message says which."""


def guardar_borrador(
    db: Session, tramite: Tramite, author: str, now: datetime, note: str | None = None, origen: str | None = None
) -> int:
    """Keep a new version as a draft and return its id. A trámite nobody knew gets its hoja."""
    return guardar_borradores(db, [tramite], Firma(author, now, note, origen))[0]


def guardar_borradores(db: Session, several: Sequence[Tramite], firma: Firma) -> list[int]:
    """Keep a new version of each as a draft and return their ids, in few statements however many they are.

    A trámite nobody knew gets its hoja. No trámite may be there twice.
    """
    found: list[int] = []
    for start in range(0, len(several), BATCH):
        batch = several[start : start + BATCH]
        hojas, last = _hojas(db, batch, firma.now), _last_numeros(db, [tramite.id for tramite in batch])
        versions = [
            HojaVersionRow(
                hoja_id=tramite.id,
                numero=last.get(tramite.id, 0) + 1,
                contenido=content(tramite),
                author=firma.author,
                note=firma.note,
                origen=firma.origen,
                created_at=firma.now,
            )
            for tramite in batch
        ]
        for version in versions:
            index(hojas[version.hoja_id], version)
        db.add_all(versions)
        db.flush()
        found += [version.id for version in versions if version.id is not None]
    return found


def enviar_a_revision(db: Session, version_id: int) -> None:
    """Say that a draft is ready to be reviewed."""
    version = _in_state(db, version_id, {"borrador"})
    version.estado = "en_revision"
    _tell_the_list(db, version)
    db.flush()


def publicar(db: Session, version_id: int, reviewer: str, now: datetime, note: str | None = None) -> None:
    """Make a version what citizens read. The one published until now stays in the history."""
    publicar_varias(db, [version_id], reviewer, now, note)


def publicar_varias(db: Session, ids: Sequence[int], reviewer: str, now: datetime, note: str | None = None) -> None:
    """Make each version what citizens read, in few statements however many they are. No two of one hoja."""
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        versions = {row.id: row for row in db.exec(select(HojaVersionRow).where(col(HojaVersionRow.id).in_(batch)))}
        wanted = [version.hoja_id for version in versions.values()]
        locked = select(HojaRow).where(col(HojaRow.id).in_(wanted)).with_for_update()
        hojas, last = {hoja.id: hoja for hoja in db.exec(locked)}, _last_numeros(db, wanted)
        for version_id in batch:
            version = versions.get(version_id) or _version(db, version_id)
            _check(version, PENDIENTES)
            hoja, version.estado = hojas[version.hoja_id], "publicado"
            version.reviewer, version.reviewed_at, version.note = reviewer, now, note or version.note
            hoja.published_version_id, hoja.updated_at = version.id, now
            hoja.slug, hoja.alcance = version.contenido["slug"], version.contenido["alcance"]
            if version.numero == last[hoja.id]:
                hoja.estado, hoja.pendiente = "publicado", False
        db.flush()
    bump(db, now)


def rechazar(db: Session, version_id: int, reviewer: str, now: datetime, note: str) -> None:
    """Give a draft back to its author, with the reason."""
    version = _in_state(db, version_id, PENDIENTES)
    version.estado, version.reviewer, version.reviewed_at, version.note = "rechazado", reviewer, now, note
    _tell_the_list(db, version)
    db.flush()


def restaurar(db: Session, version_id: int, author: str, now: datetime) -> int:
    """Copy an old version into a new draft and return its id. History is never rewound, only repeated."""
    old = _version(db, version_id)
    return guardar_borrador(db, value(old), author, now, f"Copia de la versión {old.numero}")


def retirar(db: Session, hoja_id: str, reviewer: str, now: datetime, note: str) -> None:
    """Take a hoja out of citizens' sight. Its versions stay."""
    hoja = _hoja(db, hoja_id)
    if hoja.published_version_id is None:
        raise NoSePuede(f"«{hoja_id}» no está publicada.")
    version = _version(db, hoja.published_version_id)
    version.estado, version.reviewer, version.reviewed_at, version.note = "retirado", reviewer, now, note
    hoja.published_version_id, hoja.updated_at = None, now
    _tell_the_list(db, version)
    bump(db, now)


def history(db: Session, hoja_id: str) -> Sequence[HojaVersionRow]:
    """Return every version of a hoja, the newest first."""
    query = select(HojaVersionRow).where(HojaVersionRow.hoja_id == hoja_id)
    return db.exec(query.order_by(col(HojaVersionRow.numero).desc())).all()


def newest(db: Session, hojas: Sequence[str]) -> dict[str, HojaVersionRow]:
    """Return the last version of each of these hojas, by id, in few statements however many they are."""
    found: dict[str, HojaVersionRow] = {}
    for start in range(0, len(hojas), BATCH):
        last = (
            select(HojaVersionRow.hoja_id, func.max(HojaVersionRow.numero).label("numero"))
            .where(col(HojaVersionRow.hoja_id).in_(hojas[start : start + BATCH]))
            .group_by(col(HojaVersionRow.hoja_id))
            .subquery()
        )
        same = (last.c.hoja_id == HojaVersionRow.hoja_id) & (last.c.numero == HojaVersionRow.numero)
        found |= {row.hoja_id: row for row in db.exec(select(HojaVersionRow).join(last, same))}
    return found


def published(db: Session) -> list[Tramite]:
    """Return what citizens read, in the order of the bundle."""
    query = (
        select(HojaVersionRow)
        .join(HojaRow, col(HojaRow.published_version_id) == col(HojaVersionRow.id))
        .order_by(col(HojaRow.orden), col(HojaRow.id))
    )
    return [value(row) for row in db.exec(query)]


def value(row: HojaVersionRow) -> Tramite:
    """Return a version as the value that flows read. A bundled version was reviewed by nobody, and says so."""
    review: dict[str, Any] = {}
    if row.reviewed_at is not None and row.estado in {"publicado", "retirado"}:
        review = {"revisado_el": row.reviewed_at.date(), "revisado_por": row.contenido["dependencia"]}
    return read(Tramite, {**row.contenido, "version": row.numero, **review})


def as_published(row: HojaVersionRow, now: datetime) -> Tramite:
    """Return a version as flows would read it if it were published now; one that was is as it is."""
    held = value(row)
    if held.revisado_el is not None or row.estado in {"publicado", "retirado"}:
        return held
    return replace(held, revisado_el=now.date(), revisado_por=held.dependencia)


def content(tramite: Tramite) -> dict[str, Any]:
    """Return the JSON of a trámite as it is kept: its lines made from its parts, without what the history already says."""
    return {name: item for name, item in dump(spoken(tramite)).items() if name not in CITIZEN_HISTORY}


def _tell_the_list(db: Session, version: HojaVersionRow) -> None:
    """Write the state of a version on its hoja, if it is the newest."""
    if next_numero(db, version.hoja_id) == version.numero + 1:
        hoja = _hoja(db, version.hoja_id)
        hoja.estado, hoja.pendiente = version.estado, version.estado in PENDIENTES


def _hojas(db: Session, several: Sequence[Tramite], now: datetime) -> dict[str, HojaRow]:
    """Return the hoja of each, locked so that two people do not number alike; make those that are not there."""
    wanted = select(HojaRow).where(col(HojaRow.id).in_([tramite.id for tramite in several])).with_for_update()
    found = {hoja.id: hoja for hoja in db.exec(wanted)}
    last = db.exec(select(func.max(HojaRow.orden))).one()
    orden = 0 if last is None else last + 1
    for tramite in several:
        if tramite.id not in found:
            hoja = HojaRow(id=tramite.id, slug=tramite.slug, alcance=tramite.alcance, orden=orden, updated_at=now)
            found[hoja.id], orden = hoja, orden + 1
            db.add(hoja)
    db.flush()
    return found


def index(hoja: HojaRow, newest: HojaVersionRow) -> None:
    """Write on a hoja what its list shows, searches and narrows by: lists read no version."""
    for name, item in listed(newest.contenido).items():
        setattr(hoja, name, item)
    hoja.estado, hoja.pendiente = newest.estado, newest.estado in PENDIENTES


def _last_numeros(db: Session, hojas: Sequence[str]) -> dict[str, int]:
    query = select(HojaVersionRow.hoja_id, func.max(HojaVersionRow.numero)).where(
        col(HojaVersionRow.hoja_id).in_(hojas)
    )
    return dict(db.exec(query.group_by(col(HojaVersionRow.hoja_id))).all())


def next_numero(db: Session, hoja_id: str) -> int:
    """Return the number of the version to come."""
    return _last_numeros(db, [hoja_id]).get(hoja_id, 0) + 1


def _hoja(db: Session, hoja_id: str) -> HojaRow:
    hoja = db.get(HojaRow, hoja_id, with_for_update=True)
    if hoja is None:
        raise HojaDesconocida(f"No existe la hoja de vida «{hoja_id}».")
    return hoja


def _version(db: Session, version_id: int) -> HojaVersionRow:
    version = db.get(HojaVersionRow, version_id)
    if version is None:
        raise HojaDesconocida(f"No existe la versión {version_id}.")
    return version


def _in_state(db: Session, version_id: int, allowed: Set[str]) -> HojaVersionRow:
    version = _version(db, version_id)
    _check(version, allowed)
    return version


def _check(version: HojaVersionRow, allowed: Set[str]) -> None:
    if version.estado not in allowed:
        raise NoSePuede(f"La versión {version.numero} de «{version.hoja_id}» está en estado «{version.estado}».")
