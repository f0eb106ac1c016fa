"""Copy the files that citizens sent, right after the turn: the provider's addresses expire."""

import hashlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from sqlalchemy import select, update
from sqlmodel import col

from knowledge.conversaciones import MediaRow
from knowledge.db import Database
from notifier import events
from notifier.files import agrees, kept_as, real_type, without_metadata

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=3)
MAX_ATTEMPTS = 5


class FetchFailed(Exception):
    """The file did not come; it may be asked for again."""


class FetchRefused(Exception):
    """The file will not be fetched: not the provider's address, too big, gone."""


@dataclass(frozen=True)
class Copier:
    """What copying needs. `fetch` returns the bytes at a provider's address; `new_name` an unguessable file name."""

    db: Database
    fetch: Callable[[str], bytes]
    folder: Path
    new_name: Callable[[], str]
    clock: Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Pending:
    """A file to copy."""

    ref: str
    url: str
    content_type: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Copied:
    """A file in our folder."""

    path: str
    content_type: str
    size: int
    sha256: str


def copy_due(copier: Copier, limit: int = 10) -> int:
    """Copy what is due, one after the other. Returns how many were looked at.

    Raises:
        Unavailable: the database does not answer.
    """
    pending = _claim(copier, limit)
    for file in pending:
        try:
            copied = _copy(copier, file)
        except FetchFailed as error:
            _again(copier, file, str(error))
        except FetchRefused as error:
            _settle(copier, file, "rechazada", error=str(error))
        else:
            _keep(copier, file, copied)
    return len(pending)


def _claim(copier: Copier, limit: int) -> list[Pending]:
    now = copier.clock()
    due = select(col(MediaRow.ref), col(MediaRow.url), col(MediaRow.content_type), col(MediaRow.attempts)).where(
        col(MediaRow.estado) == "pendiente", col(MediaRow.due_at) <= now
    )
    with copier.db.reading() as db:
        if db.execute(due.limit(1)).first() is None:
            return []
    with copier.db.writing() as db:
        rows = db.execute(due.order_by(col(MediaRow.created_at)).limit(limit).with_for_update(skip_locked=True)).all()
        refs = [r.ref for r in rows]
        db.execute(
            update(MediaRow)
            .where(col(MediaRow.ref).in_(refs))
            .values(due_at=now + LEASE, attempts=MediaRow.attempts + 1)
        )
    return [Pending(r.ref, r.url, r.content_type, r.attempts + 1) for r in rows]


def _copy(copier: Copier, file: Pending) -> Copied:
    data = copier.fetch(file.url)
    real = real_type(data)
    if real is None or not agrees(file.content_type, real):
        raise FetchRefused("type")
    return stored(copier.folder, copier.new_name(), data, kept_as(file.content_type, real))


def stored(folder: Path, name: str, data: bytes, kind: str) -> Copied:
    """Write a file whose type is known under a name of ours, a picture without its place.

    Raises:
        FetchRefused: it is broken.
    """
    data = without_metadata(data, kind)
    if not data:
        raise FetchRefused("broken")
    _write(folder / name, data)
    return Copied(name, kind, len(data), hashlib.sha256(data).hexdigest())


def _keep(copier: Copier, file: Pending, copied: Copied) -> None:
    kept = _settle(
        copier, file, "copiada", path=copied.path, content_type=copied.content_type, size=copied.size,
        sha256=copied.sha256, error=None,
    )  # fmt: skip
    if not kept:
        (copier.folder / copied.path).unlink()  # its owner asked to be forgotten while it came


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def _again(copier: Copier, file: Pending, reason: str) -> None:
    if file.attempts >= MAX_ATTEMPTS:
        _settle(copier, file, "rechazada", error=reason)
    else:
        _settle(
            copier, file, "pendiente", error=reason, due_at=copier.clock() + timedelta(seconds=10 * 3**file.attempts)
        )


def _settle(
    copier: Copier, file: Pending, estado: Literal["pendiente", "copiada", "rechazada"], **values: object
) -> bool:
    """Write what became of a file; False when nobody waits for it any more."""
    waiting = (col(MediaRow.ref) == file.ref, col(MediaRow.estado) == "pendiente")
    with copier.db.writing() as db:
        changed = db.execute(update(MediaRow).where(*waiting).values(estado=estado, **values)).rowcount > 0
        if changed and estado == "rechazada":
            # The citizen believes that we have it: somebody must be able to see that we do not.
            events.event(db, "media-refused", f"{file.ref}: {values.get('error')}", copier.clock())
    return changed
