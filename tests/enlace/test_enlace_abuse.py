"""Whoever tries to come into another's conversation with a code: by guessing, repeating, racing, or being let in."""

import threading
import time
from collections.abc import Callable

import pytest

from bot.enlace_unir import separate
from bot.services import Services
from knowledge import cola
from knowledge.enlaces import hashed, make, said_code
from tests.enlace.conftest import Browser, code_in, contact_of, count, join
from tests.staging import with_officer
from tests.worlds import Clock, Talk


def test_only_a_keyed_hash_of_the_code_is_kept(web: Browser, services: Services) -> None:
    web("hola")
    code = web.code()
    assert count(services, f"SELECT count(*) FROM enlaces WHERE codigo_hash LIKE '%{code[:5]}%'") == 0
    assert hashed("one key", code) != hashed("another", code)


def test_the_code_is_in_no_log_and_no_queue_in_the_clear(web: Browser, phone: Talk, services: Services) -> None:
    phone("hola")
    code = code_in(phone("seguir en la web").text)
    web(f"Seguir chat {code}")
    for table in ("messages", "outbox", "sessions", "enlaces"):
        column = {"messages": "body", "outbox": "body", "sessions": "state", "enlaces": "codigo_hash"}[table]
        assert count(services, f"SELECT count(*) FROM {table} WHERE {column} LIKE '%{code}%'") == 0


def test_guessing_is_slowed_down_and_said_in_words(phone: Talk, services: Services) -> None:
    wrong = [make(bytes([n]) * 9) for n in range(6)]
    said = [phone(f"Seguir chat {code}").text for code in wrong]
    assert all("no lo conozco" in text for text in said[:5])
    assert "Espera" in said[5]


def test_after_too_many_even_the_right_code_waits(web: Browser, phone: Talk, clock: Clock) -> None:
    web("hola")
    for n in range(5):
        phone(f"Seguir chat {make(bytes([n]) * 9)}")
    code = web.code()
    assert "Espera" in phone(f"Seguir chat {code}").text
    clock.forward(minutes=16)
    assert "ya venció" in phone(f"Seguir chat {code}").text


def test_a_mistyped_code_is_noticed(web: Browser, phone: Talk) -> None:
    web("hola")
    code = web.code()
    other = "3" if code[0] != "3" else "4"
    assert "una letra" in phone(f"Seguir chat {other}{code[1:]}").text


def test_words_that_are_no_code_are_read_as_ever() -> None:
    assert said_code("seguir chat contigo") is None
    assert said_code("quiero seguir el chat mañana con mi tía") is None
    assert said_code("Seguir chat") is None
    assert said_code("Seguir chat " + "A" * 200) is None


def test_a_code_serves_once(web: Browser, phone: Talk, other_phone: Talk, services: Services) -> None:
    web("hola")
    code = web.code()
    phone(f"Seguir chat {code}")
    assert "ya se usó" in other_phone(f"Seguir chat {code}").text
    assert contact_of(services, other_phone.address) != contact_of(services, phone.address)


def test_who_sends_it_again_is_told_that_it_is_done(web: Browser, phone: Talk) -> None:
    web("hola")
    code = web.code()
    phone(f"Seguir chat {code}")
    phone("sí")
    assert "ya estaba unido" in phone(f"Seguir chat {code}").text


def test_a_message_delivered_twice_joins_once(web: Browser, phone: Talk, services: Services) -> None:
    web("hola")
    code = web.code()
    phone(f"Seguir chat {code}")
    phone("sí")
    messages = count(services, "SELECT count(*) FROM messages")
    again = Talk(services, phone.clock, phone.address, "whatsapp")
    with pytest.raises(AssertionError):  # a duplicate has no reply
        again(f"Seguir chat {code}")
    assert count(services, "SELECT count(*) FROM messages") == messages


def test_a_new_code_ends_the_one_before(web: Browser, phone: Talk) -> None:
    web("hola")
    first = web.code()
    web.code()
    assert "no lo conozco" in phone(f"Seguir chat {first}").text


def test_a_code_lasts_fifteen_minutes(web: Browser, phone: Talk, clock: Clock) -> None:
    web("hola")
    code = web.code()
    clock.forward(minutes=15)
    assert "ya venció" in phone(f"Seguir chat {code}").text


