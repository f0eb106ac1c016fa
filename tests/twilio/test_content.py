"""Requests 11–15 and 18: words, files and places as strange as they come."""

import json
from collections.abc import Callable

import pytest
import requests
from sqlalchemy import select
from sqlmodel import col

from bot.channels import twilio
from knowledge.conversaciones import MediaRow, MessageRow
from tests.twilio.conftest import Twilio
from tests.twilio.fake import ACCOUNT, Fake
from tests.twilio.rows import count, replies, told


class Test11EmptyBody:
    def test_an_empty_message_gets_an_answer(self, tw: Twilio) -> None:
        assert tw.says("").status_code == 200
        assert tw.says("   ").status_code == 200
        assert len(replies(tw)) == 2


class Test12Emoji:
    def test_sixteen_hundred_emoji_families_and_flags_are_text(self, tw: Twilio) -> None:
        text = "😀" * 1600 + "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇨🇴"
        assert tw.says(text).status_code == 200
        assert told(tw) == [text]
        assert len(replies(tw)) == 1


class Test13HostileBytes:
    def test_nul_and_direction_marks_are_taken_out(self, tw: Twilio) -> None:
        assert tw.says("ho\x00la \u202egpj.exe\u202c").status_code == 200
        assert told(tw) == ["hola gpj.exe"]

    def test_bytes_that_are_no_utf8_become_a_mark(self, tw: Twilio) -> None:
        fields = tw.fields("")
        body = requests.models.RequestEncodingMixin._encode_params(fields).replace("Body=", "Body=%FFhola")
        signature = tw.sign(twilio.PATH, list({**fields, "Body": "\ufffdhola"}.items()))
        headers = {"X-Twilio-Signature": signature, "Content-Type": "application/x-www-form-urlencoded"}
        assert requests.post(tw.url + twilio.PATH, data=body, headers=headers, timeout=30).status_code == 200
        assert told(tw) == ["\ufffdhola"]


class Test14Injection:
    @pytest.mark.parametrize(
        "text",
        [
            "'; DROP TABLE contacts; --",
            "<script>alert(1)</script>",
            "{{1}} {0} %s %(x)s ${HOME}",
            "{{ config }}",
            '{"a": 1}',
        ],
    )
    def test_code_is_text_everywhere(self, tw: Twilio, fake: Fake, send_all: Callable[[], None], text: str) -> None:
        assert tw.says(text, ProfileName=text).status_code == 200
        assert told(tw) == [text]
        send_all()
        assert len(fake.messages) == 1


class Test15NumMedia:
    @pytest.mark.parametrize("number", ["abc", "-1", "999", ""])
    def test_the_count_is_not_believed(self, tw: Twilio, number: str) -> None:
        url = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/SM{0:032x}/Media/ME{0:032x}"
        assert tw.says("", NumMedia=number, MediaUrl0=url, MediaContentType0="image/jpeg; x=1").status_code == 200
        with tw.services.db.reading() as db:
            row = db.execute(select(col(MediaRow.url), col(MediaRow.content_type))).one()
        assert tuple(row) == (url, "image/jpeg")

    def test_a_count_without_files_is_a_message(self, tw: Twilio) -> None:
        assert tw.says("hola", NumMedia="3").status_code == 200
        assert count(tw, MediaRow) == 0


class Test18Location:
    @pytest.mark.parametrize(
        ("lat", "lon"), [("91", "0"), ("nan", "0"), ("inf", "1"), ("abc", ""), ("10.4", "-181"), ("1e400", "2")]
    )
    def test_a_place_that_is_none_is_ignored(self, tw: Twilio, lat: str, lon: str) -> None:
        assert tw.says("hola", Latitude=lat, Longitude=lon).status_code == 200
        assert "ubicacion" not in last_in(tw)

    def test_a_place_in_the_city_is_kept_as_such(self, tw: Twilio) -> None:
        assert tw.says("", Latitude="10.4236", Longitude="-75.5519", Label="Torre del Reloj").status_code == 200
        assert last_in(tw)["ubicacion"] is True


def last_in(tw: Twilio) -> dict[str, object]:
    with tw.services.db.reading() as db:
        rows = select(col(MessageRow.body)).where(col(MessageRow.direction) == "in").order_by(col(MessageRow.id).desc())
        loaded: dict[str, object] = json.loads(db.execute(rows.limit(1)).scalar_one())
        return loaded
