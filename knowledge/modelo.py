"""The trained understanding at rest: one row by hash, one of them active. Trained by one process, loaded by all."""

from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from knowledge.conversaciones import ModelRow


def stamp(db: Session) -> str:
    """Return the hash of the active model; «-» when none was trained yet and rules alone answer."""
    found = db.exec(select(ModelRow.sha256).where(col(ModelRow.active))).first()
    return found or "-"


def active(db: Session) -> bytes | None:
    """Return the active model's bytes, or None."""
    return db.exec(select(ModelRow.blob).where(col(ModelRow.active))).first()


def corpus(db: Session) -> str | None:
    """Return the hash of what the active model was trained with, or None."""
    return db.exec(select(ModelRow.corpus).where(col(ModelRow.active))).first()


def store(db: Session, sha256: str, blob: bytes, now: datetime, corpus: str = "") -> None:
    """Keep a trained model and make it the active one. Storing the same again changes nothing."""
    db.execute(update(ModelRow).where(col(ModelRow.sha256) != sha256).values(active=False))
    row = db.get(ModelRow, sha256) or ModelRow(sha256=sha256, blob=blob, created_at=now)
    row.active, row.corpus = True, corpus
    db.add(row)
    db.flush()
