"""What a reviewer sees of a change, word by word, and the history as a table to take away."""

import csv
import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.panel.cambios import Trozo, changes, words
from bot.panel.celdas import nombres
from knowledge.tramites import content as stored
from knowledge.values import Contraste, Momento, Norma, Requisito, Tiempo, Tramite, Valor
from tests.panel.conftest import Person
from tests.worlds import content

Enter = Callable[[str], Person]
SLUG = "certificado-de-residencia"
RESIDENCIA = content().tramites["ctg-residencia"]
NOMBRES = nombres(content())


@pytest.mark.parametrize(
    ("before", "now", "runs"),
    [
        ("Dos días", "Tres días", [("quitado", "Dos"), ("agregado", "Tres"), ("igual", " días")]),
        ("Trae tu cédula", "Trae la copia", [("igual", "Trae "), ("quitado", "tu cédula"), ("agregado", "la copia")]),
        ("Uno\nDos", "Uno\nDos", [("igual", "Uno\nDos")]),
        ("Uno", "Uno dos", [("igual", "Uno"), ("agregado", " dos")]),
    ],
)
def test_words_that_went_and_came_are_told_apart(before: str, now: str, runs: list[tuple[str, str]]) -> None:
    assert [(t.clase, t.texto) for t in words(before, now)] == runs


def labels(before: Tramite, now: Tramite) -> list[tuple[str, bool]]:
    return [(c.label, c.pesa) for c in changes(stored(before), stored(now), NOMBRES)]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"tiempo": Tiempo("habil", 3)}, [("Cuánto demora", True)]),
        ({"url": "https://otra.gov.co"}, [("Dirección de internet", True)]),
        ({"nota": "Otra", "costo": "$5.000"}, [("Cuánto cuesta", True), ("Nota", False)]),
        ({"momentos": (Momento("Pide", (Requisito("documento", "Cédula"),)),)}, [("Qué se pide", True), ("Pasos", False)]),
        ({"valores": (Valor("Copia", 10, cuenta="Banco 1"),)}, [("Valores", True), ("¿Se paga?", True), ("Cuánto cuesta", True)]),
        ({"normas": (Norma("Ley", "1", 2020),)}, [("Normas", False)]),
    ],
)  # fmt: skip
def test_cost_term_requirement_and_link_are_told_first(change: dict[str, object], told: list[tuple[str, bool]]) -> None:
    assert labels(RESIDENCIA, replace(RESIDENCIA, **change)) == told  # type: ignore[arg-type]


def test_a_new_account_to_pay_at_is_told_though_no_citizen_reads_it() -> None:
    before = replace(RESIDENCIA, valores=(Valor("Copia", 10, cuenta="Banco 1"),))
    now = replace(RESIDENCIA, valores=(Valor("Copia", 10, cuenta="Banco 2"),))
    (change,) = changes(stored(before), stored(now), NOMBRES)
    assert (change.label, change.pesa) == ("Valores", True)
    assert Trozo("agregado", "2") in change.trozos


def test_neighbours_are_told_by_name_and_never_by_the_id_of_another_entity() -> None:
    now = replace(RESIDENCIA, no_confundir_con=(Contraste("suit-65993", "¿Otra?"),))
    (change,) = changes(stored(RESIDENCIA), stored(now), NOMBRES)
    assert "suit-" not in change.antes + change.ahora


def test_what_changed_is_marked_for_the_eye_and_for_the_ear(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, resultado="Constancia de residencia", url="https://www.cartagena.gov.co/x")
    assert '<del><span class="oculto">quitado: </span>Certificado' in ana.page
    assert '<ins><span class="oculto">agregado: </span>Constancia' in ana.page
    boxed = ana.page.index('aria-label="Cambios importantes"')
    assert boxed < ana.page.index("Dirección de internet") < ana.page.index("Qué se entrega al final")


def test_the_history_is_taken_away_as_a_table_that_runs_nothing(enter: Enter) -> None:
    ana = enter("editora").save(SLUG, nota="Otra", motivo='=HYPERLINK("http://malo")')
    ana.get(f"/panel/hojas/{SLUG}/versiones.csv")
    assert ana.headers["Content-Disposition"] == f'attachment; filename="historia-{SLUG}.csv"'
    heads, newest, first = csv.reader(io.StringIO(ana.page.removeprefix("\ufeff")), delimiter=";")
    assert heads[2] == "Quién la escribió"
    assert (newest[0], newest[2], newest[6]) == ("2", "editora", "Nota")
    assert newest[7] == '\'=HYPERLINK("http://malo")'
    assert (first[2], first[6]) == ("Contenido inicial", "Primera versión")


def test_the_history_of_anothers_office_is_not_taken_away(enter: Enter) -> None:
    assert enter("oficial").get(f"/panel/hojas/{SLUG}/versiones.csv").status == 403
