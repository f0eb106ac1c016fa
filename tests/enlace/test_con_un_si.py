"""A link that was forwarded joins nothing by itself: whose WhatsApp it is says yes first, and to this one code."""

from collections.abc import Callable

import pytest

from bot.services import Services
from tests.atencion.oficina import abierta, agente, presente, tomar
from tests.atencion.test_relevo import ask
from tests.enlace.conftest import Browser, contact_of, count, join
from tests.worlds import Clock, Talk

SECRET = "mi cédula está en la carpeta azul"


def joined(services: Services) -> bool:
    both = "SELECT count(DISTINCT channel) FROM addresses GROUP BY contact_id ORDER BY 1 DESC LIMIT 1"
    return count(services, both) == 2


def test_one_tap_on_a_forwarded_link_joins_nothing_and_shows_nothing(
    web: Browser, phone: Talk, services: Services
) -> None:
    web("mis datos")
    web(SECRET)
    bubble = phone(f"Seguir chat {web.code()}")
    assert "¿Quieres seguir aquí la conversación que empezaste en la web?" in bubble.text
    assert "quien la empezó leería lo que hablemos" in bubble.text
    assert [option.id for option in bubble.options] == ["si", "no"]
    assert "¿Qué quieres hacer?" not in bubble.text
    assert not joined(services)
    phone("vivo en la calle secreta 5")
    web.poll()
    assert not any("secreta" in seen for seen in web.seen)


def test_who_says_no_stays_apart_and_a_yes_later_means_nothing(web: Browser, phone: Talk, services: Services) -> None:
    web("hola")
    code = web.code()
    phone(f"Seguir chat {code}")
    assert "no uní nada" in phone("no").text
    phone("sí")
    assert not joined(services)
    assert "¿Quieres seguir aquí" in phone(f"Seguir chat {code}").text  # theirs, while it lasts, and asked again
    assert "ya son el mismo" in phone("", option="si").text


def test_a_code_that_somebody_was_asked_about_serves_nobody_else(
    web: Browser, phone: Talk, other_phone: Talk, services: Services
) -> None:
    web("hola")
    code = web.code()
    phone(f"Seguir chat {code}")
    assert "ya se usó" in other_phone(f"Seguir chat {code}").text
    other_phone("sí")
    assert not joined(services)


def test_the_yes_is_to_the_code_last_asked_about(
    web: Browser, browser_of: Callable[[], Browser], phone: Talk, services: Services
) -> None:
    other = browser_of()
    web("hola")
    other("hola")
    phone(f"Seguir chat {web.code()}")
    phone(f"Seguir chat {other.code()}")
    said = phone("sí").text
    assert (other.poll(), web.poll() == said) == (said, False)


def test_a_yes_that_comes_too_late_joins_nothing(web: Browser, phone: Talk, clock: Clock, services: Services) -> None:
    web("hola")
    phone(f"Seguir chat {web.code()}")
    clock.forward(minutes=16)
    assert "ya venció" in phone("sí").text
    assert not joined(services)
    assert phone("menú").options


def test_a_new_code_takes_back_the_one_that_was_asked_about(web: Browser, phone: Talk, services: Services) -> None:
    web("hola")
    phone(f"Seguir chat {web.code()}")
    web.code()
    assert "ya venció" in phone("sí").text
    assert not joined(services)


def test_what_was_told_in_reserve_meanwhile_keeps_them_apart(web: Browser, phone: Talk, services: Services) -> None:
    web("hola")
    phone(f"Seguir chat {web.code()}")
    web("quiero denunciar un soborno")
    assert "algo reservado" in phone("sí").text
    assert not joined(services)


@pytest.mark.parametrize("yes", ["sí", "no"])
def test_a_form_on_the_telephone_waits_for_the_answer(yes: str, web: Browser, phone: Talk) -> None:
    phone("mis datos")
    web("hola")
    assert "¿Qué quieres hacer?" not in phone(f"Seguir chat {web.code()}").text
    said = phone(yes).text
    assert ("ya son el mismo" in said) == (yes == "sí")
    assert "¿Qué quieres hacer?" in (said if yes == "sí" else phone("sí").text)


def test_a_danger_to_life_is_heard_before_the_answer(web: Browser, phone: Talk, services: Services) -> None:
    web("hola")
    phone(f"Seguir chat {web.code()}")
    assert "123" in phone("sí, me quiero matar").text
    assert not joined(services)


def test_whom_a_person_attends_is_not_asked(web: Browser, phone: Talk, services: Services) -> None:
    agente(services)
    presente(services)
    web("hola")
    who = ask(phone)
    tomar(services, abierta(services, who).id)
    assert "Aquí te atiende una persona" in phone(f"Seguir chat {web.code()}").text
    assert not joined(services)


def test_the_agreement_is_counted_once_and_the_question_rests_nowhere(
    web: Browser, phone: Talk, services: Services
) -> None:
    web("hola")
    join(phone, web)
    mine = contact_of(services, phone.address)
    assert count(services, "SELECT count(*) FROM effects WHERE kind = 'UnirEnlace'") == 0
    assert count(services, f"SELECT count(*) FROM sessions WHERE contact_id = {mine} AND state LIKE '%preguntar%'") == 0
    assert "no está en ningún navegador" not in phone("separar").text
