"""What the night leaves to look at, whom it is shown to; how to reach a person; a request that went away meanwhile."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from bot.services import Services
from knowledge import auditoria
from knowledge.conversaciones import Task
from knowledge.responsables import escribir
from notifier.plazos import noche
from tests.panel.conftest import Person
from tests.panel.mesa import OFFICE, OTHER, done, filed, noon
from tests.panel.test_solicitudes import LIST
from tests.panel.test_solicitudes_actos import row_of
from tests.panel.test_solicitudes_ventanilla import take
from tests.worlds import Clock

Enter = Callable[[str], Person]
PENDING = "/panel/pendientes"


def night(services: Services, clock: Clock, day: date) -> None:
    clock.now = noon(day)
    noche(services.db, services.mesa(clock()))


def test_each_office_looks_at_what_the_night_found_until_it_is_seen(
    enter: Enter, services: Services, clock: Clock
) -> None:
    mine, theirs = filed(services), filed(services, office=OTHER)
    night(services, clock, date(2026, 4, 24))
    assert "1 pendiente por mirar" in enter("gestora").get("/panel/").page
    gestora = enter("gestora").get(PENDING)
    assert "Venció el 22/04/2026. La obligación de responder sigue." in gestora.page
    assert (f"{LIST}/{mine.codigo}" in gestora.page, theirs.codigo in gestora.page) == (True, False)
    page = enter("admin").get(PENDING).page
    assert (mine.codigo in page, theirs.codigo in page) == (True, True)
    assert "Venció sin respuesta" in gestora.get(f"{LIST}/{mine.codigo}").page
    gestora.post(f"{PENDING}/1", volver="solicitud")
    assert (gestora.path, "Venció sin respuesta" in gestora.page) == (f"{LIST}/{mine.codigo}", False)
    assert "No hay pendientes." in gestora.get(PENDING).page
    with services.db.reading_session() as db:
        assert [(r.actor, r.action) for r in auditoria.of_subject(db, "tarea:1")] == [("gestora", "cerrar pendiente")]
    night(services, clock, date(2026, 4, 27))
    assert "No hay pendientes." in enter("gestora").get(PENDING).page


def test_what_is_over_or_elsewhere_is_nobodys_pending(enter: Enter, services: Services, clock: Clock) -> None:
    over, gone = filed(services), filed(services)
    night(services, clock, date(2026, 4, 24))
    done(services, over.id, "responder", texto="Ya.")
    done(services, gone.id, "asignar", dependencia_id=OTHER, dependencia="Hacienda")
    page = enter("gestora").get(PENDING).page
    assert (over.codigo in page, gone.codigo in page) == (False, False)
    ajeno = enter("ajeno").get(PENDING)
    assert gone.codigo in ajeno.page
    assert "o no es tuyo" in enter("gestora").get("/panel/clave").post(f"{PENDING}/2").page


def test_what_changed_hands_is_told_to_both_and_to_nobody_else(enter: Enter, services: Services, clock: Clock) -> None:
    made = filed(services)
    with services.db.session() as db:
        escribir(db, OFFICE, [("gestora", 1), ("berta", 3)])
    for day in (date(2026, 3, 31), date(2026, 4, 6)):
        night(services, clock, day)
    assert row_of(services, made.id).responsable == "berta"
    left = enter("gestora").get(PENDING).page
    assert "Pasaron los días de gestora sin un acto. Ahora la tiene berta." in left
    assert "Estaba con gestora" not in left
    assert "para ti" in left
    given = enter("berta").get(PENDING).page
    assert ("Estaba con gestora. Ahora la tiene berta." in given, "Pasaron los días" in given) == (True, False)
    both = enter("admin").get(PENDING).page
    assert ("para Gestora" in both, "para Berta" in both) == (True, True)
    with services.db.reading_session() as db:
        other = db.exec(select(Task.id).where(Task.para == "berta")).one()
    assert "o no es tuyo" in enter("gestora").get("/panel/clave").post(f"{PENDING}/{other}").page


@pytest.mark.parametrize("usuario", ["editora", "revisor", "oficial"])
def test_no_other_role_sees_what_is_pending(enter: Enter, services: Services, usuario: str) -> None:
    assert enter(usuario).get(PENDING).status == 403


def test_an_opening_says_how_to_reach_the_person(enter: Enter, services: Services) -> None:
    made = filed(services)
    page = enter("gestora").get(f"{LIST}/{made.codigo}").page
    assert "Cómo comunicarte con la persona" in page
    assert '<dt>Teléfono de su WhatsApp</dt><dd class="pre">+57300' in page


def test_a_desk_request_says_where_it_is_answered_and_an_anonymous_one_nothing(
    enter: Enter, services: Services
) -> None:
    gestora = take(enter("gestora"))
    page = gestora.get(gestora.path.removesuffix("/constancia")).page
    assert page.count("rosa@correo.co") == 1
    assert page.index("Cómo comunicarte con la persona") < page.index("rosa@correo.co")
    gestora = take(gestora, anonima="si", objeto="Otra cosa")
    assert "Cómo comunicarte" not in gestora.get(gestora.path.removesuffix("/constancia")).page


def test_words_for_a_request_that_went_to_another_office_come_back(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    done(services, made.id, "asignar", dependencia_id=OTHER, dependencia="Secretaría de Hacienda", responsable="ajeno")
    gestora.post(f"{LIST}/{made.codigo}/responder", visto="1", texto="Una respuesta larga.")
    assert gestora.status == 409
    for said in (
        "<strong>Secretaría de Hacienda</strong>, Ajeno",
        "Una respuesta larga.</textarea>",
        "Lo tuyo no se guardó.",
    ):
        assert said in gestora.page
    assert row_of(services, made.id).ultimo_acto == 2
    assert "Que arreglen la luminaria" not in gestora.page
    suelto = enter("suelto").get("/panel/clave").post(f"{LIST}/{made.codigo}/responder", visto="1", texto="Hola")
    assert suelto.status == 404  # who never opened it learns nothing
