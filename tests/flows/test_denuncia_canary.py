"""Nobody reads a denuncia but an officer: a canary in every answer turns up nowhere else, whatever the person does.

Played over the real inbox on both databases. After every message each cell of each table is read, and on SQLite the
files themselves, journal included: what a backup would carry.
"""

import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select, sql
from sqlmodel import Session, SQLModel, col

from bot.retention import purge
from bot.services import Services
from bot.sessions import read
from flows.context import Canal
from flows.messages import Attachment, Bubble, Message
from knowledge import denuncias
from knowledge.conversaciones import EffectDone, Interaction, MessageRow, SessionRow
from knowledge.db import Database
from tests.officers import officer, private_key
from tests.worlds import Clock, Talk

CANARY = "cocuyo4471"
STORY = f"{CANARY} pidió plata en la oficina de contratos para firmar el acta"


@pytest.fixture
def guarded(services: Services) -> Services:
    with services.db.session() as db:
        officer(db)
    return services


@pytest.fixture
def watched(guarded: Services, clock: Clock, caplog: pytest.LogCaptureFixture) -> Iterator["Watched"]:
    caplog.set_level(logging.DEBUG)
    watcher = Watched(guarded, Talk(guarded, clock, "whatsapp:+573005550199", "whatsapp"), clock)
    yield watcher
    assert CANARY not in caplog.text
    for secret in watcher.secrets:
        assert secret not in caplog.text


class Watched:
    """A person who reports, with somebody who reads the whole database after each message."""

    def __init__(self, services: Services, talk: Talk, clock: Clock) -> None:
        self.services, self.talk, self.clock = services, talk, clock
        self.secrets: list[str] = []

    def say(self, *said: str) -> Bubble:
        for text in said:
            bubble = self.talk(text)
            self.look()
        return bubble

    def look(self) -> None:
        kept = everything(self.services.db)
        for secret in (CANARY, *self.secrets):
            assert secret not in kept

    def report(self, *before: str) -> str:
        """File an anonymous report with the canary in every answer, and return its receipt."""
        # Words that name nothing to a thesaurus, so that each can only have come from here.
        details = [f"{CANARY} {word}" for word in ("ayer", "Manga", "fulano", "Hacienda")]
        proofs = [f"{CANARY} {word}" for word in ("contrato 8", "fotos", "un vecino", "la otra")]
        closing = self.say(*before, "1", STORY, *details, "1", *proofs, "no", "1")
        found = re.search(r"\d{4} \d{4} \d{4} \d{4}", closing.text)
        assert found, closing.text
        self.secrets += [found[0], found[0].replace(" ", "")]
        self.look()
        return found[0]


def everything(db: Database) -> str:
    """Return all that a thief of the database would read: every cell, and the bytes of the files."""
    with db.reading() as connection:
        cells = [
            str(cell)
            for table in SQLModel.metadata.sorted_tables
            for row in connection.execute(select(table))
            for cell in row
        ]
    files = Path(db.engine.url.database or "").parent.glob("catalina.db*") if db.is_sqlite else ()
    return "\n".join((*cells, *(path.read_bytes().decode("latin-1") for path in files)))


def opened(db: Session) -> list[dict[str, object]]:
    account = select(denuncias.DenunciaKey.account_id)
    ids = db.execute(account).scalars().all()
    return [denuncias.open_case(db, case.id, ids[0], private_key("olga")) for case in denuncias.cases(db, ids[0])]


def test_a_whole_report_is_read_by_the_officer_alone(watched: Watched) -> None:
    watched.report("quiero denunciar un acto de corrupción")
    with watched.services.db.reading_session() as db:
        (told,) = opened(db)
    assert told["que_paso"] == STORY
    assert [key for key, value in told.items() if value and CANARY in str(value)] == [
        "que_paso", "cuando", "donde", "quienes", "dependencia", "contrato", "pruebas", "testigos", "otra_autoridad",
    ]  # fmt: skip
    assert "contacto" not in told


@pytest.mark.parametrize(
    "first",
    [
        f"quiero denunciar que {CANARY} pide coimas en la alcaldía",
        f"denuncia de corrupción contra {CANARY}",
        f"I want to report corruption by {CANARY}",
        f"el inspector {CANARY} exige un soborno para el certificado de residencia",
        f"me va a matar {CANARY} porque conté lo de los contratos",
    ],
)
def test_the_very_first_message_leaves_no_word(watched: Watched, first: str) -> None:
    watched.say(first)
    with watched.services.db.reading() as db:
        bodies = db.execute(select(col(MessageRow.body)).where(col(MessageRow.direction) == "in")).scalars().all()
    assert bodies
    assert all("[denuncia]" in body or "[emergencia]" in body for body in bodies)


def test_a_report_left_half_way_rests_sealed_and_goes_after_a_day(watched: Watched) -> None:
    watched.say("quiero denunciar un acto de corrupción", "1", STORY, f"{CANARY} ayer")
    watched.clock.forward(hours=2)
    watched.say("hola")
    watched.clock.forward(hours=25)
    watched.say("hola", "menu")
    bubble = watched.say("seguir")
    assert "Dónde pasó" not in bubble.text


