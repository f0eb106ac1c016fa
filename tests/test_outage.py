"""A process that begins while the database is away, or before `catalina init`: nothing that comes in is lost."""

from dataclasses import replace
from pathlib import Path

import pytest
from twilio.request_validator import RequestValidator

from bot.app import create_app
from bot.channels.twilio import PATH, spool_of
from bot.services import Current, Services, make_services
from knowledge.contenido import bump
from knowledge.db import Unavailable, open_database
from knowledge.entidad import load_entidad
from tests.worlds import Clock

FORM = {
    "MessageSid": "SM" + "1" * 32,
    "AccountSid": "AC" + "0" * 32,
    "From": "whatsapp:+573001112233",
    "Body": "hola",
    "NumMedia": "0",
}


def signed() -> dict[str, str]:
    url = "https://catalina.example" + PATH
    return {"X-Twilio-Signature": RequestValidator("token-of-the-tests").compute_signature(url, FORM)}


def test_a_message_that_finds_no_database_at_the_start_is_kept(services: Services, clock: Clock) -> None:
    nowhere = open_database("postgresql://postgres@127.0.0.1:9/nowhere")
    alone = make_services(services.settings, db=nowhere, clock=clock)

    answer = create_app(alone).test_client().post(PATH, data=FORM, headers=signed())

    assert answer.status_code == 200
    assert not spool_of(alone).empty
    nowhere.engine.dispose()


def test_a_message_that_finds_an_older_schema_waits_for_init(services: Services, clock: Clock, tmp_path: Path) -> None:
    bare = open_database(f"sqlite:///{tmp_path}/bare.db")
    early = replace(services, db=bare, current=Current(bare, clock, load_entidad()))

    answer = create_app(early).test_client().post(PATH, data=FORM, headers=signed())

    assert answer.status_code == 200
    assert not spool_of(early).empty
    with pytest.raises(Unavailable, match="catalina init"):
        early.current.get()
    bare.engine.dispose()


def test_content_published_after_the_clock_was_set_back_is_seen(services: Services, clock: Clock) -> None:
    before = services.current.get()
    clock.forward(days=-1)
    with services.db.session() as db:
        bump(db, clock())

    assert services.current.get().stamp != before.stamp
