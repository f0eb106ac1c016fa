"""What the assistant says of itself in the chat: the last published month, and nothing before there is one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert

from flows.como_va import asks_about_us, como_va
from knowledge.conversaciones import Interaction
from knowledge.db import Database
from knowledge.values import ComoVa, Idioma
from notifier.cifras.telling import last_month
from notifier.cifras.turns import midnight
from tests.cifras.test_by_hand import turn
from tests.cifras.test_hiding import JAN, MAR, _count, published  # noqa: F401 - the fixture of published months
from tests.worlds import make_context

OCTOBER = ComoVa(date(2026, 10, 1), 12_345, 4_567, (20_100, 20_300), (700, 900), (0, 0))


@pytest.mark.parametrize(
    ("idioma", "said"),
    [
        ("es", "En *octubre de 2026* atendí *12.345* conversaciones de *4.567* personas.\nRespondí en un minuto *20.100 de 20.300* mensajes.\nEntendí *700 de 900* preguntas.\nTodas las cifras, con lo que cuenta cada una: https://catalina.example/estadisticas"),
        ("en", "In *October 2026* I attended *12,345* conversations of *4,567* people.\nI answered *20,100 of 20,300* messages within a minute.\nI understood *700 of 900* questions.\nAll the figures, and what each one counts: https://catalina.example/estadisticas"),
    ],
)  # fmt: skip
def test_the_last_month_is_told_in_both_languages_without_what_nobody_rated(idioma: Idioma, said: str) -> None:
    context = replace(make_context(), idioma=idioma, como_va=lambda: OCTOBER, url_publica="https://catalina.example")
    assert como_va(context) == said


@pytest.mark.parametrize(("texto", "ours"), [("cómo va Catalina", True), ("cifras de catalina récord", False), ("cifras de la ciudad", False)])  # fmt: skip
def test_figures_of_the_assistant_are_told_apart_from_those_of_the_city(texto: str, ours: bool) -> None:
    assert asks_about_us(make_context(), texto) is ours


def test_what_is_told_is_the_last_published_month(published: Database) -> None:  # noqa: F811
    with published.reading() as db:
        found = last_month(db)
    assert found is not None
    assert (found.mes, found.satisfechos) == (MAR, (0, 0))
    assert found.conversaciones >= found.personas >= 5
    assert found.en_un_minuto == (found.conversaciones, found.conversaciones)  # one message each, all answered


def test_before_a_month_is_published_nothing_is_told(database: Database) -> None:
    with database.reading() as db:
        assert last_month(db) is None
    with database.writing() as db:
        db.execute(insert(Interaction).values(**turn(midnight(JAN), b"ana-----")))
    _count(database)
    with database.reading() as db:
        assert last_month(db) is None, "one person's month was told"
