"""The inbox over a million open requests, on both databases: `python -m bench bandeja [--requests=N]`.

Each figure is the best of five times, without HTML: the first page, a page in the middle, each filter alone, and the two
together that an office uses most.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from time import perf_counter
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session

from bench.databases import NAMES, asked, empty, show
from knowledge.actos import ABIERTAS
from knowledge.bandeja import NADIE, URGENCIAS, Filtro, Marca, cuentas, pagina
from knowledge.db import Database
from knowledge.solicitudes import SolicitudRow
from tests.worlds import content

TARGET_MS = 150
TODAY = date(2026, 3, 30)
OFFICES, PEOPLE, BATCH = 40, 200, 10_000
KINDS = ("peticion_general",) * 6 + ("queja", "reclamo", "consulta", "informacion_o_documentos")


def main(flags: list[str]) -> None:
    """Measure and print."""
    size = asked(flags, "requests", 1_000_000)
    found = {name: dict(_measured(name, size)) for name in NAMES}
    show(f"{size:,} open requests (ms)", found, dict.fromkeys(found[NAMES[0]], TARGET_MS))


def _measured(name: str, size: int) -> Iterator[tuple[str, float]]:
    with empty(name) as db:
        _fill(db, size)
        for label, filtro, desde in _asked(size):
            yield label, _best(db, filtro, desde)
        with db.reading_session() as session:
            for label, office in (("counts of one office", "oficina-3"), ("counts of all", None)):
                began = perf_counter()
                cuentas(session, office, TODAY)
                yield label, (perf_counter() - began) * 1e3


def _asked(size: int) -> Iterator[tuple[str, Filtro, Marca | None]]:
    yield "all, first page", Filtro(), None
    yield "all, a page in the middle", Filtro(), Marca(TODAY + timedelta(days=12), size // 2)
    yield "one office", Filtro("oficina-3"), None
    for urgencia in URGENCIAS:
        yield f"all, {urgencia}", Filtro(urgencia=urgencia), None
        yield f"one office, {urgencia}", Filtro("oficina-3", urgencia=urgencia), None
    for estado in (*ABIERTAS, "respondida"):
        yield f"one office, {estado}", Filtro("oficina-3", estado=estado), None
    for label, person in (("mine", "persona-7"), ("nobody's", NADIE), ("of somebody who has none", "nadie")):
        yield f"all, {label}", Filtro(responsable=person), None
        yield f"one office, {label}", Filtro("oficina-7", responsable=person), None
    yield "one office, a kind", Filtro("oficina-3", tipo="consulta"), None
    yield "all, a kind that nobody filed", Filtro(tipo="congreso"), None
    yield "one office, a kind that nobody filed", Filtro("oficina-3", tipo="congreso"), None
    yield "a code", Filtro(codigo="2222-2222-2222"), None


def _best(db: Database, filtro: Filtro, desde: Marca | None) -> float:
    calendario = content().calendario
    assert calendario is not None
    times = []
    for _ in range(5):
        began = perf_counter()
        with db.reading_session() as session:
            _page(session, filtro, calendario, desde)
        times.append(perf_counter() - began)
    return min(times) * 1e3


def _page(session: Session, filtro: Filtro, calendario: Any, desde: Marca | None) -> None:
    pagina(session, filtro, TODAY, calendario, desde)


def _fill(db: Database, size: int) -> None:
    dice = random.Random(7)
    for start in range(0, size, BATCH):
        rows = [_row(dice, number) for number in range(start, start + BATCH)]
        with db.writing() as connection:
            connection.execute(insert(SolicitudRow), rows)
    if not db.is_sqlite:
        with db.writing() as connection:
            connection.execute(text("ANALYZE"))


def _row(dice: random.Random, number: int) -> dict[str, Any]:
    estado = dice.choices(ABIERTAS, (30, 50, 5, 10, 5))[0]
    waits = estado == "por_completar"
    office = dice.randrange(OFFICES)
    return {
        "codigo": f"c{number}", "tipo": dice.choice(KINDS), "estado": estado, "dependencia_id": f"oficina-{office}",
        "dependencia": f"Oficina {office}", "recibida_el": TODAY - timedelta(days=dice.randrange(40)),
        "vence_el": None if waits else TODAY + timedelta(days=dice.randrange(-20, 30)), "plazo_dias_habiles": 15,
        "aqui": True, "responsable": None if estado == "recibida" else f"persona-{dice.randrange(PEOPLE // OFFICES) * OFFICES + office}",
    }  # fmt: skip
