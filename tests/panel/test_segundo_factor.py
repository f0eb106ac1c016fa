"""A password alone opens neither denuncias nor the house: who has those roles also shows a code of the own phone."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pyotp
import pytest
from flask import Flask

from bot.services import Services
from knowledge import auditoria, ingresos, personal, segundo_factor
from knowledge.ingresos import LONGEST_WAIT
from knowledge.personal import Account
from knowledge.sellado import Sello
from tests.panel.conftest import PASSWORD, SECRET, Person, phone_codes
from tests.worlds import NOON, Clock

Enter = Callable[[str], Person]


def half(stranger: Person, usuario: str = "oficial") -> Person:
    """Return somebody whose password was right."""
    stranger.get("/panel/entrar")
    return stranger.post("/panel/entrar", usuario=usuario, clave=PASSWORD, siguiente="/panel/denuncias")


def pair(person: Person, *, clave: str = PASSWORD, secret: str = "", codigo: str = "", anterior: str = "") -> Person:
    """Read the secret of the page as a phone does, and send what it shows."""
    person.get("/panel/segundo-factor")
    shown = re.search(r"<strong>([A-Z2-7 ]{32,})</strong>", person.page)
    sealed = re.search(r'name="sellado" value="([^"]+)"', person.page)
    assert shown is not None
    assert sealed is not None
    secret = secret or shown[1].replace(" ", "")
    code = codigo or pyotp.TOTP(secret).at(person.clock())
    return person.post("/panel/segundo-factor", sellado=sealed[1], clave=clave, codigo=code, anterior=anterior)


def test_after_the_password_nothing_opens_but_the_page_of_the_code(stranger: Person) -> None:
    half(stranger)
    assert "Escribe tu código" in stranger.page
    for path in ("/panel/denuncias", "/panel/", "/panel/clave", "/panel/segundo-factor", "/panel/llave"):
        assert stranger.get(path).path == "/panel/codigo"
    stranger.post("/panel/codigo", codigo=phone_codes(NOON)[1], siguiente="/panel/denuncias")
    assert stranger.path in ("/panel/denuncias", "/panel/llave")


@pytest.mark.parametrize("code", ["000000", "12345", "1234567", "abcdef", "", "１２３４５６"])
def test_a_wrong_code_opens_nothing(stranger: Person, code: str) -> None:
    half(stranger).post("/panel/codigo", codigo=code)
    assert (stranger.status, "no coincide" in stranger.page) == (401, True)
    assert stranger.get("/panel/denuncias").path == "/panel/codigo"


def test_a_code_opens_once(app: Flask, clock: Clock) -> None:
    code = phone_codes(clock())[1]
    first, second = (half(Person(app.test_client(), clock)) for _ in range(2))
    assert first.post("/panel/codigo", codigo=f"{code[:3]} {code[3:]}").status == 200
    assert second.post("/panel/codigo", codigo=code).status == 401


def test_of_two_with_the_same_code_at_once_one_comes_in(app: Flask, clock: Clock) -> None:
    people = [half(Person(app.test_client(), clock)) for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda person: person.post("/panel/codigo", codigo=phone_codes(NOON)[1]).status, people))
    assert sorted(found) == [200, 401, 401, 401]


@pytest.mark.parametrize(("seconds", "status"), [(-60, 401), (-30, 200), (30, 200), (60, 401)])
def test_a_clock_may_be_off_by_one_step(stranger: Person, seconds: int, status: int) -> None:
    code = pyotp.TOTP(SECRET).at(NOON + timedelta(seconds=seconds))
    assert half(stranger).post("/panel/codigo", codigo=code).status == status


def test_whoever_guesses_must_wait_also_with_the_right_code(stranger: Person, clock: Clock) -> None:
    half(stranger)
    for _ in range(5):
        stranger.post("/panel/codigo", codigo="000000")
    assert stranger.post("/panel/codigo", codigo=phone_codes(NOON)[1]).status == 429
    clock.now += LONGEST_WAIT
    assert stranger.post("/panel/codigo", codigo=phone_codes(clock())[1]).status == 200


def test_the_half_log_in_ends_with_the_whole_one(app: Flask, clock: Clock, stranger: Person) -> None:
    half(stranger)
    cookie = stranger.client.get_cookie("__Host-catalina", domain="catalina.example")
    assert cookie is not None
    stranger.post("/panel/codigo", codigo=phone_codes(NOON)[1])
    thief = Person(app.test_client(), clock)
    thief.client.set_cookie("__Host-catalina", cookie.value, domain="catalina.example", secure=True)
    assert thief.get("/panel/denuncias").path == "/panel/entrar"


@pytest.mark.parametrize("rol", ["oficial", "administrador"])
def test_who_needs_one_pairs_a_phone_before_anything_else(
    app: Flask, services: Services, clock: Clock, rol: str
) -> None:
    with services.db.session() as db:
        account = personal.create_account(db, "nueva", "Nueva", [rol], PASSWORD, clock(), by="admin")
        account.must_change = False
    nueva = Person(app.test_client(), clock).log_in("nueva")
    assert nueva.path == "/panel/segundo-factor"
    assert nueva.get("/panel/clave").path == "/panel/segundo-factor"
    codes = re.findall(r"<strong>([a-z2-9]{4}(?:-[a-z2-9]{4}){2})</strong>", pair(nueva).page)
    assert len(set(codes)) == segundo_factor.RECOVERY_CODES
    assert nueva.get("/panel/").path == "/panel/"
    again = Person(app.test_client(), clock)
    half(again, "nueva").post("/panel/codigo", codigo=codes[0].upper().replace("-", " "))
    assert again.get("/panel/").path == "/panel/"
    third = half(Person(app.test_client(), clock), "nueva")
    assert third.post("/panel/codigo", codigo=codes[0]).status == 401
    with services.db.reading_session() as db:
        found = personal.find(db, "nueva")
        acts = [row.action for row in auditoria.of_subject(db, "cuenta:nueva")]
    assert found is not None
    assert found.totp_sealed is not None
    assert "usar código de reserva" in acts


def test_an_editor_may_have_one_too(enter: Enter, clock: Clock) -> None:
    assert "Todavía entras solo con la contraseña" in enter("editora").get("/panel/clave").page
    assert "códigos de reserva" in pair(enter("editora")).page


@pytest.mark.parametrize(
    ("how", "said"), [({"clave": "no es esta clave"}, "La contraseña no coincide"), ({"codigo": "000000"}, "El código no coincide")]
)  # fmt: skip
def test_a_phone_is_not_paired_without_password_and_code(
    enter: Enter, services: Services, how: dict[str, str], said: str
) -> None:
    editora = pair(enter("editora"), **how)
    assert (editora.status, said in editora.page) == (422, True)
    with services.db.reading_session() as db:
        found = personal.find(db, "editora")
    assert found is not None
    assert found.totp_sealed is None


@pytest.mark.parametrize("sealed", ["", "inventado", "AAAA"])
def test_a_secret_of_somebody_else_is_not_taken(enter: Enter, services: Services, sealed: str) -> None:
    editora = enter("editora").get("/panel/segundo-factor")
    for given in (sealed, services.sello.close(f"99:{SECRET}")):
        editora.post("/panel/segundo-factor", sellado=given, clave=PASSWORD, codigo=phone_codes(NOON)[1])
        assert "La página venció" in editora.page


def test_the_secret_rests_sealed_and_is_in_no_audit(services: Services, enter: Enter) -> None:
    enter("oficial")
    with services.db.reading_session() as db:
        account = personal.find(db, "oficial")
        told = "".join(row.detail for row in auditoria.of_subject(db, "cuenta:oficial"))
    assert account is not None
    assert SECRET not in str(account.totp_sealed) + told


def test_a_lost_phone_is_taken_away_and_another_is_asked_for(app: Flask, services: Services, clock: Clock) -> None:
    with services.db.session() as db:
        account = db.get_one(Account, personal.find(db, "admin").id)  # type: ignore[union-attr]
        segundo_factor.forget(db, account, clock(), by="catalina staff")
    assert Person(app.test_client(), clock).log_in("admin").path == "/panel/segundo-factor"


def test_what_was_being_written_survives_the_code_too(enter: Enter, clock: Clock) -> None:
    admin = enter("admin").get("/panel/hojas/certificado-de-residencia")
    typed = {**admin.form(), "proposito": "Texto largo\nque costó media hora."}
    clock.forward(minutes=45)
    admin.post("/panel/hojas/certificado-de-residencia", **typed)
    kept = {f"pendiente.{name}": value for name, value in typed.items()}
    admin.post("/panel/entrar", usuario="admin", clave=PASSWORD, siguiente=admin.path, **kept)
    assert "Escribe tu código" in admin.page
    admin.post("/panel/codigo", codigo=phone_codes(clock())[1], siguiente=admin.path, **kept)
    assert "que costó media hora." in admin.page


def test_a_log_in_from_before_the_phone_ends_with_the_pairing(
    enter: Enter, clock: Clock, app: Flask, services: Services
) -> None:
    """Whoever came in with the password alone must not be in once the owner has a phone."""
    with services.db.session() as db:
        account = personal.create_account(db, "nueva", "Nueva", ["administrador"], PASSWORD, clock(), by="admin")
        account.must_change = False
    thief, owner = (Person(app.test_client(), clock).log_in("nueva") for _ in range(2))
    pair(owner)
    assert owner.get("/panel/hojas").path == "/panel/hojas"
    assert thief.get("/panel/hojas").path == "/panel/entrar"


def test_a_lost_phone_ends_every_log_in(enter: Enter, services: Services, clock: Clock, stranger: Person) -> None:
    whole, waiting = enter("admin"), half(stranger, "admin")
    with services.db.session() as db:
        account = personal.find(db, "admin")
        assert account is not None
        segundo_factor.forget(db, account, clock(), by="catalina staff")
    assert [person.get("/panel/hojas").path for person in (whole, waiting)] == ["/panel/entrar"] * 2


@pytest.mark.parametrize(("anterior", "status"), [("", 422), ("000000", 422), ("phone", 200)])
def test_another_phone_needs_a_code_of_the_one_before(enter: Enter, clock: Clock, anterior: str, status: int) -> None:
    admin = enter("admin")
    clock.forward(minutes=2)
    given = phone_codes(clock())[1] if anterior == "phone" else anterior
    assert pair(admin, anterior=given).status == status


def test_the_password_is_not_guessed_at_the_pairing_either(enter: Enter) -> None:
    editora = enter("editora")
    for _ in range(5):
        pair(editora, clave="no es esta clave")
    assert "demasiados intentos" in pair(editora).page


def test_with_another_key_of_the_server_a_recovery_code_still_opens(
    enter: Enter, app: Flask, services: Services, clock: Clock
) -> None:
    codes = re.findall(r"<strong>([a-z2-9]{4}(?:-[a-z2-9]{4}){2})</strong>", pair(enter("editora")).page)
    with services.db.session() as db:
        account = personal.find(db, "editora")
        assert account is not None
        account.totp_sealed = Sello("another key of the server").close(SECRET)
    editora = half(Person(app.test_client(), clock), "editora")
    assert editora.post("/panel/codigo", codigo=phone_codes(clock())[1]).status == 401
    assert editora.post("/panel/codigo", codigo=codes[0]).status == 200


def test_many_at_once_are_let_through_one_by_one(services: Services, clock: Clock) -> None:
    def attempt(_: int) -> bool:
        with services.db.session() as db:
            return ingresos.attempt(db, "codigo:ana", clock()) is None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(24))) == ingresos.FREE_FAILURES
        clock.now += LONGEST_WAIT
        assert sum(pool.map(attempt, range(24))) == 1


def test_what_was_typed_outlives_a_half_log_in_too(enter: Enter, clock: Clock, stranger: Person) -> None:
    half(stranger, "admin")
    clock.forward(minutes=45)
    stranger.post("/panel/codigo", codigo="000000", siguiente="/panel/hojas/x", **{"pendiente.nota": "Media hora"})
    assert (stranger.status, 'value="Media hora"' in stranger.page) == (401, True)
