"""Three criteria, one order: figures by hand, small cells hidden, and no number made up for what nobody judged."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import insert

from knowledge.conversaciones import Interaction
from knowledge.db import Database
from notifier.demanda import demanda
from notifier.prioridades import Candidato, Juicio, Pesos, Prioridad, hoja_de_ruta, prioridades

NOON = datetime(2026, 2, 10, 17, tzinfo=UTC)


def one(
    name: str, asked: int, hard: int | None = None, aligned: str = "", office: str = "DATT", quarter: str = ""
) -> Candidato:
    return Candidato(name, name, name, office, asked, Juicio(hard, "porque sí", aligned, quarter))


def test_the_score_is_what_the_weights_say() -> None:
    found = prioridades([one("a", 100, 3, "si"), one("b", 50, 1, "no"), one("c", 0, 5, "parte")], Pesos(50, 30, 20))
    assert [(p.candidato.id, p.puesto, p.puntaje) for p in found] == [("a", 1, 85.0), ("b", 2, 55.0), ("c", 3, 10.0)]


def test_the_weights_change_the_order() -> None:
    simple = [one("popular", 100, 5, "no"), one("facil", 10, 1, "no")]
    assert [p.candidato.id for p in prioridades(simple, Pesos(100, 0, 0))] == ["popular", "facil"]
    assert [p.candidato.id for p in prioridades(simple, Pesos(0, 100, 0))] == ["facil", "popular"]


@pytest.mark.parametrize("half", [one("x", 900), one("x", 900, 1), one("x", 900, None, "si")])
def test_what_nobody_judged_whole_has_no_score_and_goes_last(half: Candidato) -> None:
    found = prioridades([half, one("a", 5, 5, "no")], Pesos())
    assert [(p.candidato.id, p.puesto, p.puntaje) for p in found][-1] == ("x", None, None)


@pytest.mark.parametrize(("asked", "said"), [(0, "0"), (1, "menos de 5"), (4, "menos de 5"), (5, "5"), (120, "120")])
def test_a_small_count_is_not_shown(asked: int, said: str) -> None:
    assert Prioridad(one("a", asked), 1, 1.0).demanda == said


@given(st.lists(st.integers(0, 4), min_size=2, max_size=6))
def test_a_small_count_shows_neither_in_the_score_nor_in_the_order(asked: list[int]) -> None:
    found = prioridades([one(f"t{n}", count, 3, "si") for n, count in enumerate(asked)], Pesos())
    assert len({p.puntaje for p in found}) == 1
    assert [p.candidato.id for p in found] == [f"t{n}" for n in range(len(asked))]


def test_the_roadmap_goes_by_office_and_quarter_and_what_has_no_date_comes_last() -> None:
    found = prioridades(
        [
            one("a", 9, 1, "si", "Salud"), one("b", 8, 1, "si", "DATT", "2026-T4"), one("c", 7, 1, "si", "DATT"),
            one("d", 6, 1, "si", "DATT", "2026-T2"), one("e", 99, None, "", "DATT"),
            one("f", 99, None, "", "DATT", "2026-T4"),
        ],
        Pesos(),
    )  # fmt: skip
    assert [(office, [p.candidato.id for p in group]) for office, group in hoja_de_ruta(found)] == [
        ("DATT", ["d", "b", "f", "c"]),
        ("Salud", ["a"]),
    ]


def turn(
    at: datetime, persona: bytes | None, tramite: str | None = "predial", channel: str = "whatsapp"
) -> dict[str, object]:
    return {
        "at": at, "persona": persona, "channel": channel, "idioma": "es", "kind": "answered", "intencion": "tramite",
        "tramite": tramite, "reply_ms": 1,
    }  # fmt: skip


def test_a_person_counts_once_a_day_and_the_terminal_never(database: Database) -> None:
    rows = [
        turn(NOON, b"ana-----"), turn(NOON + timedelta(hours=1), b"ana-----"),
        turn(NOON + timedelta(days=1), b"ana-----"), turn(NOON, b"luis----"),
        turn(NOON, None), turn(NOON, b"eva-----", None), turn(NOON, b"staff---", channel="consola"),
        turn(datetime(2026, 3, 1, 4, 59, tzinfo=UTC), b"eva-----"),  # 28 February, 23:59 in the city
        turn(datetime(2026, 3, 1, 5, 0, tzinfo=UTC), b"eva-----"),
        turn(datetime(2026, 2, 1, 4, 59, tzinfo=UTC), b"eva-----"),
    ]  # fmt: skip
    with database.writing() as db:
        db.execute(insert(Interaction), rows)
    with database.reading() as db:
        assert demanda(db, date(2026, 2, 1), date(2026, 2, 28)) == {"predial": 4}
