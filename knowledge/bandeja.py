"""What an official's inbox shows: one page of requests, what falls due first, and the counts of the start page. Reads only.

A page is one or two walks along an index of what is open (`ix_bandeja…`), from where the last page ended: a million open
requests cost no more than fifty, and nothing is computed for a row that is not shown.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select, text
from sqlmodel import Session, col

from knowledge.actos import TERMINADAS
from knowledge.codigos import normalise
from knowledge.conversaciones import Task
from knowledge.plazos import Calendario, habiles
from knowledge.reloj import PRONTO, Semaforo
from knowledge.solicitudes import EN_BANDEJA, SolicitudRow

NADIE = "-"  # in a filter: of no office, of no person
SIN_ENTREGAR = "aviso_sin_entregar"  # the kind of task that asks an official to tell somebody
MOST_ID = 2**31 - 1  # of a row
MOST = 1000  # counting stops here: nobody plans a day differently for 1,001
URGENCIAS: tuple[Semaforo, ...] = ("vencida", "vence_hoy", "pronto", "a_tiempo", "en_pausa")

_SHOWN = tuple(
    getattr(SolicitudRow, name)
    for name in ("id", "codigo", "radicado", "tipo", "estado", "dependencia_id", "dependencia", "recibida_el", "vence_el", "responsable")
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filtro:
    """What the list is narrowed to; what is empty narrows nothing. A code or radicado also finds what is over."""

    dependencia: str = ""
    estado: str = ""
    urgencia: str = ""
    responsable: str = ""
    tipo: str = ""
    codigo: str = ""


@dataclass(frozen=True, slots=True)
class Marca:
    """Where a page ended: the next one begins after it."""

    vence: date | None
    id: int

    def __str__(self) -> str:
        """Return it as an address carries it."""
        return f"{self.vence or NADIE}.{self.id}"


@dataclass(frozen=True, slots=True)
class Pagina:
    """Some requests, and where the next page begins if there is one."""

    filas: Sequence[Any]
    siguiente: Marca | None


@dataclass(frozen=True, slots=True)
class Cuentas:
    """What waits today, each counted up to `MOST`."""

    vencidas: int
    vencen_hoy: int
    sin_asignar: int
    no_enterados: int


def marca(said: str) -> Marca | None:
    """Return the mark that an address carries, None for what is none."""
    day, _, number = said.partition(".")
    if not (number.isascii() and number.isdigit() and len(number) < 16 and int(number) <= MOST_ID):
        return None
    try:
        return Marca(None if day == NADIE else date.fromisoformat(day), int(number))
    except ValueError:
        return None


def pagina(
    db: Session, filtro: Filtro, hoy: date, calendario: Calendario, desde: Marca | None = None, most: int = 40
) -> Pagina:
    """Return the requests of one page: what falls due first, then what waits for the citizen; of what is over, the newest."""
    if filtro.codigo:
        return Pagina(list(db.execute(_narrowed(filtro).where(_named(filtro.codigo)).limit(most))), None)
    if filtro.estado in TERMINADAS:
        before = col(SolicitudRow.id) < desde.id if desde else None
        rows = _rows(db, _over(filtro), before, (col(SolicitudRow.id).desc(),), most + 1)
        return _cut(rows, most, lambda row: Marca(None, row.id))
    urgent = _urgent(filtro.urgencia, hoy, calendario)
    query = _narrowed(filtro).where(text(EN_BANDEJA), *urgent)
    undated = (desde is not None and desde.vence is None) or "por_completar" in (
        filtro.estado,
        _PAUSED.get(filtro.urgencia),
    )
    rows = [] if undated else _rows(db, query, _after(desde), _BY_DATE, most + 1)
    if len(rows) <= most and filtro.urgencia in ("", *_PAUSED):
        rows += _waiting(db, query, desde, most + 1 - len(rows))
    return _cut(rows, most, lambda row: Marca(row.vence_el, row.id))


_PAUSED = {"en_pausa": "por_completar"}  # what waits for the citizen has no due date
_BY_DATE: tuple[Any, ...] = (col(SolicitudRow.vence_el), col(SolicitudRow.id))


def _rows(db: Session, query: Select[Any], after: ColumnElement[bool] | None, order: tuple[Any, ...], most: int) -> list[Any]:  # fmt: skip
    where = query if after is None else query.where(after)
    return list(db.execute(where.order_by(*order).limit(most)))


def _after(desde: Marca | None) -> ColumnElement[bool]:
    vence, number = col(SolicitudRow.vence_el), col(SolicitudRow.id)
    if desde is None or desde.vence is None:
        return vence.is_not(None)
    # The first half alone lets the index begin at the mark; a plain OR would read it from its start.
    return and_(vence >= desde.vence, or_(vence > desde.vence, number > desde.id))


def _waiting(db: Session, query: Select[Any], desde: Marca | None, most: int) -> list[Any]:
    """Return what has no due date while it waits for the citizen: it comes last."""
    number = col(SolicitudRow.id)
    after = number > desde.id if desde is not None and desde.vence is None else None
    return _rows(db, query.where(col(SolicitudRow.vence_el).is_(None)), after, (number,), most)


def _cut(rows: list[Any], most: int, mark: Callable[[Any], Marca]) -> Pagina:
    shown = rows[:most]
    return Pagina(shown, mark(shown[-1]) if len(rows) > most else None)


def _narrowed(filtro: Filtro) -> Select[Any]:
    query = select(*_SHOWN)
    for column, wanted in (
        (col(SolicitudRow.dependencia_id), filtro.dependencia),
        (col(SolicitudRow.responsable), filtro.responsable),
        (col(SolicitudRow.tipo), filtro.tipo),
        (_estado(filtro.estado), filtro.estado),
    ):
        if wanted:
            query = query.where(column.is_(None) if wanted == NADIE else column == wanted)
    return query


def _estado(wanted: str) -> Any:
    """Return the state as what is over is found by, or as something that no index is made of: see `EN_BANDEJA`."""
    return col(SolicitudRow.estado) if wanted in TERMINADAS else col(SolicitudRow.estado).concat("")


def _over(filtro: Filtro) -> Select[Any]:
    return _narrowed(filtro).where(text("solicitudes.aqui IS TRUE"))


def _named(said: str) -> ColumnElement[bool]:
    code = normalise(said)
    radicado = col(SolicitudRow.radicado) == said.strip()
    return radicado if code is None else or_(radicado, col(SolicitudRow.codigo) == code)


def _urgent(urgencia: str, hoy: date, calendario: Calendario) -> tuple[ColumnElement[bool], ...]:
    vence = col(SolicitudRow.vence_el)
    if urgencia in ("pronto", "a_tiempo"):
        later = habiles(hoy, PRONTO + 1, calendario)
        return (vence > hoy, vence < later) if urgencia == "pronto" else (vence >= later,)
    found = {"vencida": vence < hoy, "vence_hoy": vence == hoy, "en_pausa": _estado("por_completar") == "por_completar"}
    return (found[urgencia],) if urgencia in found else ()


def cuentas(db: Session, dependencia: str | None, hoy: date) -> Cuentas:
    """Return what waits in an office, or in all of them for None."""
    vence, mine = col(SolicitudRow.vence_el), col(SolicitudRow.dependencia_id)
    own = () if dependencia is None else (mine == dependencia,)
    tasks = (col(Task.kind) == SIN_ENTREGAR, col(Task.closed_at).is_(None))
    theirs = () if dependencia is None else (col(Task.dependencia_id) == dependencia,)
    return Cuentas(
        vencidas=_count(db, col(SolicitudRow.id), text(EN_BANDEJA), *own, vence < hoy),
        vencen_hoy=_count(db, col(SolicitudRow.id), text(EN_BANDEJA), *own, vence == hoy),
        sin_asignar=_count(db, col(SolicitudRow.id), text(EN_BANDEJA), *own, col(SolicitudRow.responsable).is_(None)),
        no_enterados=_count(db, col(Task.id), *tasks, *theirs),
    )


def _count(db: Session, what: Any, *where: Any) -> int:
    few = select(what).where(*where).limit(MOST).subquery()
    return int(db.execute(select(func.count()).select_from(few)).scalar_one())
