"""Who makes a report: one process at a time, which holds it only as long as it may live, and says at the end how it stands."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.refusals import Refused
from bot.reportes.hacer import LEASE, fijar, hacer, make_due
from bot.services import Services
from knowledge import reportes
from knowledge.cifras import ReporteRow
from tests.cifras.published import publish
from tests.cifras.test_reportes import Q1, alarms, paper, rows
from tests.worlds import Clock


def test_of_many_that_look_at_once_one_lays_out_each_report(services: Services, clock: Clock) -> None:
    publish(services, clock)
    laid: list[str] = []

    def slowly(html: str) -> bytes:
        laid.append(html)
        time.sleep(0.2)  # long enough for the others to look
        return paper(html)

    with ThreadPoolExecutor(4) as workers:
        made = list(workers.map(lambda _: make_due(services, slowly), range(4)))
    assert (sum(made), len(laid)) == (4, 4)
    assert [row.estado for row in rows(services)] == ["listo"] * 4


def test_one_that_was_made_since_it_was_seen_is_not_laid_out_again(services: Services, clock: Clock) -> None:
    publish(services, clock)
    laid: list[str] = []

    def while_another_looks(html: str) -> bytes:
        laid.append(html)
        if len(laid) == 1:
            assert make_due(services, while_another_looks) == 3
        return paper(html)

    assert make_due(services, while_another_looks) == 1
    assert len(laid) == len(set(laid)) == 4


class Killed(BaseException):
    """What no part of the program handles."""


def test_whoever_dies_at_a_report_holds_it_only_for_a_while(services: Services, clock: Clock) -> None:
    publish(services, clock)

    def dies(_: str) -> bytes:
        raise Killed

    with pytest.raises(Killed):
        make_due(services, dies)
    assert make_due(services, paper) == 3
    clock.now += LEASE - timedelta(seconds=1)
    assert make_due(services, paper) == 0
    clock.forward(seconds=1)
    assert make_due(services, paper) == 1


def test_one_that_another_made_meanwhile_is_no_failure_and_alarms_nobody(services: Services, clock: Clock) -> None:
    which = only_one(services, clock)

    def too_slow(_: str) -> bytes:
        clock.now += LEASE
        assert hacer(services, which, paper)
        raise Refused("El PDF tardó demasiado")

    assert hacer(services, which, too_slow)
    assert [row.estado for row in rows(services)] == ["listo"]
    assert alarms(services) == []


def test_one_that_another_gave_up_and_is_made_after_all_closes_the_alarm(services: Services, clock: Clock) -> None:
    which = only_one(services, clock)

    def breaks(_: str) -> bytes:
        raise Refused("El PDF tardó demasiado")

    def slow(html: str) -> bytes:
        clock.now += LEASE
        assert hacer(services, which, breaks)
        assert alarms(services) == [("reporte-fallido", None)]
        return paper(html)

    assert hacer(services, which, slow)
    [row] = rows(services)
    assert (row.estado, row.error, row.pdf is not None) == ("listo", "", True)
    assert alarms(services) == [("reporte-fallido", clock.now)]
    assert not hacer(services, which, slow)


def only_one(services: Services, clock: Clock) -> int:
    """Publish, and return the id of the one report that is to be made."""
    publish(services, clock)
    fijar(services, [Q1])
    [row] = rows(services)
    assert row.id is not None
    return row.id


def test_the_queue_begins_with_the_periodic_ones_and_goes_on_as_they_were_asked_for(
    services: Services, clock: Clock
) -> None:
    asked = [("2026-03-31", "filtro"), ("2026-01-31", "filtro"), ("2026-04-30", "mensual"), ("2026-02-28", "filtro")]
    with services.db.session() as db:
        for n, (until, tipo) in enumerate(asked):
            hasta = date.fromisoformat(until)
            db.add(ReporteRow(tipo=tipo, desde=hasta.replace(day=1), hasta=hasta, filtro=f"n={n}", created_at=clock()))
            db.flush()
        of = {row.id: row.hasta for row in db.exec(select(ReporteRow))}
        assert [str(of[one]) for one in reportes.en_cola(db)] == [asked[n][0] for n in (2, 0, 1, 3)]
