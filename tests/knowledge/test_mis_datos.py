"""What is kept about a person, counted and erased, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlmodel import col

from knowledge.conversaciones import (
    Address,
    Consent,
    Contact,
    MediaRow,
    MessageRow,
    Outgoing,
    Subscription,
    Task,
)
from knowledge.db import Database
from knowledge.mis_datos import erase, summary
from tests.worlds import NOON


def _person(db: Connection, number: int) -> int:
    """Write one person with something of everything."""
    made = db.execute(
        insert(Contact).values(created_at=NOON, idioma="en", aviso_version="1").returning(col(Contact.id))
    )
    who = int(made.scalar_one())
    mine = {"contact_id": who}
    db.execute(insert(Address).values(**mine, channel="whatsapp", address=f"whatsapp:+57300000000{number}"))
    for seq in (1, 2):
        db.execute(insert(MessageRow).values(**mine, seq=seq, direction="in", body='{"texto": "secreto"}', at=NOON))
    for estado in ("pendiente", "leida"):
        db.execute(
            insert(Outgoing).values(
                **mine, key=f"turn:{who}:{estado}", address="x", channel="whatsapp", body='{"texto": "secreto"}',
                estado=estado, due_at=NOON, created_at=NOON,
            )
        )  # fmt: skip
    db.execute(insert(Subscription).values(**mine, tema="convocatorias", at=NOON))
    db.execute(insert(Subscription).values(**mine, tema="tramites", active=False, at=NOON))
    db.execute(insert(Consent).values(**mine, kind="baja", channel="whatsapp", at=NOON))
    for kind, closed in (("funcionario", None), ("acompanamiento", NOON), ("error_dato", None)):
        db.execute(insert(Task).values(**mine, kind=kind, tema="secreto", detail="", created_at=NOON, closed_at=closed))
    db.execute(
        insert(MediaRow).values(
            ref=f"ref-{who}", **mine, provider="twilio", url="https://x.example", content_type="image/jpeg", path="abc",
            estado="copiada", due_at=NOON, created_at=NOON,
        )
    )  # fmt: skip
    return who


def _count(db: Connection, kind: type[MessageRow | Task | Subscription | Consent | Address], who: int) -> int:
    return int(db.execute(select(func.count()).select_from(kind).where(col(kind.contact_id) == who)).scalar_one())


def test_it_counts_what_is_kept_of_this_person_only(database: Database) -> None:
    with database.writing() as db:
        ana, _ = _person(db, 1), _person(db, 2)
        assert summary(db, ana) == {
            "mensajes": 2, "desde": "2026-03-30", "suscripciones": ["convocatorias"], "solicitudes": 2,
        }  # fmt: skip


def test_since_is_the_day_in_cartagena(database: Database) -> None:
    with database.writing() as db:
        late = NOON + timedelta(hours=9)  # 02:00 UTC of the next day, 21:00 in Cartagena
        who = db.execute(insert(Contact).values(created_at=late).returning(col(Contact.id))).scalar_one()
        assert summary(db, who)["desde"] == "2026-03-30"


def test_erasing_leaves_no_word_of_the_person(database: Database) -> None:
    with database.writing() as db:
        ana, luis = _person(db, 1), _person(db, 2)
        erase(db, ana, NOON)
        assert _count(db, MessageRow, ana) == 0
        assert _count(db, Subscription, ana) == 0
        sent = db.execute(
            select(col(Outgoing.body)).where(col(Outgoing.contact_id) == ana, col(Outgoing.estado) == "leida")
        )
        assert "secreto" not in sent.scalar_one()
        assert _count(db, MessageRow, luis) == 2, "another person's words stay"
        assert summary(db, luis)["suscripciones"] == ["convocatorias"]


def test_a_reply_still_to_be_sent_is_sent_whole(database: Database) -> None:
    with database.writing() as db:
        ana = _person(db, 1)
        erase(db, ana, NOON)
        waiting = db.execute(
            select(col(Outgoing.body)).where(col(Outgoing.contact_id) == ana, col(Outgoing.estado) == "pendiente")
        )
        assert "secreto" in waiting.scalar_one()


def test_what_the_law_keeps_stays(database: Database) -> None:
    with database.writing() as db:
        ana = _person(db, 1)
        erase(db, ana, NOON)
        kept = db.execute(select(col(Task.kind)).where(col(Task.contact_id) == ana)).scalars().all()
        assert kept == ["funcionario"], (
            "an open request keeps its term; a closed one goes; a wrong value loses its author"
        )
        assert _count(db, Consent, ana) == 1
        assert _count(db, Address, ana) == 1


def test_a_wrong_value_stays_without_its_author(database: Database) -> None:
    with database.writing() as db:
        erase(db, _person(db, 1), NOON)
        rows = db.execute(select(col(Task.contact_id)).where(col(Task.kind) == "error_dato")).scalars().all()
        assert rows == [None]


def test_files_are_marked_so_that_a_job_deletes_them(database: Database) -> None:
    with database.writing() as db:
        ana = _person(db, 1)
        later = NOON + timedelta(hours=1)
        erase(db, ana, later)
        row = db.execute(select(MediaRow.__table__).where(col(MediaRow.ref) == f"ref-{ana}")).mappings().one()  # type: ignore[attr-defined]
        assert (row["contact_id"], row["url"], row["estado"], row["path"]) == (None, "", "borrada", "abc")
        assert row["due_at"] == later


@pytest.mark.parametrize("times", [1, 2])
def test_erasing_twice_is_harmless(database: Database, times: int) -> None:
    with database.writing() as db:
        ana = _person(db, 1)
        for _ in range(times):
            erase(db, ana, NOON)
        assert summary(db, ana)["mensajes"] == 0
