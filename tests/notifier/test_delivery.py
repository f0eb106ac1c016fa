"""A reply is sent once, in order; what nobody knows is found out; nothing ends in silence."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event, func, insert, select
from sqlmodel import col

from knowledge.conversaciones import Address, Consent, Event, Outgoing, StatusReceipt, Task
from notifier import ladder, outbox
from notifier.delivery import claim, deliver, run_once, sweep
from notifier.ladder import Status
from notifier.outbox import EMPTY, LEASE
from notifier.ports import Action, Opcion, SendError, SendRefused, SendUnknown
from tests.notifier.conftest import Post

ANA, BETO = "whatsapp:+573001112233", "whatsapp:+573004445566"


def tell(post: Post, which: int, status: Status) -> str:
    with post.db.writing() as db:
        return ladder.told(db, which, status, post.clock())


def failed(action: Action, code: str = "1", sid: str = "SM1") -> Status:
    return Status("failed", sid, None, action, code)


def ok(name: str, estado: str, sid: str = "SM1") -> Status:
    return Status(name, sid, estado)


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


def test_a_vendor_that_is_down_for_a_minute_loses_nothing(post: Post) -> None:
    ana = post.person(ANA)
    for n in range(3):
        post.queue(ana, ANA, str(n))
    post.road.failures = [SendError("provider", "no-connection")] * 6
    for _ in range(40):
        run_once(post.delivery())
        post.clock.forward(seconds=5)
    assert post.road.texts == ["0", "1", "2"]


def test_what_was_sent_but_not_answered_is_found_and_not_sent_again(post: Post) -> None:
    ana = post.person(ANA)
    row = post.queue(ana, ANA, "hola")
    [salida] = claim(post.delivery(), 1)
    post.road.sent.append(salida)
    post.road.failures = [SendUnknown("ReadTimeout")]
    deliver(post.delivery(), salida)
    assert post.row(row).estado == "incierta"
    post.clock.forward(seconds=16)
    sweep(post.delivery())
    assert (post.row(row).estado, post.row(row).provider_id, len(post.road.sent)) == ("enviada", "SM1", 1)


def test_what_the_vendor_twice_does_not_know_goes_again(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "hola")
    post.road.failures = [SendUnknown("500")]
    run_once(post.delivery())
    post.clock.forward(seconds=16)
    sweep(post.delivery())
    assert post.states() == ["incierta"]
    post.clock.forward(seconds=61)
    sweep(post.delivery())
    run_once(post.delivery())
    assert post.road.texts == ["hola"]


def test_while_the_vendor_does_not_say_nothing_is_sent_again(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "hola")
    post.road.failures = [SendUnknown("500")]
    post.road.blind = True
    run_once(post.delivery())
    for _ in range(20):
        post.clock.forward(minutes=2)
        sweep(post.delivery())
        run_once(post.delivery())
    assert (post.states(), post.road.texts) == (["incierta"], [])


def test_an_equal_text_sent_before_is_not_taken_for_this_one(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "menú")
    run_once(post.delivery())
    second = post.queue(ana, ANA, "menú")
    post.road.failures = [SendUnknown("500")]
    run_once(post.delivery())
    for _ in range(2):
        post.clock.forward(seconds=61)
        sweep(post.delivery())
    run_once(post.delivery())
    assert (len(post.road.sent), post.row(second).provider_id) == (2, "SM2")


@pytest.mark.parametrize("point", ["delivery:claimed", "delivery:sent", "delivery:recorded"])
def test_a_process_that_dies_at_any_point_neither_loses_nor_repeats(post: Post, point: str) -> None:
    class Died(BaseException):
        pass

    def die(where: str) -> None:
        if where == point:
            raise Died

    ana = post.person(ANA)
    post.queue(ana, ANA, "hola")
    with pytest.raises(Died):
        run_once(post.delivery("dead", die))
    for _ in range(4):
        post.clock.forward(seconds=LEASE.total_seconds() + 1)
        sweep(post.delivery())
        run_once(post.delivery())
    assert (post.road.texts, post.states()) == (["hola"], ["enviada"])


def test_alone_on_sqlite_the_rows_of_the_dead_process_are_looked_for_at_once(post: Post) -> None:
    row = post.queue(post.person(ANA), ANA, "hola")
    claim(post.delivery("dead"), 1)
    sweep(post.delivery("new"), alone=True)
    assert post.row(row).error == "no-trace"


def test_after_a_day_of_silence_a_reply_waits_for_the_person(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "respuesta")
    post.clock.forward(hours=23, minutes=51)
    assert run_once(post.delivery()) == 0
    assert post.states() == ["espera"]
    with post.db.reading() as db:
        assert db.execute(select(col(Event.kind))).scalars().all() == ["window-closed"]
    post.clock.forward(hours=30)
    post.writes(ANA)
    run_once(post.delivery())
    assert post.road.texts == ["respuesta"]


def test_a_window_that_only_the_vendor_sees_closed_is_not_asked_in_a_loop(post: Post) -> None:
    ana = post.person(ANA)
    row = post.queue(ana, ANA, "hola")
    run_once(post.delivery())
    post.clock.forward(seconds=2)
    tell(post, row, failed("window", "63016"))
    assert post.states() == ["espera"]
    assert run_once(post.delivery()) == 0
    post.clock.forward(seconds=5)
    post.writes(ANA)
    assert run_once(post.delivery()) == 1


def test_a_person_who_left_gets_no_notice_but_is_answered(post: Post) -> None:
    ana = post.person(ANA)
    with post.db.writing() as db:
        for kind in ("alta", "baja"):
            db.execute(
                insert(Consent).values(
                    contact_id=ana, kind=kind, tema="", version="", channel="whatsapp", at=post.clock()
                )
            )
    post.queue(ana, ANA, "aviso", kind="notice")
    post.queue(ana, ANA, "respuesta")
    while run_once(post.delivery()):
        pass
    assert (post.states(), post.road.texts) == (["descartada", "enviada"], ["respuesta"])


class TestCallbacks:
    @pytest.mark.parametrize(
        ("order", "end"),
        [
            (["queued", "sent", "delivered", "read"], "leida"),
            (["read", "delivered", "sent", "queued"], "leida"),
            (["delivered", "delivered", "sent"], "entregada"),
            (["read"], "leida"),
            (["failed", "delivered"], "entregada"),
            (["delivered", "failed"], "entregada"),
            (["sent", "failed", "failed"], "fallida"),
        ],
    )
    def test_the_ladder_only_goes_up(self, post: Post, order: list[str], end: str) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        estados = {"queued": "enviada", "sent": "enviada", "delivered": "entregada", "read": "leida"}
        for name in order:
            tell(post, row, ok(name, estados[name]) if name in estados else failed("never", "63049"))
        assert post.row(row).estado == end

    def test_a_callback_before_the_answer_stands(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        [salida] = claim(post.delivery(), 1)
        tell(post, row, ok("delivered", "entregada"))
        deliver(post.delivery(), salida)
        assert (post.row(row).estado, post.row(row).provider_id) == ("entregada", "SM1")

    @pytest.mark.parametrize(("action", "waits"), [("throttle", "pendiente"), ("window", "espera")])
    def test_a_failure_told_before_the_answer_is_not_forgotten(self, post: Post, action: Action, waits: str) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        (salida,) = claim(post.delivery(), 1)
        tell(post, row, failed(action))
        with post.db.writing() as db:
            ladder.sent(db, salida.id, "SM1", post.clock())
        assert post.row(row).estado == waits
        tell(post, row, ok("sent", "enviada"))  # the vendor's callbacks overtake each other
        assert post.row(row).estado == waits
        tell(post, row, ok("delivered", "entregada"))
        assert post.row(row).estado == "entregada"

    def test_a_callback_saves_what_was_uncertain(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        post.road.failures = [SendUnknown("500")]
        run_once(post.delivery())
        tell(post, row, ok("sent", "enviada", "SM77"))
        post.clock.forward(minutes=5)
        sweep(post.delivery())
        assert (post.row(row).provider_id, run_once(post.delivery())) == ("SM77", 0)

    def test_an_unknown_row_and_a_repeat_are_harmless(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        assert tell(post, 999_999, ok("sent", "enviada")) == "unknown"
        assert [tell(post, row, ok("sent", "enviada")) for _ in range(2)] == ["new", "repeated"]
        with post.db.reading() as db:
            assert db.execute(select(func.count()).select_from(StatusReceipt)).scalar_one() == 1

    def test_a_failure_that_may_be_tried_again_is_and_its_repeat_is_not(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        tell(post, row, failed("throttle", "63018", "SM1"))
        post.clock.forward(minutes=1)
        run_once(post.delivery())
        assert post.row(row).provider_id == "SM2"
        assert tell(post, row, failed("throttle", "63018", "SM1")) == "repeated"
        assert (post.row(row).estado, len(post.road.sent)) == ("enviada", 2)

    @pytest.mark.parametrize(("action", "flag"), [("dead", "dead"), ("opted_out", "opted_out")])
    def test_an_address_nobody_is_at_or_wants_is_marked(self, post: Post, action: Action, flag: str) -> None:
        row = post.queue(post.person(ANA), ANA, "hola")
        run_once(post.delivery())
        tell(post, row, failed(action))
        with post.db.reading() as db:
            marks = db.execute(select(col(Address.dead), col(Address.opted_out))).one()
        assert getattr(marks, flag)

    def test_a_notice_nobody_received_becomes_somebodys_task(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "aviso", kind="notice")
        run_once(post.delivery())
        tell(post, row, failed("dead", "63024"))
        with post.db.reading() as db:
            assert db.execute(select(col(Task.kind))).scalars().all() == ["aviso_sin_entregar"]


def test_an_account_at_fault_stops_the_queue_and_leaves_one_task(post: Post) -> None:
    people = [(f"whatsapp:+57300000000{n}", post.person(f"whatsapp:+57300000000{n}")) for n in range(5)]
    for address, contact in people:
        post.queue(contact, address, "hola")
    post.road.failures = [SendError("stop", "63007")] * 5
    run_once(post.delivery())
    post.queue(people[0][1], people[0][0], "otra")
    assert run_once(post.delivery()) == 0
    with post.db.reading() as db:
        assert db.execute(select(col(Task.tema))).scalars().all() == ["delivery-stop"]
    post.clock.forward(minutes=6)
    while run_once(post.delivery()):
        pass
    assert len(post.road.sent) == 6


def test_a_refused_message_is_told_and_the_next_one_goes(post: Post) -> None:
    ana = post.person(ANA)
    post.queue(ana, ANA, "one")
    post.queue(ana, ANA, "two")
    post.road.failures = [SendRefused("defect", "21617")]
    while run_once(post.delivery()):
        pass
    assert (post.states(), post.road.texts) == (["fallida", "enviada"], ["two"])


def test_a_defect_of_ours_is_looked_for_and_ends_as_a_task(post: Post) -> None:
    post.queue(post.person(ANA), ANA, "hola")
    post.road.failures = [ValueError("a bug")] * 50
    for _ in range(60):
        run_once(post.delivery())
        post.clock.forward(seconds=61)
        sweep(post.delivery())
    assert post.states() == ["fallida"]
    with post.db.reading() as db:
        assert db.execute(select(col(Task.tema))).scalars().all() == ["delivery-unknown"]


def test_a_row_whose_processes_died_ten_times_is_still_sent(post: Post) -> None:
    post.queue(post.person(ANA), ANA, "hola")
    for _ in range(10):
        assert claim(post.delivery(), 20)  # and this process dies before it sends
        for _ in range(3):  # the lease runs out, the vendor is asked twice
            post.clock.forward(seconds=61)
            sweep(post.delivery())
    run_once(post.delivery())
    assert (post.states(), post.road.texts) == (["enviada"], ["hola"])


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


class TestConfidential:
    def test_the_words_are_unreadable_in_the_row_and_gone_once_they_arrived(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "Tu recibo: 1234", confidential=True, opciones=(Opcion("a", "Otra"),))
        assert "1234" not in post.row(row).body
        run_once(post.delivery())
        assert (post.road.texts, post.road.sent[0].confidential) == (["Tu recibo: 1234"], True)
        tell(post, row, ok("delivered", "entregada"))
        assert json.loads(post.row(row).body) == json.loads(EMPTY)

    def test_given_up_they_are_gone_too(self, post: Post) -> None:
        row = post.queue(post.person(ANA), ANA, "Tu recibo: 1234", confidential=True)
        post.road.failures = [SendRefused("dead", "63024")]
        run_once(post.delivery())
        assert post.row(row).body == EMPTY

    def test_closed_with_a_key_that_is_lost_it_is_told_and_holds_nobody(self, post: Post) -> None:
        ana = post.person(ANA)
        post.queue(ana, ANA, "secreto", confidential=True)
        post.queue(ana, ANA, "normal")
        post.sello = type(post.sello)("another secret")
        while run_once(post.delivery()):
            pass
        assert (post.states(), post.road.texts) == (["fallida", "enviada"], ["normal"])

    def test_uncertain_and_closed_with_a_lost_key_it_is_told_and_holds_nobody(self, post: Post) -> None:
        ana = post.person(ANA)
        post.road.failures = [SendUnknown("timeout")]
        post.queue(ana, ANA, "secreto", confidential=True)
        run_once(post.delivery())
        post.sello = type(post.sello)("another secret")
        post.clock.forward(minutes=2)
        sweep(post.delivery())
        post.queue(ana, ANA, "hola")
        run_once(post.delivery())
        assert (post.states(), post.road.texts) == (["fallida", "enviada"], ["hola"])


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
