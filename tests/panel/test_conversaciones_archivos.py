"""Files of a conversation: who attends it hears a voice note and saves a photo; nobody else does, and nothing is shown as a page."""

import pytest
from sqlalchemy import update
from sqlmodel import col, select

from bot.services import Services
from knowledge.charlas import ficha
from knowledge.conversaciones import MediaRow
from knowledge.solicitudes import AdjuntoRow
from tests.panel.charlas import DESK, Enter, asks, audited, form_of, somebody, take, the_talk
from tests.panel.mesa import HTML, media
from tests.panel.test_solicitudes_ventanilla import SAID
from tests.worlds import Clock

VOICE = b"OggS\x00hola"


@pytest.fixture
def which(agents: None, services: Services, clock: Clock) -> int:
    """A talk whose citizen sent a voice note and a page that calls itself one."""
    made = asks(somebody(services, clock))
    for ref, data, kind in (("twilio:voz", VOICE, "audio/ogg; codecs=opus"), ("twilio:mala", HTML, "text/html"), ("twilio:viene", None, "image/jpeg")):  # fmt: skip
        media(services, ref, data=data, kind=kind)
    with services.db.writing() as db:
        db.execute(update(MediaRow).where(col(MediaRow.contact_id).is_(None)).values(contact_id=the_talk(services).contact_id))  # fmt: skip
    return made


def file_of(which: int, ref: str) -> str:
    return f"{DESK}/{which}/archivos/{ficha(ref)}"


def test_a_voice_note_is_heard_and_saved_and_only_by_who_attends(enter: Enter, services: Services, which: int) -> None:
    ana = take(enter("ana"), which)
    path = file_of(which, "twilio:voz")
    for said in (f'<audio controls preload="none" src="{path}"', "Bajar nota de voz", "Foto: todavía no llega"):
        assert said in ana.page, said
    assert "media-src 'self'" in ana.headers["Content-Security-Policy"]
    ana.get(path)
    assert ana.page.encode() == VOICE
    assert ana.headers["Content-Type"].startswith("audio/ogg")
    assert ana.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert ana.headers["Content-Disposition"].startswith("attachment")
    assert [enter(other).get(path).status for other in ("beto", "admin", "gestora")] == [404, 403, 403]
    assert audited(services, which)[-1][:2] == ("ana", "bajar archivo")


def test_a_page_that_a_citizen_sent_is_never_a_page(enter: Enter, which: int) -> None:
    ana = take(enter("ana"), which).get(file_of(which, "twilio:mala"))
    assert ana.headers["Content-Type"] == "application/octet-stream"
    assert ana.headers["X-Content-Type-Options"] == "nosniff"


def test_what_has_not_come_or_is_of_another_talk_is_not_given(enter: Enter, which: int) -> None:
    ana = take(enter("ana"), which)
    assert [ana.get(file_of(which, ref)).status for ref in ("twilio:viene", "twilio:otra")] == [404, 404]


def test_the_files_go_along_with_the_request_that_is_filed(enter: Enter, services: Services, which: int) -> None:
    ana = take(enter("ana"), which).get(f"{DESK}/{which}/radicar")
    assert "Adjuntar los 3 archivos que envió" in ana.page
    ana.post(f"{DESK}/{which}/radicar", **{**SAID, "envio": form_of(ana.page), "archivos": "si"})
    with services.db.reading_session() as db:
        assert sorted(db.exec(select(AdjuntoRow.media_ref))) == ["twilio:mala", "twilio:viene", "twilio:voz"]
