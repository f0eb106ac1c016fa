"""The quiet window by Cartagena's clock, the law's last day, the second notice of a day, how long a person is waited for."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from knowledge.plazos import calendario
from notifier import horario

BOGOTA = ZoneInfo("America/Bogota")
# Holy Thursday and Good Friday of 2026, and a local day off.
DAYS = calendario(
    {date(2026, 4, 2): "Jueves Santo", date(2026, 4, 3): "Viernes Santo"}, {date(2026, 4, 7): "día cívico"}
)


def at(day: int, hour: int, minute: int = 0, month: int = 4) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BOGOTA).astimezone(UTC)


@pytest.mark.parametrize(
    ("when", "opened"),
    [
        (at(1, 7), True), (at(1, 6, 59), False), (at(1, 18, 59), True), (at(1, 19), False), (at(4, 8), True), (at(4, 7, 59), False),
        (at(4, 14, 59), True), (at(4, 15), False), (at(5, 12), False), (at(2, 12), False), (at(3, 12), False), (at(7, 12), False),
    ],
)  # fmt: skip
def test_the_window(when: datetime, opened: bool) -> None:
    assert horario.abierta(when, DAYS) is opened


@pytest.mark.parametrize(
    ("when", "opens"),
    [
        (at(1, 3), at(1, 7)), (at(1, 7), at(4, 8)), (at(1, 20), at(4, 8)), (at(4, 8), at(6, 7)), (at(6, 20), at(8, 7)),
    ],
)  # fmt: skip
def test_the_next_opening_skips_days_off_and_is_never_now(when: datetime, opens: datetime) -> None:
    assert horario.proxima(when, DAYS) == opens


def test_every_opening_is_open_and_nothing_before_it_is() -> None:
    for hours in range(24 * 21):
        now = at(25, 0, 30, month=3) + timedelta(hours=hours)
        opens = horario.proxima(now, DAYS)
        assert opens > now
        assert horario.abierta(opens, DAYS)
        assert not horario.abierta(opens - timedelta(seconds=1), DAYS)


@pytest.mark.parametrize(
    ("when", "goes"),
    [(at(1, 9), at(1, 17)), (at(1, 17), at(4, 8)), (at(1, 18), at(4, 8)), (at(4, 9), at(6, 7)), (at(2, 9), at(4, 8))],
)
def test_a_second_notice_waits_for_the_afternoon_or_the_next_opening(when: datetime, goes: datetime) -> None:
    assert horario.segunda(when, DAYS) == goes


def test_nothing_is_held_past_the_laws_last_day() -> None:
    opens = horario.proxima(at(1, 20), DAYS)  # Saturday the 4th
    assert horario.no_espera(date(2026, 4, 1), at(1, 20), opens)
    assert horario.no_espera(date(2026, 4, 3), at(1, 20), opens)
    assert not horario.no_espera(date(2026, 4, 4), at(1, 20), opens)
    assert not horario.no_espera(None, at(1, 20), opens)


def test_what_is_late_already_waits_for_the_day() -> None:
    assert not horario.no_espera(date(2026, 3, 31), at(1, 20), horario.proxima(at(1, 20), DAYS))
    assert not horario.no_espera(date(2026, 3, 20), at(5, 3), horario.proxima(at(5, 3), DAYS))


def test_a_person_is_waited_for_two_business_days() -> None:
    wrote = at(31, 10, month=3)  # Tuesday; Wednesday and Monday count, Thursday and Friday are Holy
    assert not horario.espero_bastante(wrote, None, at(4, 12), DAYS)
    assert not horario.espero_bastante(wrote, None, at(5, 23, 59), DAYS)
    assert horario.espero_bastante(wrote, None, at(6, 7), DAYS)


def test_and_not_beyond_the_day_before_the_laws_last_one() -> None:
    wrote = at(31, 10, month=3)
    assert not horario.espero_bastante(wrote, date(2026, 4, 2), at(31, 12, month=3), DAYS)
    assert horario.espero_bastante(wrote, date(2026, 4, 2), at(1, 7), DAYS)
    assert horario.espero_bastante(wrote, date(2026, 4, 1), at(31, 12, month=3), DAYS)


def test_a_year_without_holidays_loaded_is_counted_by_the_week_alone() -> None:
    new_year = datetime(2031, 1, 1, 12, tzinfo=BOGOTA)
    assert horario.abierta(new_year, DAYS)
    assert horario.abierta(new_year, None)
    assert horario.espero_bastante(new_year, None, new_year + timedelta(days=5), DAYS)
