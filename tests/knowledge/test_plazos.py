"""Business days and legal terms, judged by the `holidays` package and by cases counted by hand."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.plazos import (
    Calendario,
    FueraDelCalendario,
    Termino,
    TipoDesconocido,
    calendario,
    elapsed,
    habiles,
    plazo,
    vencimiento,
)
from tests.knowledge.bundle import records

TERMINOS = {item["contenido"]["tipo"]: Termino(**item["contenido"]) for item in records("terminos.json")}


@pytest.fixture(scope="module")
def cal() -> Calendario:
    days: dict[date, str] = {}
    for item in records("festivos.json"):
        days[date.fromisoformat(item["contenido"]["fecha"])] = item["contenido"]["nombre"]
    return calendario(days)


@pytest.mark.parametrize("year", range(2024, 2033))
def test_the_bundled_holidays_are_those_of_an_independent_calendar(cal: Calendario, year: int) -> None:
    ours = {day for day in cal.festivos if day.year == year}
    assert ours == set(holidays.Colombia(years=year))


@pytest.mark.parametrize(
    ("kind", "received", "due"),
    [
        ("peticion_general", date(2026, 3, 30), date(2026, 4, 22)),  # Holy Week: 2 and 3 April are off
        ("informacion_o_documentos", date(2026, 3, 30), date(2026, 4, 15)),
        ("peticion_general", date(2025, 6, 27), date(2025, 7, 21)),  # 30 June has two holidays and is one day
        (
            "peticion_general",
            date(2030, 6, 28),
            date(2030, 7, 23),
        ),  # so has 1 July 2030; 15 July is off by Ley 2578 de 2026
        ("informacion_o_documentos", date(2025, 12, 24), date(2026, 1, 9)),  # Christmas, New Year; the Kings fall later
        ("peticion_general", date(2026, 7, 1), date(2026, 7, 24)),  # 13 July is off since Ley 2578 de 2026
        ("peticion_general", date(2025, 7, 1), date(2025, 7, 22)),  # in July 2025 it did not exist yet
        ("consulta", date(2026, 10, 30), date(2026, 12, 16)),  # 2 and 16 November, 8 December
    ],
)
def test_a_due_date_counted_by_hand(cal: Calendario, kind: str, received: date, due: date) -> None:
    assert vencimiento(kind, received, cal, TERMINOS).vence == due


def test_two_holidays_on_one_day_are_skipped_once(cal: Calendario) -> None:
    counted = plazo(date(2025, 6, 27), 1, cal)
    assert counted.vence == date(2025, 7, 1)
    assert [day for day, _ in counted.omitidos] == [date(2025, 6, 28), date(2025, 6, 29), date(2025, 6, 30)]


def test_a_local_day_off_moves_the_due_date_and_says_why(cal: Calendario) -> None:
    plain = plazo(date(2026, 11, 9), 3, cal)
    local = Calendario(cal.festivos, cal.desde, cal.hasta, {date(2026, 11, 12): "Fiestas de Independencia"})
    moved = plazo(date(2026, 11, 9), 3, local)
    assert moved.vence == plain.vence + timedelta(days=1)
    assert (date(2026, 11, 12), "Fiestas de Independencia") in moved.omitidos


def test_counting_past_the_known_years_is_refused_and_not_guessed(cal: Calendario) -> None:
    with pytest.raises(FueraDelCalendario, match="2033"):
        plazo(date(2032, 12, 30), 5, cal)


def test_an_unknown_kind_names_the_known_ones(cal: Calendario) -> None:
    with pytest.raises(TipoDesconocido, match="peticion_general"):
        vencimiento("tutela", date(2026, 3, 30), cal, TERMINOS)


def test_an_empty_calendar_is_refused() -> None:
    with pytest.raises(FueraDelCalendario):
        calendario({})


def test_the_day_of_receipt_does_not_count(cal: Calendario) -> None:
    assert elapsed(date(2026, 3, 30), date(2026, 3, 30), cal) == 0
    assert elapsed(date(2026, 3, 30), date(2026, 3, 31), cal) == 1


@given(
    since=st.dates(date(2024, 1, 1), date(2031, 12, 31)),
    days=st.integers(1, 40),
)
def test_what_is_due_has_exactly_that_many_business_days_behind(cal: Calendario, since: date, days: int) -> None:
    judge = holidays.Colombia(years=range(2024, 2034))
    due = habiles(since, days, cal)
    passed = [since + timedelta(days=step) for step in range(1, (due - since).days + 1)]
    assert sum(day.weekday() < 5 and day not in judge for day in passed) == days
    assert elapsed(since, due, cal) == days
