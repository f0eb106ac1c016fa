"""Sessions that earlier releases stored in mid-conversation: each leads to a question or an end, never to an exception."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from flows.messages import Attachment, Message
from flows.registro import FLOWS
from flows.session import load
from flows.turn import complete, turn
from flows.walk import results
from tests.flows.golden import CORPUS
from tests.flows.starts import worlds

RELEASES = sorted(CORPUS.glob("*.json"))
REPLIES = (
    Message(text="1"), Message(text="sí"), Message(text="hola"), Message(text="menú"), Message(text="atrás"), Message(text="salir"),
    Message(text="cancelar"), Message(text="Manga, frente al parque, ayer en la tarde"), Message(text="cuánto vale el paz y salvo predial"),
    Message(attachments=(Attachment("r", "image/jpeg"),)), Message(option="algo-que-ya-no-existe"), Message(),
)  # fmt: skip


def test_there_is_a_corpus() -> None:
    assert RELEASES


@pytest.mark.parametrize("release", RELEASES, ids=lambda p: p.stem)
@pytest.mark.parametrize("later_minutes", [1, 40, 26 * 60, 40 * 24 * 60])
def test_every_stored_session_leads_on(release: Any, later_minutes: int) -> None:
    for stored in json.loads(release.read_text(encoding="utf-8")):
        session = load(stored)
        assert session.last_at is not None
        for reply in REPLIES:
            ahora = session.last_at + timedelta(minutes=later_minutes)
            world = replace(worlds()[0], ahora=ahora)
            begun = turn(world, session, reply, FLOWS)
            done = complete(world, begun, FLOWS, lambda _, do: results(do.effect)[0])
            assert done.bubble is not None
            assert done.bubble.text.strip()
            assert done.session.asked is None or done.session.frame is not None
