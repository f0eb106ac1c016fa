"""What the night leaves for officials to look at: what falls due, what fell due, what changed hands. Writes never commit."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col, or_

from knowledge.actos import ABIERTAS
from knowledge.bandeja import MOST
from knowledge.conversaciones import Task
from knowledge.solicitudes import SolicitudRow
from knowledge.tablero import TareaCerrada

CLASES = ("escalada", "por_vencer", "vencida", "completar_vencido")


@dataclass(frozen=True, slots=True)
class Pendiente:
    """One thing to look at, with its request as it is now. `para` is who it is for, None for whoever is in the office."""

    id: int
    clase: str
    detalle: str
    para: str | None
    created_at: datetime
    codigo: str
    dependencia: str
    vence_el: date | None
    completar_hasta: date | None


_SHOWN = (
    *(getattr(Task, name) for name in ("id", "kind", "detail", "para", "created_at")),
    *(getattr(SolicitudRow, name) for name in ("codigo", "dependencia", "vence_el", "completar_hasta")),
)


def pendientes(
    db: Session, dependencia: str | None, usuario: str, codigo: str | None = None, despues: int = 0, most: int = 50
) -> list[Pendiente]:
    """Return what waits for that person in their office, or for anybody in any for None; of one request where it is named."""
    query = _of(select(*_SHOWN), dependencia, usuario).where(col(Task.id) > despues)
    named = query if codigo is None else query.where(col(Task.tema) == codigo)
    return [Pendiente(*row) for row in db.execute(named.order_by(col(Task.id)).limit(most))]


def cuantos(db: Session, dependencia: str | None, usuario: str) -> int:
    """Return how many wait, counted up to `MOST`."""
    few = _of(select(col(Task.id)), dependencia, usuario).limit(MOST).subquery()
    return int(db.execute(select(func.count()).select_from(few)).scalar_one())


def cerrar(db: Session, task_id: int, dependencia: str | None, usuario: str, now: datetime) -> tuple[str, str]:
    """Take note that it was seen and return its kind and the code of its request.

    Raises:
        TareaCerrada: it is not open, or it is another office's or another person's.
    """
    mine = _of(select(Task), dependencia, usuario).where(col(Task.id) == task_id)
    found = db.execute(mine.with_for_update(of=Task)).scalar_one_or_none()
    if found is None:
        raise TareaCerrada(str(task_id))
    found.closed_at = now
    db.flush()
    return found.kind, found.tema


def _of(query: Any, dependencia: str | None, usuario: str) -> Any:
    """Narrow to what is open of requests that are: the office is the one that has it now, not the one of that night."""
    where: list[ColumnElement[bool]] = [col(Task.kind).in_(CLASES), col(Task.closed_at).is_(None)]
    where.append(col(SolicitudRow.estado).in_(ABIERTAS))
    if dependencia is not None:
        mine = or_(col(Task.para).is_(None), col(Task.para) == usuario)
        where += [col(SolicitudRow.dependencia_id) == dependencia, mine]
    return query.join(SolicitudRow, col(SolicitudRow.codigo) == col(Task.tema)).where(*where)
