"""Requests 1–5: who signed is let in, and nobody else leaves a trace."""

import pytest

from bot.channels import twilio
from knowledge.conversaciones import Contact, Outgoing, Seen
from tests.twilio.conftest import TOKEN, Twilio
from tests.twilio.rows import count, replies, told


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
