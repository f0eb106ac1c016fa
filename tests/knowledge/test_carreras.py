"""Two people at once: whoever comes second starts from what the first one left, and nothing of either is lost."""

import json
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import Session, select

from knowledge import catalog, tramites
from knowledge.contenido import versions
from knowledge.db import Database
from knowledge.importers.report import Outcome, Report, Tools
from knowledge.organizacion import PuntoRow
from tests.knowledge.bundle import NOON
from tests.knowledge.importing import DRAFT, bring

RESIDENCIA = "ctg-residencia"
HERE = [{"nombre": "A", "municipio": "Cartagena"}]
SUIT = json.dumps([{"fi": 7, "id": "T7", "titulo": "Permiso SUIT", "proposito": "Vender.", "puntosAtencion": HERE}])
PATIENCE_S = 0.5  # long enough to come to the lock; shorter only makes these tests see less
Work = Callable[[Session], Report]


@pytest.fixture
def tools(database: Database) -> Tools:
    with database.reading_session() as db:
        found = catalog.load(db)
    assert found.calendario is not None
    return Tools(bytes, found.calendario, found.terminos, found.entidad.nombre, found.entidad.territorio)


def beside(database: Database, first: Callable[[Session], object], second: Work) -> Report:
    """Do the second while the first has written and not committed; return what the second said."""

    def done() -> Report:
        with database.session() as db:
            return second(db)

    with ThreadPoolExecutor(1) as pool:
        with database.session() as db:
            first(db)
            db.flush()
            waiting: Future[Report] = pool.submit(done)
            with pytest.raises(TimeoutError):
                waiting.result(PATIENCE_S)
        return waiting.result(30)


def test_two_imports_of_one_hoja_keep_what_each_says(database: Database, tools: Tools) -> None:
    report = beside(
        database,
        lambda db: bring(db, tools, "tramites", f"Id;Nota\n{RESIDENCIA};La primera.\n", DRAFT),
        lambda db: bring(db, tools, "tramites", f"Id;Seguimiento\n{RESIDENCIA};Por correo.\n", DRAFT),
    )
    assert report.outcomes == (Outcome.CHANGED,)
    with database.reading_session() as db:
        last, before = tramites.history(db, RESIDENCIA)[:2]
    assert (last.numero, before.numero) == (3, 2)
    assert (last.contenido["nota"], last.contenido["seguimiento"]) == ("La primera.", "Por correo.")


def test_the_same_import_twice_at_once_is_one_version(database: Database, tools: Tools) -> None:
    def work(db: Session) -> Report:
        return bring(db, tools, "tramites", f"Id;Nota\n{RESIDENCIA};La misma.\n", DRAFT)

    assert beside(database, work, work).outcomes == (Outcome.SAME,)
    with database.reading_session() as db:
        assert len(tramites.history(db, RESIDENCIA)) == 2


def test_an_import_starts_from_what_an_editor_is_saving(database: Database, tools: Tools) -> None:
    def edit(db: Session) -> None:
        now = catalog.load(db).tramites[RESIDENCIA]
        tramites.guardar_borrador(db, replace(now, nota="A mano."), "editora", NOON)

    beside(database, edit, lambda db: bring(db, tools, "tramites", f"Id;Seguimiento\n{RESIDENCIA};X\n", DRAFT))
    with database.reading_session() as db:
        assert tramites.history(db, RESIDENCIA)[0].contenido["nota"] == "A mano."


def test_the_register_does_not_undo_what_an_editor_is_saving(database: Database, tools: Tools) -> None:
    with database.session() as db:
        bring(db, tools, "suit", SUIT, DRAFT, file="suit.json")

    def edit(db: Session) -> None:
        now = tramites.value(tramites.history(db, "suit-7")[0])
        tramites.guardar_borrador(db, replace(now, proposito="A mano."), "editora", NOON)

    changed = SUIT.replace("Permiso SUIT", "Permiso nuevo")
    beside(database, edit, lambda db: bring(db, tools, "suit", changed, DRAFT, file="suit.json"))
    with database.reading_session() as db:
        last = tramites.history(db, "suit-7")[0]
    assert (last.numero, last.contenido["nombre"], last.contenido["proposito"]) == (3, "Permiso nuevo", "A mano.")


def test_two_imports_of_one_place_keep_what_each_says(database: Database, tools: Tools) -> None:
    with database.reading_session() as db:
        one = db.exec(select(PuntoRow.id)).first()
    beside(
        database,
        lambda db: bring(db, tools, "puntos", f"Id;Barrio\n{one};Manga\n", DRAFT),
        lambda db: bring(db, tools, "puntos", f"Id;Horario\n{one};L-V 8:00-12:00\n", DRAFT),
    )
    with database.reading_session() as db:
        row = db.get_one(PuntoRow, one)
        assert row.borrador is not None
        assert (row.borrador["barrio"], row.borrador["horario"]) == ("Manga", "L-V 8:00-12:00")
        assert [version.numero for version in versions(db, row)] == [row.ultima - n for n in range(row.ultima)]


def test_two_imports_of_the_same_rows_in_other_orders_both_end(database: Database, tools: Tools) -> None:
    with database.reading_session() as db:
        ids = sorted(catalog.load(db).tramites)

    def work(order: list[str], words: str) -> Report:
        with database.session() as db:
            return bring(db, tools, "tramites", "Id;Nota\n" + "".join(f"{id_};{words}\n" for id_ in order), DRAFT)

    with ThreadPoolExecutor(2) as pool:
        reports = list(pool.map(work, (ids, ids[::-1]), ("Una.", "Otra.")))
    assert [set(report.outcomes) for report in reports] == [{Outcome.CHANGED}] * 2
    with database.reading_session() as db:
        assert {len(tramites.history(db, id_)) for id_ in ids} == {3}
