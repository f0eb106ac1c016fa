"""The history of a hoja de vida: versions are added, never changed, and one of them is what citizens read."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import Session

from knowledge import catalog, contenido, tramites
from knowledge.db import Database
from knowledge.tramites import HojaDesconocida, NoSePuede
from knowledge.values import Tramite
from tests.knowledge.bundle import NOON

RESIDENCIA = "ctg-residencia"


def _current(db: Session) -> Tramite:
    return catalog.load(db).tramites[RESIDENCIA]


def test_a_draft_is_not_read_until_it_is_published(db: Session) -> None:
    before = contenido.stamp(db)
    draft = tramites.guardar_borrador(db, replace(_current(db), termino="3 días hábiles"), "editora", NOON)
    assert (_current(db).termino, contenido.stamp(db)) == (None, before)
    tramites.publicar(db, draft, "revisor", NOON)
    assert _current(db).termino == "3 días hábiles"
    assert contenido.stamp(db) != before


def test_a_bundled_record_was_reviewed_by_nobody_and_a_published_one_says_when(db: Session) -> None:
    assert (_current(db).revisado_el, _current(db).version) == (None, 1)
    draft = tramites.guardar_borrador(db, _current(db), "editora", NOON)
    tramites.publicar(db, draft, "revisor", NOON)
    now = _current(db)
    assert (now.revisado_el, now.version) == (NOON.date(), 2)
    assert now.revisado_por == "Alcaldías Locales"  # the office, never the person


def test_history_only_grows_and_keeps_every_word(db: Session) -> None:
    first = tramites.history(db, RESIDENCIA)[0].contenido
    for number, purpose in enumerate(("Uno.", "Dos."), start=2):
        draft = tramites.guardar_borrador(db, replace(_current(db), proposito=purpose), "editora", NOON)
        tramites.publicar(db, draft, "revisor", NOON + timedelta(days=number))
    kept = tramites.history(db, RESIDENCIA)
    assert [version.numero for version in kept] == [3, 2, 1]
    assert [version.contenido["proposito"] for version in kept] == ["Dos.", "Uno.", first["proposito"]]


def test_restoring_copies_the_old_version_into_a_new_draft(db: Session) -> None:
    old = tramites.history(db, RESIDENCIA)[0]
    draft = tramites.guardar_borrador(db, replace(_current(db), proposito="Un error."), "editora", NOON)
    tramites.publicar(db, draft, "revisor", NOON)
    assert old.id is not None
    restored = tramites.restaurar(db, old.id, "editora", NOON)
    assert _current(db).proposito == "Un error."
    tramites.publicar(db, restored, "revisor", NOON)
    assert _current(db).proposito == old.contenido["proposito"]
    assert len(tramites.history(db, RESIDENCIA)) == 3


def test_a_retired_hoja_is_not_read_and_its_history_stays(db: Session) -> None:
    tramites.retirar(db, RESIDENCIA, "revisor", NOON, "cambió la norma")
    assert RESIDENCIA not in catalog.load(db).tramites
    assert tramites.history(db, RESIDENCIA)[0].note == "cambió la norma"
    with pytest.raises(NoSePuede):
        tramites.retirar(db, RESIDENCIA, "revisor", NOON, "otra vez")


def test_a_rejected_draft_cannot_be_published(db: Session) -> None:
    draft = tramites.guardar_borrador(db, _current(db), "editora", NOON)
    tramites.enviar_a_revision(db, draft)
    tramites.rechazar(db, draft, "revisor", NOON, "falta la norma")
    with pytest.raises(NoSePuede, match="rechazado"):
        tramites.publicar(db, draft, "revisor", NOON)


def test_a_new_hoja_is_born_as_a_draft(db: Session) -> None:
    new = replace(_current(db), id="ctg-nuevo", slug="nuevo", titulo_corto="Nuevo", no_confundir_con=())
    draft = tramites.guardar_borrador(db, new, "editora", NOON)
    assert "ctg-nuevo" not in catalog.load(db).tramites
    tramites.publicar(db, draft, "revisor", NOON)
    assert catalog.load(db).tramites["ctg-nuevo"].titulo_corto == "Nuevo"


def test_what_does_not_exist_is_said(db: Session) -> None:
    with pytest.raises(HojaDesconocida):
        tramites.publicar(db, 999_999, "revisor", NOON)
    with pytest.raises(HojaDesconocida):
        tramites.retirar(db, "ctg-no", "revisor", NOON, "x")


def test_nothing_is_kept_when_the_caller_rolls_back(database: Database) -> None:
    def fail_half_way() -> None:
        with database.session() as db:
            tramites.guardar_borrador(db, _current(db), "editora", NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    with database.reading_session() as db:
        assert len(tramites.history(db, RESIDENCIA)) == 1
