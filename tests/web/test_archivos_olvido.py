"""Files that no request took are forgotten after a month; one that a process left behind, the next night."""

import os
from datetime import timedelta

import pytest
from sqlalchemy import insert, select, update
from sqlmodel import col

from bot.inbound import Inbound, Media
from bot.inbox import receive
from bot.retention import purge
from bot.services import Services
from flows.messages import Attachment, Message
from knowledge.atencion import AtencionRow
from knowledge.conversaciones import Contact
from tests.web.test_archivos import PDF, Send, files, rows, send
from tests.worlds import Clock

assert send  # the fixture


def test_a_file_that_nobody_took_goes_after_thirty_days(send: Send, services: Services, clock: Clock) -> None:
    send(PDF)
    clock.forward(days=29)
    purge(services)
    assert (len(rows(services)), len(files(services))) == (1, 1)
    clock.forward(days=2)
    assert purge(services)["media"] == 1
    assert (rows(services), files(services)) == ([], [])


def test_while_its_owner_waits_for_a_person_it_stays(send: Send, services: Services, clock: Clock) -> None:
    send(PDF)
    with services.db.writing() as db:
        who = db.execute(select(col(Contact.id))).scalar_one()
        db.execute(insert(AtencionRow).values(contact_id=who, canal="web", estado="en_cola", pedida_at=clock()))
    clock.forward(days=60)
    purge(services)
    assert len(files(services)) == 1
    with services.db.writing() as db:
        db.execute(update(AtencionRow).values(estado="cerrada", cerrada_at=clock()))
    purge(services)
    assert files(services) == []


@pytest.mark.parametrize(("age", "left"), [(timedelta(hours=1), 1), (timedelta(days=2), 0)])
def test_a_file_that_a_process_left_behind_goes_and_others_stay(
    send: Send, services: Services, age: timedelta, left: int
) -> None:
    send(PDF)
    folder = services.settings.data_dir / "adjuntos"
    for name in ("web-" + "0" * 32, "somebody-elses", *files(services)):
        (folder / name).touch()
        os.utime(folder / name, (at := (services.clock() - age).timestamp(), at))
    purge(services)
    assert len(files(services)) == 2 + left


def test_a_contact_card_is_truly_not_kept(services: Services, clock: Clock) -> None:
    where = "whatsapp:+573001234567"
    card = Message(attachments=(Attachment("r", "text/vcard"),))
    receive(
        services,
        Inbound("twilio", "MM1", "whatsapp", (where,), card, clock(), (Media("r", "https://x", "text/vcard"),)),
    )
    assert rows(services) == []
