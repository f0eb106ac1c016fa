"""The same button twice, two windows, two people: a file is brought in once, and what was not brought in is still there."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlmodel import select

from bot.importing import imported
from bot.services import Services
from knowledge import subidas, tramites
from knowledge.importers.report import Options, Outcome
from knowledge.subidas import SubidaRow, YaNoEsta
from tests.panel.conftest import Person
from tests.panel.test_importar import acts, address, bring, drafts, table
from tests.worlds import NOON

Enter = Callable[[str], Person]
PATIENCE_S = 0.5  # long enough to come to the lock; shorter only makes these tests see less


def kept(services: Services) -> list[str]:
    with services.db.reading_session() as db:
        return [row.file for row in db.exec(select(SubidaRow))]


def test_confirming_twice_at_once_brings_the_file_in_once(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "permisos.csv", table(50))
    confirm = address(rosa, "confirmar")
    windows, together = (rosa, enter("revisor").get(confirm.removesuffix("/confirmar"))), Barrier(2)

    def press(window: Person) -> str:
        together.wait()
        return window.post(confirm).page

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(press, windows))
    assert sorted("Cargado: 50 nuevos" in page for page in pages) == [False, True]
    assert sorted("Ese archivo ya se cargó" in page for page in pages) == [False, True]
    with services.db.reading_session() as db:
        assert len([row for row in drafts(db) if row.author == "revisor"]) == 50
    assert [action for _, action, _ in acts(services)] == ["revisar archivo", "importar"]


def test_a_file_that_no_longer_fits_stays_with_what_is_wrong(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "permisos.csv", table(2))
    confirm = address(rosa, "confirmar")
    with services.db.session() as db:
        one = tramites.value(tramites.history(db, "ctg-residencia")[0])
        tramites.guardar_borrador(db, replace(one, id="ctg-otro", slug="permiso-2"), "editora", NOON)
    rosa.post(confirm)
    assert (rosa.status, rosa.path) == (422, confirm.removesuffix("/confirmar"))
    assert "«permiso-2» ya es de «ctg-otro». Escribe otra." in rosa.page
    assert kept(services) == ["permisos.csv"]
    with services.db.reading_session() as db:
        assert [row for row in drafts(db) if row.author == "revisor"] == []


def test_two_people_who_bring_the_same_new_record_at_once_are_told(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "permisos.csv", table(1))
    with ThreadPoolExecutor(1) as pool:
        with services.db.session() as db:
            one = tramites.value(tramites.history(db, "ctg-residencia")[0])
            tramites.guardar_borrador(db, replace(one, id="ctg-p2", slug="otro"), "editora", NOON)
            waiting = pool.submit(rosa.post, address(rosa, "confirmar"))
            with pytest.raises(TimeoutError):
                waiting.result(PATIENCE_S)
        page = waiting.result(30).page
    with services.db.reading_session() as db:
        written = [row.author for row in tramites.history(db, "ctg-p2")][::-1]
    if services.db.is_sqlite:  # one writer: the second reads what the first wrote
        assert ("Cargado: 0 nuevos, 1 cambiados" in page, written) == (True, ["editora", "revisor"])
    else:
        assert "Otra persona guardó lo mismo en este momento. Vuelve a cargar el archivo." in page
        assert (written, kept(services)) == (["editora"], ["permisos.csv"])


def test_what_lies_on_a_disk_may_be_brought_in_again(services: Services) -> None:
    options = Options("catalina import", NOON)
    found = [imported(services, "tramites", "p.csv", table(1), options).outcomes for _ in range(2)]
    assert found == [(Outcome.NEW,), (Outcome.SAME,)]


def test_a_file_is_taken_once_and_comes_back_if_the_work_is_undone(services: Services) -> None:
    with services.db.session() as db:
        mine = subidas.keep(db, "revisor", "tramites", ("a.csv", b"x"), {}, NOON)
    with services.db.session() as db:
        subidas.claim(db, mine, "revisor")
        db.rollback()
    with pytest.raises(YaNoEsta), services.db.session() as db:
        subidas.claim(db, mine, "admin")  # another's
    assert kept(services) == ["a.csv"]
    with services.db.session() as db:
        subidas.claim(db, mine, "revisor")
    for late in (lambda db: subidas.claim(db, mine, "revisor"), lambda db: subidas.judge(db, mine, "revisor", {})):
        with pytest.raises(YaNoEsta), services.db.session() as db:
            late(db)


def test_who_sends_two_files_at_once_keeps_the_last_one(services: Services) -> None:
    def keep(file: str) -> None:
        with services.db.session() as db:
            subidas.keep(db, "revisor", "tramites", (file, b"x"), {}, NOON)

    with ThreadPoolExecutor(1) as pool:
        with services.db.session() as db:
            subidas.keep(db, "revisor", "tramites", ("a.csv", b"x"), {}, NOON)
            waiting = pool.submit(keep, "b.csv")
            with pytest.raises(TimeoutError):
                waiting.result(PATIENCE_S)
        waiting.result(30)
    assert kept(services) == ["b.csv"]


def test_a_file_that_was_brought_in_cannot_be_discarded(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "permisos.csv", table(1))
    discard, confirm = address(rosa, "descartar"), address(rosa, "confirmar")
    rosa.post(confirm)
    assert "Ese archivo ya se cargó" in rosa.get("/panel/importar").post(discard).page
    assert "No se cargó nada" not in rosa.page
