"""The list of trámites: each filter narrows it to what it says, and many are given to an office with one confirmation."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.services import Services
from knowledge import auditoria, tramites
from knowledge.tramites import HojaRow
from tests.panel.conftest import Person

Enter = Callable[[str], Person]
LISTA, ASIGNAR = "/panel/hojas", "/panel/hojas/asignar"
CUATRO = ["certificado-de-residencia", "comisaria-de-familia"]


def total(person: Person, **args: str) -> int:
    """Return how many the list says there are."""
    query = "&".join(f"{name}={value}" for name, value in args.items())
    return int(person.get(f"{LISTA}?{query}").page.split('role="status">')[1].split()[0])


def expected(services: Services, **columns: object) -> int:
    """Return how many hojas have those values."""
    with services.db.reading_session() as db:
        return sum(
            all(getattr(hoja, name) == value for name, value in columns.items()) for hoja in db.exec(select(HojaRow))
        )


@pytest.mark.parametrize(
    ("args", "columns"),
    [
        ({}, {}),
        ({"estado": "publicado"}, {"estado": "publicado"}),
        ({"dependencia": "datt"}, {"dependencia_id": "datt"}),
        ({"tema": "Movilidad"}, {"tema": "Movilidad"}),
        ({"nivel": "2"}, {"nivel": 2}),
        ({"falta": "confirmar"}, {"por_confirmar": True}),
        ({"dependencia": "datt", "nivel": "1"}, {"dependencia_id": "datt", "nivel": 1}),
        ({"estado": "nada", "nivel": "9", "falta": "zzz"}, {}),
    ],
)
def test_a_filter_shows_what_it_says(
    enter: Enter, services: Services, args: dict[str, str], columns: dict[str, object]
) -> None:
    found = total(enter("editora"), **args)
    assert found == expected(services, **columns) > 0


def test_what_has_ended_is_found(enter: Enter, services: Services) -> None:
    today = services.clock().date()
    with services.db.reading_session() as db:
        past = sum(1 for hoja in db.exec(select(HojaRow)) if hoja.vence_el and hoja.vence_el < today)
    assert total(enter("editora"), falta="vigencia") == past > 0


def test_filters_stay_on_the_next_page(enter: Enter) -> None:
    page = enter("editora").get(f"{LISTA}?falta=confirmar&q=").page
    assert "falta=confirmar&amp;desde=60" in page
    assert '<option value="confirmar" selected>' in page


def test_several_are_given_to_an_office_after_counting_them(enter: Enter, services: Services) -> None:
    revisor = enter("revisor").get(LISTA)
    revisor.post(ASIGNAR, hoja=CUATRO, dependencia="datt")
    assert "Asignar 2 trámites a" in revisor.page
    with services.db.reading_session() as db:
        assert [
            len(tramites.history(db, hoja.id)) for hoja in db.exec(select(HojaRow).where(HojaRow.slug.in_(CUATRO)))
        ] == [1, 1]  # type: ignore[attr-defined]
    revisor.post(ASIGNAR, hoja=CUATRO, dependencia="datt", confirmado="si")
    assert "2 trámites quedaron en borrador" in revisor.page
    with services.db.reading_session() as db:
        newest = tramites.history(db, "ctg-residencia")[0]
        assert (newest.estado, newest.contenido["dependencia_id"], newest.note) == (
            "borrador",
            "datt",
            f"Asignado a {newest.contenido['dependencia']}",
        )
        assert auditoria.of_subject(db, "hoja:ctg-residencia")[0].action == "asignar"
    revisor.get(LISTA).post(ASIGNAR, hoja=CUATRO, dependencia="datt", confirmado="si")
    assert "0 trámites quedaron" in revisor.page


@pytest.mark.parametrize(
    "form", [{}, {"hoja": CUATRO}, {"dependencia": "datt"}, {"hoja": CUATRO, "dependencia": "nada"}]
)
def test_without_marks_or_office_nothing_is_assigned(enter: Enter, form: dict[str, object]) -> None:
    assert "Marca los trámites y escoge la dependencia" in enter("revisor").get(LISTA).post(ASIGNAR, **form).page


def test_an_editor_assigns_nothing(enter: Enter) -> None:
    editora = enter("editora").get(LISTA)
    assert "Asignar los marcados" not in editora.page
    assert editora.post(ASIGNAR, hoja=CUATRO, dependencia="datt", confirmado="si").status == 403
