"""What nobody could be told ends as somebody's work: one open task a request, closed when the news turns good after all."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, exists, insert, select, update
from sqlmodel import col

from knowledge.avisos import AvisoRow
from knowledge.conversaciones import Task
from knowledge.solicitudes import SolicitudRow
from notifier.avisos_filas import Fila, mover

KIND = "aviso_sin_entregar"


def abrir(db: Connection, filas: Iterable[Fila], motivo: str, now: datetime) -> None:
    """Hand notices over to the office of their request."""
    for fila in filas:
        why = motivo or fila.motivo or "sin_camino"
        mover(db, [fila.id], {"estado": "tarea", "motivo": why}, now)
        tema, dependencia = _de_quien(db, fila)
        if not db.execute(select(exists().where(_open(fila.contact_id, tema)))).scalar_one():
            db.execute(
                insert(Task).values(
                    kind=KIND, contact_id=fila.contact_id, dependencia_id=dependencia, tema=tema,
                    detail=f"{fila.clase}: {why}", created_at=now,
                )
            )  # fmt: skip


def cerrar(db: Connection, filas: Iterable[Fila], now: datetime) -> None:
    """Close the tasks of notices that arrived after all, unless another notice of the same request still needs them."""
    for fila in filas:
        left = select(
            exists().where(
                col(AvisoRow.contact_id) == fila.contact_id,
                col(AvisoRow.solicitud_id) == fila.solicitud_id,
                col(AvisoRow.estado) == "tarea",
            )
        )
        if not db.execute(left).scalar_one():
            tema, _ = _de_quien(db, fila)
            db.execute(update(Task).where(_open(fila.contact_id, tema)).values(closed_at=now))


def _open(contact_id: int, tema: str) -> ColumnElement[bool]:
    same = (col(Task.kind) == KIND, col(Task.contact_id) == contact_id, col(Task.tema) == tema)
    return and_(*same, col(Task.closed_at).is_(None))


def _de_quien(db: Connection, fila: Fila) -> tuple[str, str | None]:
    """Return by what an official finds the request, and which office has it."""
    row = db.execute(
        select(col(SolicitudRow.codigo), col(SolicitudRow.dependencia_id)).where(
            col(SolicitudRow.id) == fila.solicitud_id
        )
    ).first()
    return (row.codigo, row.dependencia_id) if row is not None else (f"aviso {fila.id}", None)
