"""Small cells: nobody tells them by subtracting what is published, whatever is published."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, delete, insert, select
from sqlmodel import col

from knowledge.cifras import CUALQUIERA, MES, PUBLICADO, CeldaRow, Clave, HechoRow
from knowledge.conversaciones import Interaction
from knowledge.db import Database
from notifier.cifras import NUEVAS, TURNOS
from notifier.cifras.board import board
from notifier.cifras.cells import PERSON_ID, details, read
from notifier.cifras.hiding import COARSER, ENOUGH, OTROS, about, blocks, grouped, renamed, stretches
from notifier.cifras.measures import Reglas
from notifier.cifras.months import roll_months
from notifier.cifras.periods import UN_DIA, Periodo, last_day
from notifier.cifras.publish import publish_months
from notifier.cifras.query import Filtro, totals, values
from notifier.cifras.rollup import roll_turns
from notifier.cifras.storing import known
from notifier.cifras.turns import midnight
from tests.cifras.test_by_hand import turn

JAN, FEB, MAR = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)
NOW = datetime(2026, 4, 15, 8, tzinfo=UTC)
YESTERDAY = date(2026, 4, 14)
REGLAS = Reglas(frozenset({"radicar"}), lambda day: day.weekday() < 5, lambda at: True)
THEMES = ("tramite", "convocatorias", "estado", "participacion", "cooperacion")
OFFICES = ("hacienda", "planeacion", "salud")


@pytest.fixture
def published(database: Database) -> Database:
    """Fill three months with groups of every size, most of them small, and publish them."""
    dice = random.Random(7)
    rows = []
    for month, channel, theme in product((JAN, FEB, MAR), ("whatsapp", "web"), THEMES):
        for office in OFFICES if theme == "tramite" else (None,):
            for who in dice.sample(range(90), dice.choice((0, 1, 2, 3, 4, 6, 11))):
                at = midnight(month) + timedelta(days=dice.randrange(28), minutes=dice.randrange(1440))
                rows.append(
                    turn(
                        at, who.to_bytes(8, "big"), channel=channel, intencion=theme, dependencia=office, tramite=office
                    )
                )
    with database.writing() as db:
        db.execute(insert(Interaction), rows)
    _count(database)
    return database


def _count(database: Database) -> None:
    roll_turns(database, REGLAS, YESTERDAY, NOW)
    for fuente in (NUEVAS, TURNOS):
        roll_months(database, fuente, YESTERDAY, NOW)
    publish_months(database, YESTERDAY, NOW)


def test_no_combination_of_exports_tells_a_small_cell(published: Database) -> None:
    """Every export is a sum of raw cells; a small one must lie in no linear combination of them.

    The attacker asks for every period of whole months under every filter that there is, and may add and subtract the
    answers as they like: what they can learn are the sums in the row space of what they asked.
    """
    raw, blocked = _raw(published)
    learned = []
    for months, clave, told in _answers(published):
        chosen = [m in months and _fits(blocked[m, cell], clave) for m, cell in raw]
        assert sum(talks for (talks, _), one in zip(raw.values(), chosen, strict=True) if one) == told
        learned.append(chosen)
    space = np.array(learned, dtype=float)
    small = [n for n, (_, persons) in enumerate(raw.values()) if persons < ENOUGH]
    assert len(small) > 20, "nothing small, nothing tested"
    assert _inside(space, np.ones(len(raw))), "not even the total is told: this attack proves nothing"
    assert [list(raw)[n] for n in small if _inside(space, np.eye(len(raw))[n])] == []


Raw = dict[tuple[date, Clave], tuple[int, int]]


def _raw(database: Database) -> tuple[Raw, dict[tuple[date, Clave], Clave]]:
    """Return the conversations and persons of each raw cell, and under which name it was published."""
    with database.reading() as db:
        rows = db.execute(select(*_columns()).where(col(CeldaRow.grano) == MES, col(CeldaRow.fuente) == TURNOS)).all()
    cells = {
        (r.inicio, Clave(r.canal, r.dependencia, r.tema)): r
        for r in rows
        if CUALQUIERA not in (r.canal, r.dependencia, r.tema)
    }
    blocked = {}
    for month in (JAN, FEB, MAR):
        mine = {cell: set(np.frombuffer(r.personas, PERSON_ID)) for (m, cell), r in cells.items() if m == month}
        named = blocks(mine, lambda ones, mine=mine: len(set().union(*(mine[one] for one in ones))), COARSER)  # type: ignore[misc]
        blocked |= {(month, cell): name for cell, name in named.items()}
    raw = {key: (read(r.medidas)["conversaciones"], len(r.personas) // PERSON_ID.itemsize) for key, r in cells.items()}
    return raw, blocked


def _answers(database: Database) -> Iterator[tuple[tuple[date, ...], Clave, int]]:
    with database.reading() as db:
        lists = [[CUALQUIERA, "", *values(db, place, publico=True)] for place in Clave._fields]
        for months in ((JAN,), (FEB,), (MAR,), (JAN, FEB), (FEB, MAR), (JAN, FEB, MAR)):
            period = Periodo(months[0], last_day(months[-1]))
            for clave in (Clave(*parts) for parts in product(*lists)):
                told = totals(db, Filtro(period, clave, publico=True))
                assert told.personas == 0 or told.personas >= ENOUGH
                yield months, clave, told["conversaciones"]


def _fits(name: Clave, asked: Clave) -> bool:
    return all(part in (CUALQUIERA, here) for part, here in zip(asked, name, strict=True))


def _inside(space: Any, wanted: Any) -> bool:
    found, *_ = np.linalg.lstsq(space.T, wanted, rcond=None)
    return bool(np.allclose(space.T @ found, wanted, atol=1e-6))


def _columns() -> list[Any]:
    return [getattr(CeldaRow, name) for name in ("canal", "dependencia", "tema", "inicio", "medidas", "personas")]


def test_a_late_row_changes_the_panel_and_not_what_was_published(published: Database) -> None:
    month = Periodo(FEB, last_day(FEB))
    with published.reading() as db:
        before, counted = _told(db, month), totals(db, Filtro(month))["conversaciones"]
    with published.writing() as db:
        db.execute(insert(Interaction).values(**turn(midnight(FEB), b"late----", intencion="estado", tramite="salud")))
    _count(published)
    with published.reading() as db:
        assert _told(db, month) == before
        assert totals(db, Filtro(month))["conversaciones"] == counted + 1


def _told(db: Connection, month: Periodo) -> object:
    found = board(db, Filtro(month, publico=True))
    return found.cifras, found.tendencia, found.tramos, found.por


def test_the_totals_of_a_published_month_are_exact(published: Database) -> None:
    with published.reading() as db:
        for first in (JAN, FEB, MAR):
            month = Periodo(first, last_day(first))
            public, panel = totals(db, Filtro(month, publico=True)), totals(db, Filtro(month))
            assert (public["conversaciones"], public["mensajes"]) == (panel["conversaciones"], panel["mensajes"])
            assert (public.personas, public.nuevas) == (about(panel.personas), about(panel.nuevas))
            points = board(db, Filtro(month, publico=True)).tramos
            assert sum(point.totales["conversaciones"] for point in points) == panel["conversaciones"]
            assert [point.periodo.desde for point in points[1:]] == [
                point.periodo.hasta + UN_DIA for point in points[:-1]
            ]


def test_a_list_names_nothing_that_few_did(published: Database) -> None:
    with published.reading() as db:
        for first in (JAN, FEB, MAR):
            told = totals(db, Filtro(Periodo(first, last_day(first)), publico=True))
            counts = details(told.medidas, "tramite")
            assert counts
            assert all(n >= ENOUGH for n in counts.values())


def test_a_month_is_published_when_the_week_after_it_is_over(published: Database) -> None:
    with published.reading() as db:
        assert known(db, PUBLICADO, TURNOS).keys() == {JAN, FEB, MAR}
    with published.writing() as db:
        db.execute(delete(HechoRow).where(col(HechoRow.grano) == PUBLICADO, col(HechoRow.inicio) == MAR))
    assert publish_months(published, date(2026, 4, 7), NOW) == []
    assert publish_months(published, date(2026, 4, 8), NOW) == [MAR]


@given(st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 12)))
def test_a_list_keeps_its_sum_and_hides_the_rare(counts: dict[str, int]) -> None:
    told = renamed(counts, grouped(counts))
    assert told.total() == sum(counts.values())
    assert all(n >= ENOUGH for n in told.values()) or set(told) == {OTROS} or not counts


@given(st.lists(st.frozensets(st.integers(0, 9), max_size=6), max_size=31))
def test_stretches_hold_enough_persons_and_every_day(persons: list[frozenset[int]]) -> None:
    found = stretches(list(enumerate(persons)))
    assert all(len(frozenset().union(*(persons[day] for day in stretch))) >= ENOUGH for stretch in found)
    enough = len(frozenset().union(*persons)) >= ENOUGH
    assert [day for stretch in found for day in stretch] == (list(range(len(persons))) if enough else [])


@given(st.integers(0, 10_000))
def test_a_count_of_persons_is_told_to_the_nearest_five(n: int) -> None:
    assert about(n) % 5 == 0
    assert abs(about(n) - n) <= 2


cells = st.dictionaries(
    st.builds(
        Clave, st.sampled_from(("web", "whatsapp")), st.sampled_from(("", "salud", "hacienda")), st.sampled_from(THEMES)
    ),
    st.frozensets(st.integers(0, 30), max_size=8),
)


@given(cells)
def test_a_block_holds_enough_persons_and_every_cell(persons: dict[Clave, frozenset[int]]) -> None:
    named = blocks(persons, lambda ones: len(frozenset().union(*(persons[one] for one in ones))), COARSER)
    whole = frozenset().union(*persons.values())
    assert named.keys() == (persons.keys() if len(whole) >= ENOUGH else set())
    for name in named.values():
        assert len(frozenset().union(*(persons[cell] for cell, other in named.items() if other == name))) >= ENOUGH
