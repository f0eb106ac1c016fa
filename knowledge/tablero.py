"""The ledger of notices as an office looks at it, and closing what nobody could be told. Writes never commit."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlmodel import Session, col

from knowledge.avisos import AvisoRow, PlantillaRow
from knowledge.bandeja import MOST, SIN_ENTREGAR
from knowledge.conversaciones import Contact, Task
from knowledge.solicitudes import SolicitudRow

IMPOSIBLE = "imposible"  # an official tried too, in vain: the person still does not know
ABIERTOS = ("pendiente", "en_camino", "en_espera", "tarea")


class TareaCerrada(LookupError):
    """There is no such open task in that office: another person closed it, or it is not theirs."""


@dataclass(frozen=True, slots=True)
class Novedad:
    """One notice that nobody could be told: the act it tells of and why it did not arrive."""

    id: int
    clase: str
    motivo: str


@dataclass(frozen=True, slots=True)
class Tarea:
    """Somebody who does not know yet: of which request, what they should know and why it did not arrive.

    `novedades` are all the notices that wait for it; who closes it says which of them were read.
    """

    id: int
    codigo: str | None
    dependencia_id: str | None
    clase: str
    motivo: str
    created_at: datetime
    contact_id: int | None = None
    novedades: tuple[Novedad, ...] = ()


def tareas(db: Session, dependencia: str | None, despues: int = 0, most: int = 50) -> list[Tarea]:
    """Return who could not be told, the oldest first; of one office, or of all for None."""
    query = select(Task, col(SolicitudRow.codigo)).join(
        SolicitudRow, col(SolicitudRow.codigo) == col(Task.tema), isouter=True
    )
    rows = db.execute(query.where(*_open(dependencia), col(Task.id) > despues).order_by(col(Task.id)).limit(most))
    return _with_news(db, [_tarea(task, codigo) for task, codigo in rows])


def _with_news(db: Session, found: Sequence[Tarea]) -> list[Tarea]:
    """Return the tasks with every notice that waits for each."""
    waiting = select(col(SolicitudRow.codigo), *_NOVEDAD).join(
        SolicitudRow, col(SolicitudRow.id) == col(AvisoRow.solicitud_id)
    )
    which = (col(AvisoRow.estado) == "tarea", col(SolicitudRow.codigo).in_([one.codigo for one in found if one.codigo]))
    news: dict[tuple[str, int], list[Novedad]] = {}
    for codigo, contact, *rest in db.execute(waiting.where(*which).order_by(col(AvisoRow.id))):
        news.setdefault((codigo, contact), []).append(Novedad(*rest))
    return [replace(one, novedades=tuple(news.get((one.codigo or "", one.contact_id or 0), ()))) for one in found]


_NOVEDAD = (col(AvisoRow.contact_id), col(AvisoRow.id), col(AvisoRow.clase), col(AvisoRow.motivo))


def _tarea(task: Task, codigo: str | None) -> Tarea:
    clase, _, why = task.detail.partition(": ")
    known = (clase, why) if codigo else ("", clase)  # a message of another kind keeps only why
    return Tarea(task.id or 0, codigo, task.dependencia_id, *known, task.created_at, task.contact_id)


def _open(dependencia: str | None) -> tuple[ColumnElement[bool], ...]:
    mine = () if dependencia is None else (col(Task.dependencia_id) == dependencia,)
    return (col(Task.kind) == SIN_ENTREGAR, col(Task.closed_at).is_(None), *mine)


def conteos(db: Session, dependencia: str | None) -> dict[str, int]:
    """Return how many notices stand in each state that is not over, each counted up to `MOST`."""
    return {estado: _count(db, estado, dependencia) for estado in ABIERTOS}


def _count(db: Session, estado: str, dependencia: str | None) -> int:
    few = _of(select(col(AvisoRow.id)), estado, dependencia).limit(MOST).subquery()
    return int(db.execute(select(func.count()).select_from(few)).scalar_one())


def avisos(db: Session, estado: str, dependencia: str | None, despues: int = 0, most: int = 50) -> Sequence[Any]:
    """Return (notice, code of its request) in that state, the oldest first."""
    query = _of(select(AvisoRow, col(SolicitudRow.codigo)), estado, dependencia)
    return db.execute(query.where(col(AvisoRow.id) > despues).order_by(col(AvisoRow.id)).limit(most)).all()


def _of(query: Any, estado: str, dependencia: str | None) -> Any:
    joined = query.join(SolicitudRow, col(SolicitudRow.id) == col(AvisoRow.solicitud_id), isouter=dependencia is None)
    mine = () if dependencia is None else (col(SolicitudRow.dependencia_id) == dependencia,)
    return joined.where(col(AvisoRow.estado) == estado, *mine)


def plantillas(db: Session) -> Sequence[PlantillaRow]:
    """Return every WhatsApp template as the vendor last said it stands."""
    return db.execute(select(PlantillaRow).order_by(col(PlantillaRow.nombre))).scalars().all()


@dataclass(frozen=True, slots=True)
class Cierre:
    """What closing left. `quedan`: news that came after the page was read, so that the task stays open."""

    codigo: str | None
    quedan: int


def cerrar(
    db: Session, task_id: int, dependencia: str | None, como: str, vistos: Collection[int], now: datetime
) -> Cierre:
    """Write on the notices that were read how the person was told, and close the task unless others wait for it.

    Raises:
        TareaCerrada: it is not open, or it is another office's.
    """
    mine = (col(Task.id) == task_id, *_open(dependencia))
    # The contact first, as whoever moves a notice: else a dispatcher sees this task open and adds news to it in vain.
    whose = select(col(Task.contact_id)).where(*mine).scalar_subquery()
    db.execute(select(col(Contact.id)).where(col(Contact.id) == whose).with_for_update(key_share=True))
    found = db.execute(select(Task).where(*mine).with_for_update()).scalar_one_or_none()
    if found is None:
        raise TareaCerrada(str(task_id))
    row = db.execute(select(col(SolicitudRow.id)).where(col(SolicitudRow.codigo) == found.tema)).scalar_one_or_none()
    quedan = 0 if row is None else _told(db, row, found.contact_id, como, vistos, now)
    if not quedan:
        found.closed_at = now
        db.flush()
    return Cierre(found.tema if row is not None else None, quedan)


def _told(
    db: Session, solicitud_id: int, contact_id: int | None, como: str, vistos: Collection[int], now: datetime
) -> int:
    """Write how the person was told of these notices; return how many others nobody has tried to tell in person."""
    changes: dict[str, Any] = {"camino": como, "desde": now} | ({} if como == IMPOSIBLE else {"estado": "contado"})
    waiting = (
        col(AvisoRow.solicitud_id) == solicitud_id,
        col(AvisoRow.contact_id) == contact_id,
        col(AvisoRow.estado) == "tarea",
    )
    db.execute(update(AvisoRow).where(*waiting, col(AvisoRow.id).in_(vistos)).values(**changes))
    others = (*waiting, col(AvisoRow.id).not_in(vistos), col(AvisoRow.camino) != IMPOSIBLE)
    return int(db.execute(select(func.count()).select_from(AvisoRow).where(*others)).scalar_one())
