"""The legal clock against a table of dates, counted by hand and by an independent way over the `holidays` package."""

from collections.abc import Collection
from datetime import date, timedelta

import holidays
import pytest

from knowledge.plazos import Calendario, FueraDelCalendario, Termino
from knowledge.reloj import (
    FueraDePlazo,
    Pausa,
    Reloj,
    completado,
    completar_hasta,
    prorrogado,
    quedan,
    reclasificado,
    requerido,
    semaforo,
)
from tests.solicitudes.tabla_reloj import A_MANO, CONTADOS, LOCALES, PAUSAS, PRORROGAS, Caso
from tests.worlds import content

DE_LEY = holidays.Colombia(years=range(2023, 2034))


def cal(*locales: str) -> Calendario:
    """Return the published calendar with some days that the city closed."""
    bundled = content().calendario
    assert bundled is not None
    closed = {date.fromisoformat(day): "Cierre local" for day in locales}
    return Calendario(bundled.festivos, bundled.desde, bundled.hasta, closed)


def counted(received: date, days: int, closed: Collection[date] = ()) -> date:
    """Count on the fingers: nothing of the product is used here."""
    day = received
    while days:
        day += timedelta(days=1)
        if day.isoweekday() < 6 and day not in DE_LEY and day not in closed:
            days -= 1
    return day


def d(text: str) -> date:
    return date.fromisoformat(text)


def test_the_table_is_as_long_as_it_says() -> None:
    assert len({case[:2] for case in (*A_MANO, *CONTADOS)}) == len(A_MANO) + len(CONTADOS) >= 60
    assert len(A_MANO) >= 20


@pytest.mark.parametrize("case", [*A_MANO, *CONTADOS], ids=lambda case: f"{case[0]}+{case[1]}")
def test_a_request_falls_due_on_the_day_of_the_table(case: Caso) -> None:
    received, days, due = case
    assert Reloj(d(received), days).vence(cal()) == d(due) == counted(d(received), days)


@pytest.mark.parametrize(("received", "days", "closed", "due"), LOCALES)
def test_what_the_city_closes_moves_the_due_date(received: str, days: int, closed: tuple[str, ...], due: str) -> None:
    assert Reloj(d(received), days).vence(cal(*closed)) == d(due)
    assert counted(d(received), days, [d(day) for day in closed]) == d(due)


@pytest.mark.parametrize(("received", "days", "asked", "completed", "due"), PAUSAS)
def test_the_days_of_waiting_do_not_count(received: str, days: int, asked: str, completed: str, due: str) -> None:
    waiting = requerido(Reloj(d(received), days), d(asked), cal())
    assert waiting.vence(cal()) is None
    assert completado(waiting, d(completed)).vence(cal()) == d(due)


@pytest.mark.parametrize(("received", "days", "more", "due"), PRORROGAS)
def test_an_extension_is_added_at_the_end(received: str, days: int, more: int, due: str) -> None:
    reloj = Reloj(d(received), days)
    first = reloj.vence(cal())
    assert first is not None
    assert prorrogado(reloj, more, first, cal()).vence(cal()) == d(due)  # on the last day it is still in time


def test_a_suspension_published_over_a_pause_counts_once() -> None:
    paused = Reloj(d("2026-03-30"), 15, pausas=(Pausa(d("2026-04-06"), d("2026-04-20")),))
    closed = cal("2026-04-13", "2026-04-14", "2026-04-21")  # two of them lie in the pause
    assert paused.vence(closed) == d("2026-05-08")


def test_no_data_are_asked_for_after_a_short_term_is_over() -> None:
    short = Reloj(d("2026-03-30"), 5)  # 31 1 | 6 7 8
    assert requerido(short, d("2026-04-08"), cal()).en_pausa
    with pytest.raises(FueraDePlazo, match="venció el 08/04/2026"):
        requerido(short, d("2026-04-09"), cal())


def test_an_extension_of_the_law_never_doubles_a_shorter_term_more_than_once() -> None:
    law = Termino("datos_reclamo", 15, "Ley 1581 de 2012", prorroga=8)
    short = Reloj(d("2026-03-30"), 5)
    assert prorrogado(short, 5, d("2026-04-01"), cal(), law).total == 10
    with pytest.raises(FueraDePlazo, match="hasta 5 días hábiles"):
        prorrogado(short, 6, d("2026-04-01"), cal(), law)
    with pytest.raises(FueraDePlazo, match="hasta 8 días hábiles"):
        prorrogado(Reloj(d("2026-03-30"), 15), 9, d("2026-04-01"), cal(), law)


def test_another_kind_keeps_no_extension_that_its_term_does_not_bear() -> None:
    long = Reloj(d("2026-03-30"), 30, prorroga=30)
    assert reclasificado(long, 10).total == 20
    assert reclasificado(Reloj(d("2026-03-30"), 30, prorroga=3), 15).total == 18


@pytest.mark.parametrize(
    ("asked", "months", "until"),
    [
        ("2026-01-30", 1, "2026-03-02"),  # February has no 30th: the 28th is a Saturday
        ("2028-01-31", 1, "2028-02-29"),  # a leap year
        ("2026-04-06", 1, "2026-05-06"),
        ("2026-11-25", 1, "2026-12-28"),  # Christmas, a Friday, then a weekend
        ("2026-12-01", 1, "2027-01-04"),  # New Year, a Friday, then a weekend
        ("2026-12-11", 1, "2027-01-12"),  # the Kings
        ("2026-11-30", 2, "2027-02-01"),  # 30 January is a Saturday
    ],
)
def test_a_month_is_one_of_the_calendar_and_ends_on_a_business_day(asked: str, months: int, until: str) -> None:
    assert completar_hasta(d(asked), cal(), months) == d(until)


@pytest.mark.parametrize(
    ("today", "left", "light"),
    [
        ("2026-04-16", 4, "a_tiempo"),
        ("2026-04-17", 3, "pronto"),
        ("2026-04-18", 3, "pronto"),  # a Saturday
        ("2026-04-21", 1, "pronto"),
        ("2026-04-22", 0, "vence_hoy"),
        ("2026-04-23", -1, "vencida"),
        ("2026-04-25", -2, "vencida"),
    ],
)
def test_the_light_is_that_of_the_days_left(today: str, left: int, light: str) -> None:
    due = d("2026-04-22")
    assert (quedan(due, d(today), cal()), semaforo(due, d(today), cal())) == (left, light)


def test_a_term_that_ends_where_no_holidays_are_known_is_not_guessed() -> None:
    with pytest.raises(FueraDelCalendario):
        Reloj(d("2032-12-20"), 15).vence(cal())


def test_a_clock_set_back_counts_nothing() -> None:
    assert Reloj(d("2026-03-30"), 15).van(d("2026-03-01"), cal()) == 0