def test_a_code_of_the_web_does_nothing_in_another_browser(
    web: Browser, browser_of: Callable[[], Browser], services: Services
) -> None:
    web("hola")
    other = browser_of()
    assert "en el otro chat" in other(f"Seguir chat {web.code()}")
    assert count(services, "SELECT count(*) FROM contacts") == 2


def test_a_browser_that_is_joined_to_one_number_is_not_given_to_another(
    web: Browser, phone: Talk, other_phone: Talk, services: Services
) -> None:
    web("hola")
    join(phone, web)
    for words in ("hola", f"Seguir chat {web.code()}"):
        said = other_phone(words).text
    assert "otro número" in said
    assert contact_of(services, other_phone.address) != contact_of(services, phone.address)


def test_two_who_race_for_a_code_are_not_both_let_in(
    web: Browser, phone: Talk, other_phone: Talk, services: Services
) -> None:
    web("hola")
    code, said = web.code(), []
    threads = [
        threading.Thread(target=lambda t=talk: said.append(t(f"Seguir chat {code}").text))
        for talk in (phone, other_phone)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted("¿Quieres seguir aquí" in text for text in said) == [False, True]
    said += [phone("sí").text, other_phone("sí").text]
    assert sum("ya son el mismo" in text for text in said) == 1
    assert contact_of(services, phone.address) != contact_of(services, other_phone.address)


def test_a_message_of_the_browser_during_the_join_is_answered_once_and_kept(
    web: Browser, phone: Talk, services: Services
) -> None:
    phone("hola")
    web("hola")
    phone(f"Seguir chat {web.code()}")
    threads = [
        threading.Thread(target=lambda: phone("sí")),
        threading.Thread(target=lambda: web("menú")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    mine = contact_of(services, phone.address)
    assert count(services, f"SELECT count(*) FROM messages WHERE contact_id = {mine}") == 10
    assert web.seen.count("menú") == 1


def test_what_a_browser_sends_while_it_is_taken_away_is_said_to_itself_alone(
    web: Browser, phone: Talk, services: Services, clock: Clock
) -> None:
    web("hola")
    join(phone, web)
    mine = contact_of(services, phone.address)
    assert mine is not None
    sent = threading.Thread(target=lambda: web("cuánto cuesta el certificado de residencia"))
    with services.db.writing() as db:
        cola.hold(db, mine)
        sent.start()
        time.sleep(1)  # long enough for the message to wait for the conversation that it will not find
        separate(db, mine, clock())
    sent.join()
    heard = f"SELECT count(*) FROM messages WHERE contact_id = {mine} AND body LIKE '%cuánto cuesta%'"
    assert count(services, heard) == 0
    assert "Certificado de residencia" in web.seen[-1]


@pytest.mark.parametrize("where", ["web", "whatsapp"])
def test_nothing_is_joined_where_a_report_is_being_told(
    where: str, browser_of: Callable[[], Browser], services: Services, clock: Clock
) -> None:
    services = with_officer(services)
    phone, web = Talk(services, clock, "whatsapp:+573001112233", "whatsapp"), browser_of()
    phone("hola")
    web("hola")
    code = web.code()
    if where == "web":
        web("quiero denunciar un soborno")
    else:
        phone("quiero denunciar un soborno")
    said = phone(f"Seguir chat {code}").text
    assert "algo reservado" in said
    assert count(services, "SELECT count(DISTINCT contact_id) FROM addresses") == 2


def test_a_browser_where_something_was_told_in_reserve_gives_no_code(web: Browser) -> None:
    web("quiero denunciar un soborno")
    web("cancelar")
    answer = web.client.post("/api/chat/enlace", json={"token": web.token})
    assert answer.status_code == 409
    assert "reservado" in answer.get_json()["error"]["mensaje"]


def test_there_is_no_code_before_the_first_message_and_none_for_a_forged_token(web: Browser) -> None:
    answer = web.client.post("/api/chat/enlace", json={"token": "A" * 43})
    assert answer.status_code == 409
    assert "Escríbeme primero" in answer.get_json()["error"]["mensaje"]
    assert web.client.post("/api/chat/enlace", json={}).status_code == 400
