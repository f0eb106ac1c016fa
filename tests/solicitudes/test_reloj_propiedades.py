"""What must hold of every legal clock, whatever the dates, the days off of the city, the pauses and the extensions."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.plazos import UN_DIA, Calendario, Termino
from knowledge.reloj import FueraDePlazo, Pausa, Reloj, completado, prorrogado, quedan, requerido
from tests.solicitudes.test_reloj import DE_LEY, cal, counted

RECIBIDA = st.dates(date(2024, 1, 1), date(2031, 6, 30))
DIAS = st.integers(1, 30)
LOCALES = st.sets(st.dates(date(2024, 1, 1), date(2031, 12, 31)), max_size=20)


@st.composite
def calendarios(draw: st.DrawFn) -> Calendario:
    return cal(*(day.isoformat() for day in draw(LOCALES)))


@st.composite
def relojes(draw: st.DrawFn) -> Reloj:
    """Draw a clock with up to two pauses that are over, as acts leave them: one after the other."""
    reloj = Reloj(draw(RECIBIDA), draw(DIAS))
    since, pausas = reloj.recibida_el, []
    for _ in range(draw(st.integers(0, 2))):
        since += timedelta(days=draw(st.integers(0, 10)))
        until = since + timedelta(days=draw(st.integers(0, 40)))
        pausas.append(Pausa(since, until))
        since = until
    return Reloj(reloj.recibida_el, reloj.dias, draw(st.integers(0, reloj.dias)), tuple(pausas))


def works(day: date, calendario: Calendario) -> bool:
    return day.isoweekday() < 6 and day not in DE_LEY and day not in calendario.extra


def due(reloj: Reloj, calendario: Calendario) -> date:
    found = reloj.vence(calendario)
    assert found is not None
    return found


@given(relojes(), calendarios())
def test_the_due_day_is_a_business_day_on_which_the_whole_term_has_counted(reloj: Reloj, c: Calendario) -> None:
    day = due(reloj, c)
    assert works(day, c)
    assert reloj.van(day, c) == reloj.total
    rested = any(pausa.holds(day) for pausa in reloj.pausas)  # asked on the very last day
    assert reloj.van(day - UN_DIA, c) == reloj.total - (not rested)
    assert quedan(day, day, c) == 0


@given(RECIBIDA, DIAS, calendarios())
def test_without_pauses_it_is_what_one_counts_on_the_fingers(received: date, days: int, c: Calendario) -> None:
    assert due(Reloj(received, days), c) == counted(received, days, c.extra)


@given(relojes(), calendarios(), st.integers(1, 30))
def test_an_extension_never_moves_it_earlier_nor_past_double(reloj: Reloj, c: Calendario, more: int) -> None:
    before = due(reloj, c)
    if reloj.prorroga + more > reloj.dias:
        with pytest.raises(FueraDePlazo):
            prorrogado(reloj, more, before, c)
        return
    longer = prorrogado(reloj, more, before, c)
    assert due(longer, c) > before
    assert longer.total <= 2 * reloj.dias
    after = [before + UN_DIA * step for step in range(1, (due(longer, c) - before).days + 1)]
    assert sum(works(day, c) and not any(p.holds(day) for p in reloj.pausas) for day in after) == more


@given(relojes(), calendarios(), st.integers(1, 30), st.integers(1, 400), st.integers(0, 30))
def test_an_extension_after_the_term_is_always_refused(
    reloj: Reloj, c: Calendario, more: int, late: int, law: int
) -> None:
    with pytest.raises(FueraDePlazo, match="venció"):
        prorrogado(reloj, more, due(reloj, c) + timedelta(days=late), c, Termino("x", 15, "x", prorroga=law))


@given(RECIBIDA, DIAS, calendarios(), st.integers(0, 20), st.integers(0, 60))
def test_a_pause_of_some_business_days_moves_it_by_exactly_so_many(
    received: date, days: int, c: Calendario, asked_after: int, waited: int
) -> None:
    reloj, asked = Reloj(received, days), received + timedelta(days=asked_after)
    before = due(reloj, c)
    assume(asked <= before and reloj.van(asked, c) <= 10)
    waiting = requerido(reloj, asked, c)
    assert waiting.en_pausa
    assert waiting.vence(c) is None
    with pytest.raises(FueraDePlazo):
        prorrogado(waiting, 1, asked, c)
    with pytest.raises(FueraDePlazo):
        requerido(waiting, asked, c)
    back = asked + timedelta(days=waited)
    rested = sum(works(asked + UN_DIA * step, c) for step in range(1, waited + 1))
    after = due(completado(waiting, back), c)
    assert after == (counted(before, rested, c.extra) if rested else before)


@given(relojes(), calendarios(), st.sets(st.integers(0, 120), min_size=1, max_size=5))
def test_a_suspension_published_later_never_moves_it_earlier(reloj: Reloj, c: Calendario, offsets: set[int]) -> None:
    closed = {reloj.recibida_el + timedelta(days=n): "Suspensión" for n in offsets}
    wider = Calendario(c.festivos, c.desde, c.hasta, {**c.extra, **closed})
    assert due(reloj, wider) >= due(reloj, c)
