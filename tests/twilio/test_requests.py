"""The requests that must not break the webhook, numbered as in the design of the WhatsApp channel (1–24)."""

import json
import threading
from collections.abc import Callable
from contextlib import suppress

import pytest
import requests
from sqlalchemy import func, select
from sqlmodel import col

from bot.channels import twilio
from knowledge.conversaciones import Address, Contact, MediaRow, MessageRow, Outgoing, Seen, SessionRow
from notifier import outbox
from notifier.outbox import Envio
from tests.twilio.conftest import ANA, PUBLIC, TOKEN, Twilio
from tests.twilio.fake import ACCOUNT, Fake

BSUID = "whatsapp:CO.13491208655302741918"


def count(tw: Twilio, table: type) -> int:
    with tw.services.db.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def told(tw: Twilio) -> list[str]:
    """Return what citizens said, as the log keeps it."""
    with tw.services.db.reading() as db:
        rows = db.execute(
            select(col(MessageRow.body)).where(col(MessageRow.direction) == "in").order_by(col(MessageRow.id))
        )
        return [json.loads(b)["texto"] for b in rows.scalars()]


def replies(tw: Twilio) -> list[str]:
    with tw.services.db.reading() as db:
        return [
            json.loads(b)["texto"] for b in db.execute(select(col(Outgoing.body)).order_by(col(Outgoing.id))).scalars()
        ]


class Test01Valid:
    def test_a_signed_message_is_taken_and_answered_with_empty_twiml(self, tw: Twilio) -> None:
        answer = tw.says("hola")
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
        assert answer.text == '<?xml version="1.0" encoding="UTF-8"?><Response/>'
        assert told(tw) == ["hola"]
        assert len(replies(tw)) == 1


class Test02NoSignature:
    @pytest.mark.parametrize("signature", [None, "", "bm8=", "ñ"])
    def test_nothing_is_written(self, tw: Twilio, signature: str | None) -> None:
        header = signature.encode().decode("latin-1") if signature else signature
        assert tw.post(tw.fields(), headers={"X-Twilio-Signature": header}).status_code == 403
        assert count(tw, Seen) == count(tw, Contact) == count(tw, Outgoing) == 0

    def test_a_second_token_is_good_while_the_first_is_rotated_out(self, tw: Twilio) -> None:
        tw.services.settings.__dict__["twilio_auth_tokens"] = ("the-new-token", TOKEN)
        assert tw.says().status_code == 200

    def test_without_any_token_every_request_is_refused(self, tw: Twilio) -> None:
        fields = tw.fields()
        signature = tw.sign(twilio.PATH, list(fields.items()), token="")
        tw.services.settings.__dict__["twilio_auth_tokens"] = ()
        assert tw.post(fields, headers={"X-Twilio-Signature": signature}).status_code == 403

    def test_a_sha256_signature_is_understood(self, tw: Twilio) -> None:
        fields = tw.fields()
        signature = tw.sign(twilio.PATH, list(fields.items()), algorithm="HMAC_SHA256")
        settings = {
            "X-Twilio-Signature": signature,
            "X-Twilio-Webhooks-Signature-Settings": "key=k1,algorithm=HMAC_SHA256",
        }
        assert tw.post(fields, headers=settings).status_code == 200

    def test_another_account_is_refused_though_signed(self, tw: Twilio) -> None:
        assert tw.says(AccountSid="AC" + "1" * 32).status_code == 403
        assert tw.taken() == 0


class Test03OtherHost:
    def test_a_signature_for_another_host_is_refused_whatever_the_headers_say(self, tw: Twilio) -> None:
        fields = tw.fields()
        evil = tw.sign(twilio.PATH, list(fields.items()), public="https://evil.example")
        headers = {
            "X-Twilio-Signature": evil,
            "X-Forwarded-Host": "evil.example",
            "X-Forwarded-Proto": "https",
            "Host": "evil.example",
        }
        assert tw.post(fields, headers=headers).status_code == 403
        assert tw.taken() == 0

    def test_a_signature_for_another_route_is_refused(self, tw: Twilio) -> None:
        fields = tw.fields()
        status = tw.sign(f"{twilio.STATUS}1", list(fields.items()))
        assert tw.post(fields, headers={"X-Twilio-Signature": status}).status_code == 403


class Test04BodyChanged:
    def test_a_changed_added_or_removed_field_is_refused(self, tw: Twilio) -> None:
        fields = tw.fields("hola")
        signature = {"X-Twilio-Signature": tw.sign(twilio.PATH, list(fields.items()))}
        for changed in (
            {**fields, "Body": "otra"},
            {**fields, "Extra": "1"},
            {k: v for k, v in fields.items() if k != "WaId"},
        ):
            assert tw.post(changed, headers=signature).status_code == 403
        assert tw.taken() == 0


class Test05UnknownParameter:
    def test_new_fields_and_repeated_ones_are_fine_when_signed(self, tw: Twilio) -> None:
        fields = [*tw.fields("hola").items(), ("TomorrowsField", "ñandú 🐦"), ("Repeated", "b"), ("Repeated", "a")]
        assert tw.post(fields).status_code == 200
        assert told(tw) == ["hola"]


