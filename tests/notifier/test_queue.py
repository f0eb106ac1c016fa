"""The queue: each message is sent once, in its person's order, and whoever waits holds nobody else."""

from dataclasses import replace

from sqlalchemy import event, insert

from knowledge.conversaciones import Outgoing
from notifier import outbox
from notifier.delivery import claim, deliver, run_once, sweep
from notifier.ports import SendError
from tests.notifier.conftest import Post
from tests.notifier.post import ANA, BETO


def test_a_reply_is_sent_once(post: Post) -> None:
    ana = post.person(ANA)
    row = post.queue(ana, ANA, "hola")
    assert [run_once(post.delivery()) for _ in range(3)] == [1, 0, 0]
    assert post.road.texts == ["hola"]
    assert (post.row(row).estado, post.row(row).provider_id) == ("enviada", "SM1")


def test_the_same_key_is_queued_once(post: Post) -> None:
    ana = post.person(ANA)
    envio = outbox.Envio("same", ana, ANA, "whatsapp", "hola")
    with post.db.writing() as db:
        assert [outbox.enqueue(db, post.sello, envio, post.clock()) for _ in range(2)] == [True, False]


def test_a_persons_messages_go_in_order_and_others_do_not_wait(post: Post) -> None:
    ana, beto = post.person(ANA), post.person(BETO)
    for n in range(3):
        post.queue(ana, ANA, f"ana {n}")
    post.queue(beto, BETO, "beto")
    first = claim(post.delivery(), 10)
    assert [s.texto for s in first] == ["ana 0", "beto"]
    assert claim(post.delivery("w2"), 10) == []
    for s in first:
        deliver(post.delivery(), s)
    while run_once(post.delivery()):
        pass
    assert [t for t in post.road.texts if t.startswith("ana")] == ["ana 0", "ana 1", "ana 2"]


def test_a_message_that_is_tried_again_holds_the_next_one(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "one")
    post.queue(ana, ANA, "two")
    post.road.failures = [SendError("throttle", "63018")]
    run_once(post.delivery())
    assert run_once(post.delivery()) == 0
    post.clock.forward(seconds=7)
    while run_once(post.delivery()):
        pass
    assert post.road.texts == ["one", "two"]


def test_a_notice_that_waits_for_its_hour_holds_nobody(post: Post) -> None:
    ana = post.person(ANA)
    later = post.clock().replace(hour=23)
    post.queue(ana, ANA, "tomorrow", kind="notice", due_at=later)
    post.queue(ana, ANA, "now")
    run_once(post.delivery())
    assert post.road.texts == ["now"]


def test_a_row_that_goes_again_holds_the_next_one_also_for_a_clock_that_is_behind(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "one")
    post.queue(ana, ANA, "two")
    read_before = post.clock()
    assert claim(post.delivery(), 20)  # and this process dies before it sends
    for _ in range(3):
        post.clock.forward(seconds=61)
        sweep(post.delivery())
    assert post.states() == ["pendiente", "pendiente"]
    slow = replace(post.delivery(), clock=lambda: read_before)
    assert claim(slow, 20) == []
    while run_once(post.delivery()):
        pass
    assert post.road.texts == ["one", "two"]


def test_a_long_reply_goes_as_several_messages_in_order(post: Post) -> None:
    post.queue(post.person(ANA), ANA, "Una frase entera. " * 300)
    while run_once(post.delivery()):
        pass
    assert len(post.road.sent) == 4
    assert " ".join(post.road.texts).split() == ("Una frase entera. " * 300).split()


def test_without_a_road_messages_wait(post: Post) -> None:
    post.queue(post.person(ANA), ANA, "hola")
    nobody = type(post.delivery())(post.db, post.sello, {}, post.clock, "w")
    assert run_once(nobody) == 0
    sweep(nobody)
    assert post.states() == ["pendiente"]


def test_the_backlog_is_counted(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "one")
    post.queue(ana, ANA, "two")
    run_once(post.delivery())
    with post.db.reading() as db:
        assert outbox.backlog(db) == {"enviada": 1, "pendiente": 1}


def test_two_workers_share_the_queue_without_sending_twice(post: Post) -> None:
    for n in range(6):
        address = f"whatsapp:+57300000010{n}"
        post.queue(post.person(address), address, str(n))
    first, second = claim(post.delivery("w1"), 3), claim(post.delivery("w2"), 10)
    assert (len(first), len(second)) == (3, 3)
    assert {s.id for s in first} & {s.id for s in second} == set()


def test_a_claim_does_not_read_what_is_done(post: Post) -> None:
    ana = post.person(ANA)
    now = post.clock()
    done = {
        "contact_id": ana, "address": ANA, "channel": "whatsapp", "kind": "reply", "body": "{}", "sealed": False, "attempts": 1,
        "estado": "leida", "due_at": now, "created_at": now,
    }  # fmt: skip
    with post.db.writing() as db:
        db.execute(insert(Outgoing), [done | {"key": f"done{n}"} for n in range(5000)])
    seen: list[str] = []

    def listen(_: object, __: object, statement: str, parameters: object, *___: object) -> None:
        if statement.startswith("SELECT") and "FROM outbox" in statement:
            seen.append(plan_of(post, statement, parameters))

    if not post.db.is_sqlite:
        with post.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as db:
            db.exec_driver_sql("ANALYZE outbox")
    post.queue(ana, ANA, "hola")
    event.listen(post.db.engine, "before_cursor_execute", listen)
    try:
        run_once(post.delivery())
    finally:
        event.remove(post.db.engine, "before_cursor_execute", listen)
    assert len(seen) >= 2
    assert all("ix_outbox_due" in plan for plan in seen), seen


def plan_of(post: Post, statement: str, parameters: object) -> str:
    raw = post.db.engine.raw_connection()
    try:
        cursor = raw.cursor()
        cursor.execute(("EXPLAIN QUERY PLAN " if post.db.is_sqlite else "EXPLAIN ") + statement, parameters)
        return " | ".join(" ".join(str(v) for v in row) for row in cursor.fetchall())
    finally:
        raw.close()
