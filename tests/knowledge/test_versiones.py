"""Versions of the content that is no trámite: only added, published by moving a pointer, retired for good."""

from datetime import date

import pytest
from sqlmodel import Session

from knowledge import catalog, contenido, plazos, versiones
from knowledge.contenido import ContenidoRow
from knowledge.entidad import LA_ENTIDAD, EntidadRow, editable, load_entidad
from knowledge.exporters import export
from knowledge.importers.report import Outcome, Tools
from knowledge.organizacion import DependenciaRow, FestivoRow, PuntoRow
from knowledge.seed import seed
from knowledge.versiones import NoSePuede
from tests.knowledge.bundle import NOON
from tests.knowledge.importing import bring

OFFICE = "hacienda"


def office(db: Session) -> DependenciaRow:
    return db.get_one(DependenciaRow, OFFICE)


def draft(db: Session, nombre: str, author: str = "ana") -> int:
    row = office(db)
    record = {**(row.contenido or {}), "nombre": nombre}
    return contenido.propose(db, DependenciaRow, OFFICE, record, NOON, author=author).ultima


def states(db: Session, row: ContenidoRow) -> list[str]:
    return [version.estado for version in contenido.versions(db, row)]


def publish(db: Session, kind: type[ContenidoRow], record_id: str, record: dict[str, object]) -> None:
    row = contenido.propose(db, kind, record_id, record, NOON, author="ana")
    versiones.publicar(db, row, row.ultima, "luis", NOON)


def test_what_came_with_the_product_is_version_one_of_everything(db: Session) -> None:
    row = office(db)
    assert (row.publicada, row.ultima, states(db, row)) == (1, 1, ["publicado"])
    assert contenido.versions(db, row)[0].author == contenido.PAQUETE


def test_a_draft_goes_through_review_and_publishing_moves_the_pointer(db: Session) -> None:
    row, before = office(db), contenido.stamp(db)
    numero = draft(db, "Hacienda nueva")
    versiones.enviar_a_revision(db, row, numero)
    assert catalog.load(db).dependencias[OFFICE].nombre != "Hacienda nueva"
    assert contenido.stamp(db) == before
    versiones.publicar(db, row, numero, "luis", NOON)
    assert catalog.load(db).dependencias[OFFICE].nombre == "Hacienda nueva"
    assert contenido.stamp(db) != before
    assert (row.publicada, row.borrador, states(db, row)) == (2, None, ["publicado", "publicado"])
    newest = versiones.newest(db, row)
    assert (newest.author, newest.reviewer, newest.reviewed_at) == ("ana", "luis", NOON)


def test_a_draft_given_back_says_why_and_does_not_come_back_by_itself(db: Session) -> None:
    row, numero = office(db), draft(db, "Hacienda nueva")
    versiones.rechazar(db, row, numero, "luis", NOON, "Falta la fuente")
    assert (row.borrador, versiones.newest(db, row).note) == (None, "Falta la fuente")
    with pytest.raises(NoSePuede, match="ya no espera"):
        versiones.publicar(db, row, numero, "luis", NOON)


def test_an_older_draft_is_not_published_over_a_newer_one(db: Session) -> None:
    row, older = office(db), draft(db, "Una")
    draft(db, "Dos")
    with pytest.raises(NoSePuede, match="la 3"):
        versiones.publicar(db, row, older, "luis", NOON)


def test_restoring_copies_and_history_is_only_added_to(db: Session) -> None:
    row = office(db)
    first = (row.contenido or {})["nombre"]
    versiones.publicar(db, row, draft(db, "Hacienda nueva"), "luis", NOON)
    fresh = versiones.restaurar(db, row, 1, "ana", NOON)
    assert (fresh.numero, fresh.contenido["nombre"], fresh.estado) == (3, first, "borrador")
    assert catalog.load(db).dependencias[OFFICE].nombre == "Hacienda nueva"
    assert [version.numero for version in contenido.versions(db, row)] == [3, 2, 1]


