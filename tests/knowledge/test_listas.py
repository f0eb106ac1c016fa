"""What a hoja says of its newest version, so that a list of thousands reads no version; drafts kept many at a time."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from knowledge import tramites
from knowledge.tramites import BATCH, Firma, HojaRow
from tests.knowledge.bundle import NOON

RESIDENCIA = "ctg-residencia"


def _waits(db: Session) -> bool:
    return db.get_one(HojaRow, RESIDENCIA).pendiente


def test_every_bundled_hoja_is_found_by_its_words(db: Session) -> None:
    for hoja in db.exec(select(HojaRow)):
        newest = tramites.history(db, hoja.id)[0]
        assert (hoja.nombre, hoja.dependencia) == (newest.contenido["nombre"], newest.contenido["dependencia"])
        assert hoja.pendiente == (newest.estado in tramites.PENDIENTES)
        assert hoja.nombre_plano in hoja.buscar
        assert hoja.buscar.isascii()


@pytest.mark.parametrize("end", ["publicar", "rechazar"])
def test_a_draft_waits_until_somebody_decides(db: Session, end: str) -> None:
    record = tramites.value(tramites.history(db, RESIDENCIA)[0])
    draft = tramites.guardar_borrador(db, replace(record, nombre="Certificación Ñandú", alias=("papél",)), "ana", NOON)
    hoja = db.get_one(HojaRow, RESIDENCIA)
    assert (hoja.nombre, hoja.nombre_plano, "papel" in hoja.buscar) == (
        "Certificación Ñandú",
        "certificacion nandu",
        True,
    )
    assert _waits(db)
    tramites.enviar_a_revision(db, draft)
    assert _waits(db)
    if end == "publicar":
        tramites.publicar(db, draft, "revisor", NOON)
    else:
        tramites.rechazar(db, draft, "revisor", NOON, "No")
    assert not _waits(db)


def test_an_old_draft_that_is_published_leaves_the_newer_one_waiting(db: Session) -> None:
    record = tramites.value(tramites.history(db, RESIDENCIA)[0])
    first, _ = (tramites.guardar_borrador(db, replace(record, nota=note), "ana", NOON) for note in ("a", "b"))
    tramites.publicar(db, first, "revisor", NOON)
    assert _waits(db)


def test_more_drafts_than_one_statement_holds_are_numbered_one_after_another(db: Session) -> None:
    record = tramites.value(tramites.history(db, RESIDENCIA)[0])
    several = [replace(record, id=f"bulto-{n}", slug=f"bulto-{n}") for n in range(BATCH + 10)]
    for numero in (1, 2):
        ids = tramites.guardar_borradores(db, several, Firma("ana", NOON, "nota", "suit"))
        found = tramites.newest(db, [one.id for one in several])
        assert [found[one.id].id for one in several] == ids
        assert {(row.numero, row.estado, row.origen) for row in found.values()} == {(numero, "borrador", "suit")}
    order = [db.get_one(HojaRow, one.id).orden for one in several]
    assert order == list(range(order[0], order[0] + len(several)))


@pytest.mark.parametrize("end", ["enviar", "publicar", "rechazar", "retirar", "publicar la anterior"])
def test_the_list_says_the_state_of_the_newest_version_after_every_decision(db: Session, end: str) -> None:
    record = tramites.value(tramites.history(db, RESIDENCIA)[0])
    draft = tramites.guardar_borrador(db, replace(record, nombre="Otro"), "ana", NOON)
    match end:
        case "enviar":
            tramites.enviar_a_revision(db, draft)
        case "publicar":
            tramites.publicar(db, draft, "luis", NOON)
        case "rechazar":
            tramites.rechazar(db, draft, "luis", NOON, "falta")
        case "retirar":
            tramites.publicar(db, draft, "luis", NOON)
            tramites.retirar(db, RESIDENCIA, "luis", NOON, "ya no se expide")
        case _:
            tramites.guardar_borrador(db, replace(record, nombre="Otro más"), "ana", NOON)
            tramites.publicar(db, draft, "luis", NOON)
    newest, hoja = tramites.history(db, RESIDENCIA)[0], db.get_one(HojaRow, RESIDENCIA)
    assert hoja.estado == newest.estado
    assert hoja.pendiente == (newest.estado in tramites.PENDIENTES)
