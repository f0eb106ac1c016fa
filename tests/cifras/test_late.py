"""Rows that come late, twice or out of order: the figures are those of counting everything once, from nothing."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select
from sqlmodel import SQLModel

import knowledge.tables  # noqa: F401 - declares every table
from knowledge.cifras import CeldaRow, HechoRow, PersonaRow
from knowledge.conversaciones import Interaction, Rating
from knowledge.db import Database, open_database
from notifier.cifras import NUEVAS, TURNOS
from notifier.cifras.cells import PERSON_ID, read
from notifier.cifras.measures import Reglas
from notifier.cifras.months import roll_months
from notifier.cifras.rollup import roll_turns
from notifier.cifras.turns import midnight
from tests.cifras.test_by_hand import turn

FIRST = date(2026, 3, 28)
YESTERDAY = date(2026, 4, 14)
REGLAS = Reglas(frozenset({"radicar"}), lambda day: day.weekday() < 5, lambda at: at.hour < 20)
NOW = datetime(2026, 4, 15, 8, tzinfo=UTC)
PEOPLE = (b"ana-----", b"luis----", b"eva-----", None)

WHATS: tuple[dict[str, object], ...] = (
    {"intencion": "tramite", "tramite": "uno", "dependencia": "hacienda"},
    {"intencion": "convocatorias", "kind": "clarified"},
    {"intencion": None, "question": "radicar.asunto", "flow": "radicar"},
    {"ended": "radicar"},
    {"kind": "con_persona"},
    {"intencion": "funcionario", "flow": "funcionario"},
)
# Ten-minute steps, many near midnights: gaps of exactly thirty, talks across two days.
tens = st.one_of(st.integers(0, 144 * 12), st.integers(140, 160), st.integers(0, 400))
events = st.tuples(tens, st.integers(0, 3), st.sampled_from(("whatsapp", "web")), st.integers(0, len(WHATS) - 1))
# Twenty hours to two days without thirty minutes of silence: (first minute, how many messages).
long_talks = st.one_of(st.none(), st.tuples(st.integers(0, 3000), st.integers(60, 160)))


def _row(event: tuple[int, int, str, int]) -> dict[str, object]:
    steps, who, channel, what = event
    at = midnight(FIRST) + timedelta(minutes=10 * steps)
    return turn(at, PEOPLE[who], channel=channel, **WHATS[what])


def _long(talk: tuple[int, int] | None) -> list[dict[str, object]]:
    start, count = talk or (0, 0)
    minutes = (start + 20 * n for n in range(count))
    return [turn(midnight(FIRST) + timedelta(minutes=m), PEOPLE[0], intencion="estado") for m in minutes]


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Database, Database]:
    return tuple(_made(tmp_path_factory.mktemp("late") / f"{name}.db") for name in ("late", "once"))  # type: ignore[return-value]


def _made(path: Path) -> Database:
    database = open_database(f"sqlite:///{path}", synchronous="OFF")
    with database.writing() as db:
        SQLModel.metadata.create_all(db)
    return database


@settings(max_examples=60, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(batches=st.lists(st.lists(events, max_size=12), min_size=1, max_size=5), long=long_talks)
def test_counting_what_comes_late_is_counting_everything_once(
    scratch: tuple[Database, Database],
    batches: Sequence[Sequence[tuple[int, int, str, int]]],
    long: tuple[int, int] | None,
) -> None:
    late, once = scratch
    _empty(late)
    _empty(once)
    hours = _long(long)
    arrivals = [
        hours[::2],
        *([_row(event) for event in batch] for batch in batches),
        hours[1::2],
    ]  # the second half of a talk joins the pieces of the first
    for arrived in arrivals:
        _arrive(late, arrived)
        _count(late)
        assert roll_turns(late, REGLAS, YESTERDAY, NOW) == 0, "counted again though nothing came"
    _arrive(once, [row for arrived in arrivals for row in arrived])
    _count(once)
    assert _told(late) == _told(once)


def _arrive(database: Database, rows: Sequence[dict[str, object]]) -> None:
    if not rows:
        return
    rated = [row for row in rows if row["ended"] == "radicar"]
    with database.writing() as db:
        db.execute(insert(Interaction), list(rows))
        for row in rated:
            db.execute(insert(Rating).values(at=row["at"], channel=row["channel"], puntaje=2))


def _count(database: Database) -> None:
    roll_turns(database, REGLAS, YESTERDAY, NOW)
    for fuente in (NUEVAS, TURNOS):
        roll_months(database, fuente, YESTERDAY, NOW)


def _empty(database: Database) -> None:
    with database.writing() as db:
        for table in (CeldaRow, HechoRow, PersonaRow, Interaction, Rating):
            db.execute(delete(table))


def _told(database: Database) -> dict[object, object]:
    """Return every cell with its persons by their pseudonyms: their numbers depend on who was met first."""
    with database.reading() as db:
        names = {row.id: bytes(row.persona) for row in db.execute(select(PersonaRow.id, PersonaRow.persona))}  # type: ignore[call-overload]
        return dict(_cells(db, names))


def _cells(db: Connection, names: dict[int, bytes]) -> list[tuple[object, object]]:
    found = []
    for row in db.execute(select(CeldaRow.__table__)):  # type: ignore[attr-defined]
        who = frozenset(names[int(n)] for n in np.frombuffer(row.personas or b"", PERSON_ID))
        if read(row.medidas) or who:
            key = (row.grano, row.fuente, row.canal, row.dependencia, row.tema, row.inicio)
            found.append((key, (read(row.medidas), who)))
    return found
