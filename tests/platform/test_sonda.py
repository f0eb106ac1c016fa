"""The probe: a known question each minute, right only when its answer is; its minutes, its alarm, and nothing else left."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlmodel import SQLModel, col

from bot.embedded import delivery_of, jobs_of
from bot.retention import purge
from bot.services import Current, Services, make_services
from bot.sonda import Resultado, pregunta, preguntar, sondear
from knowledge import tramites
from knowledge.cifras import SondaRow
from knowledge.contenido import ContenidoVersion
from knowledge.conversaciones import Event, Task
from knowledge.db import open_database
from knowledge.values import Tramite
from notifier.jobs import Job, run_job
from tests.platform.installation import free_port
from tests.staging import with_model
from tests.worlds import Clock, content

RIGHT = Resultado(bien=True, ms=12)
WRONG = Resultado(bien=False, ms=34, motivo="falló")


def each(seconds: float) -> Callable[[], float]:
    """Return a stop-watch that moves by so much whenever it is looked at."""
    ticks = count()
    return lambda: next(ticks) * seconds


def minutes(services: Services) -> list[SondaRow]:
    with services.db.reading_session() as db:
        return [row for (row,) in db.execute(select(SondaRow).order_by(col(SondaRow.minuto)))]


def anew(services: Services) -> Services:
    """Return the services of a process that begins now: nothing is in its memory."""
    return replace(services, current=Current(services.db, services.clock, services.current.entidad))


def publish(services: Services, record: Tramite) -> Services:
    with services.db.session() as db:
        tramites.publicar(
            db, tramites.guardar_borrador(db, record, "editora", services.clock()), "revisora", services.clock()
        )
    return anew(services)


def alarms(services: Services) -> list[Any]:
    with services.db.reading() as db:
        return list(db.execute(select(col(Task.detail), col(Task.closed_at)).where(col(Task.tema) == "sonda")))


@pytest.mark.parametrize("trained", [False, True])
def test_a_right_answer_is_a_good_minute_with_how_long_it_took(services: Services, clock: Clock, trained: bool) -> None:
    asked = with_model(services) if trained else services
    clock.forward(seconds=42)
    sondear(asked, lambda: preguntar(asked, each(0.25)))
    (row,) = minutes(services)
    assert (row.bien, row.ms, row.motivo) == (True, 250, "")
    assert row.minuto == clock().replace(second=0)


def test_nothing_is_left_but_the_minute(services: Services) -> None:
    def rows() -> dict[str, int]:
        with services.db.reading() as db:
            tables = SQLModel.metadata.sorted_tables
            return {t.name: db.execute(select(func.count()).select_from(t)).scalar_one() for t in tables}

    before = rows()
    assert len(before) > 40
    sondear(services, lambda: preguntar(services, each(0)))
    assert rows() == {**before, "sondas": 1}


def test_the_question_is_of_what_is_published_and_of_no_city() -> None:
    catalogo = content()
    asked = pregunta(catalogo)
    assert asked is not None
    there = {**catalogo.tramites}
    del there[asked.id]
    other = pregunta(replace(catalogo, tramites=there))
    assert other is not None
    assert other.id > asked.id


def test_the_order_in_which_staff_put_the_records_does_not_change_the_question() -> None:
    catalogo = content()
    backwards = replace(catalogo, tramites=dict(reversed(catalogo.tramites.items())))
    assert pregunta(backwards) == pregunta(catalogo)


@pytest.mark.parametrize(
    ("change", "asked"),
    [
        ({"flujo": "denuncia"}, "zz"),  # its name leads to a form
        ({"nombre": "Mi esposo me está pegando ahora mismo"}, "zz"),
        ({"nombre": "permiso de RIFAS"}, None),  # both are called so
        ({"alias": ("Rifas",)}, "ctg-0"),  # only another name is shared
    ],
)
def test_a_name_that_need_not_lead_to_its_record_is_not_asked(change: dict[str, Any], asked: str | None) -> None:
    catalogo = content()
    rifas = replace(catalogo.tramites["ctg-aprovechamiento"], id="zz", nombre="Permiso de rifas", titulo_corto="Rifas")
    first = replace(rifas, id="ctg-0", nombre="Certificado de estrato", titulo_corto="Estrato", alias=())
    there = {"zz": replace(rifas, alias=()), "ctg-0": replace(first, **change)}
    found = pregunta(replace(catalogo, tramites=there))
    assert (found.id if found else None) == asked


def test_where_nothing_is_published_the_minute_is_wrong_and_says_so(services: Services, clock: Clock) -> None:
    with services.db.session() as db:
        for which in content().tramites:
            tramites.retirar(db, which, "revisora", clock(), "prueba")
    empty = anew(services)
    sondear(empty, lambda: preguntar(empty, each(0)))
    (row,) = minutes(services)
    assert (row.bien, row.motivo) == (False, "no hay ningún trámite publicado por el que se pueda preguntar")


def test_a_database_without_content_is_a_wrong_minute(services: Services) -> None:
    with services.db.session() as db:
        db.delete(db.get(ContenidoVersion, 1))
    assert preguntar(anew(services), each(0)).motivo == "no hay contenido publicado"


def test_another_answer_than_the_right_one_is_a_wrong_minute(services: Services) -> None:
    first = pregunta(content())
    assert first is not None
    misread = publish(services, replace(first, nombre="Menú", alias=()))
    sondear(misread, lambda: preguntar(misread, each(0)))
    (row,) = minutes(services)
    assert not row.bien
    assert row.motivo.startswith(f"al preguntar por el trámite {first.id} se obtuvo: ")
    assert "menu" in row.motivo


def test_a_product_that_raises_is_a_wrong_minute_without_its_words(services: Services) -> None:
    found = preguntar(replace(services, flows={}), each(0))
    assert not found.bien
    assert found.motivo == "falló al responder (FlowError)"


def test_without_its_database_it_does_not_answer_from_memory_and_no_minute_is_written(services: Services) -> None:
    assert preguntar(services, each(0)).bien  # content and understanding are in memory now
    nowhere = open_database(f"postgresql://postgres@127.0.0.1:{free_port()}/nowhere")
    away = replace(services, db=nowhere)
    assert preguntar(away, each(0)) == Resultado(bien=False, ms=0, motivo="la base de datos no responde")
    job = Job("sonda", 60.0, lambda: sondear(away, lambda: preguntar(away, each(0))))
    assert run_job(services.db, job, services.clock) == "unavailable"
    assert minutes(services) == []
    nowhere.engine.dispose()


def test_of_two_processes_one_asks_in_each_minute(services: Services, database_url: str, clock: Clock) -> None:
    asked: list[str] = []
    both = threading.Barrier(2)
    others = [open_database(database_url, synchronous="NORMAL") for _ in range(2)]

    def process(number: int) -> str | None:
        own = make_services(services.settings, db=others[number], clock=clock)

        def ask() -> Resultado:
            asked.append(str(number))
            return RIGHT

        both.wait()
        return run_job(own.db, Job("sonda", 60.0, lambda: sondear(own, ask)), clock)

    with ThreadPoolExecutor(2) as pool:
        for minute in range(1, 4):
            assert sorted(pool.map(process, range(2)), key=str) == [None, "taken"]
            assert (len(asked), len(minutes(services))) == (minute, minute)
            clock.forward(minutes=1)
    for other in others:
        other.engine.dispose()


def test_two_writes_of_one_minute_keep_the_first(services: Services, clock: Clock) -> None:
    sondear(services, lambda: RIGHT)
    clock.forward(seconds=30)
    sondear(services, lambda: WRONG)
    assert [(row.bien, row.ms) for row in minutes(services)] == [(True, 12)]


def _play(services: Services, clock: Clock, results: str) -> None:
    for said in results:
        sondear(services, lambda said=said: RIGHT if said == "+" else WRONG)  # type: ignore[misc]
        clock.forward(minutes=1)


@pytest.mark.parametrize(("results", "opened", "still"), [
    ("--", 0, 0), ("--+--+--", 0, 0), ("---", 1, 1), ("-----", 1, 1), ("---+", 1, 0), ("+---++", 1, 0), ("---+---", 2, 1),
])  # fmt: skip
def test_the_alarm_is_raised_at_the_third_wrong_minute_and_ends_at_a_right_one(
    services: Services, clock: Clock, results: str, opened: int, still: int
) -> None:
    _play(services, clock, results)
    found = alarms(services)
    assert (len(found), sum(row.closed_at is None for row in found)) == (opened, still)
    assert {row.detail for row in found} <= {"falló"}
    with services.db.reading() as db:  # and it is told once, not each minute
        assert db.execute(select(func.count()).select_from(Event).where(col(Event.kind) == "sonda")).scalar() == opened


def test_a_minute_in_which_nobody_asked_does_not_part_the_wrong_ones(services: Services, clock: Clock) -> None:
    _play(services, clock, "--")
    clock.forward(minutes=7)
    _play(services, clock, "-")
    assert len(alarms(services)) == 1


def test_an_answer_that_comes_after_the_next_minute_is_written_changes_no_alarm(
    services: Services, clock: Clock
) -> None:
    def late() -> Resultado:
        clock.forward(minutes=1)
        _play(services, clock, "-")  # another process, which asked in time
        return RIGHT

    _play(services, clock, "--")
    sondear(services, late)
    assert [row.bien for row in minutes(services)] == [False, False, True, False]
    assert [row.closed_at for row in alarms(services)] == [None]
    _play(services, clock, "+")
    assert [row.closed_at is None for row in alarms(services)] == [False]


def test_the_timetable_asks_here_or_where_the_settings_say(services: Services) -> None:
    def sonda(own: Services) -> Job:
        return next(job for job in jobs_of(own, delivery_of(own)) if job.name == "sonda")

    job = sonda(services)
    assert (job.every_s, job.once) == (60.0, True)
    assert job.look_s < job.every_s / 2  # a look that comes late leaves no minute without its row
    job.run()
    elsewhere = services.settings.model_copy(update={"probe_url": f"http://127.0.0.1:{free_port()}"})
    services.clock.forward(minutes=1)  # type: ignore[attr-defined]
    sonda(replace(services, settings=elsewhere)).run()
    assert [(row.bien, row.motivo) for row in minutes(services)] == [
        (True, ""), (False, "no se pudo preguntar al servidor (ConnectionRefusedError)"),
    ]  # fmt: skip


def test_minutes_are_forgotten_when_their_figures_are_old(services: Services, clock: Clock) -> None:
    _play(services, clock, "+")
    clock.forward(days=399, hours=23)
    assert purge(services)["probes"] == 0
    clock.forward(hours=1)
    _play(services, clock, "+")
    assert purge(services)["probes"] == 1
    assert len(minutes(services)) == 1
