"""A million open requests on both databases: `python -m bench solicitudes [--requests=N]`.

The state as the chat, the web and the API read it, the first page of the inbox, and three nights of the legal clock: the
first one, the next, which finds what the first left, and one after a suspension of terms was published.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import blake2b
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, insert, select, text
from sqlmodel import Session, col

from bench.databases import NAMES, asked, empty, show
from knowledge import codigos
from knowledge.db import Database
from knowledge.personal import Account, AccountRole
from knowledge.plazos import Calendario, habiles
from knowledge.sellado import Sello
from knowledge.solicitudes import ResponsableRow, SolicitudRow, solicitud
from knowledge.tramitar import Mesa
from notifier.plazos import CORREN, noche
from tests.solicitudes.mesa import counter
from tests.worlds import NOON, content

OFFICES, STEP_DAYS, CHUNK, TIMES = 20, 5, 20_000, 200
STILL = 100  # of so many requests one has lain too long with its responsible
WAITED = 20  # of so many requests one once waited for its citizen
HOY = NOON.date()
TARGETS = {"state by radicado (ms)": 5.0, "state by code (ms)": 5.0, "first night (s)": 60.0, "next night (s)": 60.0, "night after a suspension (s)": 60.0}  # fmt: skip


def main(flags: list[str]) -> None:
    """Measure and print."""
    size = asked(flags, "requests", 1_000_000)
    show(f"{size:,} open requests", {name: dict(_measured(name, size)) for name in NAMES}, TARGETS)


def _measured(name: str, size: int) -> Iterator[tuple[str, float]]:
    with empty(name) as db:
        calendario = content().calendario
        assert calendario is not None
        yield "fill (s)", _timed(lambda: _fill(db, calendario, size))
        if name != "SQLite":
            with db.writing() as connection:
                connection.execute(text("ANALYZE"))
        yield from _reading(db, calendario, size)
        yield from _nights(db, Mesa(calendario, content().terminos, Sello("bench"), NOON, counter()))


def _fill(db: Database, calendario: Calendario, size: int) -> None:
    due: dict[date, date] = {}
    with db.writing() as connection:
        connection.execute(
            insert(ResponsableRow),
            [
                {"dependencia_id": f"d{office}", "orden": n, "usuario": f"u{office}.{n}", "dias": STEP_DAYS}
                for office in range(OFFICES)
                for n in (1, 2, 3)
            ],
        )
        _staff(connection)
    for start in range(0, size, CHUNK):
        rows = [_row(n, calendario, due) for n in range(start + 1, min(start + CHUNK, size) + 1)]
        with db.writing() as connection:
            connection.execute(insert(SolicitudRow), rows)


def _staff(db: Connection) -> None:
    """Make the accounts of the chains: who may not act gets nothing."""
    who = [(1 + 3 * office + n, office, n + 1) for office in range(OFFICES) for n in range(3)]
    same = {"password_hash": "x", "password_at": NOON, "must_change": False, "activo": True, "totp_step": 0}
    rows = [{**same, "id": i, "usuario": f"u{o}.{n}", "nombre": "x", "dependencia_id": f"d{o}", "created_at": NOON} for i, o, n in who]  # fmt: skip
    db.execute(insert(Account), rows)
    db.execute(insert(AccountRole), [{"account_id": i, "rol": "gestor"} for i, _, _ in who])


def _codigo(n: int) -> str:
    return codigos.make(blake2b(n.to_bytes(8, "little"), digest_size=16).digest())


def _row(n: int, calendario: Calendario, due: dict[date, date]) -> dict[str, Any]:
    received = HOY - timedelta(days=n % 22)
    if received not in due:
        due[received] = habiles(received, 15, calendario)
    since = HOY - timedelta(days=10 if n % STILL == 0 else 1)
    waited = n % WAITED == 0
    return {
        "id": n, "codigo": _codigo(n), "radicado": f"EXT-{n:08d}", "tipo": "peticion_general",
        "estado": "asignada", "dependencia_id": f"d{n % OFFICES}", "dependencia": "Una oficina", "recibida_el": received,
        "vence_el": due[received], "plazo_dias_habiles": 15, "actualizada_el": since, "aqui": True, "canal": "whatsapp",
        "responsable": f"u{n % OFFICES}.1", "escalon": 1, "paso_desde": since, "prorroga_dias": 0, "ultimo_acto": 1,
        "pausas": {"pausas": [[received.isoformat(), received.isoformat()]]} if waited else None,
    }  # fmt: skip


def _reading(db: Database, calendario: Calendario, size: int) -> Iterator[tuple[str, float]]:
    some = [1 + (n * 7919) % size for n in range(TIMES)]
    named = {
        "state by radicado (ms)": [f"EXT-{n:08d}" for n in some],
        "state by code (ms)": [_codigo(n) for n in some],
    }
    with db.reading_session() as session:
        for label, names in named.items():
            yield label, _timed(lambda names=names: _read(session, names, calendario)) / TIMES * 1e3
        inbox = select(SolicitudRow).where(col(SolicitudRow.estado).in_(CORREN)).order_by(col(SolicitudRow.vence_el))
        mine = inbox.where(col(SolicitudRow.dependencia_id) == "d3")
        for label, query in (("inbox, all (ms)", inbox), ("inbox, one office (ms)", mine)):
            yield label, min(_timed(lambda q=query: session.execute(q.limit(50)).all()) for _ in range(5)) * 1e3


def _read(session: Session, names: list[str], calendario: Calendario) -> None:
    for name in names:
        assert solicitud(session, name, HOY, calendario) is not None


def _nights(db: Database, mesa: Mesa) -> Iterator[tuple[str, float]]:
    tomorrow = replace(mesa, now=mesa.now + timedelta(days=1))
    closed = {HOY + timedelta(days=1): "Suspensión de términos"}
    c = mesa.calendario
    suspended = replace(tomorrow, calendario=Calendario(c.festivos, c.desde, c.hasta, closed))
    for label, desk in (("first night", mesa), ("next night", tomorrow), ("night after a suspension", suspended)):
        began = perf_counter()
        done = noche(db, desk)
        yield f"{label} (s)", perf_counter() - began
        yield f"  {label}: tasks", done.tareas
        yield f"  {label}: passed on", done.escaladas
        yield f"  {label}: due dates", done.recalculadas


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began