def test_what_is_cancelled_dropped_or_interrupted_leaves_no_word(watched: Watched) -> None:
    watched.say(
        "quiero denunciar un acto de corrupción", "1", STORY, "menu", "seguir", f"{CANARY} ayer", "atras", "cancelar"
    )
    watched.say("quiero denunciar un acto de corrupción", "1", STORY, f"me va a matar {CANARY}", "salir", "hola")
    watched.say("cancelar")
    with watched.services.db.reading_session() as db:
        assert db.execute(select(func.count()).select_from(denuncias.DenunciaRow)).scalar_one() == 0


def test_a_file_sent_in_a_report_is_not_fetched(watched: Watched) -> None:
    watched.say("quiero denunciar un acto de corrupción", "1", STORY)
    watched.talk.send(Message(text=f"{CANARY} foto", attachments=(Attachment(f"ref-{CANARY}", "image/jpeg"),)))
    watched.look()


def test_a_receipt_typed_later_is_kept_nowhere(watched: Watched) -> None:
    receipt = watched.report("quiero denunciar un acto de corrupción")
    bubble = watched.say("hola", f"mi comprobante es {receipt}")
    assert "Por seguridad" in bubble.text
    same = watched.say("0000 0000 0000 0001")
    assert same.text == bubble.text
    watched.say("menu", "cómo va mi solicitud", receipt.replace(" ", "-"), receipt.replace(" ", ""))


def test_no_row_ties_the_person_to_the_report(watched: Watched) -> None:
    watched.report("quiero denunciar un acto de corrupción")
    with watched.services.db.reading() as db:
        kinds = set(db.execute(select(col(EffectDone.kind))).scalars())
        rows = db.execute(select(Interaction)).mappings().all()
    assert "RegistrarDenuncia" not in kinds
    hidden = [row for row in rows if row["persona"] is None]
    assert len(hidden) == len(rows)
    assert {(row["at"].hour, row["at"].minute) for row in hidden} == {(17, 0)}  # noon in Cartagena, whatever the hour


# Only PostgreSQL marks its rows with the transaction that wrote them.
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_after_the_night_not_even_the_databases_own_marks_tie_them(watched: Watched) -> None:
    watched.report("quiero denunciar un acto de corrupción")
    assert tied(watched.services) == 1
    watched.say(*["hola"] * 5)
    purge(watched.services)
    assert tied(watched.services) == 0


def tied(services: Services) -> int:
    """Return how many reports were written by the transaction of a confidential message, or by one next to it."""
    written = sql.text(
        "SELECT count(DISTINCT d.id) FROM denuncias d JOIN messages m ON abs(d.xmin::text::bigint - m.xmin::text::bigint) <= 3 "
        "WHERE m.body LIKE '%[denuncia]%'"
    )
    with services.db.reading() as db:
        return int(db.execute(written).scalar_one())


def unsealed(services: Services) -> str:
    """Return what the server's own key opens in the log of conversations and where they rest: what a full backup gives."""
    with services.db.reading() as db:
        bodies = db.execute(select(col(MessageRow.body), col(MessageRow.sealed))).all()
        states = db.execute(select(col(SessionRow.state))).scalars().all()
    logged = [services.sello.open(body) if sealed else body for body, sealed in bodies]
    return "\n".join((*logged, *(repr(read(state, 0, services.sello)) for state in states)))


def test_not_even_the_servers_key_reads_a_report_after_it_was_sent(watched: Watched) -> None:
    receipt = watched.report("quiero denunciar un acto de corrupción")
    kept = unsealed(watched.services)
    assert CANARY not in kept
    assert receipt not in kept


@pytest.mark.parametrize(("canal", "address"), [("whatsapp", "whatsapp:+573005550199"), ("web", "web:" + "a" * 64)])
def test_what_nobody_came_back_for_is_gone_after_a_day(
    guarded: Services, clock: Clock, canal: Canal, address: str
) -> None:
    watched = Watched(guarded, Talk(guarded, clock, address, canal), clock)
    watched.say("quiero reportar un error", "quiero denunciar un acto de corrupción", "1", STORY, f"{CANARY} ayer")
    assert CANARY in unsealed(guarded)
    clock.forward(hours=25)
    purge(guarded)
    assert CANARY not in unsealed(guarded)


def test_a_bad_answer_does_not_come_back_in_the_hint(watched: Watched) -> None:
    bubble = watched.say("quiero denunciar un acto de corrupción", "1", CANARY)
    assert CANARY not in bubble.text
    assert "un poco más" in bubble.text


def test_the_web_keeps_no_word_either(guarded: Services, clock: Clock) -> None:
    watched = Watched(guarded, Talk(guarded, clock, "web:" + "a" * 64, "web"), clock)
    watched.report("quiero denunciar un acto de corrupción")


def test_the_watcher_would_see_a_word_that_is_kept(watched: Watched) -> None:
    with pytest.raises(AssertionError):
        watched.say(f"certificado de residencia para {CANARY}")
