"""The figures of a filter as a file: asked for on a page, made by the job, kept for a while.

The same filter asked again is the same file until the figures are counted again. What may wait and what is kept is
bounded: a program that asks all day fills no disk.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from urllib.parse import urlencode

from sqlalchemy import Connection, func, select
from sqlmodel import Session, col

from bot.cifras.filas import contado
from bot.cifras.filtro import filtro, tablero
from bot.cifras.textos import sin_contar
from bot.refusals import Refused
from bot.reportes.datos import datos
from bot.services import Services
from knowledge import ingresos, reportes
from knowledge.cifras import DIA, MES, PUBLICADO, HechoRow, ReporteRow
from knowledge.reportes import FILTRO, PANEL, PENDIENTE, PUBLICO, WAITING
from notifier import events
from notifier.cifras.query import PLACES, Filtro
from notifier.cifras.storing import fingerprint

FIELDS = ("desde", "hasta", *PLACES)
RETRY_S = 60
# Of one network address, which a whole school may share: enough to compare a few, too few to keep the job busy for others.
ASKED, ASKED_IN = 10, timedelta(minutes=10)


class Llena(Refused):
    """Too many wait already; nothing was written."""


class Seguidas(Refused):
    """Too many were asked for from there. `seconds` says in how many the next may be."""

    def __init__(self, left: timedelta) -> None:
        """Say how long to wait."""
        self.seconds = ceil(left.total_seconds())
        wait = f"{n} minutos" if (n := ceil(self.seconds / 60)) > 1 else "un minuto"
        super().__init__(
            f"Desde tu red se pidieron muchos PDF. Espera {wait} y vuelve a pedirlo; el CSV lo puedes bajar ya."
        )


def spend(services: Services, origin: str | None) -> None:
    """Count one that anybody asks for, before anything is done for it. `origin` is what `bot.origin` counts its address as.

    Raises:
        Seguidas: too many were asked for from there.
    """
    if origin is None:
        return
    now = services.clock()
    with services.db.session() as db:
        until = ingresos.spend(db, origin, now, most=ASKED, within=ASKED_IN)
    if until is not None:
        raise Seguidas(until - now)


def pedir(services: Services, asked: Mapping[str, str], *, publico: bool, usuario: str = "") -> int:
    """Ask for the file of a filter and return its id: a new one, or the one that is there already.

    Raises:
        Llena: too many wait.
        Refused: the filter cannot be, or nothing of it was counted; the message says what to write instead.
    """
    now = services.clock()
    with services.db.reading_session() as db:
        wanted = filtro(db.connection(), asked, now, publico=publico)
        key = clave(db.connection(), wanted)
        there = reportes.de_filtro(db, *wanted.periodo, key)
        _room(db, there, publico)
    if there is not None:
        return _again(services, there)
    found = tablero(services, asked, publico=publico)
    if contado(found, wanted.periodo) is None:
        raise Refused(sin_contar(wanted.periodo, found.hay))
    told = reportes.canonical(datos(services, FILTRO, found, now))
    with services.db.session() as db:
        events.alone(db.connection(), "pedir-reporte", now)  # or two would both take the last place
        there = reportes.de_filtro(db, *wanted.periodo, key)
        _room(db, there, publico)
        if there is not None:
            return there
        row = ReporteRow(tipo=FILTRO, desde=wanted.periodo.desde, hasta=wanted.periodo.hasta, filtro=key, estado=PENDIENTE,
                         datos=told, pedido_por=usuario, created_at=now)  # fmt: skip
        db.add(row)
        db.flush()
        reportes.olvidar(db, now)
        assert row.id is not None
        return row.id


def olvidar(services: Services) -> None:
    """Forget the files that were asked for long ago, also where nobody asks for another."""
    with services.db.session() as db:
        reportes.olvidar(db, services.clock())


def clave(db: Connection, wanted: Filtro) -> str:
    """Return the filter as a canonical query: who may have it, its closed places, and which count of the figures it tells."""
    grains = (PUBLICADO,) if wanted.publico else (DIA, MES)
    counted: datetime | None = db.execute(
        select(func.max(col(HechoRow.at))).where(col(HechoRow.grano).in_(grains))
    ).scalar_one()
    parts = {"conteo": fingerprint(counted), **wanted.clave._asdict()}
    return f"{PUBLICO if wanted.publico else PANEL}&{urlencode(sorted(parts.items()))}"


def mine(row: reportes.Fila | None, *, publico: bool) -> bool:
    """Return whether a row is a file that was asked for on that side."""
    return row is not None and row.tipo == FILTRO and row.filtro.startswith(PUBLICO if publico else PANEL)


def _again(services: Services, there: int) -> int:
    """Return the id of one that is there; one that failed goes into the queue once more."""
    with services.db.session() as db:
        reportes.rehacer(db, there)
    return there


def _room(db: Session, there: int | None, publico: bool) -> None:  # noqa: FBT001 - passed on as it came
    if there is None and reportes.esperan(db, PUBLICO if publico else PANEL) >= WAITING:
        raise Llena("Hay muchos PDF en espera. Vuelve a pedirlo en un minuto; el CSV lo puedes bajar ya.")
