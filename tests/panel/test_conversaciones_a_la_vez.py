"""Several agents at the same instant: a talk is taken by one, a form that was pressed twice is said once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.services import Services
from tests.panel.charlas import DESK, Enter, asks, form_of, said_by_staff, somebody, take, the_talk
from tests.panel.conftest import Person
from tests.worlds import Clock


@pytest.fixture
def which(agents: None, services: Services, clock: Clock) -> int:
    return asks(somebody(services, clock))


def at_once(*acts: Callable[[], Person]) -> list[Person]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(act) for act in acts]]


def test_of_several_who_take_it_at_once_one_gets_it(enter: Enter, services: Services, which: int) -> None:
    people = [enter(name).get(DESK) for name in ("ana", "beto", "caro")]
    done = at_once(*(lambda one=one: one.post(f"{DESK}/{which}/tomar") for one in people))  # type: ignore[misc]
    assert sorted(one.status for one in done) == [200, 409, 409]
    (got,) = (one.usuario for one in done if one.status == 200)
    assert the_talk(services).agente == got


def test_a_form_pressed_several_times_at_once_is_said_once(enter: Enter, services: Services, which: int) -> None:
    ana = take(enter("ana"), which)
    form = {"envio": form_of(ana.page), "texto": "Una sola vez", "csrf": ana.csrf()}
    cookie = ana.client.get_cookie("__Host-catalina", domain="catalina.example")
    assert cookie is not None

    def press() -> Person:
        window = Person(ana.client.application.test_client(), ana.clock, page=ana.page)
        window.client.set_cookie(cookie.key, cookie.value, domain="catalina.example", secure=True)
        return window.post(f"{DESK}/{which}/decir", **form)  # type: ignore[arg-type]

    assert [one.status for one in at_once(press, press, press)] == [200, 200, 200]
    assert said_by_staff(services) == ["Una sola vez"]
