"""Office hours and the estimate of a wait: by hand, and as properties."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.espera import USUAL, Puestos, cuanto, estimar, falta
from knowledge.jornada import Jornada, JornadaInvalida, jornada
from knowledge.plazos import calendario

DIA = (("08:00", "12:00"), ("14:00", "17:00"))
HORAS = jornada(
    [(dia, since, until) for dia in ("lunes", "martes", "miércoles", "jueves", "viernes") for since, until in DIA],
    calendario({date(2026, 3, 23): "San José"}),
)
FIRST = datetime(2026, 3, 1, tzinfo=UTC)
ABIERTA = st.integers(0, 60 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
MINUTES = st.integers(0, 5_000).map(lambda n: timedelta(minutes=n))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of March 2026 in Cartagena."""
    return datetime(2026, 3, day, hour + 5, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "minutes", "then"),
    [
        (at(24, 9), 30, at(24, 9, 30)),
        (at(24, 11, 50), 30, at(24, 14, 20)),  # over lunch
        (at(24, 16, 50), 30, at(25, 8, 20)),  # over night
        (at(20, 16, 50), 30, at(24, 8, 20)),  # over a weekend and a holiday
        (at(24, 3), 0, at(24, 8)),  # before they open
        (at(24, 12), 1, at(24, 14, 1)),
    ],
)
def test_office_time_passes_only_when_people_attend(now: datetime, minutes: int, then: datetime) -> None:
    assert HORAS.suma(now, timedelta(minutes=minutes)) == then


def test_the_doors_open_and_close() -> None:
    assert HORAS.abierta(at(24, 8))
    assert not HORAS.abierta(at(24, 12))
    assert not HORAS.abierta(at(23, 9))
    assert HORAS.abre(at(20, 17)) == at(24, 8)
    assert HORAS.abre(at(24, 9)) == at(24, 9)
    assert Jornada({}).abre(at(24, 9)) is None
    assert Jornada({}).suma(at(24, 9), USUAL) is None


@given(ABIERTA, MINUTES)
def test_what_was_added_is_what_lies_between(now: datetime, dura: timedelta) -> None:
    then = HORAS.suma(now, dura)
    assert then is not None
    assert HORAS.entre(now, then) == dura


@pytest.mark.parametrize("row", [("luns", "08:00", "12:00"), ("lunes", "8", "12:00"), ("lunes", "12:00", "08:00")])
def test_hours_that_cannot_be_are_refused_in_words(row: tuple[str, str, str]) -> None:
    with pytest.raises(JornadaInvalida, match="escribe"):
        jornada([row])


def test_who_comes_to_a_free_seat_waits_nothing() -> None:
    assert cuanto(0, Puestos(1)) == timedelta(0)
    assert cuanto(0, Puestos(0)) is None


def test_each_person_before_takes_the_usual_length_of_a_seat() -> None:
    assert cuanto(2, Puestos(1)) == 2 * USUAL
    assert cuanto(2, Puestos(2)) == USUAL
    assert cuanto(0, Puestos(0, (USUAL / 2,))) == USUAL / 2


def test_a_talk_that_lasts_has_left_what_longer_ones_had() -> None:
    known = tuple(timedelta(minutes=n) for n in (2, 2, 2, 2, 2, 2, 2, 2, 10, 20))
    assert falta(timedelta(minutes=5), known) == timedelta(minutes=10)
    assert falta(timedelta(minutes=40), known) > timedelta(0)


@given(st.integers(0, 60), st.integers(1, 9), ABIERTA)
def test_more_people_before_never_shorten_a_wait_nor_is_a_promise_before_the_estimate(
    delante: int, libres: int, now: datetime
) -> None:
    said, more = (estimar(delante + n, Puestos(libres), HORAS, now) for n in (0, 1))
    assert said.hacia is not None
    assert said.hasta is not None
    assert more.hacia is not None
    assert now <= said.hacia <= more.hacia
    assert said.hacia < said.hasta


def test_without_anybody_nothing_is_told() -> None:
    said = estimar(3, Puestos(0), HORAS, at(24, 9))
    assert (said.hacia, said.hasta) == (None, None)
    assert said.abre == at(24, 9)
