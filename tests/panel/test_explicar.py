"""Staff see why a message is understood so; a citizen's words are read only where they must be, and it is written down."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.panel.mensajes import hidden
from bot.retention import Retention, purge
from bot.services import Services
from flows.understanding.entities import entities
from flows.understanding.text import normalise
from knowledge import auditoria, mis_datos
from knowledge.auditoria import AuditRow
from knowledge.conversaciones import Contact
from tests.panel.conftest import Person
from tests.worlds import Clock, Talk

Enter = Callable[[str], Person]
EXPLICAR, SIN_ENTENDER = "/panel/explicar", "/panel/no-entendidos"
RARO = "zorongo plugh xyzzy"


def _explained(person: Person, texto: str) -> Person:
    return person.get(EXPLICAR).post(EXPLICAR, texto=texto)


def test_a_typed_message_is_explained_and_answered(enter: Enter) -> None:
    page = _explained(enter("editora"), "¿Cuánto vale el certificado de residencia?").page
    for shown in (
        "cuanto vale el certificado de residencia", "tramite · ctg-residencia · costo", "alias-", "El primero debía llegar a",
        "Solo reglas y nombres", "Frase parecida", "Certificado de residencia", "Gratuito", "Hablar con alguien",
    ):  # fmt: skip
        assert shown in page


def test_the_phrases_like_it_say_of_what_topic_and_where_from(enter: Enter) -> None:
    page = _explained(enter("editora"), "certificado de residencia").page
    assert "tramite/ctg-residencia" in page
    assert "ficha" in page


@pytest.mark.parametrize("texto", ["se está quemando la casa", "BAJA", "👍", "<script>alert(1)</script>", "x" * 3000])
def test_any_text_is_explained_and_nothing_is_done(enter: Enter, services: Services, texto: str) -> None:
    done = _explained(enter("revisor"), texto)
    assert done.status == 200
    assert "<script>" not in done.page
    with services.db.reading_session() as db:
        assert db.exec(select(Contact)).all() == []


def test_nothing_typed_is_nothing_explained(enter: Enter) -> None:
    assert _explained(enter("editora"), "   ").status == 422


@pytest.mark.parametrize(
    ("usuario", "path", "status"),
    [
        ("editora", EXPLICAR, 200), ("revisor", EXPLICAR, 200), ("admin", EXPLICAR, 200), ("oficial", EXPLICAR, 403),
        ("analista", EXPLICAR, 403), ("editora", SIN_ENTENDER, 403), ("revisor", SIN_ENTENDER, 200), ("admin", SIN_ENTENDER, 200),
        ("oficial", SIN_ENTENDER, 403), ("analista", SIN_ENTENDER, 403),
    ],
)  # fmt: skip
def test_who_may_read_them(enter: Enter, usuario: str, path: str, status: int) -> None:
    assert enter(usuario).get(path).status == status


def test_a_message_not_understood_is_shown_with_its_explanation_and_a_way_to_teach(enter: Enter, talk: Talk) -> None:
    talk(RARO)
    page = enter("revisor").get(SIN_ENTENDER).page
    assert RARO in page
    assert "Dijo que no sabía" in page
    assert "El primero debía llegar a" in page
    assert 'action="/panel/entender/frases"' in page
    assert f'value="{RARO}"' not in page
    assert "web:ana" not in page


def test_a_message_asked_back_about_is_shown_and_one_understood_is_not(enter: Enter, talk: Talk) -> None:
    talk("certificado")
    talk("certificado de residencia")
    page = enter("revisor").get(SIN_ENTENDER).page
    assert "Preguntó cuál" in page
    assert page.count("<section") == 1


def test_personal_numbers_are_not_shown(enter: Enter, talk: Talk) -> None:
    talk(f"{RARO}, mi celular es 3001234567 y mi cedula 1047382910")
    page = enter("revisor").get(SIN_ENTENDER).page
    assert RARO in page
    assert "[teléfono]" in page
    assert "3001234567" not in page
    assert "1047382910" not in page


def test_each_personal_number_gives_way_to_its_name() -> None:
    text = "soy 3001234567 y ana@correo.co"
    assert hidden(text, entities(text, {}, {})) == "soy [teléfono] y [correo]"


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("45 456 789", "número"), ("1047-382-910", "número"), ("3 0 0 1 2 3 4 5 6 7", "número"), ("78512345678", "número"),
        ("300/123/4567", "número"), ("ana @ correo.co", "correo"), ("ana arroba correo.co", "correo"),
    ],
)  # fmt: skip
def test_a_number_that_no_rule_knows_is_not_shown_either(enter: Enter, talk: Talk, number: str, name: str) -> None:
    talk(f"{RARO} {number}")
    page = enter("revisor").get(SIN_ENTENDER).page
    assert f"[{name}]" in page
    assert number not in page
    assert normalise(number) not in page


def test_years_are_still_read(enter: Enter, talk: Talk) -> None:
    talk(f"{RARO} 2020-2025")
    assert f"{RARO} 2020-2025" in enter("revisor").get(SIN_ENTENDER).page


@pytest.mark.parametrize(
    "texto", ["quiero denunciar un soborno del zorongo", "el zorongo me cobró una coima", "mi marido me va a matar"]
)
def test_what_may_be_a_denuncia_or_an_emergency_is_never_shown(enter: Enter, talk: Talk, texto: str) -> None:
    talk(texto)
    talk(RARO)
    page = enter("admin").get(SIN_ENTENDER).page
    assert page.count("<section") == 1
    assert texto not in page


def test_each_reading_is_audited_without_the_words(enter: Enter, services: Services, talk: Talk) -> None:
    talk(RARO)
    enter("revisor").get(SIN_ENTENDER)
    with services.db.reading_session() as db:
        (act,) = auditoria.of_subject(db, "mensajes")
        everything = [row.detail for row in db.exec(select(AuditRow).order_by(col(AuditRow.id)))]
    assert (act.actor, act.action) == ("revisor", "leer mensajes no entendidos")
    assert len(json.loads(act.detail)["mensajes"]) == 1
    assert "zorongo" not in "".join(everything)


def test_words_are_read_no_longer_than_they_may_be_kept(
    enter: Enter, services: Services, talk: Talk, clock: Clock
) -> None:
    talk(RARO)
    clock.now += timedelta(days=Retention().words, minutes=1)
    assert "zorongo" not in enter("revisor").get(SIN_ENTENDER).page
    purge(services)
    assert "zorongo" not in enter("revisor").get(SIN_ENTENDER).page


def test_what_a_person_had_erased_is_gone(enter: Enter, services: Services, talk: Talk, clock: Clock) -> None:
    talk(RARO)
    assert talk.last is not None
    assert talk.last.contact_id is not None
    with services.db.writing() as db:
        mis_datos.erase(db, talk.last.contact_id, clock())
    assert "zorongo" not in enter("revisor").get(SIN_ENTENDER).page


def test_two_people_who_write_at_the_same_instant_are_not_mixed_up(
    enter: Enter, services: Services, talk: Talk, clock: Clock
) -> None:
    talk(RARO)
    clock.forward(seconds=-3)
    Talk(services, clock, address="web:luis")("certificado de residencia")
    page = enter("revisor").get(SIN_ENTENDER).page
    assert page.count("<section") == 1
    assert RARO in page


def test_older_ones_are_on_the_next_page(enter: Enter, services: Services, clock: Clock) -> None:
    for n in range(12):
        Talk(services, clock, address=f"web:{n}")(f"zorongo plugh {'abcdefghijkl'[n] * 2}")
    somebody = enter("revisor").get(SIN_ENTENDER)
    assert somebody.page.count("<section") == 10
    older = somebody.page.partition("no-entendidos?antes=")[2].partition('"')[0]
    assert somebody.get(f"{SIN_ENTENDER}?antes={older}").page.count("<section") == 2
    for strange in ("x", "-1", "9" * 30):
        assert somebody.get(f"{SIN_ENTENDER}?antes={strange}").status == 200
