"""Request 24: other methods, other formats and what is too large are refused."""

from contextlib import suppress

import pytest
import requests

from bot.channels import twilio
from tests.twilio.conftest import Twilio


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
