"""While the database cannot take it, a request rests in a file and is answered as soon as it can be."""

import json
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlmodel import col

from bot.channels.twilio import spool_of, take
from bot.services import Services
from bot.spool import Kept, Spool
from knowledge.conversaciones import MessageRow, Task
from knowledge.db import Unavailable
from knowledge.sellado import Sello
from tests.twilio.conftest import ANA, Twilio, webhooks
from tests.twilio.fake import served
from tests.worlds import NOON


def kept(n: int) -> Kept:
    return Kept("/webhooks/twilio", f"Body={n}".encode(), NOON + timedelta(seconds=n))


@pytest.fixture
def spool(tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool" / "twilio.spool", Sello("secret"))


class Switch:
    """A database that fails when told to: `fault` of the services raises as an outage does."""

    def __init__(self) -> None:
        self.down = False

    def __call__(self, _: str) -> None:
        if self.down:
            raise Unavailable("told to")


class TestFile:
    def test_what_was_kept_comes_back_in_order_and_the_file_is_empty(self, spool: Spool) -> None:
        for n in range(5):
            spool.append(kept(n))
        taken: list[Kept] = []
        assert spool.drain(taken.append) == 5
        assert taken == [kept(n) for n in range(5)]
        assert spool.empty

    def test_nobody_who_has_the_file_reads_it(self, spool: Spool) -> None:
        spool.append(Kept("/webhooks/twilio", b"Body=secreto&From=573001112233", NOON))
        raw = spool.path.read_bytes()
        assert b"secreto" not in raw
        assert b"573001112233" not in raw
        assert spool.path.stat().st_mode & 0o777 == 0o600

    def test_a_failure_in_the_middle_keeps_the_rest_in_order(self, spool: Spool) -> None:
        for n in range(4):
            spool.append(kept(n))
        taken: list[Kept] = []

        def twice(k: Kept) -> None:
            if len(taken) == 2:
                raise Unavailable("again")
            taken.append(k)

        assert spool.drain(twice) == 2
        assert not spool.empty
        rest: list[Kept] = []
        spool.append(kept(4))
        spool.drain(rest.append)
        assert rest == [kept(2), kept(3), kept(4)]

    def test_what_comes_during_a_replay_goes_behind_it(self, spool: Spool) -> None:
        spool.append(kept(0))
        taken: list[Kept] = []

        def adding(k: Kept) -> None:
            if k == kept(0):
                spool.append(kept(1))
            taken.append(k)

        spool.drain(adding)
        assert taken == [kept(0), kept(1)]
        assert spool.empty

    def test_a_torn_last_entry_is_skipped_and_the_next_is_whole(self, spool: Spool) -> None:
        spool.append(kept(0))
        with spool.path.open("ab") as file:
            file.write(b"half of an ent")
        spool.append(kept(1))
        taken: list[Kept] = []
        spool.drain(taken.append)
        assert taken == [kept(0), kept(1)]

    def test_an_entry_of_another_key_is_put_aside_and_holds_nobody(self, spool: Spool) -> None:
        Spool(spool.path, Sello("another")).append(kept(0))
        spool.append(kept(1))
        taken: list[Kept] = []
        spool.drain(taken.append)
        assert taken == [kept(1)]
        assert spool.path.with_suffix(".rejected").stat().st_size > 0

    def test_many_threads_and_two_openers_lose_nothing(self, spool: Spool) -> None:
        other = Spool(spool.path, spool.sello)
        threads = [threading.Thread(target=(spool, other)[n % 2].append, args=[kept(n)]) for n in range(30)]
        taken: list[Kept] = []
        for t in threads:
            t.start()
        spool.drain(taken.append)
        for t in threads:
            t.join()
        other.drain(taken.append)
        assert sorted(k.body for k in taken) == sorted(kept(n).body for n in range(30))

    def test_a_full_disk_says_so(self, spool: Spool) -> None:
        spool.path.parent.mkdir(parents=True)
        spool.path.symlink_to("/dev/full")
        with pytest.raises(OSError, match=r"."):
            spool.append(kept(0))
        assert spool.empty


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture
def failing(wired: Services, switch: Switch) -> Services:
    return replace(wired, fault=switch)


def told(services: Services) -> list[str]:
    with services.db.reading() as db:
        rows = db.execute(
            select(col(MessageRow.body)).where(col(MessageRow.direction) == "in").order_by(col(MessageRow.id))
        )
        return [json.loads(b)["texto"] for b in rows.scalars()]


def drained(services: Services) -> None:
    spool = spool_of(services)
    for _ in range(200):
        spool.drain(take(services))
        if spool.empty:
            return
        threading.Event().wait(0.05)
    raise AssertionError("the spool did not empty")


class TestOutage:
    def test_messages_of_an_outage_are_answered_in_order_once_it_ends(self, failing: Services, switch: Switch) -> None:
        with served(webhooks(failing)) as url:
            tw = Twilio(url, failing, iter(range(1, 100)))
            switch.down = True
            assert [tw.says(f"mensaje {n}").status_code for n in range(5)] == [200] * 5
            assert told(failing) == []
            switch.down = False
            assert tw.says("mensaje 5").status_code == 200  # behind what waits, not before it
            drained(failing)
            assert told(failing) == [f"mensaje {n}" for n in range(6)]
            assert tw.says("mensaje 6").status_code == 200
            assert told(failing)[-1] == "mensaje 6"

    def test_the_moment_it_was_written_is_kept(self, failing: Services, switch: Switch, clock: object) -> None:
        with served(webhooks(failing)) as url:
            tw = Twilio(url, failing, iter(range(1, 100)))
            switch.down = True
            tw.says("hola")
            written = failing.clock()
            failing.clock.forward(hours=3)  # type: ignore[attr-defined]
            switch.down = False
            drained(failing)
            with failing.db.reading() as db:
                assert db.execute(select(col(MessageRow.at)).limit(1)).scalar_one() == written

    def test_a_replay_that_dies_half_way_and_begins_again_answers_once(self, failing: Services, switch: Switch) -> None:
        with served(webhooks(failing)) as url:
            tw = Twilio(url, failing, iter(range(1, 100)))
            switch.down = True
            for n in range(3):
                tw.says(f"mensaje {n}")
            before = spool_of(failing).path.read_bytes()
            switch.down = False
            drained(failing)
            spool_of(failing).path.write_bytes(before)  # as if the process had died before it emptied the file
            drained(failing)
            assert told(failing) == [f"mensaje {n}" for n in range(3)]

    def test_without_database_and_without_disk_the_vendor_is_told_to_come_back(
        self, failing: Services, switch: Switch
    ) -> None:
        folder = failing.settings.data_dir / "spool"
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.write_text("a file where the folder should be")
        with served(webhooks(failing)) as url:
            switch.down = True
            assert Twilio(url, failing, iter(range(1, 9))).says("hola").status_code == 503

    def test_a_status_of_an_outage_is_kept_too(self, failing: Services, switch: Switch) -> None:
        with served(webhooks(failing)) as url:
            tw = Twilio(url, failing, iter(range(1, 9)))
            switch.down = True
            tw.says("hola")
            assert tw.status(1, "delivered").status_code == 200
            switch.down = False
            drained(failing)
            assert told(failing) == ["hola"]

    def test_an_unsigned_request_is_refused_also_in_an_outage(self, failing: Services, switch: Switch) -> None:
        with served(webhooks(failing)) as url:
            switch.down = True
            tw = Twilio(url, failing, iter(range(1, 9)))
            assert tw.post(tw.fields(), headers={"X-Twilio-Signature": None}).status_code == 403
            assert spool_of(failing).empty


def test_a_request_that_our_defect_makes_impossible_is_put_aside_and_told(wired: Services) -> None:
    def broken(point: str) -> None:
        if point == "turn:before":
            raise ZeroDivisionError

    services = replace(wired, fault=broken)
    with served(webhooks(services)) as url:
        assert Twilio(url, services, iter(range(1, 9))).says("hola").status_code == 200
    assert spool_of(services).empty
    aside: list[Kept] = []
    rejected = spool_of(services).path.with_suffix(".rejected")
    Spool(rejected, services.sello).drain(aside.append)
    assert b"Body=hola" in aside[0].body
    with services.db.reading() as db:
        assert list(db.execute(select(col(Task.tema))).scalars()) == ["twilio-request-put-aside"]
    assert ANA not in rejected.name
