"""From what several people asked in vain to a phrase, a saved question or a new trámite, without anybody's own words."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.retention import Retention
from bot.services import Services
from knowledge import auditoria, tramites
from knowledge.aprendido import FraseRow, PreguntaRow
from knowledge.tramites import HojaRow
from tests.panel.conftest import Person, make_account
from tests.worlds import Clock, Talk

Enter = Callable[[str], Person]
PATH, NUEVA = "/panel/sin-responder", "/panel/hojas/nueva"
RARO = "zorongo plugh"
GOOD = {
    "nombre": "Permiso de zorongo", "titulo_corto": "Permiso zorongo", "proposito": "Tocar zorongo en la plaza.",
    "dependencia_id": "datt", "tema": "Comercio",
}  # fmt: skip


def by_phone(services: Services, clock: Clock, name: str) -> Talk:
    """Return somebody who writes from a telephone of their own."""
    return Talk(services, clock, address=f"whatsapp:+57300{sum(map(ord, name)):07d}", canal="whatsapp")


@pytest.fixture
def asked(services: Services, clock: Clock) -> None:
    """Three people ask for the same, each with a word of their own."""
    for name in ("ana", "luis", "rosa"):
        by_phone(services, clock, name)(f"{RARO} {name}ita")


@pytest.mark.usefixtures("asked")
def test_what_three_people_share_is_shown_and_their_own_words_are_not(enter: Enter) -> None:
    page = enter("revisor").get(PATH).page
    assert f"«{RARO}»" in page
    assert "3 personas, 3 mensajes" in page
    assert "anaita" not in page


def test_what_two_people_share_is_not_shown(enter: Enter, services: Services, clock: Clock) -> None:
    for somebody in [by_phone(services, clock, name) for name in ("ana", "luis")] * 2:
        somebody(RARO)
    page = enter("revisor").get(PATH).page
    assert "zorongo" not in page
    assert "No hay preguntas que compartan 3 personas" in page


def test_pages_of_the_web_are_no_people(enter: Enter, services: Services, clock: Clock) -> None:
    """One person may open as many pages as they like, and each is a conversation of its own."""
    for n in range(5):
        Talk(services, clock, address=f"web:{n}")(f"{RARO} soy maria perez")
    assert "zorongo" not in enter("revisor").get(PATH).page


def test_the_turn_of_the_year_makes_no_new_people(enter: Enter, services: Services, clock: Clock) -> None:
    people = [by_phone(services, clock, name) for name in ("ana", "luis")]
    for day in (datetime(2026, 12, 30, 15, tzinfo=UTC), datetime(2027, 1, 3, 15, tzinfo=UTC)):
        clock.now = day
        for somebody in people:
            somebody(RARO)
    assert "zorongo" not in enter("revisor").get(PATH).page


@pytest.mark.usefixtures("asked")
def test_one_click_teaches_it_or_keeps_it_to_measure(enter: Enter, services: Services) -> None:
    revisor = enter("revisor").get(PATH)
    form = {"texto": RARO, "etiqueta": "tramite/ctg-residencia", "fuente": "Preguntas sin responder, 03/2026"}
    assert f'name="texto" value="{RARO}"' in revisor.page
    revisor.post("/panel/entender/preguntas", **form)
    assert "Guardada" in revisor.page
    revisor.get(PATH).post("/panel/entender/frases", **{**form, "texto": f"{RARO} ya"})
    assert "Guardada" in revisor.page
    with services.db.reading_session() as db:
        assert [row.texto for row in db.exec(select(PreguntaRow))] == [RARO]
        assert [row.fuente for row in db.exec(select(FraseRow))] == ["Preguntas sin responder, 03/2026"]


@pytest.mark.usefixtures("asked")
def test_each_reading_is_audited_without_the_words(enter: Enter, services: Services) -> None:
    enter("revisor").get(PATH)
    with services.db.reading_session() as db:
        (act,) = auditoria.of_subject(db, "mensajes")
    assert (act.actor, act.action) == ("revisor", "leer preguntas sin responder")
    assert "zorongo" not in act.detail


@pytest.mark.usefixtures("asked")
def test_words_are_grouped_no_longer_than_they_may_be_kept(enter: Enter, clock: Clock) -> None:
    clock.now += timedelta(days=Retention().words, minutes=1)
    assert "zorongo" not in enter("revisor").get(PATH).page


@pytest.mark.parametrize(
    ("usuario", "status"), [("editora", 403), ("revisor", 200), ("admin", 200), ("oficial", 403), ("analista", 403)]
)
def test_who_may_read_them(enter: Enter, usuario: str, status: int) -> None:
    assert enter(usuario).get(PATH).status == status


def test_a_new_tramite_is_born_as_a_draft_that_citizens_do_not_see(enter: Enter, services: Services) -> None:
    somebody = enter("revisor").get(f"{NUEVA}?nombre=permiso+de+zorongo")
    assert 'value="Permiso de zorongo"' in somebody.page
    somebody.post(NUEVA, **GOOD)
    assert somebody.path == "/panel/hojas/permiso-de-zorongo"
    assert "Borrador creado" in somebody.page
    with services.db.reading_session() as db:
        hoja = db.exec(select(HojaRow).where(HojaRow.slug == "permiso-de-zorongo")).one()
        assert hoja.published_version_id is None
        assert [row.estado for row in tramites.history(db, hoja.id)] == ["borrador"]
        assert [row.action for row in auditoria.of_subject(db, f"hoja:{hoja.id}")] == ["crear"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"nombre": ""}, "Escribe «Nombre»"),
        ({"nombre": "¿?"}, "con letras"),
        ({"nombre": "Certificado de residencia"}, "Ya hay un trámite con ese nombre"),
        ({"titulo_corto": "x" * 25}, "Déjalo en 24 o menos"),
        ({"dependencia_id": "no-existe"}, "Escoge la dependencia"),
        ({"tema": "Nada"}, "Escoge uno de los temas"),
    ],
)
def test_what_a_new_tramite_lacks_is_said_and_nothing_is_written(
    enter: Enter, services: Services, change: dict[str, str], said: str
) -> None:
    somebody = enter("revisor").get(NUEVA)
    somebody.post(NUEVA, **{**GOOD, **change})
    assert somebody.status == 422
    assert said in somebody.page
    with services.db.reading_session() as db:
        assert db.exec(select(HojaRow).where(HojaRow.slug == "permiso-de-zorongo")).first() is None


def test_an_editor_begins_one_only_for_the_own_office(enter: Enter, services: Services) -> None:
    with services.db.session() as db:
        make_account(db, services, "carlos", "editor", dependencia_id="datt")
    carlos = enter("carlos").get(NUEVA)
    assert carlos.post(NUEVA, **{**GOOD, "dependencia_id": "hacienda"}).status == 403
    assert carlos.get(NUEVA).post(NUEVA, **GOOD).path == "/panel/hojas/permiso-de-zorongo"
