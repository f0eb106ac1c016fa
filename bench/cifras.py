"""A year of turns counted and told: `python -m bench cifras [--interactions=N] [--database=sqlite|postgres|both]`.

What a row takes, the roll-up of a month and of a night, the board as page and panel read it, the same totals from the raw
rows, and what the row of figures costs a turn. The target is of ten million turns; the default is a tenth of them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import text

from bench.cifras_filas import YEAR, fill
from bench.cifras_turno import cost
from bench.databases import NAMES, asked, fresh, show
from bot.cifras.cuenta import contar, reglas
from bot.demo.ensayo import repertorio
from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.cifras import DIA, MES, Clave
from knowledge.db import Database, open_database
from notifier.cifras import TURNOS
from notifier.cifras.board import board
from notifier.cifras.months import roll_months
from notifier.cifras.periods import UN_DIA, Periodo
from notifier.cifras.query import Filtro, totals
from notifier.cifras.rollup import roll_turns
from notifier.cifras.turns import midnight
from tests.worlds import Clock

NOW = datetime(2026, 4, 10, 8, 0, tzinfo=UTC)  # the year's last month was published yesterday
MONTH = Periodo(date(2026, 3, 1), date(2026, 3, 31))
DIRTY = Periodo(date(2026, 3, 20), date(2026, 3, 31))
TIMES = 5
TARGETS = {
    "bytes a row, without indexes": 200.0, "roll up a month (s)": 30.0, "page, as it opens (ms)": 300.0, "page, the year (ms)": 300.0,
    "page, the year filtered (ms)": 300.0, "panel, 30 days (ms)": 300.0, "panel, the year (ms)": 300.0,
    "the row: its step (% of the turn)": 5.0, "the row: the difference (% of the turn)": 5.0,
}  # fmt: skip
KIND = {"sqlite": NAMES[:1], "postgres": NAMES[1:], "both": NAMES}
# Conversations as the definition says: silences of thirty minutes or more cut them. (Those over a day are not cut here.)
RAW = """
SELECT count(*), sum(CASE WHEN before IS NULL OR {silent} THEN 1 ELSE 0 END), count(DISTINCT persona)
FROM (
  SELECT at, persona, lag(at) OVER (PARTITION BY persona, channel ORDER BY at) AS before
  FROM interactions WHERE at >= :since AND at < :until AND channel <> 'consola' AND persona IS NOT NULL
) AS turns
"""
SILENT = {
    True: "(julianday(at) - julianday(before)) * 86400 >= 1799.9995",
    False: "at - before >= interval '30 minutes'",
}
SIZES = {
    True: "SELECT COALESCE(sum(pgsize), 0) FROM dbstat WHERE aggregate = TRUE AND name IN ({names})",
    False: "SELECT sum(pg_table_size(c.oid)) FROM pg_class c WHERE c.relname IN ({names})",
}


def main(flags: Sequence[str]) -> None:
    """Measure and print."""
    size = asked(flags, "interactions", 1_000_000)
    kind = next((flag.partition("=")[2] for flag in flags if flag.startswith("--database=")), "both")
    show(f"{size:,} turns in a year", {name: dict(_measured(name, size)) for name in KIND[kind]}, TARGETS)


def _measured(name: str, size: int) -> Iterator[tuple[str, float]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        db = open_database(stack.enter_context(fresh(name, folder / "bench.db")), lock_timeout_s=600)
        stack.callback(db.engine.dispose)
        settings = load_settings(
            _env_file=None, data_dir=folder, secret_key="bench", public_url="https://catalina.example"
        )
        services = make_services(settings, db=db, clock=Clock(NOW))
        began = perf_counter()
        made = fill(db, repertorio(services), size)
        yield "fill (s)", perf_counter() - began
        yield "turns", made
        _tidy(db)
        yield "roll up the year (s)", _timed(lambda: contar(services))
        _tidy(db)
        yield from _sizes(db, made)
        yield from _rolling(services)
        yield from _reading(db)
        yield from cost(name)


def _tidy(db: Database) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE" if db.is_sqlite else "VACUUM ANALYZE"))


def _sizes(db: Database, rows: int) -> Iterator[tuple[str, float]]:
    of_turns = ("ix_interactions_at", "interactions_pkey")
    cells = tuple(
        f"{prefix}kpi_{table}" for table in ("celdas", "personas", "hechos") for prefix in ("", "sqlite_autoindex_")
    )
    yield "bytes a row, without indexes", _bytes(db, ("interactions",)) / rows
    yield "bytes a row, its indexes", _bytes(db, of_turns) / rows
    yield "bytes a row, rolled up", _bytes(db, cells) / rows


def _bytes(db: Database, names: Sequence[str]) -> float:
    """Return how much some tables and indexes take; with a table of cells go its indexes, whatever they are called."""
    like = " OR ".join(f"{'name' if db.is_sqlite else 'c.relname'} LIKE '%{name}%'" for name in names if "kpi" in name)
    listed = ", ".join(f"'{name}'" for name in names)
    statement = SIZES[db.is_sqlite].format(names=listed) + (f" OR ({like})" if like else "")
    with db.reading() as connection:
        return float(connection.execute(text(statement)).scalar_one())


def _rolling(services: Services) -> Iterator[tuple[str, float]]:
    db = services.db
    _forget(db, MONTH, MES)
    yield (
        "roll up a month (s)",
        _timed(lambda: (roll_turns(db, reglas(services), MONTH.hasta, NOW), roll_months(db, TURNOS, MONTH.hasta, NOW))),
    )
    _forget(db, DIRTY, MES)
    yield "a night, 12 days changed (s)", _timed(lambda: contar(services))
    yield "a night, nothing changed (s)", _timed(lambda: contar(services))


def _forget(db: Database, period: Periodo, *more: str) -> None:
    """Have the days of a period, and its month, be counted again."""
    days = {"grano": DIA, "fuente": TURNOS, "since": period.desde, "until": period.hasta}
    rows = "DELETE FROM kpi_hechos WHERE grano = :grano AND fuente = :fuente AND inicio >= :since AND inicio <= :until"
    with db.writing() as connection:
        connection.execute(text(rows), days)
        for grano in more:
            connection.execute(text(rows), {**days, "grano": grano, "since": period.desde.replace(day=1)})


def _reading(db: Database) -> Iterator[tuple[str, float]]:
    until = NOW.date() - timedelta(days=1)
    asked_for = {
        "page, as it opens (ms)": Filtro(MONTH, publico=True),
        "page, the year (ms)": Filtro(YEAR, publico=True),
        "page, the year filtered (ms)": Filtro(YEAR, Clave(canal="whatsapp", tema="tramite"), publico=True),
        "panel, 30 days (ms)": Filtro(Periodo(until - timedelta(days=29), until)),
        "panel, the year (ms)": Filtro(YEAR),
    }
    for label, filtro in asked_for.items():
        yield label, median(_timed(lambda f=filtro: _board(db, f)) for _ in range(TIMES)) * 1e3
    for label, period in (("a month", MONTH), ("the year", YEAR)):
        cells_s = median(_timed(lambda p=period: _totals(db, p)) for _ in range(TIMES))
        began = perf_counter()
        turns, talks, people = _raw(db, period)
        raw_s = perf_counter() - began
        yield f"totals of {label} from cells (ms)", cells_s * 1e3
        yield f"the same from raw rows (ms)  {label}", raw_s * 1e3
        yield f"so many times slower  {label}", raw_s / cells_s
        told = _totals(db, period)
        yield (
            f"turns, talks, people that differ  {label}",
            sum(abs(a - b) for a, b in zip((turns, talks, people), told, strict=True)),
        )


def _board(db: Database, filtro: Filtro) -> None:
    with db.reading() as connection:
        assert board(connection, filtro).cifras


def _totals(db: Database, period: Periodo) -> tuple[int, int, int]:
    with db.reading() as connection:
        found = totals(connection, Filtro(period))
    timed = sum(n for name, n in found.medidas.items() if name.startswith("ms|"))  # the turns that somebody said
    return timed, found["conversaciones"], found.personas


def _raw(db: Database, period: Periodo) -> tuple[int, int, int]:
    since, until = (
        at.astimezone(UTC).replace(tzinfo=None) for at in (midnight(period.desde), midnight(period.hasta + UN_DIA))
    )
    bounds: dict[str, object] = {"since": since, "until": until}
    if db.is_sqlite:
        bounds = {name: str(at) for name, at in bounds.items()}
    with db.reading() as connection:
        row = connection.execute(text(RAW.format(silent=SILENT[db.is_sqlite])), bounds).one()
    return int(row[0]), int(row[1]), int(row[2])


def _timed(act: Callable[[], object]) -> float:
    began = perf_counter()
    act()
    return perf_counter() - began
