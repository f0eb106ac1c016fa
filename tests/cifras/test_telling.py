"""What the assistant says of itself in the chat: the last published month, and nothing before there is one."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import insert

from flows.como_va import asks_about_us, como_va
from knowledge.conversaciones import Event, Interaction
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
        ("es", "En *octubre de 2026* atendí *12.345* conversaciones de unas *4.567* personas.\nRespondí en un minuto *20.100 de 20.300* mensajes.\nEntendí *700 de 900* preguntas.\nTodas las cifras, con lo que cuenta cada una: https://catalina.example/estadisticas"),
        ("en", "In *October 2026* I attended *12,345* conversations of about *4,567* people.\nI answered *20,100 of 20,300* messages within a minute.\nI understood *700 of 900* questions.\nAll the figures, and what each one counts: https://catalina.example/estadisticas"),
    ],
)  # fmt: skip
def test_the_last_month_is_told_in_both_languages_without_what_nobody_rated(idioma: Idioma, said: str) -> None:
    context = replace(make_context(), idioma=idioma, como_va=lambda: OCTOBER, url_publica="https://catalina.example")
    assert como_va(context) == said


def said(found: ComoVa, idioma: Idioma = "es") -> str:
    return como_va(replace(make_context(), idioma=idioma, como_va=lambda: found))


def test_invented_figures_are_told_as_invented_before_anything_else() -> None:
    assert said(replace(OCTOBER, inventado=True)).startswith(
        "*Estas cifras son inventadas*, para una prueba. No son de la ciudad.\nEn *octubre de 2026* atendí"
    )
    assert said(replace(OCTOBER, inventado=True), "en").startswith("*These figures are invented*")
    assert "inventadas" not in said(OCTOBER)


def test_ratings_are_counted_as_ratings_and_not_as_persons() -> None:
    assert "Me dieron 4 o 5 en *40 de 50* calificaciones." in said(replace(OCTOBER, satisfechos=(40, 50)))


def test_a_hidden_month_is_told_as_published_and_without_any_count() -> None:
    hidden = said(replace(OCTOBER, conversaciones=0, personas=0, en_un_minuto=(3, 3)))
    assert hidden.startswith("En *octubre de 2026* me escribieron menos de cinco personas, o ninguna.")
    assert "Todavía no hay" not in hidden
    assert "3" not in hidden


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


def test_before_a_month_is_published_nothing_is_told_and_of_one_person_never(database: Database) -> None:
    with database.reading() as db:
        assert last_month(db) is None
    with database.writing() as db:
        db.execute(insert(Interaction).values(**turn(midnight(JAN), b"ana-----")))
    _count(database)
    with database.reading() as db:
        found = last_month(db)
    assert found is not None
    assert (found.mes, found.conversaciones, found.personas, found.en_un_minuto, found.satisfechos) == (
        MAR, 0, 0, (0, 0), (0, 0),
    ), "one person's month was told"  # fmt: skip


def test_after_months_that_are_told_one_that_is_hidden_is_the_last(database: Database) -> None:
    with database.writing() as db:
        rows = [turn(midnight(JAN), n.to_bytes(8, "big")) for n in range(6)]
        db.execute(insert(Interaction), [*rows, turn(midnight(MAR), b"ana-----")])
    _count(database)
    with database.reading() as db:
        found = last_month(db)
    assert found is not None
    assert (found.mes, found.conversaciones) == (MAR, 0)


def test_what_is_told_of_invented_use_says_so(published: Database) -> None:  # noqa: F811
    with published.reading() as db:
        assert not (last_month(db) or OCTOBER).inventado
    with published.writing() as db:
        db.execute(insert(Event).values(at=midnight(JAN), kind="demo", detail="", contact_id=None))
    with published.reading() as db:
        found = last_month(db)
    assert found is not None
    assert found.inventado
