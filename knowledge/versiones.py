"""What staff do with the versions of a content record: send to review, publish, give back, restore, retire.

Nothing here commits: the caller owns the transaction. A row is locked before it is changed.
"""

from datetime import datetime

from sqlmodel import Session

from knowledge import contenido
from knowledge.contenido import PERSONAL, ContenidoRow, VersionRow, bump

OPEN = frozenset({"borrador", "en_revision"})


class NoSePuede(ValueError):
    """The record or version is not in a state that allows this. The message says what to do instead."""


def newest(db: Session, row: ContenidoRow) -> VersionRow:
    """Return the version that the next change starts from."""
    return contenido.versions(db, row, row.ultima)[0]


def live(db: Session, row: ContenidoRow) -> VersionRow | None:
    """Return the version that citizens read."""
    return None if row.publicada is None else contenido.versions(db, row, row.publicada)[0]


def guardar(
    db: Session, row: ContenidoRow, record: contenido.Record, author: str, now: datetime, note: str | None
) -> VersionRow:
    """Add a draft to a row that the caller has locked."""
    return contenido.add_version(db, row, record, author, now, note)


def enviar_a_revision(db: Session, row: ContenidoRow, numero: int) -> None:
    """Say that the newest draft is ready to be reviewed."""
    _waiting(db, row, numero, {"borrador"}).estado = "en_revision"
    db.flush()


def publicar(db: Session, row: ContenidoRow, numero: int, reviewer: str, now: datetime) -> None:
    """Make the newest draft what citizens read, in one transaction; the one before stays in the history."""
    _waiting(db, row, numero, OPEN)
    contenido.publish(db, row, now, reviewer=reviewer)
    bump(db, now)


def rechazar(db: Session, row: ContenidoRow, numero: int, reviewer: str, now: datetime, note: str) -> None:
    """Give a draft back to its author, with the reason."""
    version = _waiting(db, row, numero, OPEN)
    version.estado, version.reviewer, version.reviewed_at, version.note = "rechazado", reviewer, now, note
    row.borrador = None
    db.flush()


def restaurar(db: Session, row: ContenidoRow, numero: int, author: str, now: datetime) -> VersionRow:
    """Copy an old version into a new draft. History is never rewound, only repeated."""
    old = _version(db, row, numero)
    return guardar(db, row, old.contenido, author, now, f"Copia de la versión {numero}")


def retirar(db: Session, row: ContenidoRow, reviewer: str, now: datetime, note: str) -> None:
    """Take a record out of citizens' sight. Its versions stay, and the bundle does not bring it back."""
    version = live(db, row)
    if version is None:
        raise NoSePuede("Este registro no está publicado.")
    version.estado, version.reviewer, version.reviewed_at, version.note = "retirado", reviewer, now, note
    row.contenido, row.publicada, row.origen, row.updated_at = None, None, PERSONAL, now
    bump(db, now)


def _version(db: Session, row: ContenidoRow, numero: int) -> VersionRow:
    found = contenido.versions(db, row, numero)
    if not found:
        raise NoSePuede(f"No existe la versión {numero}.")
    return found[0]


def _waiting(db: Session, row: ContenidoRow, numero: int, allowed: frozenset[str] | set[str]) -> VersionRow:
    version = _version(db, row, numero)
    if numero != row.ultima:
        raise NoSePuede(f"Hay una versión más nueva, la {row.ultima}. Publica esa, o restaura esta.")
    if version.estado not in allowed:
        raise NoSePuede("Esta versión ya no espera revisión. Mira la historia.")
    return version
