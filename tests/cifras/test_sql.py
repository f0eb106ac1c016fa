"""The roll-up against SQL over the raw rows: another way of counting, with window functions, must say the same."""

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import insert, text

from knowledge.cifras import CUALQUIERA, Clave
from knowledge.conversaciones import Interaction, Rating
from knowledge.db import Database
from notifier.cifras import NUEVAS, TURNOS
from notifier.cifras.cells import details
from notifier.cifras.measures import Reglas
from notifier.cifras.months import roll_months
from notifier.cifras.periods import Periodo
from notifier.cifras.query import Filtro, totals
from notifier.cifras.rollup import roll_turns
from notifier.cifras.scale import step
from notifier.cifras.turns import midnight
from tests.cifras.test_by_hand import turn

FIRST, LAST = date(2025, 11, 20), date(2026, 3, 10)  # a change of year, four months, the last not whole
NOW = datetime(2026, 3, 25, 8, tzinfo=UTC)
REGLAS = Reglas(frozenset({"radicar"}), lambda day: day.weekday() < 5, lambda at: 12 < at.hour < 22)
SECONDS = {"sqlite": "CAST(strftime('%s', at) AS INTEGER)", "postgresql": "CAST(EXTRACT(EPOCH FROM at) AS BIGINT)"}
DAY = {"sqlite": "date(at, '-5 hours')", "postgresql": "to_char(at - interval '5 hours', 'YYYY-MM-DD')"}
TALKS = """
WITH spaced AS (
    SELECT *, {seconds} AS s, {day} AS dia,
           {seconds} - LAG({seconds}) OVER (PARTITION BY persona, channel ORDER BY at, id) AS silence
    FROM interactions WHERE persona IS NOT NULL AND channel <> 'consola'
), numbered AS (
    SELECT *, SUM(CASE WHEN silence IS NULL OR silence >= 1800 THEN 1 ELSE 0 END)
                  OVER (PARTITION BY persona, channel ORDER BY at, id) AS talk
    FROM spaced
), themes AS (
    SELECT persona, channel, talk, intencion, ROW_NUMBER() OVER (PARTITION BY persona, channel, talk ORDER BY at, id) AS n
    FROM numbered WHERE intencion IS NOT NULL AND intencion NOT IN ('saludo', 'gracias', 'fuera_de_alcance')
), offices AS (
    SELECT persona, channel, talk, dependencia, ROW_NUMBER() OVER (PARTITION BY persona, channel, talk ORDER BY at, id) AS n
    FROM numbered WHERE dependencia IS NOT NULL
), turns AS (
    SELECT numbered.*, COALESCE(themes.intencion, 'sin_tema') AS tema, COALESCE(offices.dependencia, '') AS oficina,
           MIN(numbered.dia) OVER (PARTITION BY numbered.persona, numbered.channel, numbered.talk) AS empieza,
           SUM(CASE WHEN kind = 'con_persona' THEN 0 ELSE 1 END)
               OVER (PARTITION BY numbered.persona, numbered.channel, numbered.talk) AS respuestas
    FROM numbered
    LEFT JOIN themes ON themes.n = 1 AND themes.persona = numbered.persona AND themes.channel = numbered.channel
                     AND themes.talk = numbered.talk
    LEFT JOIN offices ON offices.n = 1 AND offices.persona = numbered.persona AND offices.channel = numbered.channel
                      AND offices.talk = numbered.talk
), asked AS (
    SELECT * FROM turns WHERE (:canal = '*' OR channel = :canal) AND (:dependencia = '*' OR oficina = :dependencia)
                          AND (:tema = '*' OR tema = :tema)
)
"""
MESSAGES = (
    TALKS
    + """
SELECT SUM(CASE WHEN kind <> 'con_persona' THEN 1 ELSE 0 END) AS mensajes,
       SUM(CASE WHEN kind NOT IN ('con_persona', 'failed') AND reply_ms <= 60000 THEN 1 ELSE 0 END) AS en_un_minuto,
       SUM(CASE WHEN kind IN ('answered', 'greeted') THEN 1 ELSE 0 END) AS entendidos,
       SUM(CASE WHEN kind IN ('missed', 'failed') THEN 1 ELSE 0 END) AS no_entendidos
FROM asked WHERE dia BETWEEN :desde AND :hasta
"""
)
BEGUN = (
    TALKS
    + """
SELECT COUNT(DISTINCT persona) AS personas,
       COUNT(DISTINCT {name}) AS conversaciones,
       COUNT(DISTINCT CASE WHEN kind = 'con_persona' OR flow = 'funcionario' THEN {name} END) AS con_escalamiento
FROM asked WHERE empieza BETWEEN :desde AND :hasta AND respuestas > 0
"""
)
NEW = (
    TALKS
    + """
SELECT COUNT(*) FROM (
    SELECT persona FROM asked WHERE empieza BETWEEN :desde AND :hasta AND respuestas > 0
    INTERSECT
    SELECT persona FROM turns WHERE respuestas > 0 GROUP BY persona HAVING MIN(empieza) BETWEEN :desde AND :hasta
) AS found
"""
)
TIMES = (
    TALKS
    + "SELECT reply_ms FROM asked WHERE dia BETWEEN :desde AND :hasta AND kind <> 'con_persona' AND persona IS NOT NULL"
)
RATED = (
    TALKS
    + """
SELECT ratings.puntaje FROM ratings JOIN asked ON asked.at = ratings.at AND asked.channel = ratings.channel
WHERE dia BETWEEN :desde AND :hasta AND persona IS NOT NULL
"""
)
NAME = {
    "sqlite": "hex(persona) || channel || talk",
    "postgresql": "encode(persona, 'hex') || channel || talk",
}

