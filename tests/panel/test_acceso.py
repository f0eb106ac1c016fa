"""Who gets into the panel, for how long, and what happens to who does not."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from bot.services import Services
from knowledge import auditoria, ingresos, personal
from tests.panel.conftest import BASE, PASSWORD, Person
from tests.worlds import Clock

Enter = Callable[[str], Person]


def test_a_page_of_the_panel_asks_who_it_is_and_then_shows_itself(stranger: Person) -> None:
    assert stranger.get("/panel/hojas").path == "/panel/entrar"
    assert 'name="siguiente" value="/panel/hojas"' in stranger.page
    stranger.post("/panel/entrar", usuario="editora", clave=PASSWORD, siguiente="/panel/hojas")
    assert (stranger.path, stranger.status) == ("/panel/hojas", 200)


@pytest.mark.parametrize(
    "siguiente",
    [
        "https://otra.example/",
        "//otra.example",
        "/panel/\\otra",
        "/panel//otra.example",
        "/chat",
        "/panel/\r\nSet-Cookie: a=b",
    ],
)
def test_a_log_in_never_leads_to_another_site(stranger: Person, siguiente: str) -> None:
    stranger.get("/panel/entrar")
    response = stranger.client.post(
        "/panel/entrar",
        data={"csrf_token": stranger.csrf(), "usuario": "editora", "clave": PASSWORD, "siguiente": siguiente},
        base_url=BASE,
    )
    assert response.headers["Location"] == "/panel/"


def test_a_wrong_password_and_an_unknown_user_are_answered_alike(stranger: Person) -> None:
    wrong = stranger.log_in("editora", "no es esta clave").page
    unknown = stranger.log_in("nadie", "no es esta clave").page
    assert stranger.status == 401
    assert "no coinciden" in wrong
    assert wrong.split("</form>")[1] == unknown.split("</form>")[1]


def test_the_cookie_is_secure_and_the_page_is_kept_nowhere(stranger: Person) -> None:
    stranger.log_in("editora")
    cookie = stranger.client.get_cookie("__Host-catalina", domain="catalina.example")
    assert cookie is not None
    assert (cookie.secure, cookie.http_only, cookie.same_site) == (True, True, "Lax")
    assert stranger.headers["Cache-Control"] == "no-store"
    assert "script-src" not in stranger.headers["Content-Security-Policy"]
    assert "default-src 'none'" in stranger.headers["Content-Security-Policy"]


def test_a_log_in_changes_the_cookie_and_a_log_out_ends_it_everywhere(app: Flask, stranger: Person) -> None:
    stranger.get("/panel/entrar")
    before = stranger.client.get_cookie("__Host-catalina", domain="catalina.example")
    stranger.log_in("editora")
    after = stranger.client.get_cookie("__Host-catalina", domain="catalina.example")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    thief = Person(app.test_client())
    thief.client.set_cookie("__Host-catalina", after.value, domain="catalina.example", secure=True)
    assert thief.get("/panel/hojas").path == "/panel/hojas"
    stranger.post("/panel/salir")
    assert thief.get("/panel/hojas").path == "/panel/entrar"


def test_a_log_in_left_idle_ends_and_one_in_use_does_not(enter: Enter, clock: Clock) -> None:
    ana = enter("editora")
    for _ in range(3):
        clock.forward(minutes=20)
        assert ana.get("/panel/hojas").path == "/panel/hojas"
    clock.forward(minutes=31)
    assert ana.get("/panel/hojas").path == "/panel/entrar"


def test_what_was_being_written_survives_an_idle_log_in(enter: Enter, clock: Clock) -> None:
    ana = enter("editora").get("/panel/hojas/certificado-de-residencia")
    typed = {**ana.form(), "proposito": "Texto largo\nque costó media hora."}
    clock.forward(minutes=45)
    ana.post("/panel/hojas/certificado-de-residencia", **typed)
    assert ana.status == 401
    assert "Lo que escribiste sigue aquí" in ana.page
    kept = {f"pendiente.{name}": value for name, value in typed.items()}
    ana.post("/panel/entrar", usuario="editora", clave=PASSWORD, siguiente=ana.path, **kept)
    assert "que costó media hora." in ana.page
    ana.post("/panel/hojas/certificado-de-residencia", **typed)
    assert "Borrador guardado" in ana.page
    assert "que costó media hora." in ana.page


@pytest.mark.parametrize("csrf", ["", "inventado"])
def test_a_form_that_is_not_ours_changes_nothing(enter: Enter, services: Services, csrf: str) -> None:
    ana = enter("editora").get("/panel/hojas/certificado-de-residencia")
    form = ana.form()
    assert ana.post("/panel/hojas/certificado-de-residencia", csrf=csrf, **form).status == 400
    assert "Versión 1" in ana.get("/panel/hojas/certificado-de-residencia/versiones").page
    assert "Versión 2" not in ana.page


def test_failed_attempts_against_an_account_must_wait_even_with_the_right_password(
    stranger: Person, clock: Clock
) -> None:
    for _ in range(5):
        stranger.log_in("editora", "no es esta clave")
    assert stranger.log_in("editora").status == 429
    assert "demasiados intentos" in stranger.page
    assert stranger.log_in("revisor").path == "/panel/"
    clock.forward(seconds=61)
    other = Person(stranger.client.application.test_client())
    assert other.log_in("editora").path == "/panel/"


def test_one_address_that_tries_many_accounts_must_wait(stranger: Person) -> None:
    for number in range(31):
        stranger.get("/panel/entrar")
        data = {"csrf_token": stranger.csrf(), "usuario": f"persona{number}", "clave": "no es esta clave"}
        last = stranger.client.post(
            "/panel/entrar", data=data, base_url=BASE, environ_base={"REMOTE_ADDR": "203.0.113.9"}
        )
    assert last.status_code == 429
    assert stranger.log_in("editora").path == "/panel/"


def test_a_password_given_by_somebody_else_is_changed_first(app: Flask, services: Services) -> None:
    with services.db.session() as db:
        personal.create_account(db, "nueva", "Nueva", ["editor"], PASSWORD, services.clock(), by="admin")
    nueva = Person(app.test_client()).log_in("nueva")
    assert nueva.path == "/panel/clave"
    assert nueva.get("/panel/hojas").path == "/panel/clave"
    short = nueva.post("/panel/clave", actual=PASSWORD, nueva="corta", otra_vez="corta")
    assert (short.status, "al menos 12" in short.page) == (422, True)
    nueva.post("/panel/clave", actual=PASSWORD, nueva="una frase toda mía", otra_vez="una frase toda mía")
    assert nueva.get("/panel/hojas").path == "/panel/hojas"


def test_a_new_password_ends_the_other_log_ins(enter: Enter, clock: Clock) -> None:
    here, there = enter("editora"), enter("editora")
    clock.forward(seconds=5)
    here.get("/panel/clave").post(
        "/panel/clave", actual=PASSWORD, nueva="una frase toda mía", otra_vez="una frase toda mía"
    )
    assert here.get("/panel/hojas").path == "/panel/hojas"
    assert there.get("/panel/hojas").path == "/panel/entrar"


def test_a_role_taken_away_is_gone_at_the_next_click(enter: Enter, services: Services) -> None:
    ana = enter("editora")
    with services.db.session() as db:
        account = personal.find(db, "editora")
        assert account is not None
        personal.set_roles(db, account, ["analista"], services.clock(), by="admin")
    assert ana.get("/panel/hojas").status == 403


PAGES = {
    "/panel/hojas": {"editora", "revisor", "admin"},
    "/panel/hojas/certificado-de-residencia": {"editora", "revisor", "admin"},
    "/panel/hojas/certificado-de-residencia/versiones": {"editora", "revisor", "admin"},
    "/panel/hojas/certificado-de-residencia/versiones/1": {"editora", "revisor", "admin"},
    "/panel/denuncias": {"oficial"},
    "/panel/denuncias/abc": {"oficial"},
    "/panel/llave": {"oficial"},
}


@pytest.mark.parametrize("usuario", ["editora", "revisor", "oficial", "analista", "admin"])
def test_each_role_opens_its_own_pages_and_no_other(enter: Enter, usuario: str) -> None:
    somebody = enter(usuario)
    opened = {path for path in PAGES if somebody.get(path).status != 403}
    assert opened == {path for path, who in PAGES.items() if usuario in who}


def test_what_is_refused_is_written_down(enter: Enter, services: Services) -> None:
    editora = enter("editora")
    assert editora.get("/panel/denuncias").status == 403
    editora.get("/panel/hojas/certificado-de-residencia")
    assert editora.post("/panel/hojas/certificado-de-residencia", csrf="inventado").status == 400
    with services.db.reading_session() as db:
        acts = [(row.actor, row.action) for row in auditoria.of_subject(db, "pagina:panel.denuncias")]
        forged = [(row.actor, row.action) for row in auditoria.of_subject(db, "pagina:panel.guardar")]
    assert acts == [("editora", "acceso negado")]
    assert forged == [("editora", "petición rechazada")]


def test_the_menu_shows_denuncias_to_the_officer_alone(enter: Enter) -> None:
    assert "Denuncias" in enter("oficial").get("/panel/").page
    assert "Denuncias" not in enter("admin").get("/panel/").page


def test_every_log_in_and_log_out_is_audited_and_the_chain_holds(enter: Enter, services: Services) -> None:
    enter("editora").post("/panel/salir")
    with services.db.reading_session() as db:
        acts = [row.action for row in auditoria.of_subject(db, "cuenta:editora")]
        assert auditoria.verify(db) is None
    assert acts == ["salir", "entrar", "cambiar roles"]


@pytest.mark.parametrize("origin", ["unknown", "190.1.2.3:5555", "[2800:e2::1]:443", "fe80::1%eth0"])
def test_an_origin_that_a_balancer_writes_oddly_keeps_nobody_out(services: Services, app: Flask, origin: str) -> None:
    person = Person(app.test_client())
    person.client.environ_base["REMOTE_ADDR"] = origin
    assert person.log_in("editora").status == 200


def test_what_no_database_keeps_is_refused_in_words(stranger: Person, enter: Enter) -> None:
    assert stranger.log_in("edi\0tora").status == 400
    editor = enter("editora")
    assert [editor.get(path).status for path in ("/panel/hojas/a%00b", f"/panel/hojas/x/versiones/{10**20}")] == [
        400,
        404,
    ]
    assert editor.save("certificado-de-residencia", nota="a\0b").status == 400


def test_several_first_failures_at_once_are_each_counted(services: Services) -> None:
    def fail(_: int) -> None:
        with services.db.session() as db:
            ingresos.note_failure(db, "cuenta:editora", services.clock())

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(fail, range(12)))
    with services.db.reading_session() as db:
        assert db.get_one(ingresos.Failures, "cuenta:editora").count == 12
