"""The report of priorities as everybody reads it: command, page, XLSX and PDF take their figures from here."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import col, select

from bot.refusals import Refused
from bot.services import Services
from flows.context import BOGOTA
from knowledge import prioridades as calificaciones
from knowledge.conversaciones import Event
from knowledge.prioridades import CalificacionRow
from knowledge.values import Catalogo, Tramite
from notifier.demanda import demanda
from notifier.prioridades import (
    LATER,
    SAID_ALIGNED,
    SIN,
    Candidato,
    Juicio,
    Pesos,
    Prioridad,
    hoja_de_ruta,
    prioridades,
)

HEADS = ("Puesto", "Trámite", "Dependencia", "Consultas", "Complejidad (1 a 5)", "Ventanilla Única", "Puntaje")
ROUTE_HEADS = ("Trimestre", "Trámite", "Puntaje", "Responsable", "Qué hace falta", "Por qué esa complejidad")
MONTHS = 3
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Informe:
    """The whole report of a period of complete months, both days inside."""

    desde: date
    hasta: date
    hecho: datetime
    entidad: str
    pesos: Pesos
    lista: tuple[Prioridad, ...]
    inventado: bool = False

    @property
    def ruta(self) -> tuple[tuple[str, tuple[Prioridad, ...]], ...]:
        """Return the roadmap by office."""
        return hoja_de_ruta(self.lista)

    @property
    def sin_calificar(self) -> int:
        """Return how many trámites wait for the judgement of staff."""
        return sum(not one.calificada for one in self.lista)

    @property
    def criterios(self) -> tuple[str, ...]:
        """Return how the score is made, in sentences."""
        p = self.pesos
        return (
            f"Demanda ({p.demanda} de 100): personas que consultaron el trámite, contadas una vez por día. El más consultado vale 100.",
            f"Complejidad ({p.complejidad} de 100): la califica el personal, de 1 (sencillo) a 5 (muy complejo). Lo más sencillo vale más.",
            f"Ventanilla Única ({p.ventanilla} de 100): el personal dice si el trámite está alineado con ella: sí, en parte o no.",
            "Menos de cinco consultas no se muestran ni suman. Lo que nadie ha calificado va al final, sin puntaje.",
        )


def informe(services: Services, desde: date, hasta: date) -> Informe:
    """Return the report of a period."""
    catalogo = services.current.get().catalogo
    with services.db.reading_session() as db:
        judged = calificaciones.vigentes(db)
        asked = demanda(db.connection(), desde, hasta)
        invented = db.exec(select(Event.id).where(col(Event.kind) == "demo")).first() is not None
    found = [_candidato(catalogo, one, asked, judged.get(one.id)) for one in catalogo.tramites.values()]
    pesos = Pesos(*services.settings.pesos)
    return Informe(desde, hasta, services.clock(), catalogo.entidad.nombre, pesos, prioridades(found, pesos), invented)


def _candidato(
    catalogo: Catalogo, tramite: Tramite, asked: Mapping[str, int], row: CalificacionRow | None
) -> Candidato:
    office = catalogo.dependencias.get(tramite.dependencia_id or "")
    name = office.nombre if office else tramite.dependencia
    juicio = Juicio() if row is None else _juicio(catalogo, row)
    return Candidato(tramite.id, tramite.slug, tramite.nombre, name, asked.get(tramite.id, 0), juicio)


def _juicio(catalogo: Catalogo, row: CalificacionRow) -> Juicio:
    office = catalogo.dependencias.get(row.responsable_id)
    return Juicio(
        complejidad=row.complejidad,
        razon=row.razon,
        ventanilla=row.ventanilla,
        trimestre=row.trimestre,
        responsable=office.nombre if office else row.responsable_id,
        requerimientos=row.requerimientos,
    )


def cells(one: Prioridad) -> tuple[str, ...]:
    """Return a line of the list, under `HEADS`."""
    juicio = one.candidato.juicio
    return (
        str(one.puesto or "—"),
        one.candidato.nombre,
        one.candidato.dependencia,
        one.demanda,
        str(juicio.complejidad or SIN),
        SAID_ALIGNED.get(juicio.ventanilla, SIN),
        score(one),
    )


def route_cells(one: Prioridad) -> tuple[str, ...]:
    """Return a line of the roadmap, under `ROUTE_HEADS`."""
    juicio = one.candidato.juicio
    return (
        juicio.trimestre or LATER,
        one.candidato.nombre,
        score(one),
        juicio.responsable or "sin responsable",
        juicio.requerimientos or "sin requerimientos escritos",
        juicio.razon or "sin razón escrita",
    )


def score(one: Prioridad) -> str:
    """Return the score as people here write it."""
    return SIN if one.puntaje is None else f"{one.puntaje:.1f}".replace(".", ",")


def months(services: Services, desde: str, hasta: str) -> tuple[date, date]:
    """Return the first and last day of a period of complete months; without words, the last three.

    Raises:
        Refused: a month is not written so, has not ended, or the first comes after the last.
    """
    today = services.clock().astimezone(BOGOTA).date()
    last = _last_day(_month(hasta)) if hasta else today.replace(day=1) - timedelta(days=1)
    first = _month(desde) if desde else _back(last, MONTHS - 1)
    if last >= today:
        raise Refused("El último mes todavía no termina. Escribe uno completo, por ejemplo 2026-02.")
    if first > last:
        raise Refused(f"El primer mes ({first:%Y-%m}) va antes del último ({last:%Y-%m}).")
    return first, last


def _month(text: str) -> date:
    found = _MONTH.fullmatch(text)
    if found is None:
        raise Refused(f"«{text[:20]}» no es un mes. Escríbelo así: 2026-03 (año-mes).")
    return date(int(found[1]), int(found[2]), 1)


def _last_day(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _back(last: date, count: int) -> date:
    number = last.year * 12 + last.month - 1 - count
    return date(number // 12, number % 12 + 1, 1)


def quarters(today: date) -> Sequence[str]:
    """Return the quarters that may be chosen: those of the last year, this one, and those of the next two years."""
    now = today.year * 4 + (today.month - 1) // 3
    return [f"{number // 4}-T{number % 4 + 1}" for number in range(now - 4, now + 9)]