FILTERS = [
    (FIRST, LAST, Clave()),
    (date(2025, 12, 1), date(2025, 12, 31), Clave()),
    (date(2025, 12, 24), date(2026, 2, 3), Clave(canal="web")),
    (date(2025, 11, 25), date(2026, 3, 5), Clave(canal="whatsapp")),  # days, whole months, days
    (FIRST, LAST, Clave(tema="tramite")),
    (FIRST, LAST, Clave(dependencia="hacienda")),
    (date(2026, 1, 1), date(2026, 1, 31), Clave(canal="web", tema="tramite", dependencia="hacienda")),
    (date(2026, 1, 1), date(2026, 2, 28), Clave(dependencia="", tema="convocatorias")),
    (date(2026, 2, 14), date(2026, 2, 14), Clave()),
    (FIRST, LAST, Clave(tema="sin_tema", dependencia="")),
    (date(2026, 3, 1), LAST, Clave(tema="sin_tema", canal="whatsapp")),
]  # fmt: skip


def made(dice: random.Random) -> Iterator[list[dict[str, Any]]]:
    """Yield conversations of some sixty persons, many of them across midnight or close to thirty minutes of silence."""
    for _ in range(900):
        who = None if dice.random() < 0.04 else dice.randrange(60).to_bytes(8, "big")
        at = midnight(FIRST + timedelta(days=dice.randrange((LAST - FIRST).days + 1)))
        at += timedelta(minutes=dice.choice((dice.randrange(1440), 1438, 1410)))
        channel, topic = (
            dice.choice(("whatsapp", "whatsapp", "web")),
            dice.choice(("tramite", "convocatorias", "saludo", None)),
        )
        rows = []
        for _ in range(dice.randint(1, 4)):
            office = dice.choice(("hacienda", "planeacion")) if topic == "tramite" else None
            kind = dice.choice(("answered",) * 5 + ("missed", "failed", "con_persona", "greeted"))
            flow = "funcionario" if dice.random() < 0.05 else None
            ms = dice.choice((dice.randrange(20, 900), 60_000, 60_001))
            rows.append(
                turn(at, who, kind, channel=channel, intencion=topic, dependencia=office, flow=flow, reply_ms=ms)
            )
            at += timedelta(seconds=dice.choice((40, 1799, 1800, 1801, 600)))
        yield rows


@pytest.fixture
def filled(database: Database) -> Database:
    rows = [row for talk in made(random.Random(20261122)) for row in talk]
    moments = {(row["at"], row["channel"]): row for row in rows if row["persona"] is not None}
    with database.writing() as db:
        db.execute(insert(Interaction), list(moments.values()) + [row for row in rows if row["persona"] is None])
        db.execute(insert(Rating), [{"at": at, "channel": channel, "puntaje": 1 + n % 5} for n, (at, channel) in enumerate(sorted(moments)[::9])])  # fmt: skip
    roll_turns(database, REGLAS, date(2026, 3, 24), NOW)
    for fuente in (NUEVAS, TURNOS):
        roll_months(database, fuente, date(2026, 3, 24), NOW)
    return database


@pytest.mark.parametrize(("desde", "hasta", "clave"), FILTERS)
def test_the_roll_up_says_what_sql_over_the_raw_rows_says(
    filled: Database, desde: date, hasta: date, clave: Clave
) -> None:
    given = {"desde": str(desde), "hasta": str(hasta), **clave._asdict()}
    with filled.reading() as db:
        kind = db.dialect.name

        def asked(sql: str) -> Any:
            whole = sql.replace("{seconds}", SECONDS[kind]).replace("{day}", DAY[kind]).replace("{name}", NAME[kind])
            return db.execute(text(whole), given)

        told = totals(db, Filtro(Periodo(desde, hasta), clave))
        expected = {**asked(MESSAGES).one()._mapping, **asked(BEGUN).one()._mapping}
        new = asked(NEW).scalar_one()
        times = [step(ms) for ms in asked(TIMES).scalars()]
        scores = sorted(asked(RATED).scalars())
    assert {name: n or 0 for name, n in expected.items()} == {
        name: told.personas if name == "personas" else told[name] for name in expected
    }
    assert told.nuevas == new
    assert sorted(int(ms) for ms, n in details(told.medidas, "ms").items() for _ in range(n)) == sorted(times)
    assert sorted(int(s) for s, n in details(told.medidas, "nota_catalina").items() for _ in range(n)) == scores
    assert told["mensajes"] or clave.tema == CUALQUIERA, "a filter that nothing fits tests nothing"
