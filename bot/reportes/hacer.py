"""Periodic reports: which are due, what each tells fixed once, and the file made of that alone.

A process that dies between the two steps leaves a row that waits; whoever makes it next gives the same bytes. Each is laid out by
one process at a time, however many look.
"""

import json
import logging
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from bot.cifras.filtro import tablero
from bot.cifras.papel import as_html
from bot.pdf import LONGEST_S, Render, render
from bot.refusals import Refused
from bot.reportes.correo import anotar
from bot.reportes.datos import datos
from bot.services import Services
from knowledge import reportes
from knowledge.cifras import PUBLICADO, ReporteRow
from knowledge.reportes import FILTRO, PENDIENTE, Debido, canonical
from notifier import claims, events
from notifier.cifras import TURNOS
from notifier.cifras.periods import Periodo, last_day, months
from notifier.cifras.storing import known
from notifier.upsert import insert_or_ignore

log = logging.getLogger(__name__)

EVERY_S = 5.0
MONTHS = {"mensual": 1, "trimestral": 3, "semestral": 6, "anual": 12}
ALARM = "reporte-fallido"
CLAIM = "hacer-reporte"
LEASE = timedelta(seconds=LONGEST_S) + timedelta(minutes=1)  # whoever has not made one by then is gone


def due(publicados: Collection[date], hechos: Collection[Debido]) -> list[Debido]:
    """Return the reports whose months are all published and that nobody made, as their periods end. Pure.

    A period in which use began needs the months since then.
    """
    if not publicados:
        return []
    first = min(publicados)
    whole = [one for last in sorted(publicados) for one in _ending(last) if _is_whole(one, first, publicados)]
    return [one for one in whole if one not in hechos]


def _ending(last: date) -> Iterable[Debido]:
    for tipo, length in MONTHS.items():
        if last.month % length == 0:
            yield Debido(tipo, last.replace(month=last.month - length + 1), last_day(last))


def _is_whole(one: Debido, first: date, publicados: Collection[date]) -> bool:
    return all(month in publicados for month in months(Periodo(max(one.desde, first), one.hasta)))


def debidos(services: Services) -> list[Debido]:
    """Return the reports that are due now."""
    with services.db.reading_session() as db:
        published = frozenset(known(db.connection(), PUBLICADO, TURNOS))
        made = frozenset(Debido(one.tipo, one.desde, one.hasta) for one in reportes.periodicos(db))
    return due(published, made)


def fijar(services: Services, which: Sequence[Debido]) -> int:
    """Write what each report tells, once, and return how many were new. They wait to be made."""
    return sum(_fix(services, one) for one in which)


def _fix(services: Services, which: Debido) -> bool:
    now = services.clock()
    asked = {"desde": f"{which.desde:%Y-%m}", "hasta": f"{which.hasta:%Y-%m}"}
    told = canonical(datos(services, which.tipo, tablero(services, asked, publico=True), now))
    row = {**which._asdict(), **EMPTY, "datos": told, "pedido_por": "", "created_at": now}
    with services.db.writing() as db:
        return insert_or_ignore(db, ReporteRow, row, ("tipo", "desde", "hasta", "filtro"))


EMPTY = {"filtro": "", "estado": PENDIENTE, "sha256": "", "error": ""}


def make_due(services: Services, rendering: Render = render) -> int:
    """Fix every report that is due, make every one that waits, and return how many this process made or failed to.

    Nothing is held open while a page is laid out. What another process makes at this moment is left to it.
    """
    fijar(services, debidos(services))
    services.fault("reporte-fijado")
    with services.db.reading_session() as db:
        waiting = reportes.en_cola(db)
    return sum(hacer(services, report_id, rendering) for report_id in waiting)


def hacer(services: Services, report_id: int, rendering: Render = render) -> bool:
    """Make the file of one that waits, of what it was fixed to tell; one that cannot be made says why.

    Returns False where it waits no more, or another process is making it.
    """
    found = _take(services, report_id)
    if found is None:
        return False
    which, datos = found
    told = json.loads(datos)
    try:
        pdf = rendering(as_html(told))
    except Refused as refused:
        _failed(services, report_id, told["titulo"] if which.tipo != FILTRO else "", str(refused))
        return True
    services.fault("reporte-hecho")
    _made(services, report_id, which, pdf)
    return True


def _take(services: Services, report_id: int) -> tuple[Debido, str] | None:
    """Claim a report and return what it tells; None where there is nothing to do. Another may have made it since it was seen."""
    with services.db.session() as db:
        if not claims.claim(db.connection(), CLAIM, str(report_id), services.clock(), LEASE):
            return None
        row = db.get(ReporteRow, report_id)
        if row is None or row.datos is None or row.estado != PENDIENTE:
            claims.release(db.connection(), CLAIM, str(report_id))
            return None
        return Debido(row.tipo, row.desde, row.hasta), row.datos


def _made(services: Services, report_id: int, which: Debido, pdf: bytes) -> None:
    with services.db.session() as db:
        now = services.clock()
        claims.release(db.connection(), CLAIM, str(report_id))
        if reportes.hecho(db, report_id, pdf, now) and which.tipo != FILTRO:
            if not reportes.fallidos(db):
                events.close_alarm(db.connection(), ALARM, now)
            anotar(services, db.connection(), report_id, which, now)


def _failed(services: Services, report_id: int, titulo: str, error: str) -> None:
    log.error("report %s could not be made", report_id)
    with services.db.session() as db:
        now = services.clock()
        claims.release(db.connection(), CLAIM, str(report_id))
        if reportes.fallo(db, report_id, error, now) and titulo:
            events.alarm(db.connection(), ALARM, f"{titulo}. {error}", now)
