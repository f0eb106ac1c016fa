"""Denuncias at rest: only an officer's passphrase opens one, and the rows tell nothing else."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session

from knowledge import denuncias
from knowledge.db import Database
from knowledge.denuncias import DenunciaKey, DenunciaRow, SinCaso, SinOficial
from knowledge.personal import Account, create_account, set_active, set_officer_keys, set_roles
from knowledge.sellado import CannotOpen, open_private_key
from tests.officers import officer, private_key

LATE = datetime(2026, 3, 31, 3, 59, 58, tzinfo=UTC)  # still the 30th in Cartagena
PASSPHRASE = "una frase larga de la oficial"
RECEIPT = "1234 5678 9012 3456"
CANARY = "cocuyo-4471 pidió plata en la oficina de contratos"


@pytest.fixture
def db(database: Database) -> Iterator[Session]:
    with database.session() as session:
        yield session


def filed(db: Session, modo: denuncias.Modo = "reserva", receipt: str = RECEIPT) -> str:
    told = {"que_paso": CANARY, "contacto": "Ana, 300 555 0199"}
    denuncias.register(db.connection(), modo, told, receipt, LATE)
    found = denuncias.find(db, receipt)
    assert found is not None
    return found


def opened(db: Session, case: str, account: Account) -> dict[str, object]:
    assert account.id is not None
    return denuncias.open_case(db, case, account.id, private_key(account.usuario))


def test_without_an_officer_nothing_can_be_filed(db: Session) -> None:
    assert not denuncias.can_be_opened(db)
    with pytest.raises(SinOficial):
        denuncias.register(db.connection(), "anonima", {"que_paso": CANARY}, RECEIPT, LATE)
    assert denuncias.cases(db, 1) == []


def test_an_officer_without_keys_or_who_left_does_not_count(db: Session) -> None:
    create_account(db, "nuevo", "Nuevo", ["oficial"], "clave-de-entrada-larga", LATE, by="prueba")
    assert not denuncias.can_be_opened(db)
    olga = officer(db)
    assert denuncias.can_be_opened(db)
    set_active(db, olga, LATE, activo=False, by="prueba")
    db.flush()
    assert not denuncias.can_be_opened(db)
    set_active(db, olga, LATE, activo=True, by="prueba")
    set_roles(db, olga, ["editor"], LATE, by="prueba")
    db.flush()
    assert not denuncias.can_be_opened(db)


def test_an_officer_reads_what_was_told_and_the_receipt_comes_back_as_given(db: Session) -> None:
    olga = officer(db)
    receipt = denuncias.register(
        db.connection(), "identificada", {"que_paso": CANARY, "contacto": "Ana"}, RECEIPT, LATE
    )
    assert receipt == RECEIPT
    case = denuncias.find(db, RECEIPT)
    assert case is not None
    assert opened(db, case, olga) == {"que_paso": CANARY, "contacto": "Ana"}


def test_an_anonymous_report_never_holds_how_to_reach_the_writer(db: Session) -> None:
    olga = officer(db)
    assert opened(db, filed(db, "anonima"), olga) == {"que_paso": CANARY}


def test_every_officer_of_that_day_can_open_it_and_a_later_one_cannot(db: Session) -> None:
    olga, pedro = officer(db), officer(db, "pedro")
    case = filed(db)
    later = officer(db, "tardia")
    assert opened(db, case, olga) == opened(db, case, pedro)
    with pytest.raises(SinCaso):
        opened(db, case, later)
    assert later.id is not None
    assert olga.id is not None
    assert [c.abrible for c in denuncias.cases(db, later.id)] == [False]
    assert [c.abrible for c in denuncias.cases(db, olga.id)] == [True]


def test_only_the_officers_own_passphrase_opens_it(db: Session) -> None:
    olga = create_account(db, "olga", "Olga", ["oficial"], "clave-de-entrada-larga", LATE, by="prueba")
    set_officer_keys(db, olga, PASSPHRASE, LATE)
    db.flush()
    assert olga.id is not None
    assert olga.private_key_sealed is not None
    case = filed(db)
    private = open_private_key(olga.private_key_sealed, PASSPHRASE)
    assert denuncias.open_case(db, case, olga.id, private)["que_paso"] == CANARY
    with pytest.raises(CannotOpen):
        open_private_key(olga.private_key_sealed, "otra frase larga cualquiera")


def test_another_officers_key_does_not_open_what_was_sealed_to_the_first(db: Session) -> None:
    olga = officer(db)
    case = filed(db)
    assert olga.id is not None
    with pytest.raises(CannotOpen):
        denuncias.open_case(db, case, olga.id, private_key("pedro"))


def test_a_report_that_does_not_exist_and_one_of_others_answer_the_same(db: Session) -> None:
    olga = officer(db)
    with pytest.raises(SinCaso) as unknown:
        opened(db, "0" * 12, olga)
    case = filed(db)
    with pytest.raises(SinCaso) as foreign:
        opened(db, case, officer(db, "pedro"))
    assert str(unknown.value) == str(foreign.value)


def test_rows_tell_the_day_and_nothing_else(db: Session) -> None:
    officer(db)
    filed(db)
    columns = set(DenunciaRow.model_fields) | set(DenunciaKey.model_fields)
    assert columns == {
        "id",
        "recibida_el",
        "modo",
        "estado",
        "contenido",
        "receipt_hash",
        "denuncia_id",
        "account_id",
        "llave",
    }
    row = db.connection().execute(text("SELECT * FROM denuncias")).mappings().one()
    assert str(row["recibida_el"])[:10] == "2026-03-30"
    written = " ".join(str(value) for value in row.values())
    assert "cocuyo" not in written
    assert "300 555" not in written
    assert "1234567890123456" not in written.replace(" ", "")


def test_ids_say_nothing_about_the_order_of_arrival(db: Session) -> None:
    officer(db)
    ids = [filed(db, receipt=f"{n:016d}") for n in range(1, 13)]
    assert len(set(ids)) == 12
    assert ids != sorted(ids)
    if db.get_bind().dialect.name == "sqlite":
        with pytest.raises(Exception, match="rowid"):
            db.connection().execute(text("SELECT rowid FROM denuncias"))


def test_short_and_long_stories_rest_in_the_same_size(db: Session) -> None:
    officer(db)
    denuncias.register(db.connection(), "anonima", {"que_paso": "x" * 30}, "1111 2222 3333 4444", LATE)
    denuncias.register(db.connection(), "anonima", {"que_paso": "x" * 700}, "5555 6666 7777 8888", LATE)
    sizes = [len(row[0]) for row in db.connection().execute(text("SELECT contenido FROM denuncias"))]
    assert sizes[0] == sizes[1]


def test_a_receipt_is_found_however_it_is_typed_and_a_wrong_one_is_not(db: Session) -> None:
    officer(db)
    case = filed(db)
    assert denuncias.find(db, "1234567890123456") == case
    assert denuncias.find(db, "1234-5678-9012-3456") == case
    assert denuncias.find(db, "1234 5678 9012 3457") is None
