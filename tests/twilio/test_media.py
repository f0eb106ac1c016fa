"""Requests 16 and 17: files are fetched from the vendor alone, credentials go nowhere else, and what comes is checked."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from flask import Response, redirect
from sqlalchemy import select
from sqlmodel import col

from bot.channels.twilio_media import TwilioMedia
from bot.embedded import copier_of
from bot.services import Services
from knowledge import mis_datos
from knowledge.conversaciones import Event, MediaRow
from notifier.media import Copier, FetchFailed, FetchRefused, copy_due
from tests.notifier.test_files import GPS, JPEG
from tests.twilio.conftest import Twilio
from tests.twilio.fake import ACCOUNT, Fake
from tests.worlds import Clock

SID = "MM" + "0" * 32
ME = "ME" + "a" * 32
OURS = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/{SID}/Media/{ME}"


def media(services: Services, **limits: Any) -> TwilioMedia:
    return TwilioMedia(services.settings, time.monotonic, **limits)


class Test16OtherHosts:
    @pytest.mark.parametrize(
        "url",
        [
            "http://169.254.169.254/latest/meta-data", "https://10.0.0.1" + OURS, "http://localhost" + OURS,
            "https://api.twilio.com.evil.example" + OURS, "https://api.twilio.com@evil.example" + OURS,
            "https://evil.example/api.twilio.com" + OURS, "https://API.TWILIO.COM:8443" + OURS, "http://api.twilio.com" + OURS,
            "https://api.twilio.com" + OURS.replace(ACCOUNT, "AC" + "1" * 32), "https://api.twilio.com" + OURS + "/../../x",
            "https://api.twilio.com" + OURS + "?u=https://evil.example", "https://api.twilio.com\\@evil.example" + OURS,
            "https://аpi.twilio.com" + OURS, "file:///etc/passwd", "//evil.example" + OURS, "", "https://[::1" + OURS,
            "https://api.twilio.com" + OURS + "\r\nX: y",
        ],
    )  # fmt: skip
    def test_nothing_is_asked(self, wired: Services, fake: Fake, url: str) -> None:
        real = replace(wired, settings=wired.settings.model_copy(update={"twilio_api_url": ""}))
        for services in (real, wired):
            with pytest.raises(FetchRefused, match="host"):
                media(services).fetch(url)
        assert fake.requests == []

    def test_a_redirect_elsewhere_is_not_followed(self, wired: Services, fake: Fake) -> None:
        fake.media[ME] = lambda: redirect("http://127.0.0.1:9/steal")
        with pytest.raises(FetchRefused, match="redirect"):
            media(wired).fetch(wired.settings.twilio_api_url + OURS)

    @pytest.mark.parametrize(
        ("url", "fine"),
        [
            ("https://media.twiliocdn.com/AC/x", True), ("https://mms.twiliocdn.com/x", True),
            ("https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC/x", True),
            ("https://s3-external-1.amazonaws.com/other-bucket/x", False), ("http://media.twiliocdn.com/x", False),
            ("https://s3-external-1.amazonaws.com/media.twiliocdn.com/../other/x", False), ("https://evil.example/x", False),
            ("https://media.twiliocdn.com.evil.example/x", False), ("https://user@media.twiliocdn.com/x", False),
        ],
    )  # fmt: skip
    def test_only_the_vendors_storage_may_be_redirected_to(self, services: Services, url: str, fine: bool) -> None:
        assert media(services)._cdn(url) is fine


class Test17WhatComes:
    def test_credentials_go_to_the_vendor_and_not_with_the_redirect(self, wired: Services, fake: Fake) -> None:
        fake.media[ME] = (JPEG, "image/jpeg")
        assert media(wired).fetch(wired.settings.twilio_api_url + OURS) == JPEG
        first, second = fake.requests
        assert "Authorization" in first.headers
        assert second.path.startswith("/cdn/")
        assert "Authorization" not in second.headers

    @pytest.mark.parametrize("status", [401, 404, 429, 500])
    def test_what_may_come_later_is_asked_again(self, wired: Services, fake: Fake, status: int) -> None:
        fake.media[ME] = lambda: Response(status=status)
        with pytest.raises(FetchFailed, match=str(status)):
            media(wired).fetch(wired.settings.twilio_api_url + OURS)

    def test_thirty_megabytes_are_refused_by_promise_and_by_count(self, wired: Services, fake: Fake) -> None:
        fake.media[ME] = lambda: Response(b"x" * 30_000)
        with pytest.raises(FetchRefused, match="size"):
            media(wired, max_bytes=16_000).fetch(wired.settings.twilio_api_url + OURS)
        fake.media[ME] = lambda: Response(b"x" * 1000 for _ in range(30))
        with pytest.raises(FetchRefused, match="size"):
            media(wired, max_bytes=16_000).fetch(wired.settings.twilio_api_url + OURS)

    def test_slow_bytes_end_in_time(self, wired: Services, fake: Fake) -> None:
        def drip() -> Any:
            for _ in range(100):
                time.sleep(0.05)
                yield b"x"

        fake.media[ME] = lambda: Response(drip())
        with pytest.raises(FetchFailed, match="slow"):
            media(wired, total_s=0.3).fetch(wired.settings.twilio_api_url + OURS)

    def test_redirects_without_end_are_refused(self, wired: Services, fake: Fake) -> None:
        fake.media[ME] = lambda: redirect(f"/cdn/{ME}")
        with pytest.raises(FetchRefused, match="redirects"):
            media(wired).fetch(wired.settings.twilio_api_url + OURS)


class TestCopies:
    @pytest.fixture
    def copier(self, wired: Services) -> Copier:
        names = count()
        return replace(copier_of(wired), new_name=lambda: f"name{next(names)}")

    def sent(self, tw: Twilio, content_type: str = "image/jpeg") -> None:
        url = tw.services.settings.twilio_api_url + OURS
        assert tw.says("", NumMedia="1", MediaUrl0=url, MediaContentType0=content_type).status_code == 200

    def row(self, tw: Twilio) -> Any:
        with tw.services.db.reading() as db:
            return db.execute(
                select(
                    col(MediaRow.estado),
                    col(MediaRow.path),
                    col(MediaRow.sha256),
                    col(MediaRow.size),
                    col(MediaRow.error),
                )
            ).one()

    def test_a_photo_is_kept_without_its_place_under_a_name_of_ours(
        self, tw: Twilio, fake: Fake, copier: Copier
    ) -> None:
        fake.media[ME] = (JPEG, "image/jpeg")
        self.sent(tw)
        assert copy_due(copier) == 1
        row = self.row(tw)
        path: Path = copier.folder / row.path
        data = path.read_bytes()
        assert (row.estado, path.stat().st_mode & 0o777, row.size, row.sha256) == (
            "copiada", 0o600, len(data), hashlib.sha256(data).hexdigest(),
        )  # fmt: skip
        assert GPS not in data
        assert copy_due(copier) == 0

    @pytest.mark.parametrize("data", [b"MZ\x90\0", b"<html><script>", b"%PDF-1.7"])
    def test_what_it_is_not_is_refused_and_told(self, tw: Twilio, fake: Fake, copier: Copier, data: bytes) -> None:
        fake.media[ME] = (data, "image/jpeg")
        self.sent(tw)
        copy_due(copier)
        assert (self.row(tw).estado, self.row(tw).error) == ("rechazada", "type")
        assert not list(copier.folder.glob("*")) if copier.folder.exists() else True
        with tw.services.db.reading() as db:
            assert list(db.execute(select(col(Event.kind))).scalars()) == ["media-refused"]

    def test_a_vendor_that_is_down_is_asked_again_later_and_not_for_ever(
        self, tw: Twilio, fake: Fake, copier: Copier, clock: Clock
    ) -> None:
        self.sent(tw)
        assert (copy_due(copier), copy_due(copier)) == (1, 0)
        for _ in range(10):
            clock.forward(hours=1)
            copy_due(copier)
        assert (self.row(tw).estado, self.row(tw).error) == ("rechazada", "http-404")
        assert sum("/Media/" in r.path for r in fake.requests) == 5

    def test_a_photo_that_comes_late_is_kept(self, tw: Twilio, fake: Fake, copier: Copier, clock: Clock) -> None:
        self.sent(tw)
        copy_due(copier)
        fake.media[ME] = (JPEG, "image/jpeg")
        clock.forward(minutes=1)
        copy_due(copier)
        assert self.row(tw).estado == "copiada"

    def test_no_address_of_another_host_is_fetched_for_a_row(self, tw: Twilio, fake: Fake, copier: Copier) -> None:
        before: Callable[[], int] = lambda: len(fake.requests)  # noqa: E731
        asked = before()
        tw.says("", NumMedia="1", MediaUrl0="http://169.254.169.254/", MediaContentType0="image/jpeg")
        copy_due(copier)
        assert (self.row(tw).estado, self.row(tw).error, before()) == ("rechazada", "host", asked)

    def test_a_photo_of_somebody_who_is_forgotten_while_it_comes_is_not_kept(
        self, tw: Twilio, fake: Fake, copier: Copier
    ) -> None:
        def fetch(_: str) -> bytes:
            with tw.services.db.writing() as db:
                owner = db.execute(select(col(MediaRow.contact_id))).scalar_one()
                assert owner is not None
                mis_datos.erase(db, owner, tw.services.clock())
            return JPEG

        self.sent(tw)
        copy_due(replace(copier, fetch=fetch))
        assert (self.row(tw).estado, self.row(tw).path, list(copier.folder.glob("*"))) == ("borrada", None, [])
