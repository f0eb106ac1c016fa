"""Loading the bundled content: repeatable, and never over what staff have changed."""

import json
import shutil
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, func, select

from knowledge import catalog, contenido, tramites
from knowledge.catalog import SinContenido
from knowledge.cooperacion import ProyectoRow
from knowledge.db import Database, open_database
from knowledge.seed import Seeded, seed
from knowledge.tramites import HojaRow, HojaVersionRow
from tests.knowledge.bundle import CONTENT, NOON

PREDIAL = "ctg-predial-pago"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the bundle, as a newer release would bring it."""
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def _edit(folder: Path, name: str, record_id: str, **changes: Any) -> None:
    path = folder / name
    content = json.loads(path.read_text(encoding="utf-8"))
    record = next(item for item in content["registros"] if item["id"] == record_id)
    record["contenido"].update(changes)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def test_a_fresh_database_asks_for_its_content(tmp_path: Path) -> None:
    empty = open_database(f"sqlite:///{tmp_path}/empty.db")
    contenido.SQLModel.metadata.create_all(empty.engine)
    with empty.reading_session() as db, pytest.raises(SinContenido, match="catalina init"):
        catalog.load(db)
    empty.engine.dispose()


def test_loading_twice_changes_nothing(database: Database) -> None:
    with database.session() as db:
        before = (contenido.stamp(db), db.exec(select(func.count()).select_from(HojaVersionRow)).one())
        assert seed(db, NOON) == Seeded(0, 0)
        assert (contenido.stamp(db), db.exec(select(func.count()).select_from(HojaVersionRow)).one()) == before


def test_the_catalogue_holds_everything(database: Database) -> None:
    with database.reading_session() as db:
        found = catalog.load(db)
    assert (len(found.tramites), len(found.dependencias), len(found.puntos)) == (154, 56, 18)
    assert (len(found.proyectos), len(found.compromisos), len(found.organizaciones)) == (44, 4, 25)
    assert sum(len(item.hitos) for item in found.compromisos) == 15
    assert {item.ciudad for item in found.datos} == {"Cartagena", "Bogotá"}
    assert found.terminos["peticion_general"].dias == 15
    assert found.calendario is not None
    assert "y" in str(found.calendario.motivo(date(2025, 6, 30)))  # the two holidays of one day are both said
    assert found.servicio_convocatorias.descargo


def test_the_catalogue_loads_in_a_moment(database: Database) -> None:
    def once() -> float:
        with database.reading_session() as db:
            start = time.perf_counter()
            catalog.load(db)
            return time.perf_counter() - start

    once()  # the first builds the readers of each type, once a process
    assert min(once() for _ in range(5)) < 0.3


def test_a_newer_bundle_replaces_what_nobody_touched(database: Database, folder: Path) -> None:
    _edit(folder, "tramites.json", PREDIAL, proposito="Pagar el predial.")
    _edit(folder, "proyectos.json", "s2cities", avance_pct=66)
    with database.session() as db:
        before = contenido.stamp(db)
        assert seed(db, NOON, folder) == Seeded(2, 0)
        found = catalog.load(db)
        assert found.tramites[PREDIAL].proposito == "Pagar el predial."
        assert next(item for item in found.proyectos if item.id == "s2cities").avance_pct == 66
        assert contenido.stamp(db) != before


def test_a_newer_bundle_waits_as_a_draft_where_staff_own_the_record(database: Database, folder: Path) -> None:
    _edit(folder, "tramites.json", PREDIAL, proposito="Lo que dice el programa.")
    _edit(folder, "proyectos.json", "s2cities", avance_pct=66)
    with database.session() as db:
        _staff_edit(db, "Lo que dice el personal.")
        row = contenido.propose(db, ProyectoRow, "s2cities", {**_project(db), "avance_pct": 50}, NOON)
        contenido.publish(db, row, NOON)
        assert seed(db, NOON, folder) == Seeded(0, 2)
        assert seed(db, NOON, folder) == Seeded(0, 0)
        found = catalog.load(db)
        assert found.tramites[PREDIAL].proposito == "Lo que dice el personal."
        assert next(item for item in found.proyectos if item.id == "s2cities").avance_pct == 50
        newest = tramites.history(db, PREDIAL)[0]
        assert (newest.estado, newest.contenido["proposito"]) == ("borrador", "Lo que dice el programa.")
        assert row.borrador is not None
        assert row.borrador["avance_pct"] == 66


def test_what_staff_retired_stays_retired(database: Database, folder: Path) -> None:
    _edit(folder, "tramites.json", PREDIAL, proposito="Otra vez.")
    with database.session() as db:
        tramites.retirar(db, PREDIAL, "editora", NOON, "ya no existe")
        assert seed(db, NOON, folder) == Seeded(0, 1)
        assert PREDIAL not in catalog.load(db).tramites
        hoja = db.get(HojaRow, PREDIAL)
        assert hoja is not None
        assert hoja.published_version_id is None


def _staff_edit(db: Session, purpose: str) -> None:
    current = catalog.load(db).tramites[PREDIAL]
    version = tramites.guardar_borrador(db, replace(current, proposito=purpose), "editora", NOON)
    tramites.publicar(db, version, "revisor", NOON)


def _project(db: Session) -> dict[str, Any]:
    row = db.get(ProyectoRow, "s2cities")
    assert row is not None
    return dict(row.contenido or {})
