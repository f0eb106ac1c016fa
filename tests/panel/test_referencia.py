"""How another entity does it reaches staff, begins a draft where they ask, and no citizen reads it."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.services import Services
from knowledge import auditoria, referencia, tramites
from knowledge.tramites import HojaRow
from tests.panel.conftest import Person

Enter = Callable[[str], Person]


@pytest.fixture
def hoja(services: Services) -> HojaRow:
    """Return a published national record that has a reference."""
    with services.db.reading_session() as db:
        rows = db.exec(select(HojaRow).where(HojaRow.alcance == "nacional").order_by(HojaRow.slug))
        return next(row for row in rows if row.published_version_id and referencia.of(row.id) is not None)


def test_staff_see_it_and_are_told_whose_it_is(enter: Enter, hoja: HojaRow) -> None:
    ana = enter("editora").get(f"/panel/hojas/{hoja.slug}")
    assert f"/panel/hojas/{hoja.slug}/referencia" in ana.page
    page = ana.get(f"/panel/hojas/{hoja.slug}/referencia").page
    found = referencia.of(hoja.id)
    assert found is not None
    assert f"Esto es de {found.entidad}. No es de Cartagena" in page
    assert found.requisitos[0] in page


def test_a_draft_begun_with_it_waits_for_everything_to_be_confirmed(
    enter: Enter, services: Services, hoja: HojaRow
) -> None:
    ana = enter("editora").get(f"/panel/hojas/{hoja.slug}/referencia")
    before = ana.get(f"/tramites/{hoja.slug}").page
    ana.get(f"/panel/hojas/{hoja.slug}/referencia").post(f"/panel/hojas/{hoja.slug}/referencia")
    assert "Confirma cada dato con la dependencia" in ana.page
    assert ana.get(f"/tramites/{hoja.slug}").page == before
    with services.db.reading_session() as db:
        newest = tramites.history(db, hoja.id)[0]
        assert auditoria.of_subject(db, f"hoja:{hoja.id}")[0].action == "traer referencia"
    draft = tramites.value(newest)
    assert (newest.estado, draft.alcance, draft.dependencia_verificada) == ("borrador", "cartagena", False)
    assert {"requisitos", "pasos", "costo", "tiempo", "donde"} <= set(draft.por_confirmar)
    assert (draft.termino, draft.costo, draft.url, draft.seguimiento, draft.numero_suit) == (None,) * 5
    assert "Santa Marta" not in str(newest.contenido)


def test_of_a_record_of_the_city_there_is_none(enter: Enter) -> None:
    ana = enter("editora").get("/panel/hojas/certificado-de-residencia")
    assert "otra entidad</a>" not in ana.page
    assert ana.get("/panel/hojas/certificado-de-residencia/referencia").status == 404
