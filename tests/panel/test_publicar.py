"""From a publication in the panel to the answer: at once in the same process, within a minute in every other."""

from collections.abc import Callable, Iterator

import pytest

from bot.services import Services, make_services
from knowledge.db import open_database
from tests.panel.conftest import Person
from tests.panel.test_hojas import DOS_DIAS
from tests.worlds import Clock, Talk

SLUG = "certificado-de-residencia"
ASKED, NEW = "cuánto demora el certificado de residencia", "2 días hábiles"


@pytest.fixture
def other(services: Services, clock: Clock) -> Iterator[Services]:
    """Return the services of a second process on the same database."""
    url = services.db.engine.url.render_as_string(hide_password=False)
    found = make_services(services.settings, db=open_database(url), clock=clock)
    yield found
    found.db.engine.dispose()


def publish(enter: Callable[[str], Person]) -> None:
    """Write a draft and have somebody else publish it."""
    enter("editora").save(SLUG, **DOS_DIAS)
    enter("revisor").get(f"/panel/hojas/{SLUG}/versiones/2").post(f"/panel/hojas/{SLUG}/versiones/2/publicar")


def test_the_same_process_answers_the_new_text_with_the_next_message(
    enter: Callable[[str], Person], talk: Talk
) -> None:
    assert NEW not in talk(ASKED).text
    publish(enter)
    assert NEW in talk(ASKED).text


def test_another_process_answers_it_within_a_minute_without_a_restart(
    enter: Callable[[str], Person], other: Services, clock: Clock
) -> None:
    luis = Talk(other, clock, address="web:luis")
    assert NEW not in luis(ASKED).text
    publish(enter)
    clock.forward(seconds=59)
    assert NEW in luis(ASKED).text
