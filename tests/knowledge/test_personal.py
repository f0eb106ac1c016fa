"""Accounts, roles and officer keys."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, SQLModel

from knowledge import auditoria, ingresos, personal, tables
from knowledge.db import Database, open_database
from knowledge.personal import CuentaInvalida
from knowledge.sellado import CannotOpen, open_private_key, open_sealed, seal_for

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
PASSWORD = "mojarra con patacón"
PASSPHRASE = "cuatro palabras muy largas"


@pytest.fixture
def base(tmp_path: Path) -> Database:
    base = open_database(f"sqlite:///{tmp_path}/personal.db")
    assert tables.MODULES
    SQLModel.metadata.create_all(base.engine)
    return base


@pytest.fixture
def db(base: Database) -> Iterator[Session]:
    with base.session() as session:
        yield session


def account(db: Session, usuario: str, *roles: str) -> personal.Account:
    return personal.create_account(db, usuario, usuario.title(), roles, PASSWORD, NOW, by="consola")


def test_a_password_is_never_kept_and_only_it_opens(db: Session) -> None:
    ana = account(db, "Ana", "editor")
    assert ana.usuario == "ana"
    assert PASSWORD not in ana.password_hash
    assert ana.password_hash.startswith("$argon2id$")
    assert personal.password_matches(ana, PASSWORD)
    assert not personal.password_matches(ana, PASSWORD + " ")
    assert not personal.password_matches(None, PASSWORD)


def test_an_inactive_account_does_not_open_with_its_password(db: Session) -> None:
    ana = account(db, "ana", "editor")
    personal.set_active(db, ana, NOW, activo=False, by="jefa")
    assert not personal.password_matches(ana, PASSWORD)


@pytest.mark.parametrize(
    ("usuario", "roles", "password", "says"),
    [
        ("ana", ["jefe"], PASSWORD, "No existe el rol «jefe»"),
        ("ana", [], PASSWORD, "Falta el rol"),
        ("ana", ["administrador", "oficial"], PASSWORD, "no puede leer denuncias"),
        ("ana pérez", ["editor"], PASSWORD, "sin tilde"),
        ("ana", ["editor"], "corta", "al menos 12"),
    ],
)
def test_what_cannot_be_says_what_to_write(
    db: Session, usuario: str, roles: list[str], password: str, says: str
) -> None:
    with pytest.raises(CuentaInvalida, match=says):
        personal.create_account(db, usuario, "Ana", roles, password, NOW, by="consola")


def test_two_accounts_never_share_a_user_name(db: Session) -> None:
    account(db, "ana", "editor")
    with pytest.raises(CuentaInvalida, match="Ya existe"):
        account(db, "ANA", "revisor")


def test_only_the_officers_passphrase_opens_what_is_sealed_to_the_officer(db: Session) -> None:
    oficial = account(db, "oficial", "oficial")
    assert personal.officer_keys(db) == []
    personal.set_officer_keys(db, oficial, PASSPHRASE, NOW)
    [(account_id, key)] = personal.officer_keys(db)
    assert account_id == oficial.id
    closed, [sealed_key] = seal_for([key], {"hechos": "algo"})
    assert oficial.private_key_sealed is not None
    private = open_private_key(oficial.private_key_sealed, PASSPHRASE)
    assert open_sealed(private, closed, sealed_key) == {"hechos": "algo"}
    with pytest.raises(CannotOpen):
        open_private_key(oficial.private_key_sealed, PASSWORD)


def test_a_new_key_never_leaves_old_cases_closed_for_ever(db: Session) -> None:
    oficial = account(db, "oficial", "oficial")
    personal.set_officer_keys(db, oficial, PASSPHRASE, NOW)
    with pytest.raises(CuentaInvalida, match="ya tiene su llave"):
        personal.set_officer_keys(db, oficial, PASSPHRASE + " otra", NOW)


def test_who_is_no_officer_gets_no_key_and_who_stops_being_one_gets_no_more_cases(db: Session) -> None:
    ana = account(db, "ana", "editor")
    with pytest.raises(CuentaInvalida, match="rol oficial"):
        personal.set_officer_keys(db, ana, PASSPHRASE, NOW)
    oficial = account(db, "oficial", "oficial")
    personal.set_officer_keys(db, oficial, PASSPHRASE, NOW)
    personal.set_roles(db, oficial, ["analista"], NOW, by="jefa")
    assert personal.officer_keys(db) == []


def test_every_change_of_an_account_is_audited_with_who_did_it(db: Session) -> None:
    ana = account(db, "ana", "editor")
    personal.set_roles(db, ana, ["editor", "revisor"], NOW, by="jefa")
    personal.reset_password(db, ana, "otra clave bien larga", NOW, by="ana")
    acts = [(row.actor, row.action) for row in auditoria.of_subject(db, "cuenta:ana")]
    assert acts == [("ana", "cambiar contraseña"), ("jefa", "cambiar roles"), ("consola", "crear cuenta")]
    assert auditoria.verify(db) is None


def test_a_password_given_by_somebody_else_must_be_changed(db: Session) -> None:
    ana = account(db, "ana", "editor")
    assert ana.must_change
    personal.reset_password(db, ana, "otra clave bien larga", NOW, by="ana")
    assert not ana.must_change
    personal.reset_password(db, ana, personal.new_password(), NOW, by="jefa")
    assert ana.must_change


def test_another_person_publishes_only_while_there_is_one(db: Session) -> None:
    ana = account(db, "ana", "revisor")
    assert not personal.others_publish(db, ana)
    luis = account(db, "luis", "administrador")
    assert personal.others_publish(db, ana)
    personal.set_active(db, luis, NOW, activo=False, by="ana")
    assert not personal.others_publish(db, ana)


def test_a_log_in_ends_when_idle_closed_or_when_the_password_changes(db: Session) -> None:
    ana = account(db, "ana", "editor")
    token = ingresos.open_session(db, ana, NOW)
    assert ingresos.account_of(db, token, NOW + ingresos.IDLE) is ana
    assert ingresos.account_of(db, token, NOW + ingresos.IDLE + timedelta(seconds=1)) is None
    assert ingresos.account_of(db, "otro", NOW) is None
    personal.reset_password(db, ana, "otra clave bien larga", NOW + timedelta(minutes=1), by="jefa")
    assert ingresos.account_of(db, token, NOW + timedelta(minutes=2)) is None
    fresh = ingresos.open_session(db, ana, NOW + timedelta(minutes=2))
    ingresos.close_session(db, fresh)
    assert ingresos.account_of(db, fresh, NOW + timedelta(minutes=2)) is None


def test_use_keeps_a_log_in_alive_but_not_for_more_than_a_shift(db: Session) -> None:
    ana = account(db, "ana", "editor")
    token = ingresos.open_session(db, ana, NOW)
    moment = NOW
    while moment < NOW + ingresos.LONGEST:
        moment += timedelta(minutes=20)
        ingresos.touch(db, token, moment)
    assert ingresos.account_of(db, token, NOW + ingresos.LONGEST) is ana
    assert ingresos.account_of(db, token, moment + timedelta(minutes=20)) is None


def test_failed_attempts_slow_down_and_the_wait_is_capped(db: Session) -> None:
    for _ in range(ingresos.FREE_FAILURES - 1):
        ingresos.note_failure(db, "cuenta:ana", NOW)
    assert ingresos.wait_until(db, "cuenta:ana", NOW) is None
    ingresos.note_failure(db, "cuenta:ana", NOW)
    assert ingresos.wait_until(db, "cuenta:ana", NOW) == NOW + timedelta(minutes=1)
    assert ingresos.wait_until(db, "cuenta:luis", NOW) is None
    for _ in range(40):
        ingresos.note_failure(db, "cuenta:ana", NOW)
    assert ingresos.wait_until(db, "cuenta:ana", NOW) == NOW + ingresos.LONGEST_WAIT
    assert ingresos.wait_until(db, "cuenta:ana", NOW + ingresos.LONGEST_WAIT) is None
    ingresos.forget_failures(db, "cuenta:ana")
    assert ingresos.wait_until(db, "cuenta:ana", NOW) is None
