"""What is counted and is no turn, against figures counted by hand, on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, update
from sqlmodel import col

from knowledge.atencion import AtencionRow
from knowledge.avisos import AvisoRow
from knowledge.cifras import SondaRow
from knowledge.conversaciones import Contact, Outgoing
from knowledge.db import Database
from knowledge.denuncias import DenunciaRow
from knowledge.solicitudes import SolicitudRow
from notifier.cifras.board import board
from notifier.cifras.formulas import Cifra
from notifier.cifras.measures import Reglas
from notifier.cifras.months import roll_months
from notifier.cifras.others import roll_source, sources
from notifier.cifras.periods import Periodo
from notifier.cifras.publish import publish
from notifier.cifras.query import Filtro, totals
from notifier.cifras.turns import midnight

MONDAY = date(2026, 3, 30)
NOW = datetime(2026, 4, 8, 8, tzinfo=UTC)
DAY = timedelta(days=1)
REGLAS = Reglas(
    frozenset(),
    lambda day: day.weekday() < 5,
    lambda at: True,
    lambda since, until: (until - since) / 2,  # half of the time was office time
    {"whatsapp": 5_000, "whatsapp/aviso": 12_000},
)


def at(hours: float) -> datetime:
    return midnight(MONDAY) + timedelta(hours=hours)


def fill(database: Database) -> None:
    talk = {"canal": "web", "cola": "", "estado": "cerrada"}
    request = {"tipo": "queja", "estado": "respondida", "dependencia_id": "datt"}
    notice = {"contact_id": 1, "tema": "solicitud", "clase": "responder", "created_at": at(9)}
    sent = {
        "contact_id": 1,
        "address": "demo:1",
        "body": "{}",
        "estado": "entregada",
        "due_at": at(9),
        "created_at": at(9),
    }
    with database.writing() as db:
        db.execute(insert(Contact).values(id=1, created_at=at(0)))
        db.execute(
            insert(AtencionRow),
            [
                {**talk, "pedida_at": at(9), "primera_at": at(9) + timedelta(minutes=8)},  # four minutes of office time
                {**talk, "pedida_at": at(10), "primera_at": at(12)},  # an hour
                {**talk, "pedida_at": at(11), "primera_at": None},
                {**talk, "canal": "consola", "pedida_at": at(11), "primera_at": at(11)},  # of staff
            ],
        )
        db.execute(
            insert(SolicitudRow),
            [
                # In term, two business days; out of term; answered that day and filed long before; open.
                {**request, "codigo": "A", "canal": "web", "recibida_el": MONDAY, "respondida_el": MONDAY + 2 * DAY, "vence_el": MONDAY + 3 * DAY},
                {**request, "codigo": "B", "canal": "ventanilla", "recibida_el": MONDAY, "respondida_el": MONDAY + 7 * DAY, "vence_el": MONDAY + 3 * DAY},
                {**request, "codigo": "C", "canal": "web", "recibida_el": MONDAY - 60 * DAY, "respondida_el": MONDAY, "vence_el": MONDAY},
                {**request, "codigo": "D", "canal": "whatsapp", "recibida_el": MONDAY, "respondida_el": None, "vence_el": MONDAY + 3 * DAY},
            ],
        )  # fmt: skip
        db.execute(
            insert(AvisoRow),
            [
                {**notice, "key": "a", "estado": "entregado", "desde": at(9) + timedelta(minutes=3)},
                {**notice, "key": "b", "estado": "contado", "desde": at(10)},
                {**notice, "key": "c", "estado": "tarea", "desde": at(12)},
                {**notice, "key": "d", "estado": "en_camino", "desde": at(9)},
            ],
        )
        db.execute(
            insert(Outgoing),
            [
                {**sent, "key": "a", "channel": "whatsapp", "kind": "reply", "sent_at": at(9)},
                {**sent, "key": "b", "channel": "whatsapp", "kind": "aviso", "sent_at": at(9)},
            ],
        )
        # The probe began at noon: 720 minutes of that day, of which three were asked and two answered.
        db.execute(insert(SondaRow), [{"minuto": at(12) + timedelta(minutes=n), "bien": n != 1} for n in range(3)])
        db.execute(insert(DenunciaRow), [report(n, MONDAY) for n in range(2)])


def report(n: int, day: date) -> dict[str, object]:
    return {
        "id": f"d{day}{n}",
        "recibida_el": day,
        "modo": "anonima",
        "contenido": "",
        "receipt_hash": "",
        "estado": "recibida",
    }


def count(database: Database, yesterday: date = MONDAY + 7 * DAY) -> int:
    period = Periodo(MONDAY, yesterday)
    return sum(roll_source(database, name, contar, period, NOW) for name, contar in sources(REGLAS).items())


@pytest.fixture
def counted(database: Database) -> dict[tuple[int, str], Cifra]:
    fill(database)
    count(database)
    with database.reading() as db:
        found = board(db, Filtro(Periodo(MONDAY, MONDAY + 7 * DAY)))
    return {(one.indicador, one.dimension): one for one in found.cifras}


@pytest.mark.parametrize(
    ("indicador", "dimension", "valor", "parts"),
    [
        (11, "mediana", 250 / 60, None),  # 240 s on the series R20
        (11, "en_5_min", 100 / 3, (1, 3)),  # of all who asked for a person: one was never answered
        (16, "atendidos", 200 / 3, (2, 3)),
        (24, "", 3, None),
        (24, "en_termino", 200 / 3, (2, 3)),
        (24, "tipo=queja", 200 / 3, (2, 3)),
        (24, "digitales", 200 / 3, (2, 3)),
        (24, "dias", 5, None),  # 2, 5 and 42 business days
        (25, "", 4, None),
        (25, "entregados", 50.0, (2, 4)),
        (25, "no_enterado", 25.0, (1, 4)),
        (25, "minutos", 3, None),
        (26, "", 2 / 3, (2, 3)),
        (26, "costo", 170 / 3, None),
        (10, "", 100 * 2 / (720 + 7 * 1440), (2, 720 + 7 * 1440)),
        (27, "", None, None),  # nobody reads of reports more than what is published
    ],
)
def test_each_indicator_is_what_was_counted_by_hand(
    counted: dict[tuple[int, str], Cifra],
    indicador: int,
    dimension: str,
    valor: float | None,
    parts: tuple[int, int] | None,
) -> None:
    found = counted[indicador, dimension]
    assert found.valor == (None if valor is None else pytest.approx(valor))
    assert parts is None or (found.numerador, found.denominador) == parts


def test_a_message_without_a_price_leaves_the_cost_untold(database: Database) -> None:
    fill(database)
    with database.writing() as db:
        db.execute(update(Outgoing).where(col(Outgoing.key) == "a").values(channel="sms"))
    count(database)
    with database.reading() as db:
        assert board(db, Filtro(Periodo(MONDAY, MONDAY))).cifra(26, "costo").texto == "sin datos"


def test_what_changes_after_the_fact_is_counted_again_and_what_does_not_is_left(database: Database) -> None:
    fill(database)
    assert count(database) > 0
    assert count(database) == 0
    with database.writing() as db:
        db.execute(update(AvisoRow).where(col(AvisoRow.key) == "d").values(estado="entregado"))
    assert count(database) == 1
    with database.reading() as db:
        assert totals(db, Filtro(Periodo(MONDAY, MONDAY)))["avisos_entregados"] == 3


def test_reports_are_told_in_groups_of_whole_months_that_reach_five(database: Database) -> None:
    months = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    with database.writing() as db:
        for month, many in zip(months, (2, 4, 3), strict=True):
            db.execute(insert(DenunciaRow), [report(n, month + 3 * DAY) for n in range(many)])
    for fuente, contar in sources(REGLAS).items():
        roll_source(database, fuente, contar, Periodo(months[0], MONDAY + 7 * DAY), NOW)
        roll_months(database, fuente, MONDAY + 7 * DAY, NOW)
    for month in months:
        assert publish(database, month, NOW)
    with database.reading() as db:
        told = [totals(db, Filtro(Periodo(m, m), publico=True)).medidas for m in months]
    assert [one.get("denuncias") for one in told] == [None, 6, None]  # March waits for two more
    assert told[1]["denuncias_de|2026-01/2026-02"] == 6
