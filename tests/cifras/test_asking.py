"""What is asked of the cells where time matters: a stock is of its last day, what began since the last month is known,
and a figure says by which version it was counted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import event, insert, update
from sqlmodel import col

from bot.cifras.filas import filas
from bot.cifras.filtro import filtro
from bot.services import Services
from knowledge.cifras import PUBLICADO, Clave, HechoRow
from knowledge.conversaciones import Interaction, Rating
from knowledge.db import Database
from knowledge.values import Catalogo
from notifier.cifras import CONTENIDO, OTHERS, TURNOS, VERSION
from notifier.cifras.board import board
from notifier.cifras.months import roll_months
from notifier.cifras.night import count_all
from notifier.cifras.others import roll_source, stock
from notifier.cifras.periods import UN_DIA, Periodo, last_day
from notifier.cifras.publish import publish_months
from notifier.cifras.query import Filtro, breakdown, totals, trend, values
from notifier.cifras.rollup import roll_turns
from notifier.cifras.turns import counts, midnight
from tests.cifras.test_by_hand import turn
from tests.cifras.test_late import REGLAS
from tests.knowledge.whole import PLAIN

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
YESTERDAY = date(2026, 4, 14)
NOW = datetime(2026, 4, 15, 8, tzinfo=UTC)


@pytest.fixture
def catalogo(services: Services) -> Catalogo:
    return services.current.get().catalogo


def of(catalogo: Catalogo, *offices: str) -> Catalogo:
    """Return a catalogue with a trámite of each office."""
    return replace(catalogo, tramites={str(n): replace(PLAIN, dependencia_id=one) for n, one in enumerate(offices)})


def told(database: Database, period: Periodo, office: str = "*") -> int:
    with database.reading() as db:
        return totals(db, Filtro(period, Clave(dependencia=office)))["tramites_publicados"]


def test_what_is_published_at_noon_is_not_what_was_published_yesterday(database: Database, catalogo: Catalogo) -> None:
    count_all(database, REGLAS, of(catalogo, "a", "a"), NOW)
    count_all(database, REGLAS, of(catalogo, "a", "a", "b"), NOW + timedelta(hours=9))
    assert told(database, Periodo(YESTERDAY, YESTERDAY)) == 2
    count_all(database, REGLAS, of(catalogo, "a", "a", "b"), NOW + UN_DIA)
    assert told(database, Periodo(YESTERDAY, YESTERDAY + UN_DIA)) == 3


def test_an_office_that_lost_its_tramites_has_none(database: Database, catalogo: Catalogo) -> None:
    days = (APRIL, APRIL + UN_DIA)
    for day, offices in zip(days, (("a", "a", "b"), ("b", "b", "b")), strict=True):
        roll_source(database, CONTENIDO, stock(of(catalogo, *offices), day), Periodo(day, day), NOW)
    both = Periodo(*days)
    assert [told(database, both, office) for office in ("*", "a", "b")] == [3, 0, 3]
    assert [told(database, Periodo(day, day), "a") for day in days] == [2, 0]
    with database.reading() as db:
        long = Periodo(date(2026, 1, 1), days[1])
        by_month = [point.totales["tramites_publicados"] for point in trend(db, Filtro(long, Clave(dependencia="a")))]
        by_office = {
            name: one["tramites_publicados"] for name, one in breakdown(db, Filtro(both), "dependencia").items()
        }
    assert (by_month, by_office) == ([0, 0, 0, 0], {"a": 0, "b": 3})


def use(database: Database) -> None:
    """Count six persons who wrote on the web in March, and one of another theme, office and channel in April."""
    rows = [turn(midnight(MARCH) + n * UN_DIA, bytes([n]) * 8, intencion="estado", channel="web") for n in range(6)]
    rows += [turn(midnight(APRIL) + UN_DIA, b"ana-----", intencion="tramite", dependencia="salud", channel="whatsapp")]
    with database.writing() as db:
        db.execute(insert(Interaction), rows)
    roll_turns(database, REGLAS, YESTERDAY, NOW)
    for fuente in (*OTHERS, TURNOS):
        roll_months(database, fuente, YESTERDAY, NOW)
    publish_months(database, YESTERDAY, NOW)


def test_what_began_after_the_last_month_is_told_apart_and_can_be_asked_for(database: Database) -> None:
    use(database)
    period = Periodo(date(2026, 3, 16), YESTERDAY)
    with database.reading() as db:
        assert [values(db, place) for place in Clave._fields] == [["web", "whatsapp"], ["salud"], ["estado", "tramite"]]
        assert [values(db, place, publico=True) for place in Clave._fields] == [["web"], [], ["estado"]]
        assert breakdown(db, Filtro(period), "canal")["whatsapp"]["conversaciones"] == 1
        assert filtro(db, {"dependencia": "salud"}, NOW, publico=False).clave == Clave(dependencia="salud")


def test_a_figure_says_by_which_version_it_was_counted(database: Database) -> None:
    use(database)
    march = Periodo(MARCH, last_day(MARCH))
    published = (col(HechoRow.grano) == PUBLICADO, col(HechoRow.fuente) == TURNOS)
    with database.writing() as db:
        db.execute(update(HechoRow).where(*published).values(version=VERSION - 1))
    with database.reading() as db:
        public, panel = (board(db, Filtro(march, publico=one)) for one in (True, False))
    assert {one.version for one in public.cifras} == {row.def_v for row in filas(public)} == {VERSION - 1}
    assert {one.version for one in panel.cifras} == {row.def_v for row in filas(panel)} == {VERSION}


def test_who_greets_twice_did_not_come_back_for_the_same(database: Database) -> None:
    at = midnight(MARCH) + timedelta(hours=8)
    with database.writing() as db:
        db.execute(
            insert(Interaction),
            [turn(at + timedelta(hours=h), b"ana-----", "greeted", intencion="saludo") for h in (0, 10)],
        )
    roll_turns(database, REGLAS, YESTERDAY, NOW)
    with database.reading() as db:
        assert totals(db, Filtro(Periodo(MARCH, MARCH)))["contenidas_verificadas"] == 2


def test_all_days_are_counted_with_one_question(database: Database) -> None:
    first, edges = midnight(MARCH), (timedelta(), UN_DIA - timedelta(microseconds=1), UN_DIA, 3 * UN_DIA)
    with database.writing() as db:
        db.execute(
            insert(Interaction), [turn(first + late, b"ana-----") for late in (-timedelta(microseconds=1), *edges)]
        )
        db.execute(insert(Rating), [{"at": first + UN_DIA, "channel": "web", "puntaje": 5}])
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
    with database.reading() as db:
        found = counts(db, MARCH, MARCH + 400 * UN_DIA)
    assert (len(asked), len(found), [found[MARCH + n * UN_DIA] for n in range(4)]) == (
        1,
        401,
        [(2, 0), (1, 1), (0, 0), (1, 0)],
    )
