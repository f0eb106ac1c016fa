"""Requests 19–21: what a person chose of what was shown, in every form in which it may come."""

import json

import pytest
from sqlalchemy import select
from sqlmodel import col

from knowledge.conversaciones import SessionRow
from tests.twilio.conftest import Twilio
from tests.twilio.rows import replies, told


class Test19ForeignPayload:
    @pytest.mark.parametrize("payload", ["si", "denuncia:confirmar", "../../etc/passwd", "1", "x" * 5000])
    def test_an_id_that_was_not_shown_never_acts(self, tw: Twilio, payload: str) -> None:
        tw.says("hola")
        assert tw.says("", ButtonPayload=payload, ButtonText="").status_code == 200
        with tw.services.db.reading() as db:
            state = json.loads(db.execute(select(col(SessionRow.state))).scalar_one())
        assert state["turn"] == 2
        assert not (state["frame"] or {}).get("answers")


def offered(tw: Twilio) -> tuple[str, str]:
    """Greet, and return id and title of the second option that was shown."""
    tw.says("menu")
    with tw.services.db.reading() as db:
        shown = json.loads(db.execute(select(col(SessionRow.state))).scalar_one())["shown"]
    return shown[1][0], shown[1][1]


def variants(chosen: str, title: str) -> dict[str, dict[str, str]]:
    """Return every way in which a list reply has been seen or may come."""
    reply = {"id": chosen, "title": title, "description": ""}
    return {
        "ButtonPayload": {"ButtonPayload": chosen, "ButtonText": title, "Body": title},
        "ListId": {"ListId": chosen, "ListTitle": title, "Body": title},
        "ListItemId": {"ListItemId": chosen, "Body": title},
        "InteractiveData.list_reply": {"InteractiveData": json.dumps({"type": "list_reply", "list_reply": reply})},
        "InteractiveData.button_reply": {"InteractiveData": json.dumps({"button_reply": reply})},
        "InteractiveData nested": {
            "InteractiveData": json.dumps({"interactive": {"type": "list_reply", "list_reply": reply}})
        },
        "ChannelMetadata": {
            "ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"interactive": {"listReply": reply}}})
        },
        "Body is the title": {"Body": title},
        "Body is the number": {"Body": "2"},
    }


class Test20ListReplies:
    @pytest.mark.parametrize("name", list(variants("", "")))
    def test_every_variant_chooses_the_same(self, tw: Twilio, name: str) -> None:
        chosen, title = offered(tw)
        assert tw.post({**tw.fields(""), **variants(chosen, title)[name]}).status_code == 200
        expected = replies(tw)[-1]
        tw.says("menu", From="whatsapp:+573009998877")
        tw.post({**tw.fields("", From="whatsapp:+573009998877"), **variants(chosen, title)["Body is the number"]})
        assert replies(tw)[-1].split("\n")[0] == expected.split("\n")[0]

    @pytest.mark.parametrize(
        "raw", ["{", "[" * 5000, "null", '{"list_reply": {"id": 7}}', '{"list_reply": null}', "x" * 30_000]
    )
    def test_broken_json_is_no_choice(self, tw: Twilio, raw: str) -> None:
        assert tw.says("hola", InteractiveData=raw, ChannelMetadata=raw).status_code == 200
        assert told(tw) == ["hola"]


class Test21UnknownQuote:
    def test_a_quoted_message_we_do_not_know_is_fine(self, tw: Twilio) -> None:
        more = {"OriginalRepliedMessageSid": "SM" + "9" * 32, "OriginalRepliedMessageSender": "whatsapp:+1"}
        assert tw.says("hola", **more, Forwarded="true", FrequentlyForwarded="true").status_code == 200
        assert told(tw) == ["hola"]
