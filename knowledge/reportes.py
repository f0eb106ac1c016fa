"""Reports of figures, as rows: written once with what they tell, then made, and those that people asked for forgotten.

What a report tells (`datos`) is fixed before it is laid out, so a process that dies between the two changes nothing of it.
Nothing here commits.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Literal, NamedTuple, get_args

from sqlalchemy import delete, func, literal, update
from sqlalchemy import select as columns_of
from sqlalchemy.sql.elements import ColumnElement
from sqlmodel import Session, col, select

from knowledge.cifras import EnvioRow, ReporteRow

Tipo = Literal["mensual", "trimestral", "semestral", "anual"]
TIPOS: tuple[Tipo, ...] = get_args(Tipo)
FILTRO = "filtro"  # of a report that somebody asked for
PUBLICO, PANEL = "ambito=publico", "ambito=panel"  # how `filtro` begins: who may have it
PENDIENTE, LISTO, FALLIDO = "pendiente", "listo", "fallido"
WAITING = 20  # of those that were asked for on each side, how many may wait at once
KEPT = 200  # of those that were asked for, on each side
KEPT_DAYS = 30


class Debido(NamedTuple):
    """A periodic report: its kind and its days, both inside."""

    tipo: str
    desde: date
    hasta: date


class Fila(NamedTuple):
    """A report without its bytes: what lists and pages read."""

    id: int
    tipo: str
    desde: date
    hasta: date
    filtro: str
    estado: str
    sha256: str
    error: str
    pedido_por: str
    created_at: datetime
    done_at: datetime | None
    bytes: int

    @property
    def nombre(self) -> str:
        """Return how addresses and files call a periodic one."""
        return f"{self.tipo}-{self.desde}-{self.hasta}"


_PLAIN = tuple(name for name in Fila._fields if name != "bytes")
_SIZE = func.coalesce(func.length(col(ReporteRow.pdf)), literal(0)).label("bytes")


def canonical(datos: Mapping[str, Any]) -> str:
    """Return what a report tells as it rests: the same text for the same facts."""
    return json.dumps(datos, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def periodicos(db: Session) -> Sequence[Fila]:
    """Return every periodic report, the newest period first."""
    return _filas(db, col(ReporteRow.tipo) != FILTRO)


def en_cola(db: Session) -> Sequence[int]:
    """Return the ids of those that are still to be made: the periodic ones first, then as they were asked for."""
    asked = (col(ReporteRow.tipo) == FILTRO).label("asked")
    waiting = select(ReporteRow.id).where(col(ReporteRow.estado) == PENDIENTE)
    return [one for one in db.exec(waiting.order_by(asked, col(ReporteRow.id))) if one]


def fila(db: Session, report_id: int) -> Fila | None:
    """Return one report without its bytes."""
    found = _filas(db, col(ReporteRow.id) == report_id)
    return found[0] if found else None


def de_periodo(db: Session, which: Debido) -> ReporteRow | None:
    """Return a periodic report, whole."""
    same = (
        col(ReporteRow.tipo) == which.tipo,
        col(ReporteRow.desde) == which.desde,
        col(ReporteRow.hasta) == which.hasta,
    )
    return db.exec(select(ReporteRow).where(*same, col(ReporteRow.filtro) == "")).first()


def de_filtro(db: Session, desde: date, hasta: date, filtro: str) -> int | None:
    """Return the id of the report of a filter that somebody asked for already."""
    same = (col(ReporteRow.desde) == desde, col(ReporteRow.hasta) == hasta, col(ReporteRow.filtro) == filtro)
    return db.exec(select(ReporteRow.id).where(*same, col(ReporteRow.tipo) == FILTRO)).first()


def esperan(db: Session, ambito: str) -> int:
    """Return how many of those asked for on one side wait to be made."""
    return db.exec(select(func.count()).where(_of(ambito), col(ReporteRow.estado) == PENDIENTE)).one()


def hecho(db: Session, report_id: int, pdf: bytes, now: datetime) -> bool:
    """Keep what was made, also where another process had given it up. Returns False where it is made: its bytes are the same."""
    not_made = (col(ReporteRow.id) == report_id, col(ReporteRow.estado) != LISTO)
    kept = {"estado": LISTO, "pdf": pdf, "sha256": hashlib.sha256(pdf).hexdigest(), "error": "", "done_at": now}
    return bool(db.connection().execute(update(ReporteRow).where(*not_made).values(**kept)).rowcount)


def fallo(db: Session, report_id: int, error: str, now: datetime) -> bool:
    """Say why one could not be made. Returns False where it waits no more: another process made it meanwhile."""
    waiting = (col(ReporteRow.id) == report_id, col(ReporteRow.estado) == PENDIENTE)
    failed = update(ReporteRow).where(*waiting).values(estado=FALLIDO, error=error, done_at=now)
    return bool(db.connection().execute(failed).rowcount)


def fallidos(db: Session) -> int:
    """Return how many periodic ones could not be made."""
    return db.exec(select(func.count()).where(col(ReporteRow.tipo) != FILTRO, col(ReporteRow.estado) == FALLIDO)).one()


def rehacer(db: Session, report_id: int) -> bool:
    """Put one that failed in the queue again, with what it told from the beginning."""
    failed = (col(ReporteRow.id) == report_id, col(ReporteRow.estado) == FALLIDO)
    again = update(ReporteRow).where(*failed).values(estado=PENDIENTE, error="", done_at=None)
    return bool(db.connection().execute(again).rowcount)


def olvidar(db: Session, now: datetime) -> None:
    """Forget those that were asked for long ago, and the oldest where there are too many. One that waits stays."""
    for ambito in (PUBLICO, PANEL):
        newest = select(ReporteRow.id).where(_of(ambito)).order_by(col(ReporteRow.id).desc()).limit(KEPT)
        kept = list(db.exec(newest))
        old = (col(ReporteRow.created_at) < now - timedelta(days=KEPT_DAYS)) | col(ReporteRow.id).not_in(kept)
        db.connection().execute(delete(ReporteRow).where(_of(ambito), old, col(ReporteRow.estado) != PENDIENTE))


def envios(db: Session) -> Mapping[int, Sequence[EnvioRow]]:
    """Return to whom each report goes and how that stands."""
    found: dict[int, list[EnvioRow]] = {}
    for row in db.exec(select(EnvioRow).order_by(col(EnvioRow.reporte_id), col(EnvioRow.correo))):
        found.setdefault(row.reporte_id, []).append(row)
    return found


def _of(ambito: str) -> ColumnElement[bool]:
    return (col(ReporteRow.tipo) == FILTRO) & col(ReporteRow.filtro).startswith(ambito, autoescape=True)


def _filas(db: Session, where: ColumnElement[bool]) -> Sequence[Fila]:
    columns = [getattr(ReporteRow, name) for name in _PLAIN]
    rows = db.connection().execute(
        columns_of(*columns, _SIZE)
        .where(where)
        .order_by(col(ReporteRow.hasta).desc(), col(ReporteRow.desde), col(ReporteRow.id))
    )
    return [Fila._make(row) for row in rows]
