"""The trained understanding at rest: each training is a row, one of them active. One process trains, all load.

A model that answered the saved questions worse than the one in force rests stopped, with its report, until somebody
with the right to publish decides. Nothing here commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, get_args

from sqlalchemy import Column, Index, LargeBinary, text, update
from sqlmodel import Field, Session, SQLModel, col, delete, select

from knowledge.columns import JsonDict, Utc

Estado = Literal["activo", "anterior", "detenido", "descartado"]
KEPT = 3  # trainings that are no longer in force and stay all the same: some megabytes each
_ACTIVE = text("estado = 'activo'")


class ModelRow(SQLModel, table=True):
    """One training. `corpus` is the hash of what it was trained with: the same need no training again."""

    __tablename__ = "models"
    __table_args__ = (Index("ix_models_active", "estado", unique=True, sqlite_where=_ACTIVE, postgresql_where=_ACTIVE),)

    id: int | None = Field(default=None, primary_key=True)
    sha256: str  # of the weights, as the calibration names it
    blob: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    corpus: str = Field(default="", index=True)
    estado: str = "activo"
    frases: int = 0
    umbral: float | None = None
    informe: dict[str, Any] | None = Field(default=None, sa_type=JsonDict)
    created_at: datetime = Field(sa_type=Utc)


@dataclass(frozen=True, slots=True)
class Modelo:
    """A training without its bytes."""

    id: int
    sha256: str
    corpus: str
    estado: Estado
    frases: int
    umbral: float | None
    informe: Mapping[str, Any]
    created_at: datetime


def stamp(db: Session) -> str:
    """Return a mark of the active model; «-» when none was trained yet and rules alone answer."""
    found = db.exec(select(ModelRow.id, ModelRow.sha256).where(ModelRow.estado == "activo")).first()
    return "-" if found is None else f"{found[0]}:{found[1]}"


def active(db: Session) -> bytes | None:
    """Return the active model's bytes, or None."""
    return db.exec(select(ModelRow.blob).where(ModelRow.estado == "activo")).first()


def blob(db: Session, model_id: int) -> bytes:
    """Return the bytes of a training."""
    return db.exec(select(ModelRow.blob).where(ModelRow.id == model_id)).one()


def en_vigor(db: Session) -> Modelo | None:
    """Return the active model without its bytes."""
    return _newest(db, ModelRow.estado == "activo")


def detenido(db: Session) -> Modelo | None:
    """Return the training that waits for somebody to decide."""
    return _newest(db, ModelRow.estado == "detenido")


def hold(db: Session, model_id: int) -> str | None:
    """Return the state of a training, and keep others from deciding about it until the transaction ends."""
    return db.exec(select(ModelRow.estado).where(ModelRow.id == model_id).with_for_update()).first()


def of_corpus(db: Session, corpus: str) -> Modelo | None:
    """Return the last training with that corpus whose bytes are still kept."""
    return _newest(db, ModelRow.corpus == corpus)


def store(db: Session, sha256: str, blob: bytes, now: datetime, corpus: str = "") -> int:
    """Keep a trained model, make it the active one and return its id. Storing the same again changes nothing."""
    held = db.exec(select(ModelRow).where(ModelRow.estado == "activo")).first()
    if held is not None and held.id is not None and held.blob == blob:
        held.corpus = corpus or held.corpus
        db.add(held)
        db.flush()
        return held.id
    model_id = keep(db, sha256, blob, now, corpus=corpus)
    activate(db, model_id)
    return model_id


def keep(  # noqa: PLR0913
    db: Session, sha256: str, blob: bytes, now: datetime, *, corpus: str, frases: int = 0, umbral: float | None = None
) -> int:
    """Keep a trained model without using it, and return its id. The caller says what becomes of it."""
    row = ModelRow(
        sha256=sha256, blob=blob, created_at=now, corpus=corpus, estado="anterior", frases=frases, umbral=umbral
    )
    db.add(row)
    db.flush()
    assert row.id is not None
    _forget_the_oldest(db)
    return row.id


def report(db: Session, model_id: int, informe: Mapping[str, Any]) -> None:
    """Write beside a model how it answered the saved questions."""
    db.execute(update(ModelRow).where(col(ModelRow.id) == model_id).values(informe=dict(informe)))


def activate(db: Session, model_id: int) -> None:
    """Make a model the one that answers. What waited stopped is overtaken by it."""
    db.execute(
        update(ModelRow)
        .where(col(ModelRow.estado).in_(("activo", "detenido")), col(ModelRow.id) != model_id)
        .values(estado="anterior")
    )
    _become(db, model_id, "activo")


def stop(db: Session, model_id: int) -> None:
    """Keep a model from answering until somebody decides. One that waited before it is overtaken."""
    overtake(db)
    _become(db, model_id, "detenido")


def discard(db: Session, model_id: int) -> None:
    """Decide against a stopped model: its corpus is not trained again until something changes."""
    _become(db, model_id, "descartado")


def overtake(db: Session) -> bool:
    """Let go of what waits stopped: what it was trained with is no longer what is published. Return whether it was."""
    waiting = detenido(db)
    if waiting is not None:
        _become(db, waiting.id, "anterior")
    return waiting is not None


def _forget_the_oldest(db: Session) -> None:
    old = select(ModelRow.id).where(col(ModelRow.estado).in_(("anterior", "descartado")))
    gone = db.exec(old.order_by(col(ModelRow.id).desc()).offset(KEPT)).all()
    db.exec(delete(ModelRow).where(col(ModelRow.id).in_(gone)))


def _become(db: Session, model_id: int, estado: Estado) -> None:
    db.execute(update(ModelRow).where(col(ModelRow.id) == model_id).values(estado=estado))


def _newest(db: Session, condition: Any) -> Modelo | None:
    columns = (
        ModelRow.id, ModelRow.sha256, ModelRow.corpus, ModelRow.estado, ModelRow.frases, ModelRow.umbral,
        ModelRow.informe, ModelRow.created_at,
    )  # fmt: skip
    found = db.execute(select(*columns).where(condition).order_by(col(ModelRow.id).desc()).limit(1)).first()  # type: ignore[call-overload]
    if found is None:
        return None
    assert found.estado in get_args(Estado)
    return Modelo(
        found.id, found.sha256, found.corpus, found.estado, found.frases, found.umbral, found.informe or {}, found.created_at,
    )  # fmt: skip
