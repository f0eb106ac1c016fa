"""The legal clock, once a night: due dates after a change of the calendar, tasks for what falls due, escalation.

Nothing is closed here and nothing is decided in somebody's place. Each step is made of short transactions, can be broken
off and can run twice at once: tasks have a key that exists once, acts are done on the request as it was read.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, String, cast, exists, literal, select, update
from sqlmodel import col

from knowledge.actos import ABIERTAS, TERMINADAS, Acto, ActoImposible
from knowledge.conversaciones import Task
from knowledge.db import Database
from knowledge.pendientes import CLASES as TAREAS
from knowledge.personal import Account, AccountRole
from knowledge.plazos import habiles
from knowledge.reloj import PRONTO
from knowledge.solicitudes import ResponsableRow, SolicitudRow
from knowledge.tramitar import SISTEMA, Conflicto, Datos, Mesa, SinSolicitud, actuar
from notifier.escalones import Cadena, Turno, cadenas, paciencia, quieta_desde, siguiente
from notifier.recalculo import recalcular
from notifier.upsert import insert_many_or_ignore

T = TypeVar("T")
CORREN = tuple(estado for estado in ABIERTAS if estado != "por_completar")  # the others wait for the citizen
MANY, FEW = 5_000, 200  # rows in one transaction: of tasks, and of acts, which write more


@dataclass(frozen=True, slots=True)
class Noche:
    """What a night left. `sin_calendario`: due dates that fall in a year without holidays and were left as they are."""

    recalculadas: int = 0
    sin_calendario: int = 0
    tareas: int = 0
    escaladas: int = 0
    sin_nadie: tuple[str, ...] = ()  # the dependencias whose responsibles may none of them act


def noche(db: Database, mesa: Mesa) -> Noche:
    """Do the night's work.

    Raises:
        FueraDelCalendario: today lies in a year whose holidays are not loaded.
        Unavailable: the database does not answer; what was done stays done and the rest is done at the next tick.
    """
    cambios = recalcular(db, mesa.calendario, CORREN)
    tareas = sum(_tell(db, mesa, clase, que, where) for clase, que, where in _due(mesa))
    chains = _chains(db)
    escaladas = sum(_escalate(db, mesa, dependencia, cadena) for dependencia, cadena in chains.items() if cadena)
    _close_what_is_over(db, mesa)
    sin_nadie = tuple(dependencia for dependencia, cadena in chains.items() if not cadena)
    return Noche(cambios.filas, cambios.sin_calendario, tareas, escaladas, sin_nadie)


def _due(mesa: Mesa) -> Iterator[tuple[str, ColumnElement[str], ColumnElement[bool]]]:
    """Yield each kind of task, what makes it another one of the same request, and of which requests."""
    vence, hasta = col(SolicitudRow.vence_el), col(SolicitudRow.completar_hasta)
    due: ColumnElement[str] = cast(vence, String)  # a new date falls due anew
    runs = col(SolicitudRow.estado).in_(CORREN)
    soon = habiles(mesa.hoy, PRONTO, mesa.calendario)
    yield "por_vencer", due, runs & (vence >= mesa.hoy) & (vence <= soon)
    yield "vencida", due, runs & (vence < mesa.hoy)
    waits = (col(SolicitudRow.estado) == "por_completar") & (hasta < mesa.hoy)
    yield "completar_vencido", cast(hasta, String), waits


def _tell(db: Database, mesa: Mesa, clase: str, que: ColumnElement[str], where: ColumnElement[bool]) -> int:
    key = literal(f"{clase}:") + cast(col(SolicitudRow.id), String) + ":" + que
    there = exists().where(col(Task.clave) == key)
    found = select(key.label("clave"), col(SolicitudRow.dependencia_id), col(SolicitudRow.codigo)).where(
        col(SolicitudRow.aqui), where, ~there
    )
    done = 0
    for rows in _streamed(db, found, MANY):
        tasks = [
            {"kind": clase, "dependencia_id": r.dependencia_id, "tema": r.codigo, "detail": "", "created_at": mesa.now, "clave": r.clave}
            for r in rows
        ]  # fmt: skip
        with db.writing() as connection:
            insert_many_or_ignore(connection, Task, tasks, ("clave",))
        done += len(tasks)
    return done


def _chains(db: Database) -> Mapping[str, Cadena]:
    """Return who answers in each dependencia and may: an active gestor of it, or who administers."""
    with db.reading() as connection:
        rows = connection.execute(
            select(
                col(ResponsableRow.dependencia_id), col(ResponsableRow.orden), col(ResponsableRow.usuario),
                col(ResponsableRow.dias),
            )
        ).all()  # fmt: skip
        roles = connection.execute(
            select(col(Account.usuario), col(AccountRole.rol), col(Account.dependencia_id))
            .join(AccountRole, col(AccountRole.account_id) == col(Account.id))
            .where(col(Account.activo), col(AccountRole.rol).in_(("gestor", "administrador")))
        ).all()
    may = {(usuario, "" if rol == "administrador" else dependencia) for usuario, rol, dependencia in roles}
    return cadenas(
        [(r.dependencia_id, r.orden, r.usuario, r.dias) for r in rows],
        lambda usuario, dependencia: not may.isdisjoint({(usuario, ""), (usuario, dependencia)}),
    )


def _escalate(db: Database, mesa: Mesa, dependencia: str, cadena: Cadena) -> int:
    done = 0
    since = {paso.dias: quieta_desde(mesa.hoy, paso.dias, mesa.calendario) for paso in cadena} | {0: mesa.hoy}
    for rows in _streamed(db, _still(dependencia, cadena, max(since[p.dias] for p in cadena)), FEW):
        with db.writing() as connection:
            tasks: list[dict[str, Any]] = []
            for row in rows:
                turno = siguiente(cadena, row.responsable, row.escalon)
                last = max(row.paso_desde or row.recibida_el, row.actualizada_el or row.recibida_el)
                if turno is None or last > since[paciencia(cadena, row.responsable, row.escalon)]:
                    continue
                n = _pass_on(connection, mesa, row, turno)
                if n is not None:
                    done += 1
                    tasks += _both_told(mesa, row, turno, n)
            insert_many_or_ignore(connection, Task, tasks, ("clave",))
    return done


def _still(dependencia: str, cadena: Cadena, since: Any) -> Any:
    """Return the query of what nobody has, and of what may have lain too long with somebody who is not the last one."""
    last = (col(SolicitudRow.responsable) == cadena[-1].usuario) & (col(SolicitudRow.escalon) == len(cadena))
    step, act = col(SolicitudRow.paso_desde), col(SolicitudRow.actualizada_el)
    lain = (step.is_(None) | (step <= since)) & (act.is_(None) | (act <= since)) & ~last
    return select(
        col(SolicitudRow.id), col(SolicitudRow.codigo), col(SolicitudRow.estado), col(SolicitudRow.dependencia_id),
        col(SolicitudRow.responsable), col(SolicitudRow.escalon), col(SolicitudRow.paso_desde),
        col(SolicitudRow.actualizada_el), col(SolicitudRow.recibida_el), col(SolicitudRow.ultimo_acto),
    ).where(
        col(SolicitudRow.dependencia_id) == dependencia, col(SolicitudRow.estado).in_(CORREN), col(SolicitudRow.aqui),
        col(SolicitudRow.responsable).is_(None) | lain,
    ).order_by(col(SolicitudRow.id))  # fmt: skip


def _pass_on(db: Connection, mesa: Mesa, row: Any, turno: Turno) -> int | None:
    """Give one request to who comes next and return the act's number; None when somebody has acted since it was read.

    What nobody had is assigned: the citizen is told that a person has it now.
    """
    datos = Datos(responsable=turno.usuario, escalon=turno.escalon, visto=row.ultimo_acto)
    acto: Acto = "escalar" if row.responsable is not None else "asignar"
    try:
        return actuar(db, mesa, row.id, acto, SISTEMA, datos).n
    except (Conflicto, ActoImposible, SinSolicitud):
        return None


def _both_told(mesa: Mesa, row: Any, turno: Turno, n: int) -> Iterator[dict[str, Any]]:
    told = f"Ahora la tiene {turno.usuario}."
    both = {"a": f"Estaba con {row.responsable}. {told}" if row.responsable else told}
    if row.responsable is not None:
        both["de"] = f"Pasaron los días de {row.responsable} sin un acto. {told}"
    for side, detail in both.items():
        yield {
            "kind": "escalada", "dependencia_id": row.dependencia_id, "tema": row.codigo, "detail": detail,
            "created_at": mesa.now, "clave": f"escalada:{row.id}:{n}:{side}",
            "para": turno.usuario if side == "a" else row.responsable,
        }  # fmt: skip


def _close_what_is_over(db: Database, mesa: Mesa) -> None:
    """Close the tasks of requests that have been answered meanwhile: nobody has to do them any more."""
    over = exists().where(col(SolicitudRow.codigo) == col(Task.tema), col(SolicitudRow.estado).in_(TERMINADAS))
    stale = select(col(Task.id)).where(col(Task.kind).in_(TAREAS), col(Task.closed_at).is_(None), over)
    for rows in _streamed(db, stale, MANY):
        with db.writing() as connection:
            connection.execute(
                update(Task).where(col(Task.id).in_([row.id for row in rows])).values(closed_at=mesa.now)
            )


def _streamed(db: Database, query: Any, size: int) -> Iterator[list[Any]]:
    """Yield the rows of one moment, so many at a time; whoever takes them writes in transactions of their own."""
    with db.reading() as connection:
        rows = connection.execution_options(stream_results=True, yield_per=size).execute(query)
        yield from _batches(rows, size)


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    every = iter(rows)
    while batch := list(islice(every, size)):
        yield batch
