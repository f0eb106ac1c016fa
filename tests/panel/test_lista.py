"""The list of trámites: each filter narrows it to what it says, and many are given to an office with one confirmation."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from sqlmodel import col, select

from bot.panel.hojas import PAGE
from bot.services import Services
from knowledge import auditoria, tramites
from knowledge.tramites import HojaRow, HojaVersionRow
from knowledge.values import Tramite, Vigencia
from tests.panel.conftest import Person

Enter = Callable[[str], Person]
LISTA, ASIGNAR = "/panel/hojas", "/panel/hojas/asignar"
DOS = ["certificado-de-residencia", "comisaria-de-familia"]
ARBOLES = "solicitud-de-tala-poda-o-traslado-de-arboles"


def shown(person: Person, **args: str) -> list[str]:
    """Return what the list shows, page after page: as many as it says there are."""
    said = int(person.get(f"{LISTA}?{urlencode(args)}").page.split('role="status">')[1].split()[0])
    pages = [person.get(f"{LISTA}?{urlencode({**args, 'desde': since})}").page for since in range(0, said, PAGE)]
    slugs = [slug for page in pages for slug in re.findall(rf'<td><a href="{LISTA}/([^"]+)">', page)]
    assert len(slugs) == said
    return sorted(slugs)


def newest(services: Services) -> list[tuple[str, Tramite]]:
    """Return state and record of the last version of each hoja: what the list keeps of it is not asked."""
    with services.db.reading_session() as db:
        rows = db.exec(select(HojaVersionRow).order_by(col(HojaVersionRow.numero)))
        last = {row.hoja_id: (row.estado, tramites.value(row)) for row in rows}
    return list(last.values())


def keep_draft(services: Services, slug: str, **changes: object) -> None:
    """Add a newer version, which the list has to notice."""
    [record] = [record for _, record in newest(services) if record.slug == slug]
    with services.db.session() as db:
        tramites.guardar_borrador(db, replace(record, **changes), "editora", services.clock())  # type: ignore[arg-type]


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
    keep_draft(services, DOS[0], tema="Movilidad", dependencia_id="datt", nivel=2, por_confirmar=("costo",))
    keep_draft(services, DOS[1], tema="Otro", dependencia_id="hacienda", por_confirmar=())
    wanted = [
        record.slug
        for estado, record in newest(services)
        if columns.items()
        <= {
            "estado": estado,
            "dependencia_id": record.dependencia_id,
            "tema": record.tema,
            "nivel": record.nivel,
            "por_confirmar": record.por_confirmar != (),
        }.items()
    ]
    assert wanted
    assert shown(enter("editora"), **args) == sorted(wanted)


def test_what_has_ended_is_found(enter: Enter, services: Services) -> None:
    today = services.clock().date()
    yesterday = today - timedelta(days=1)
    keep_draft(services, DOS[0], vigencias=(Vigencia("costo"), Vigencia("tiempo", vence_el=yesterday)))
    keep_draft(services, DOS[1], vigencias=(Vigencia("costo", vence_el=today),), revisar_antes_de=today)
    keep_draft(services, ARBOLES, vencido_desde=today)  # its first day past, as citizens are told
    past = []
    for _, record in newest(services):
        parts = [part.vence_el for part in (*record.vigencias, *record.valores)]
        ended = any(day and day < today for day in (*parts, record.revisar_antes_de))
        if ended or (record.vencido_desde and record.vencido_desde <= today):
            past.append(record.slug)
    assert {DOS[0], ARBOLES} <= set(past)
    assert DOS[1] not in past
    assert len(past) > 1  # one comes with the product
    assert shown(enter("editora"), falta="vigencia") == sorted(past)


def test_filters_stay_on_the_next_page(enter: Enter) -> None:
    page = enter("editora").get(f"{LISTA}?falta=confirmar&q=").page
    assert "falta=confirmar&amp;desde=60" in page
    assert '<option value="confirmar" selected>' in page


def test_several_are_given_to_an_office_after_counting_them(enter: Enter, services: Services) -> None:
    revisor = enter("revisor").get(LISTA)
    revisor.post(ASIGNAR, hoja=DOS, dependencia="datt")
    assert "Asignar 2 trámites a" in revisor.page
    with services.db.reading_session() as db:
        assert [
            len(tramites.history(db, hoja.id)) for hoja in db.exec(select(HojaRow).where(HojaRow.slug.in_(DOS)))
        ] == [1, 1]  # type: ignore[attr-defined]
    revisor.post(ASIGNAR, hoja=DOS, dependencia="datt", confirmado="si")
    assert "2 trámites quedaron en borrador" in revisor.page
    with services.db.reading_session() as db:
        newest = tramites.history(db, "ctg-residencia")[0]
        assert (newest.estado, newest.contenido["dependencia_id"], newest.note) == (
            "borrador",
            "datt",
            f"Asignado a {newest.contenido['dependencia']}",
        )
        assert auditoria.of_subject(db, "hoja:ctg-residencia")[0].action == "asignar"
    revisor.get(LISTA).post(ASIGNAR, hoja=DOS, dependencia="datt", confirmado="si")
    assert "0 trámites quedaron" in revisor.page


@pytest.mark.parametrize("form", [{}, {"hoja": DOS}, {"dependencia": "datt"}, {"hoja": DOS, "dependencia": "nada"}])
def test_without_marks_or_office_nothing_is_assigned(enter: Enter, form: dict[str, object]) -> None:
    assert "Marca los trámites y escoge la dependencia" in enter("revisor").get(LISTA).post(ASIGNAR, **form).page


def test_an_editor_assigns_nothing(enter: Enter) -> None:
    editora = enter("editora").get(LISTA)
    assert "Asignar los marcados" not in editora.page
    assert editora.post(ASIGNAR, hoja=DOS, dependencia="datt", confirmado="si").status == 403
