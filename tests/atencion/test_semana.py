"""A simulated week with three agents and a holiday: how wrong the estimate is, that nobody is left, that the bot is silent."""

import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlmodel import col

from bot.services import Services
from knowledge.atencion import AtencionRow, PromesaRow
from tests.atencion.semana import Semana, errores, palabras_del_bot
from tests.worlds import Clock


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_in_a_week_nobody_is_left_alone_and_the_estimate_holds(
    services: Services, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    week = Semana(services, clock, random.Random(7))
    week.run()
    found = sorted(errores(services))
    wrong = sorted(error for _, error in found)
    inside = sorted(error for waited, error in found if waited < 180)
    with capsys.disabled():
        print(
            f"\nsemana: {week.count} personas; error de lo dicho p50 {_at(wrong, 0.5):.0%}, p80 {_at(wrong, 0.8):.0%}, p95 "
            f"{_at(wrong, 0.95):.0%}; en horas de oficina ({len(inside)}) p50 {_at(inside, 0.5):.0%}, p80 {_at(inside, 0.8):.0%}"
        )
    assert _at(wrong, 0.8) <= 0.30
    assert palabras_del_bot(services) == 0
    with services.db.reading() as db:
        open_talks = select(col(AtencionRow.estado), col(AtencionRow.agente)).where(
            col(AtencionRow.cerrada_at).is_(None)
        )
        rows = db.execute(open_talks.where(col(AtencionRow.contact_id).is_not(None))).all()
        late = _missed_in_silence(services)
        again = db.execute(select(func.count()).where(col(PromesaRow.por) == "ausencia")).scalar_one()
    assert all((row.estado == "en_cola") == (row.agente is None) for row in rows)
    assert late == 0
    assert again > 0, "the agent who was gone for an hour had talks to give back"


def _at(values: list[float], part: float) -> float:
    return values[min(len(values) - 1, int(len(values) * part))]


def _missed_in_silence(services: Services) -> int:
    """Return how many were attended after the last hour they were told."""
    with services.db.reading() as db:
        newest = select(func.max(col(PromesaRow.id))).where(col(PromesaRow.atencion_id) == col(AtencionRow.id))
        rows = db.execute(
            select(col(AtencionRow.tomada_at), col(PromesaRow.hasta))
            .join(PromesaRow, col(PromesaRow.id) == newest.correlate(AtencionRow).scalar_subquery())
            .where(col(AtencionRow.contact_id).is_not(None), col(AtencionRow.tomada_at).is_not(None))
        ).all()
    return sum(row.tomada_at > row.hasta + timedelta(seconds=30) for row in rows)
