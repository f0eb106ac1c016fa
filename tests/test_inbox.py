"""Several messages at the same instant: of one person, of somebody new, of somebody whose new id is not known yet."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import String, cast, func, select, text
from sqlmodel import col

from bot.inbound import Inbound
from bot.inbox import Taken, receive
from bot.services import Services
from flows.messages import Message
from knowledge.conversaciones import Address, Contact, Interaction, MessageRow, Outgoing, SessionRow
from notifier import ladder, outbox
from notifier.outbox import Taker

ANA, ANA_BSUID = "whatsapp:+573001112233", "whatsapp:CO.13491208655302741918"


def inbound(services: Services, n: int, *addresses: str) -> Inbound:
    return Inbound("twilio", f"SM{n:032x}", "whatsapp", addresses, Message(text="menú"), services.clock())


def at_once(services: Services, messages: Sequence[Inbound]) -> list[Taken]:
    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(lambda message: receive(services, message), messages))


def counted(services: Services, what: object) -> int:
    with services.db.reading() as db:
        return db.execute(select(func.count()).select_from(what)).scalar_one()  # type: ignore[arg-type]


def numbers(services: Services) -> list[int]:
    with services.db.reading() as db:
        return list(db.execute(select(col(MessageRow.seq)).order_by(col(MessageRow.seq))).scalars())


def test_messages_of_one_person_at_once_are_each_answered(services: Services) -> None:
    receive(services, inbound(services, 0, ANA))
    taken = at_once(services, [inbound(services, n, ANA) for n in range(1, 13)])
    assert [t.duplicate for t in taken] == [False] * 12
    assert numbers(services) == list(range(1, 27))


def test_the_first_messages_of_somebody_new_at_once_make_one_contact(services: Services) -> None:
    taken = at_once(services, [inbound(services, n, ANA) for n in range(6)])
    assert [t.duplicate for t in taken] == [False] * 6
    assert (counted(services, Contact), numbers(services)) == (1, list(range(1, 13)))


def test_a_new_id_of_a_known_person_is_learned_once(services: Services) -> None:
    receive(services, inbound(services, 0, ANA))
    taken = at_once(services, [inbound(services, n, ANA, ANA_BSUID) for n in range(1, 7)])
    assert [t.duplicate for t in taken] == [False] * 6
    assert (counted(services, Contact), counted(services, Address)) == (1, 2)


def test_one_message_ten_times_at_once_is_answered_once(services: Services) -> None:
    taken = at_once(services, [inbound(services, 1, ANA)] * 10)
    assert sorted(t.duplicate for t in taken) == [False] + [True] * 9
    assert numbers(services) == [1, 2]


def test_an_address_that_was_just_learned_is_answered_too(services: Services) -> None:
    receive(services, inbound(services, 0, ANA_BSUID))
    receive(services, inbound(services, 1, ANA, ANA_BSUID))
    with services.db.writing() as db:
        first, _ = outbox.claim(db, services.sello, Taker("test", ("whatsapp",), 10), services.clock())
        ladder.sent(db, first[0].id, "SM1", services.clock())
        second, _ = outbox.claim(db, services.sello, Taker("test", ("whatsapp",), 10), services.clock())
    assert [s.address for s in (*first, *second)] == [ANA_BSUID, ANA]


def test_a_moment_rests_in_utc_whatever_the_zone_of_the_server(services: Services) -> None:
    if not services.db.is_sqlite:
        with services.db.writing() as db:
            name = db.execute(select(func.current_database())).scalar_one()
            db.execute(text(f"ALTER DATABASE {name} SET timezone TO 'America/Bogota'"))
        services.db.engine.dispose()
    receive(services, inbound(services, 1, ANA))
    with services.db.reading() as db:
        for column in (MessageRow.at, Interaction.at, Outgoing.due_at, Address.last_inbound_at, SessionRow.updated_at):
            kept = db.execute(select(cast(col(column), String))).scalars()
            assert {moment[:26].removesuffix(".000000") for moment in kept} == {"2026-03-30 17:00:00"}, column
