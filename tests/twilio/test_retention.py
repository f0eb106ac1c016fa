"""What has been kept long enough is forgotten; what numbers other things never is."""

import json
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, insert, select
from sqlmodel import col

from bot.retention import Retention, purge
from knowledge.conversaciones import MediaRow, MessageRow, Outgoing, Seen, SessionRow, StatusReceipt
from notifier.outbox import EMPTY
from tests.twilio.conftest import Twilio
from tests.twilio.fake import Fake, row_of
from tests.worlds import Clock


def counted(tw: Twilio, *tables: type) -> list[int]:
    with tw.services.db.reading() as db:
        return [db.execute(select(func.count()).select_from(t)).scalar_one() for t in tables]


def test_words_are_kept_ninety_days_and_ids_longer(
    tw: Twilio, fake: Fake, send_all: Callable[[], None], clock: Clock
) -> None:
    tw.says("hola")
    send_all()
    tw.status(row_of(fake.messages[0]["callback"]), "delivered", sid=fake.messages[0]["sid"])
    clock.forward(days=89)
    purge(tw.services)
    assert counted(tw, MessageRow, Outgoing, StatusReceipt, Seen) == [2, 1, 1, 1]
    clock.forward(days=2)
    purge(tw.services)
    assert counted(tw, MessageRow, Outgoing, StatusReceipt, Seen) == [0, 0, 0, 1]


def test_what_is_still_to_be_sent_is_not_forgotten(tw: Twilio, clock: Clock) -> None:
    tw.says("hola")
    clock.forward(days=200)
    purge(tw.services)
    assert counted(tw, Outgoing) == [1]


def test_an_old_conversation_is_emptied_but_for_its_counter_and_goes_on(tw: Twilio, clock: Clock) -> None:
    tw.says("menu")
    clock.forward(days=31)
    assert purge(tw.services)["drafts"] == 1
    assert purge(tw.services)["drafts"] == 0
    with tw.services.db.reading() as db:
        state = json.loads(db.execute(select(col(SessionRow.state))).scalar_one())
    assert (state["turn"], state["frame"], state["shown"], state["drafts"]) == (1, None, [], [])
    tw.says("menu")
    assert counted(tw, MessageRow) == [4]


def test_confidential_words_that_nobody_confirmed_are_gone_after_a_day(tw: Twilio, clock: Clock) -> None:
    tw.says("hola")
    with tw.services.db.writing() as db:
        contact = db.execute(select(col(SessionRow.contact_id))).scalar_one()
        now = clock()
        db.execute(
            insert(Outgoing).values(
                key="x", contact_id=contact, address="a", channel="whatsapp", kind="reply", body="sealed words", sealed=True,
                estado="enviada", attempts=1, due_at=now, created_at=now, sent_at=now,
            )
        )  # fmt: skip
    clock.forward(hours=25)
    assert purge(tw.services)["secrets"] == 1
    with tw.services.db.reading() as db:
        assert db.execute(select(col(Outgoing.body)).where(col(Outgoing.key) == "x")).scalar_one() == EMPTY


def test_old_files_leave_the_disk_with_their_rows(tw: Twilio, clock: Clock) -> None:
    folder: Path = tw.services.settings.data_dir / "adjuntos"
    folder.mkdir(parents=True)
    (folder / "name").write_bytes(b"x")
    with tw.services.db.writing() as db:
        db.execute(
            insert(MediaRow).values(
                ref="r", provider="twilio", url="u", content_type="image/jpeg", path="name", estado="copiada", attempts=1,
                due_at=clock(), created_at=clock(),
            )
        )  # fmt: skip
    clock.forward(days=366)
    assert purge(tw.services, Retention())["media"] == 1
    assert not (folder / "name").exists()
    assert counted(tw, MediaRow) == [0]
