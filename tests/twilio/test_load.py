"""Request 25: thirty messages of one person and two hundred people at once; database locked, vendor dead. Nothing is lost.

The minutes of the design are tenths of seconds here; what is proved does not depend on them.
"""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import count

import pytest
from sqlalchemy import create_engine, func, select
from sqlmodel import col

from bot.channels.twilio import spool_of
from bot.embedded import start_embedded, start_replay
from bot.services import Services
from knowledge.conversaciones import MessageRow, Outgoing
from knowledge.db import Unavailable, open_database
from notifier.embedded import OnlyOne
from tests.twilio.conftest import ANA, Twilio, webhooks
from tests.twilio.fake import Fake, served

PEOPLE, EACH = 200, 30


@pytest.fixture
def running(wired: Services) -> Iterator[tuple[Services, Callable[[], None]]]:
    woken, stop = start_embedded(wired)
    yield woken, stop
    stop()


def until(condition: Callable[[], bool], timeout_s: float = 60.0) -> None:
    pause = threading.Event()
    for _ in range(int(timeout_s / 0.05)):
        if condition():
            return
        pause.wait(0.05)
    raise AssertionError("it did not happen in time")


def said_by_ana(services: Services) -> list[str]:
    with services.db.reading() as db:
        rows = select(col(MessageRow.body)).where(col(MessageRow.direction) == "in").order_by(col(MessageRow.id))
        texts = [json.loads(b)["texto"] for b in db.execute(rows).scalars()]
    return [t for t in texts if t.startswith("ana")]


def all_sent(services: Services, expected: int) -> bool:
    with services.db.reading() as db:
        rows = dict(
            tuple(r) for r in db.execute(select(col(Outgoing.estado), func.count()).group_by(col(Outgoing.estado)))
        )
    return rows == {"enviada": expected}


class Test25Load:
    def test_thirty_of_one_person_and_two_hundred_people(
        self, running: tuple[Services, Callable[[], None]], fake: Fake
    ) -> None:
        services, _ = running
        with served(webhooks(services)) as url, ThreadPoolExecutor(24) as pool:
            tw = Twilio(url, services, count(1))
            ana = pool.submit(lambda: [tw.says(f"ana {n}").status_code for n in range(EACH)])
            others = [pool.submit(tw.says, "hola", From=f"whatsapp:+57310{n:07d}", WaId="") for n in range(PEOPLE)]
            assert ana.result() == [200] * EACH
            assert Counter(o.result().status_code for o in others) == {200: PEOPLE}
        assert said_by_ana(services) == [f"ana {n}" for n in range(EACH)]
        until(lambda: all_sent(services, PEOPLE + EACH))
        with services.db.reading() as db:
            written = list(
                db.execute(
                    select(col(Outgoing.provider_id)).where(col(Outgoing.address) == ANA).order_by(col(Outgoing.id))
                ).scalars()
            )
        assert written == [
            m["sid"] for m in fake.messages if m["to"] == ANA
        ]  # sent in the order in which they were written
        assert len(fake.messages) == PEOPLE + EACH

    def test_a_locked_database_loses_nothing(self, wired: Services, database_url: str) -> None:
        services = replace(wired, db=open_database(database_url, lock_timeout_s=0.5))
        holder = create_engine(services.db.engine.url)
        with served(webhooks(services)) as url, ThreadPoolExecutor(12) as pool:
            tw = Twilio(url, services, count(1))
            with holder.connect() as connection:
                lock = (
                    "BEGIN IMMEDIATE" if services.db.is_sqlite else "LOCK TABLE contacts, seen IN ACCESS EXCLUSIVE MODE"
                )
                connection.exec_driver_sql(lock)
                first = pool.submit(tw.says, "ana 0")
                until(lambda: not spool_of(services).empty)
                answers = [tw.says(f"ana {n}").status_code for n in range(1, 10)]
                connection.exec_driver_sql("ROLLBACK")
            assert (first.result().status_code, answers) == (200, [200] * 9)
            assert tw.says("ana 10").status_code == 200
            until(lambda: len(said_by_ana(services)) == 11)
        assert said_by_ana(services) == [f"ana {n}" for n in range(11)]
        services.db.engine.dispose()
        holder.dispose()

    def test_a_dead_vendor_loses_nothing_and_is_not_sent_anything_twice(
        self, wired: Services, fake: Fake, delivery: object
    ) -> None:
        refused = replace(wired, settings=wired.settings.model_copy(update={"twilio_api_url": "http://127.0.0.1:9"}))
        woken, stop = start_embedded(refused)
        with served(webhooks(woken)) as url:
            tw = Twilio(url, woken, count(1))
            assert [tw.says(f"ana {n}").status_code for n in range(5)] == [200] * 5
        stop()
        assert fake.messages == []
        wired.clock.forward(minutes=2)  # type: ignore[attr-defined]
        woken, stop = start_embedded(wired)
        until(lambda: all_sent(wired, 5))
        stop()
        assert len(fake.messages) == 5


def test_one_process_of_a_machine_delivers_on_sqlite(wired: Services) -> None:
    path = wired.settings.data_dir / "delivery.lock"
    first, second = OnlyOne(path), OnlyOne(path)
    assert (first.held(), second.held(), first.held()) == (True, False, True)
    first.release()
    assert second.held()
    second.release()


@pytest.mark.parametrize("start", [lambda s: start_embedded(s)[1], start_replay], ids=["embedded", "web"])
def test_the_spool_is_replayed_by_the_timetable_when_nobody_writes(
    wired: Services, start: Callable[[Services], Callable[[], None]]
) -> None:
    def down(_: str) -> None:
        raise Unavailable("down")

    services = replace(wired, fault=down)
    with served(webhooks(services)) as url:
        assert Twilio(url, services, count(1)).says("ana sola").status_code == 200
    spool = spool_of(wired)
    assert not spool.empty
    stop = start(wired)
    until(lambda: spool.empty)
    stop()
    assert said_by_ana(wired) == ["ana sola"]
