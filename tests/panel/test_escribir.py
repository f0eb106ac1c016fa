"""What is being written survives a closed browser, an idle log-in and another person's draft."""

from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlmodel import select

from bot.retention import purge
from bot.services import Services
from knowledge import auditoria, escrituras
from knowledge.escrituras import EscrituraRow
from tests.panel.conftest import BASE, Person, make_account
from tests.panel.test_hojas import DOS_DIAS, SLUG, TRES_DIAS
from tests.worlds import Clock

Enter = Callable[[str], Person]
EDITAR = f"/panel/hojas/{SLUG}"


def write(who: Person, **changes: object) -> Person:
    """Open the form and type, as the script of the page sends it."""
    who.get(EDITAR)
    return who.post(f"{EDITAR}/escribiendo", **{**who.form(), **changes})


def test_what_was_typed_is_there_again_and_is_no_version(enter: Enter, services: Services) -> None:
    ana = write(enter("editora"), nota="A medio escr", motivo="La norma nueva", **DOS_DIAS)
    assert (ana.status, ana.page.strip()) == (200, '{"hora":"12:00"}')
    again = enter("editora").get(EDITAR)
    assert "Aquí está lo que estabas escribiendo" in again.page
    assert (again.form()["nota"], again.form()["tiempo-0-cantidad"]) == ("A medio escr", "2")
    assert again.form()["motivo"] == "La norma nueva"
    assert "Versión 2" not in again.get(f"{EDITAR}/versiones").page
    with services.db.reading_session() as db:
        assert auditoria.of_subject(db, "hoja:ctg-residencia") == []


def test_the_form_that_comes_back_is_the_form_that_was_left(enter: Enter) -> None:
    ana = enter("editora").get(EDITAR)
    before = ana.form()
    write(ana)
    assert ana.get(EDITAR).form() == before


def test_a_draft_kept_ends_the_writing(enter: Enter, services: Services) -> None:
    ana = write(enter("editora"), nota="Ya quedó").get(EDITAR)
    ana.post(EDITAR, **ana.form())
    assert "Borrador guardado" in ana.page
    assert "lo que estabas escribiendo" not in ana.get(EDITAR).page
    with services.db.reading_session() as db:
        assert db.exec(select(EscrituraRow)).all() == []


def test_what_one_writes_is_nobody_elses(enter: Enter) -> None:
    write(enter("editora"), nota="Solo mío")
    luis = enter("revisor").get(EDITAR)
    assert "Solo mío" not in luis.page
    assert "lo que estabas escribiendo" not in luis.page


def test_writing_on_an_older_version_meets_the_newer_one_and_both_stay(enter: Enter) -> None:
    ana = write(enter("editora"), **DOS_DIAS)
    enter("revisor").save(SLUG, **TRES_DIAS)
    ana.get(EDITAR)
    assert "revisor guardó la versión 2" in ana.page
    ana.post(EDITAR, **ana.form())
    assert (ana.status, "Otra persona guardó mientras escribías" in ana.page) == (409, True)
    ana.post(EDITAR, **ana.form())
    assert ana.path == f"{EDITAR}/versiones/3"
    assert "2 días hábiles" in ana.page


def test_writing_can_be_thrown_away(enter: Enter) -> None:
    ana = write(enter("editora"), nota="No era esto").get(EDITAR)
    ana.post(f"{EDITAR}/escribiendo/dejar")
    assert ("No era esto" in ana.page, "Este es el texto de la última versión" in ana.page) == (False, True)


def test_only_who_may_edit_keeps_writing(app: Flask, services: Services, enter: Enter, stranger: Person) -> None:
    with services.db.session() as db:
        make_account(db, services, "dadis", "editor", dependencia_id="dadis")
    dadis = Person(app.test_client()).log_in("dadis").get("/panel/")
    assert dadis.post(f"{EDITAR}/escribiendo", nota="x").status == 403
    assert enter("editora").get(EDITAR).post(f"{EDITAR}/escribiendo", csrf="forged", nota="x").status == 400
    stranger.get("/panel/entrar")
    refused = stranger.client.post(f"{EDITAR}/escribiendo", data={"csrf_token": stranger.csrf()}, base_url=BASE)
    assert (refused.status_code, refused.headers["Location"]) == (303, "/panel/entrar")


def test_an_idle_log_in_keeps_the_whole_form_and_saves_it_as_a_draft(enter: Enter, clock: Clock) -> None:
    ana = enter("editora").get(EDITAR)
    typed = {**ana.form(), **DOS_DIAS, "accion": "fila:valores"}
    clock.forward(hours=24)
    ana.post(EDITAR, **typed)
    assert ana.status == 401
    hidden = {f"pendiente.{name}": value for name, value in typed.items() if name != "accion"}
    ana.post("/panel/entrar", usuario="editora", clave="mojarra con patacón", siguiente=EDITAR, **hidden)
    assert "Guardar lo que escribí" in ana.page
    assert 'name="accion"' not in ana.page
    assert 'name="tiempo-0-cantidad" hidden>\n2</textarea>' in ana.page


def test_what_nobody_came_back_to_is_forgotten(enter: Enter, services: Services, clock: Clock) -> None:
    write(enter("editora"), nota="Vieja")
    assert purge(services)["writings"] == 0
    clock.now += timedelta(days=91)
    assert purge(services)["writings"] == 1
    with services.db.reading_session() as db:
        assert escrituras.of(db, "editora", "ctg-residencia") is None


def test_only_the_page_of_the_form_may_run_our_script(enter: Enter) -> None:
    ana = enter("editora").get(EDITAR)
    assert "script-src 'self'; connect-src 'self'" in ana.headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in ana.headers["Content-Security-Policy"]
    assert "<script src=" in ana.page
    assert "script-src" not in ana.get("/panel/hojas").headers["Content-Security-Policy"]