class Test06SameSidTwice:
    def test_a_message_delivered_twice_is_answered_once(self, tw: Twilio) -> None:
        fields = tw.fields("hola")
        assert [tw.post(fields).status_code for _ in range(2)] == [200, 200]
        assert (len(told(tw)), len(replies(tw))) == (1, 1)


class Test07SameSidAtOnce:
    def test_ten_at_once_are_answered_once(self, tw: Twilio) -> None:
        fields, answers = tw.fields("hola"), []
        threads = [threading.Thread(target=lambda: answers.append(tw.post(fields).status_code)) for _ in range(10)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        assert answers == [200] * 10
        assert (len(told(tw)), len(replies(tw))) == (1, 1)


class Test08Fallback:
    def test_the_same_message_on_the_fallback_path_is_the_same_message(self, tw: Twilio) -> None:
        fields = tw.fields("hola")
        assert tw.post(fields).status_code == 200
        again = {**fields, "ErrorCode": "11200", "ErrorUrl": PUBLIC + twilio.PATH}
        assert tw.post(again, path=twilio.FALLBACK).status_code == 200
        assert len(replies(tw)) == 1

    def test_a_message_that_comes_only_by_the_fallback_is_answered(self, tw: Twilio) -> None:
        assert tw.post(tw.fields("hola"), path=twilio.FALLBACK).status_code == 200
        assert told(tw) == ["hola"]


class Test09BsuidOnly:
    def test_a_person_without_a_number_is_answered_at_the_id_that_wrote(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        assert tw.says("hola", From=BSUID, WaId="").status_code == 200
        send_all()
        assert [m["to"] for m in fake.messages] == [BSUID]

    @pytest.mark.parametrize("written", ["whatsapp:573001112233", "whatsapp: 573001112233", "", "whatsapp:"])
    def test_a_number_without_its_plus_is_the_same_person(self, tw: Twilio, written: str) -> None:
        tw.says("hola")
        tw.says("menu", From=written)
        assert count(tw, Contact) == 1

    @pytest.mark.parametrize(
        "written", ["+573001112233", "whatsapp:abc", "messenger:1", "whatsapp:+5730011122334455667"]
    )
    def test_who_cannot_be_answered_on_whatsapp_is_no_contact(self, tw: Twilio, written: str) -> None:
        assert tw.says("hola", From=written).status_code == 200
        assert count(tw, Contact) == 0


class Test10PhoneAndBsuid:
    def test_the_number_with_its_id_then_the_id_alone_are_one_contact(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None]
    ) -> None:
        tw.says("hola", ExternalUserId=BSUID)
        tw.says("menu", From=BSUID, WaId="", ExternalUserId=BSUID)
        assert count(tw, Contact) == 1
        assert count(tw, Address) == 2
        send_all()
        assert [m["to"] for m in fake.messages] == [ANA, BSUID]


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


class Test22OptOut:
    @pytest.mark.parametrize("word", ["STOP", " Baja", "ALTO."])
    def test_after_an_opt_out_a_notice_is_silent(
        self, tw: Twilio, fake: Fake, send_all: Callable[[], None], word: str
    ) -> None:
        assert self._sent_after(tw, fake, send_all, word) == 0

    @pytest.mark.parametrize("word", ["cancelar", "quiero darme de baja del impuesto de industria y comercio"])
    def test_other_words_are_no_opt_out(self, tw: Twilio, fake: Fake, send_all: Callable[[], None], word: str) -> None:
        assert self._sent_after(tw, fake, send_all, word) == 1

    def _sent_after(self, tw: Twilio, fake: Fake, send_all: Callable[[], None], word: str) -> int:
        tw.says("hola")
        tw.says(word)
        send_all()
        before = len(fake.messages)
        with tw.services.db.writing() as db:
            contact = db.execute(select(col(Contact.id))).scalar_one()
            notice = Envio(f"aviso:{word}", contact, ANA, "whatsapp", "Mañana vence tu plazo.", kind="notice")
            assert outbox.enqueue(db, tw.services.sello, notice, tw.services.clock())
        send_all()
        return len(fake.messages) - before


class Test24Refused:
    @pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD", "PATCH"])
    @pytest.mark.parametrize("path", [twilio.PATH, twilio.FALLBACK, f"{twilio.STATUS}1"])
    def test_other_methods_are_405(self, tw: Twilio, method: str, path: str) -> None:
        assert requests.request(method, tw.url + path, timeout=30).status_code == 405

    def test_json_with_a_body_hash_is_415(self, tw: Twilio) -> None:
        assert (
            requests.post(f"{tw.url}{twilio.PATH}?bodySHA256=abc", json={"Body": "hola"}, timeout=30).status_code == 415
        )

    def test_multipart_is_415(self, tw: Twilio) -> None:
        assert requests.post(tw.url + twilio.PATH, files={"f": b"x"}, timeout=30).status_code == 415

    def test_five_megabytes_are_413(self, tw: Twilio) -> None:
        # refused before it was all read, which closes the connection
        with suppress(requests.exceptions.ConnectionError):
            assert tw.says("x" * 5_000_000).status_code == 413
        assert tw.taken() == 0

    def test_five_thousand_parameters_are_413(self, tw: Twilio) -> None:
        assert tw.post({**tw.fields(), **{f"p{n}": "1" for n in range(5000)}}).status_code == 413
        assert tw.taken() == 0
