"""Each indicator against figures counted by hand, on both databases."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert

from knowledge.conversaciones import Interaction, Rating
from knowledge.db import Database
from notifier.cifras.board import board
from notifier.cifras.formulas import Cifra, share
from notifier.cifras.measures import Reglas
from notifier.cifras.periods import Periodo
from notifier.cifras.query import Filtro
from notifier.cifras.rollup import roll_turns
from notifier.cifras.scale import percentile, step

ANA, LUIS, EVA = b"ana-----", b"luis----", b"eva-----"
MONDAY = datetime(2026, 3, 30, 15, 0, tzinfo=UTC)  # 10:00 in Cartagena
HOLIDAYS = {date(2026, 4, 2), date(2026, 4, 3)}


def turn(at: datetime, persona: bytes | None, kind: str = "answered", **rest: object) -> dict[str, object]:
    base = {
        "at": at, "persona": persona, "channel": "whatsapp", "idioma": "es", "kind": kind, "intencion": None, "confianza": None,
        "tramite": None, "dependencia": None, "flow": None, "question": None, "ended": None, "reply_ms": 400,
    }  # fmt: skip
    return {**base, **rest}


def after(**how: float) -> datetime:
    return MONDAY + timedelta(**how)


TURNS = [
    turn(MONDAY - timedelta(days=9), ANA),  # before the period: Ana returns
    # Ana: 29:59 is the same conversation, 30:00 begins another.
    turn(MONDAY, ANA, "greeted", intencion="saludo", reply_ms=100),
    turn(after(minutes=29, seconds=59), ANA, intencion="tramite", reply_ms=200),
    turn(after(minutes=59, seconds=59), ANA, "missed", intencion="fuera_de_alcance", reply_ms=300),
    # Luis fills a form to its end, and leaves another at its second question.
    turn(after(hours=3), LUIS, intencion="funcionario", flow="funcionario", question="funcionario.oficina"),
    turn(after(hours=3, minutes=1), LUIS, "retried", flow="funcionario", question="funcionario.oficina"),
    turn(after(hours=3, minutes=2), LUIS, flow="funcionario", ended="funcionario"),
    turn(after(hours=3, minutes=3), LUIS, intencion="error_dato", flow="error_dato", question="error_dato.que"),
    turn(after(hours=3, minutes=4), LUIS, flow="error_dato", question="error_dato.foto", reply_ms=61_000),
    # Eva writes on Holy Thursday, on the web, in English, before and after midnight in Cartagena.
    turn(datetime(2026, 4, 3, 4, 50, tzinfo=UTC), EVA, "clarified", channel="web", idioma="en", intencion="aclarar"),
    turn(datetime(2026, 4, 3, 5, 5, tzinfo=UTC), EVA, "failed", channel="web", idioma="en"),
    # A denuncia: no person, no hour. The terminal: no citizen.
    turn(datetime(2026, 4, 1, 17, 0, tzinfo=UTC), None, intencion="denuncia", flow="denuncia", question="denuncia.modo", reply_ms=0),
    turn(MONDAY, b"staff---", channel="consola"),
    turn(after(hours=1), ANA, "con_persona", reply_ms=0),  # a person of the staff answers it
    turn(datetime(2026, 4, 6, 5, 0, tzinfo=UTC), ANA),  # midnight of the day after: outside
]  # fmt: skip
SCORES = [
    (after(hours=1), "whatsapp", 5),
    (after(hours=2), "web", 2),
    (after(hours=2), "web", 4),
    (after(hours=2), "consola", 1),
]


REGLAS = Reglas(frozenset({"funcionario", "error_dato"}), lambda day: day not in HOLIDAYS, lambda at: at.hour < 22)
NIGHT = datetime(2026, 4, 20, 8, tzinfo=UTC)
WEEK = Periodo(date(2026, 3, 30), date(2026, 4, 5))


@pytest.fixture
def counted(database: Database) -> dict[tuple[int, str], Cifra]:
    with database.writing() as db:
        db.execute(insert(Interaction), TURNS)
        db.execute(insert(Rating), [{"at": at, "channel": channel, "puntaje": score} for at, channel, score in SCORES])
    roll_turns(database, REGLAS, date(2026, 4, 19), NIGHT)
    with database.reading() as db:
        found = board(db, Filtro(WEEK))
    return {(item.indicador, item.dimension): item for item in found.cifras}


EXPECTED = [
    (4, "", None, 4),  # Ana twice, Luis, Eva: the last is one, though midnight passed
    (5, "", None, 8),  # ten messages: one took 61 s, one failed; the denuncia counts nowhere
    (5, "de_los_recibidos", (8, 10), 80.0),
    (6, "", None, 3),
    (6, "vuelven", None, 1),
    (6, "nuevas", None, 2),
    (8, "dia_no_habil", (1, 4), 25.0),
    (8, "", (0, 4), 0.0),
    (9, "mediana", None, 0.4),
    (9, "p95", None, 63.0),  # 61 s, told on the series R20
    (12, "", (6, 10), 60.0),
    (13, "", (4, 10), 40.0),
    (14, "", (2, 4), 50.0),  # Luis asked for a person, and Ana's second talk went on with one
    (15, "", (2, 4), 50.0),  # Ana wrote again within the hour, of no theme
    (16, "", (2, 4), 50.0),
    (17, "", (1, 1), 100.0),  # one theme was asked for and solved: the second time Ana named none
    (18, "", (1, 2), 50.0),
    (19, "", (1, 2), 50.0),
    (20, "catalina", (2, 3), 200 / 3),
    (20, "respuesta", (3, 4), 75.0),
    (20, "persona", (0, 0), None),
]


@pytest.mark.parametrize(("number", "dimension", "parts", "value"), EXPECTED)
def test_each_indicator_is_what_was_counted_by_hand(
    counted: dict[tuple[int, str], Cifra], number: int, dimension: str, parts: tuple[int, int] | None, value: float
) -> None:
    found = counted[number, dimension]
    assert found.valor == (None if value is None else pytest.approx(value))
    assert parts is None or (found.numerador, found.denominador) == parts


def test_nothing_counted_is_sin_datos_and_never_zero() -> None:
    assert share(20, "Satisfacción", 0, 0).texto == "sin datos"
    assert (share(20, "Satisfacción", 0, 4).texto, share(20, "Satisfacción", 0, 4).de) == ("0,0 %", "0 de 4")


@pytest.mark.parametrize(("times", "percent", "ms"), [([], 95, None), ([1000], 95, 1000), ([*range(1, 101)], 95, 100), ([1, 2, 3, 4], 50, 2)])  # fmt: skip
def test_a_percentile_is_a_step_that_so_many_did_not_exceed(times: list[int], percent: int, ms: int | None) -> None:
    assert percentile(Counter(map(step, times)), percent) == ms


@pytest.mark.parametrize(("value", "held"), [(0, 0), (1, 1), (99, 100), (100, 100), (101, 112), (61_000, 63_000), (10**15, 9_000_000_000)])  # fmt: skip
def test_a_time_is_rounded_up_by_at_most_an_eighth(value: int, held: int) -> None:
    assert step(value) == held
