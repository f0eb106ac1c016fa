"""What is counted and is no turn: talks with people, requests, notices, the probe, what was sent, reports, content.

Each source gives the cells of a stretch of days. They change after the fact (a notice is delivered next day), so the last
`MEMORY` days are counted every night; older ones stand as they were, because their rows are forgotten in time.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlmodel import col

from knowledge.atencion import AtencionRow
from knowledge.avisos import AvisoRow
from knowledge.cifras import DIA, Clave, SondaRow
from knowledge.conversaciones import Outgoing
from knowledge.db import Database
from knowledge.denuncias import DenunciaRow
from knowledge.solicitudes import SolicitudRow
from knowledge.values import Catalogo
from notifier.cifras import ATENCION, AVISOS, DENUNCIAS, ENVIOS, SOLICITUDES, SONDAS, STOCKS, VERSION
from notifier.cifras.cells import Medidas, cubed
from notifier.cifras.measures import Reglas
from notifier.cifras.periods import UN_DIA, Periodo
from notifier.cifras.scale import step
from notifier.cifras.storing import Sitio, fingerprint, known, replace_cells
from notifier.cifras.talks import BOGOTA
from notifier.cifras.turns import NOT_CITIZENS, midnight

MEMORY = timedelta(days=60)  # shorter than what `bot.retention` keeps of any of these
FIRST_WORDS_S = 300
FRESH = timedelta(days=180)
DIGITAL = ("whatsapp", "web")
TOLD = ("entregado", "contado")
NOBODYS = Clave("", "", "")  # of no channel, office or theme: told for the whole city only
PorDia = Mapping[date, Mapping[Clave, Medidas]]
Contar = Callable[[Connection, Periodo], PorDia]


def roll_source(database: Database, fuente: str, contar: Contar, period: Periodo, now: datetime) -> int:
    """Count the days of a source that are not counted yet or may still change. Returns how many changed.

    A stock is told on its day and never again: what is published later says nothing of that day.
    """
    settled = period.hasta if fuente in STOCKS else period.hasta - MEMORY
    with database.reading() as db:
        before = known(db, DIA, fuente)
        due = [day for day in period.days() if day not in before or day > settled]
        counted = contar(db, Periodo(due[0], period.hasta)) if due else {}
    changed = 0
    for day in due:
        celdas = {clave: (medidas, None) for clave, medidas in cubed(counted.get(day, {})).items()}
        huella = fingerprint(sorted((clave, sorted(medidas.items())) for clave, (medidas, _) in celdas.items()))
        if before.get(day) != (huella, VERSION):
            with database.writing() as db:
                replace_cells(db, Sitio(DIA, fuente, day), celdas, huella, now)
            changed += 1
    return changed


def sources(reglas: Reglas) -> dict[str, Contar]:
    """Return the sources whose past can be counted, by name."""
    return {
        ATENCION: lambda db, period: _talks(db, period, reglas),
        SOLICITUDES: lambda db, period: _requests(db, period, reglas),
        AVISOS: _notices,
        SONDAS: _probe,
        ENVIOS: lambda db, period: _sent(db, period, reglas.precios),
        DENUNCIAS: _reports,
    }


def stock(catalogo: Catalogo, dia: date) -> Contar:
    """Return the source of what is published on a day. Only that day can be told: the past is not looked up."""

    def contar(_: Connection, __: Periodo) -> PorDia:
        found: dict[Clave, Medidas] = defaultdict(Counter)
        for tramite in catalogo.tramites.values():
            cell = found[Clave("", tramite.dependencia_id or "", "")]
            cell.update(("tramites_publicados", f"tramites_nivel|{tramite.nivel}"))
            if tramite.revisado_el is not None and dia - tramite.revisado_el <= FRESH:
                cell["tramites_revisados"] += 1
        return {dia: found}

    return contar


def _day(at: datetime) -> date:
    return at.astimezone(BOGOTA).date()


def _sums(marks: Iterable[tuple[date, Clave, Iterable[str]]]) -> PorDia:
    found: dict[date, dict[Clave, Medidas]] = defaultdict(lambda: defaultdict(Counter))
    for day, clave, names in marks:
        found[day][clave].update(names)
    return found


def _talks(db: Connection, period: Periodo, reglas: Reglas) -> PorDia:
    a = AtencionRow
    rows = select(col(a.canal), col(a.cola), col(a.dependencia_id), col(a.pedida_at), col(a.primera_at)).where(
        *_moments(a.pedida_at, period), col(a.canal).not_in(NOT_CITIZENS)
    )
    return _sums(
        (_day(row.pedida_at), Clave(row.canal, row.dependencia_id or row.cola, ""), _talk(row, reglas))
        for row in db.execute(rows)
    )


def _talk(row: Any, reglas: Reglas) -> Iterator[str]:
    yield "atencion_pedidas"
    if row.primera_at is None:
        return
    yield "atencion_atendidas"
    # In office time: who asks at night waits for the morning, and nobody is to blame.
    waited_s = int(reglas.espera(row.pedida_at, row.primera_at).total_seconds())
    yield f"espera_s|{step(waited_s)}"
    if waited_s <= FIRST_WORDS_S:
        yield "atencion_en_5_min"


def _requests(db: Connection, period: Periodo, reglas: Reglas) -> PorDia:
    s = SolicitudRow
    columns = [col(c) for c in (s.canal, s.dependencia_id, s.tipo, s.recibida_el, s.respondida_el, s.vence_el)]
    filed = db.execute(select(*columns).where(*_days(s.recibida_el, period)))
    closed = db.execute(select(*columns).where(*_days(s.respondida_el, period)))
    return _sums(
        [
            *((row.recibida_el, Clave(row.canal, row.dependencia_id or "", ""), _filed(row)) for row in filed),
            *(
                (row.respondida_el, Clave(row.canal, row.dependencia_id or "", ""), _closed(row, reglas))
                for row in closed
            ),
        ]
    )


def _filed(row: Any) -> Iterator[str]:
    yield from ("radicadas", f"radicadas|{row.tipo}")
    if row.canal in DIGITAL:
        yield "digitales"


def _closed(row: Any, reglas: Reglas) -> Iterator[str]:
    took = sum(map(reglas.habil, Periodo(row.recibida_el + UN_DIA, row.respondida_el).days()))
    yield from ("respondidas", f"respondidas|{row.tipo}", f"dias_habiles|{took}")
    if row.vence_el is not None and row.respondida_el <= row.vence_el:
        yield from ("en_termino", f"en_termino|{row.tipo}")


def _notices(db: Connection, period: Periodo) -> PorDia:
    n = AvisoRow
    rows = select(col(n.created_at), col(n.estado), col(n.desde)).where(*_moments(n.created_at, period))
    return _sums((_day(row.created_at), NOBODYS, _notice(row)) for row in db.execute(rows))


def _notice(row: Any) -> Iterator[str]:
    yield "avisos_debidos"
    if row.estado in TOLD:
        yield "avisos_entregados"
        yield f"aviso_min|{step(int((row.desde - row.created_at).total_seconds() // 60))}"
    elif row.estado == "tarea":
        yield "avisos_no_enterado"


def _probe(db: Connection, period: Periodo) -> PorDia:
    first: datetime | None = db.execute(select(func.min(col(SondaRow.minuto)))).scalar_one_or_none()
    if first is None:
        return {}
    found: dict[date, dict[Clave, Medidas]] = {}
    for day in period.days():
        if first >= midnight(day + UN_DIA):
            continue
        good = select(func.count()).where(*_moments(SondaRow.minuto, Periodo(day, day)), col(SondaRow.bien))
        # Every minute since the first one asked: one in which nobody asked is one in which nobody was there.
        minutes = int((midnight(day + UN_DIA) - max(midnight(day), first)).total_seconds() // 60)
        found[day] = {NOBODYS: Counter(sonda_minutos=minutes, sonda_bien=db.execute(good).scalar_one())}
    return found


def _sent(db: Connection, period: Periodo, precios: Mapping[str, int]) -> PorDia:
    o = Outgoing
    rows = select(col(o.sent_at), col(o.channel), col(o.kind)).where(*_moments(o.sent_at, period))
    found: dict[date, dict[Clave, Medidas]] = defaultdict(lambda: defaultdict(Counter))
    for row in db.execute(rows):
        cell, name = found[_day(row.sent_at)][Clave(row.channel, "", "")], f"{row.channel}/{row.kind}"
        cell.update(("enviados", f"enviados|{name}"))
        # At the price of the night that counts it: what changes in the contract changes no figure older than `MEMORY`.
        price = precios.get(name, precios.get(row.channel))
        if price is not None:
            cell.update({"con_precio": 1, "costo_centavos": price})
    return found


def _reports(db: Connection, period: Periodo) -> PorDia:
    d = DenunciaRow
    rows = select(col(d.recibida_el), col(d.estado)).where(*_days(d.recibida_el, period))
    return _sums((row.recibida_el, NOBODYS, _report(row)) for row in db.execute(rows))


def _report(row: Any) -> Iterator[str]:
    yield "denuncias"
    if row.estado != "recibida":
        yield "denuncias_atendidas"


def _moments(column: Any, period: Periodo) -> tuple[ColumnElement[bool], ...]:
    return col(column) >= midnight(period.desde), col(column) < midnight(period.hasta + UN_DIA)


def _days(column: Any, period: Periodo) -> tuple[ColumnElement[bool], ...]:
    return col(column) >= period.desde, col(column) <= period.hasta