def test_what_staff_retired_is_not_read_and_the_bundle_does_not_bring_it_back(db: Session) -> None:
    row = office(db)
    versiones.retirar(db, row, "luis", NOON, "Se fusionó")
    assert OFFICE not in catalog.load(db).dependencias
    row.huella = "another release"
    db.flush()
    seed(db, NOON)
    assert OFFICE not in catalog.load(db).dependencias
    assert states(db, row) == ["borrador", "retirado"]
    with pytest.raises(NoSePuede, match="no está publicado"):
        versiones.retirar(db, row, "luis", NOON, "Otra vez")


def test_a_repeated_day_says_both_reasons_and_a_suspension_covers_every_day_of_it(db: Session) -> None:
    publish(db, FestivoRow, "local", {"fecha": "2026-05-01", "nombre": "Duelo", "clase": "día no hábil local"})
    publish(
        db, FestivoRow, "pausa",
        {"fecha": "2026-06-02", "hasta": "2026-06-04", "nombre": "Cierre", "clase": "suspensión de términos"},
    )  # fmt: skip
    found = catalog.load_calendario(db)
    assert found.motivo(date(2026, 5, 1)) == "Día del Trabajo"
    assert [found.motivo(date(2026, 6, day)) for day in (1, 2, 3, 4, 5)] == [None, "Cierre", "Cierre", "Cierre", None]
    assert plazos.habiles(date(2026, 6, 1), 1, found) == date(2026, 6, 5)
    publish(db, FestivoRow, "otro", {"fecha": "2026-05-01", "nombre": "San José Obrero", "clase": "festivo de ley"})
    assert catalog.load_calendario(db).motivo(date(2026, 5, 1)) == "Día del Trabajo y San José Obrero"


def test_one_holiday_of_a_year_that_nobody_loaded_does_not_make_that_year_known(db: Session) -> None:
    until = catalog.load_calendario(db).hasta
    publish(db, FestivoRow, "lejano", {"fecha": f"{until + 5}-01-01", "nombre": "Año Nuevo", "clase": "festivo de ley"})
    assert catalog.load_calendario(db).hasta == until


def test_the_texts_of_the_entity_are_said_in_place_of_the_files(db: Session) -> None:
    own = load_entidad()
    record = editable(own)
    publish(db, EntidadRow, LA_ENTIDAD, record)
    assert catalog.load(db, own).entidad == own
    publish(
        db, EntidadRow, LA_ENTIDAD,
        {**record, "horario": "Lunes a viernes, 8 a 12", "emergencias": ["123 | Todo | sí"], "contactos": ["correo | a@b.co | Todo | no"]},
    )  # fmt: skip
    found = catalog.load(db, own).entidad
    assert (found.horario, found.emergencias, found.colores) == (
        "Lunes a viernes, 8 a 12", (("123", "Todo", True),), own.colores,
    )  # fmt: skip
    assert [(c.canal, c.valor, c.confirmado) for c in found.contactos] == [("correo", "a@b.co", False)]
    assert found.version_aviso == own.version_aviso


def test_a_privacy_notice_that_says_something_new_is_shown_again(db: Session) -> None:
    own = load_entidad()
    publish(db, EntidadRow, LA_ENTIDAD, {**editable(own), "politica_datos_url": "https://a.gov.co/datos"})
    assert catalog.load(db, own).entidad.version_aviso not in ("", own.version_aviso)


def test_the_texts_of_the_entity_go_out_and_come_back_the_same(db: Session, tools: Tools) -> None:
    publish(db, EntidadRow, LA_ENTIDAD, editable(load_entidad()))
    data = export(db, "entidad", "csv")
    assert bring(db, tools, "entidad", data, file="entidad.csv").outcomes == (Outcome.SAME,)


def test_a_point_of_attention_belongs_to_the_office_that_answers_for_it(db: Session) -> None:
    publish(
        db, PuntoRow, "nuevo", {"nombre": "Casa", "servicios": ["x"], "dependencia_id": OFFICE, "fuente": "Decreto 1"}
    )
    assert catalog.load(db).puntos[-1].dependencia_id == OFFICE
