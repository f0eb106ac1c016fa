"""What a published month must not tell, beside its cells: who reports, who wrote on which days, who rated, who asked for what."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import product
from threading import Barrier
from typing import Any

import numpy as np
import pytest
from sqlalchemy import insert, select
from sqlmodel import col

from bot.cifras.filas import Fila, filas
from knowledge.cifras import CUALQUIERA, DIA, MES, TODAS, TRAMO, CeldaRow, Clave
from knowledge.conversaciones import Interaction, Rating
from knowledge.db import Database
from notifier.cifras import NUEVAS, TURNOS
from notifier.cifras.board import board
from notifier.cifras.cells import details, read
from notifier.cifras.hiding import COARSER, ENOUGH, OTROS, blocks, whole_blocks
from notifier.cifras.months import roll_months
from notifier.cifras.periods import Periodo, last_day
from notifier.cifras.publish import publish, publish_months
from notifier.cifras.query import Filtro, totals, values
from notifier.cifras.rollup import roll_turns
from notifier.cifras.turns import midnight
from tests.cifras.test_by_hand import turn
from tests.cifras.test_hiding import FEB, MAR, NOW, REGLAS, YESTERDAY

MARCH = Periodo(MAR, last_day(MAR))
CHANNELS = ("web", "whatsapp")
THEMES = ("tramite", "convocatorias", "estado", "participacion", "cooperacion", "radicar", "funcionario")


def at(day: int, hour: int = 10, minute: int = 0) -> datetime:
    return midnight(MAR) + timedelta(days=day - 1, hours=hour, minutes=minute)


def who(n: int) -> bytes:
    return n.to_bytes(8, "big")


def count(
    database: Database, turns: Iterable[Mapping[str, object]], ratings: Sequence[Mapping[str, object]] = ()
) -> None:
    with database.writing() as db:
        db.execute(insert(Interaction), list(turns))
        if ratings:
            db.execute(insert(Rating), list(ratings))
    roll_turns(database, REGLAS, YESTERDAY, NOW)
    for fuente in (NUEVAS, TURNOS):
        roll_months(database, fuente, YESTERDAY, NOW)


def published(database: Database, period: Periodo = MARCH, clave: Clave = TODAS) -> tuple[Fila, ...]:
    with database.reading() as db:
        return filas(board(db, Filtro(period, clave, publico=True)))


def of(rows: Iterable[Fila], indicador: int, dimension: str) -> Fila:
    return next(row for row in rows if (row.indicador, row.dimension) == (indicador, dimension))


def test_what_is_told_in_reserve_counts_nowhere(database: Database) -> None:
    turns = [turn(at(n + 1), who(n), intencion="estado") for n in range(12)]
    count(database, [*turns, turn(at(9, 12), None, intencion="denuncia", flow="denuncia", reply_ms=0)])
    publish_months(database, YESTERDAY, NOW)
    rows = published(database)
    assert of(rows, 5, "de_los_recibidos").denominador == of(rows, 9, "mediana").n == 12
    with database.reading() as db:
        day = totals(db, Filtro(Periodo(at(9).date(), at(9).date())))
        assert day["mensajes"] == 1
        assert values(db, "tema") == ["estado"]


def test_the_days_of_a_hidden_month_are_hidden_too(database: Database) -> None:
    count(database, [turn(at(day), who(n)) for day in range(1, 11) for n in range(3)])
    publish_months(database, YESTERDAY, NOW)
    assert _starts(database, TRAMO) == []
    assert [row for row in published(database) if row.indicador == 4 and row.valor is not None] == []


def test_who_writes_every_day_is_one_person_of_a_stretch(database: Database) -> None:
    always = [turn(at(day), who(0)) for day in range(1, 32)]
    count(
        database,
        [*always, *(turn(at(10 * n), who(n)) for n in (1, 2, 3)), *(turn(at(30, 12), who(n)) for n in (4, 5, 6))],
    )
    publish_months(database, YESTERDAY, NOW)
    assert _starts(database, TRAMO) == [MAR], "only the whole month has five"


def _starts(database: Database, grano: str) -> list[Any]:
    rows = select(col(CeldaRow.inicio)).where(col(CeldaRow.grano) == grano, col(CeldaRow.fuente) == TURNOS)
    with database.reading() as db:
        return sorted(set(db.execute(rows).scalars()))


@pytest.fixture
def rated(database: Database) -> Database:
    """Fill March with talks of six persons in each channel and theme, three of whom rate: 1 on the web, 5 on WhatsApp."""
    turns, ratings = [], []
    for (n, theme), channel in product(enumerate(THEMES), CHANNELS):
        for one in range(6):
            when = at(1 + one, 8 + n, one + 20 * (channel == "web"))
            turns.append(turn(when, who(100 * n + one + 50 * (channel == "web")), intencion=theme, channel=channel))
            if one < 3:
                ratings.append({"at": when, "channel": channel, "puntaje": 1 if channel == "web" else 5})
    # One theme is rated by enough people to stand alone.
    ratings += [{"at": at(1 + one, 8, one), "channel": "whatsapp", "puntaje": 5} for one in range(3, 6)]
    count(database, turns, ratings)
    publish_months(database, YESTERDAY, NOW)
    return database


@pytest.mark.parametrize(
    ("clave", "scores", "response"),
    [
        (TODAS, {"1": 21, "5": 24}, (45, 84)),
        (Clave(canal="web"), {"1": 21}, (21, 42)),
        (Clave(canal="whatsapp"), {"5": 24}, (24, 42)),
        (Clave(canal="whatsapp", tema="tramite"), {"5": 6}, (6, 6)),
        (Clave(canal="whatsapp", tema="estado"), {}, (0, 0)),  # three ratings: not told, and not told as none
        (Clave(tema="estado"), {}, (0, 0)),
    ],
)
def test_ratings_are_told_exactly_or_not_at_all(
    rated: Database, clave: Clave, scores: dict[str, int], response: tuple[int, int]
) -> None:
    with rated.reading() as db:
        assert details(totals(db, Filtro(MARCH, clave, publico=True)).medidas, "nota_catalina") == scores
    found = of(published(rated, clave=clave), 20, "respuesta")
    assert (found.numerador, found.denominador) == response


def test_no_combination_of_ratings_tells_those_of_a_small_cell(rated: Database) -> None:
    raw = _rated_cells(rated)
    learned = []
    with rated.reading() as db:
        lists = [[CUALQUIERA, *values(db, place, publico=True)] for place in Clave._fields]
        for clave in (Clave(*parts) for parts in product(*lists)):
            told = details(totals(db, Filtro(MARCH, clave, publico=True)).medidas, "nota_catalina")
            if told:
                inside = [all(b in (CUALQUIERA, a) for a, b in zip(cell, clave, strict=True)) for cell in raw]
                assert sum(n for n, one in zip(raw.values(), inside, strict=True) if one) == sum(told.values())
                learned.append(inside)
    space, small = np.array(learned, dtype=float), [n for n, given in enumerate(raw.values()) if given < ENOUGH]
    assert len(small) == 2 * len(THEMES) - 1
    assert _inside(space, np.ones(len(raw)))
    assert [n for n in small if _inside(space, np.eye(len(raw))[n])] == []


def _rated_cells(database: Database) -> dict[Clave, int]:
    columns = (col(CeldaRow.canal), col(CeldaRow.dependencia), col(CeldaRow.tema), col(CeldaRow.medidas))
    with database.reading() as db:
        rows = db.execute(select(*columns).where(col(CeldaRow.grano) == MES, col(CeldaRow.fuente) == TURNOS)).all()
    cells = {
        Clave(r.canal, r.dependencia, r.tema): sum(details(read(r.medidas), "nota_catalina").values()) for r in rows
    }
    return {cell: n for cell, n in cells.items() if CUALQUIERA not in cell and n}


def _inside(space: Any, wanted: Any) -> bool:
    found, *_ = np.linalg.lstsq(space.T, wanted, rcond=None)
    return bool(np.allclose(space.T @ found, wanted, atol=1e-6))


def test_a_cell_tells_of_whole_blocks_only() -> None:
    a, b, c = (Clave("web", "", theme) for theme in ("a", "b", "c"))
    named = blocks((a, b, c), lambda cells: 3 * len(cells), COARSER)
    assert named == dict.fromkeys((a, b, c), Clave("web", "", OTROS)) or len(set(named.values())) == 1
    inside = {TODAS: (a, b, c), a: (a,), Clave(canal="web"): (c, b, a), Clave("whatsapp"): ()}
    assert whole_blocks(inside, named) == {TODAS, Clave(canal="web"), Clave("whatsapp")}


def test_a_tramite_for_which_one_person_asks_every_day_has_no_line_of_its_own(database: Database) -> None:
    others = [turn(at(n + 1), who(n), tramite="predial", dependencia="hacienda") for n in range(9)]
    once = [turn(at(n + 1, 12), who(n), tramite="licencia", dependencia="planeacion") for n in range(6)]
    again = [turn(at(day, 15), who(99), tramite="sisben", dependencia="dadis") for day in range(1, 8)]
    count(database, [*others, *once, *again])
    publish_months(database, YESTERDAY, NOW)
    with database.reading() as db:
        told = details(totals(db, Filtro(MARCH, publico=True)).medidas, "tramite")
    assert told == {"predial": 9, OTROS: 13}


def test_persons_in_two_groups_are_not_told_by_those_of_each_and_of_both(database: Database) -> None:
    asked = [turn(at(n + 1), who(n), intencion="tramite", dependencia="hacienda") for n in range(6)]
    filed = [turn(at(n + 1, 15), who(n + 5), intencion="radicar", dependencia="hacienda") for n in range(6)]
    count(database, [*asked, *filed])
    publish_months(database, YESTERDAY, NOW)
    with database.reading() as db:
        persons = [
            totals(db, Filtro(MARCH, Clave(dependencia="hacienda", tema=theme), publico=True)).personas
            for theme in (CUALQUIERA, "tramite", "radicar")
        ]
    assert persons == [10, 5, 5], "eleven, six and six: exact, they would tell that one did both"


def test_of_two_that_publish_at_once_one_does(database: Database) -> None:
    count(database, [turn(at(n + 1), who(n)) for n in range(9)])
    ready = Barrier(2)

    def one(_: int) -> bool:
        ready.wait(10)
        return publish(database, MAR, NOW)

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, range(2))) == [False, True]
    before = published(database)
    count(database, [turn(at(3, 17), who(n)) for n in range(20, 30)])
    assert not publish(database, MAR, NOW)
    assert published(database) == before
    assert _starts(database, DIA)
    assert not [row for row in published(database, Periodo(FEB, last_day(FEB))) if row.valor]
