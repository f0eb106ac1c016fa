"""Rows of a year of turns for the bench of figures: what real flows leave, as fast as a driver takes them."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from bot.demo.ensayo import Ensayado, Repertorio
from bot.demo.ritmo import OFFICE
from knowledge.db import Database
from notifier.cifras.periods import Periodo

YEAR = Periodo(date(2025, 4, 1), date(2026, 3, 31))
COLUMNS = (
    "at", "persona", "channel", "idioma", "kind", "intencion", "confianza", "tramite", "dependencia", "flow", "question", "ended", "reply_ms",
)  # fmt: skip
TURNS_EACH_PERSON = 25  # of a year
MIDNIGHT_UTC = timedelta(hours=5)
COPY = f"COPY interactions ({', '.join(COLUMNS)}) FROM STDIN"
INSERT = f"INSERT INTO interactions ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
Row = tuple[Any, ...]


def fill(db: Database, said: Repertorio, size: int) -> int:
    """Write about that many turns of the year, in the order of time. Returns how many."""
    count = 0
    with closing(db.engine.raw_connection()) as held:
        driver: Any = held.driver_connection
        for rows in _months(said, size):
            count += len(rows)
            _copied(driver, rows) if not db.is_sqlite else _inserted(driver, rows)
    return count


def _inserted(driver: Any, rows: Sequence[Row]) -> None:
    driver.execute("BEGIN")
    driver.executemany(INSERT, ((str(at), *rest) for at, *rest in rows))
    driver.execute("COMMIT")


def _copied(driver: Any, rows: Sequence[Row]) -> None:
    with driver.cursor() as cursor, cursor.copy(COPY) as copy:
        for row in rows:
            copy.write_row(row)
    driver.commit()


def _months(said: Repertorio, size: int) -> Iterator[list[Row]]:
    """Yield the rows of some days at a time: a year of them does not fit in memory."""
    azar, people = Random(2026), max(100, size // TURNS_EACH_PERSON)
    themes = [(one, _tails(one)) for one in said.temas["es"]]
    weights = said.pesos["es"]
    days = list(YEAR.days())
    for start in range(0, len(days), 5):
        rows: list[Row] = []
        for day in days[start : start + 5]:
            rows += _day(azar, day, size // len(days), people, (themes, weights))
        yield rows


def _tails(one: Ensayado) -> list[Row]:
    """Return the columns of each turn of a script, in the order of `COLUMNS`."""
    return [tuple(paso.columnas[name] for name in COLUMNS[3:-1]) for paso in one.pasos]


def _day(azar: Random, day: date, size: int, people: int, themes: tuple[Any, Any]) -> list[Row]:
    midnight = datetime(day.year, day.month, day.day) + MIDNIGHT_UTC  # noqa: DTZ001 - as the column keeps it, without a zone
    rows: list[Row] = []
    hours = azar.choices(range(24), OFFICE, k=size)
    while len(rows) < size:
        who = int(people * azar.random() ** 1.6)
        persona = (who * 0x9E3779B97F4A7C15 % 2**64).to_bytes(8, "big")
        channel = "whatsapp" if who % 10 < 7 else "web"
        at = midnight + timedelta(seconds=hours[len(rows)] * 3600 + azar.random() * 3600)
        tails = azar.choices(themes[0], cum_weights=themes[1])[0][1]
        for tail in tails[: azar.randint(1, len(tails))]:
            rows.append((at, persona, channel, *tail, azar.randrange(60, 900)))
            at += timedelta(seconds=20 + azar.random() * 60)
    return sorted(rows, key=lambda row: row[0])
