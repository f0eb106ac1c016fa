"""The widget with nothing made up: a person who takes over, one asked for when nobody attends, a photo that arrives."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from sqlmodel import col

from bot.services import Services
from knowledge.atencion import AtencionRow
from knowledge.conversaciones import MediaRow
from tests.atencion.oficina import agente, cerrar, decir, presente, tomar
from tests.atencion.test_relevo import MORNING
from tests.browser import IN_A_BROWSER, overflow
from tests.web.test_widget_safe import a_photo
from tests.web.widget import box, complaints, hers, host, opened, picture, say
from tests.worlds import NOON, Clock

pytestmark = IN_A_BROWSER


@pytest.fixture(scope="module")
def attended(world: Services) -> Services:
    agente(world)
    return world


def at(services: Services, moment: object) -> None:
    assert isinstance(services.clock, Clock)
    services.clock.now = moment  # type: ignore[assignment]


def ask(page: Page) -> None:
    """Ask for a person with the words that the assistant asks for."""
    for n, text in enumerate(("funcionario", "es sobre el sisben", "sí"), 1):
        say(page, text)
        expect(hers(page)).to_have_count(n)


def test_a_person_asked_for_when_nobody_attends_is_kept_and_told_when(
    browser: Browser, url: str, attended: Services
) -> None:
    at(attended, NOON)
    page = opened(host(browser, url))
    ask(page)
    expect(hers(page).last).to_contain_text("Vuelven hoy a las 2:00 p. m.")
    page.context.close()


def test_who_takes_over_is_named_and_gives_back(browser: Browser, url: str, attended: Services, tmp_path: Path) -> None:
    at(attended, MORNING)
    presente(attended)
    page = opened(host(browser, url))
    ask(page)
    with attended.db.reading() as db:
        newest = select(col(AtencionRow.id)).where(col(AtencionRow.cerrada_at).is_(None)).order_by(col(AtencionRow.id).desc())  # fmt: skip
        talk = db.execute(newest.limit(1)).scalar_one()
    assert talk is not None
    assert tomar(attended, talk)
    decir(attended, talk, "Buenos días, ya reviso su caso.")
    expect(hers(page).last).to_contain_text("Ana, de la Alcaldía")
    expect(page.locator(".atiende")).to_have_text("Te atiende Ana, de la Alcaldía.")
    picture(page, "persona", tmp_path)
    said = hers(page).count()
    say(page, "menú")
    decir(attended, talk, "Listo, quedó corregido.")
    expect(hers(page).last).to_contain_text("Listo, quedó corregido.")
    assert hers(page).count() == said + 1, "the assistant spoke while a person attended"
    cerrar(attended, talk)
    expect(hers(page).last).to_contain_text("Terminó tu charla con Ana")
    page.get_by_role("button", name="Muy bien").click()
    expect(hers(page).last).to_contain_text("Gracias")
    expect(page.locator(".atiende")).to_be_empty()
    assert complaints(page) == []
    page.context.close()


def test_a_photo_arrives_and_leads_somewhere(browser: Browser, url: str, attended: Services, tmp_path: Path) -> None:
    page = opened(host(browser, url))
    page.locator("#archivo").set_input_files(a_photo(page, tmp_path))
    expect(hers(page)).to_have_count(1)
    expect(hers(page)).to_contain_text("foto")
    expect(page.get_by_role("group", name="Opciones para responder")).to_be_visible()
    with attended.db.reading() as db:
        kept = db.execute(select(col(MediaRow.content_type), col(MediaRow.size))).one()
    assert kept.content_type == "image/jpeg"
    assert 0 < kept.size < 400_000
    page.context.close()


def test_four_times_as_big_on_a_desk_it_still_fits(browser: Browser, url: str) -> None:
    page = opened(host(browser, url, size={"width": 320, "height": 256}))  # 1280 × 1024 at 400 %
    say(page, "menú")
    expect(hers(page)).to_have_count(1)
    expect(box(page)).to_be_in_viewport()
    assert overflow(page) == 0
    page.context.close()
