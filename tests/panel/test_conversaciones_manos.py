"""A conversation among several hands: two who take it, transfer, back to the queue, insults, other offices, a request filed."""

import pytest
from sqlmodel import select

from bot.services import Services
from knowledge.atencion import NotaRow
from knowledge.conversaciones import Contact
from knowledge.solicitudes import SolicitudRow
from tests.panel.charlas import (
    DESK,
    Enter,
    asks,
    audited,
    form_of,
    last_said,
    said_by_staff,
    somebody,
    take,
    the_talk,
)
from tests.panel.conftest import Person
from tests.panel.test_solicitudes_ventanilla import SAID
from tests.worlds import Clock, Talk

pytestmark = pytest.mark.usefixtures("agents")
OFFICE = "hacienda"
_NOBODY_TAKES = {
    "sqlite": "CREATE TRIGGER nobody BEFORE UPDATE ON atenciones BEGIN SELECT RAISE(IGNORE); END",
    "postgresql": "CREATE RULE nobody AS ON UPDATE TO atenciones DO INSTEAD NOTHING",
}


def present(person: Person) -> Person:
    person.get(DESK)
    return person.post(f"{DESK}/presencia", disponible="si")


def test_of_two_who_take_it_one_gets_it_and_the_other_is_told_who_has_it(enter: Enter, rosa: Talk) -> None:
    which = asks(rosa)
    ana, beto = enter("ana").get(DESK), enter("beto").get(DESK)
    assert ana.post(f"{DESK}/{which}/tomar").status == 200
    beto.post(f"{DESK}/{which}/tomar")
    assert (beto.status, "la tiene <strong>Ana</strong>" in beto.page) == (409, True)


def test_the_next_one_is_who_has_waited_longest(enter: Enter, services: Services, clock: Clock) -> None:
    first, second = asks(somebody(services, clock, "rosa")), asks(somebody(services, clock, "luis"))
    ana = enter("ana").get(DESK)
    assert ana.post(f"{DESK}/siguiente").path == f"{DESK}/{first}"
    assert ana.post(f"{DESK}/siguiente").path == f"{DESK}/{second}"
    assert "Ya no espera nadie." in ana.post(f"{DESK}/siguiente").page


def test_nobody_holds_more_than_they_can_attend(enter: Enter, services: Services, clock: Clock) -> None:
    for name in ("rosa", "luis", "pepe", "mari"):
        asks(somebody(services, clock, name))
    ana = enter("ana").get(DESK)
    for _ in range(4):
        ana.post(f"{DESK}/siguiente")
    assert "Ya tienes 3 conversaciones." in ana.page


def test_the_words_are_for_who_attends_and_for_nobody_else(enter: Enter, services: Services, rosa: Talk) -> None:
    rosa("busco el canario del Arsenal")
    which = asks(rosa)
    take(enter("ana"), which)
    for other, status in (("beto", 200), ("admin", 200), ("gestora", 403), ("editora", 403)):
        page = enter(other).get(f"{DESK}/{which}")
        assert (other, page.status, "Arsenal" in page.page) == (other, status, False)
    beto = enter("beto").get(DESK)
    for act, form in (("decir", {"envio": "x", "texto": "hola"}), ("nota", {"nota": "n"}), ("cerrar", {"cierre": "resuelta"}), ("devolver", {})):  # fmt: skip
        assert (act, beto.post(f"{DESK}/{which}/{act}", **form).status) == (act, 409)
        assert "la tiene <strong>Ana</strong>" in beto.page
        beto.get(DESK)
    assert (said_by_staff(services), the_talk(services).agente) == ([], "ana")


def test_an_agent_of_another_office_cannot_open_it_by_its_address(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    with services.db.writing() as db:
        db.exec_driver_sql(f"UPDATE atenciones SET cola = '{OFFICE}'")
    dora = enter("dora").get(DESK)
    assert "Esperan (0)" in dora.page
    for path in (f"{DESK}/{which}", f"{DESK}/{which}/radicar", f"{DESK}/999999"):
        assert (path, dora.get(path).status) == (path, 404)
    for act, form in (("tomar", {}), ("decir", {"envio": "x", "texto": "hola"}), ("pasar", {"destino": "cola:"}), ("devolver", {})):  # fmt: skip
        dora.get(DESK)
        assert (act, dora.post(f"{DESK}/{which}/{act}", **form).status) == (act, 404)
    assert take(enter("caro"), which).path == f"{DESK}/{which}"


def test_a_talk_passes_to_who_is_there_with_its_note_and_the_citizen_is_told(
    enter: Enter, services: Services, rosa: Talk
) -> None:
    which = asks(rosa)
    ana, beto = take(enter("ana"), which), present(enter("beto"))
    assert 'value="agente:beto"' in ana.get(f"{DESK}/{which}").page
    assert 'value="agente:caro"' not in ana.page
    ana.post(f"{DESK}/{which}/pasar", destino="agente:caro")
    assert (the_talk(services).agente, "Solo se ofrece quien está disponible" in ana.page) == ("ana", True)
    ana.post(f"{DESK}/{which}/pasar", destino="agente:beto", nota="Ya mandó la foto")
    assert (the_talk(services).agente, ana.path) == ("beto", DESK)
    assert last_said(services) == "Desde ahora te atiende Beto. Ya puede leer lo que contaste."
    assert "Ya mandó la foto" in beto.get(f"{DESK}/{which}").page
    assert [act[:2] for act in audited(services, which)][-2:] == [("ana", "pasar conversación"), ("beto", "ver conversación")]  # fmt: skip


def test_a_transfer_that_comes_too_late_leaves_no_note(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    present(enter("beto"))
    admin = enter("admin").get(f"{DESK}/{which}")
    with services.db.writing() as db:  # as if somebody took it between the look and the act
        db.exec_driver_sql(_NOBODY_TAKES[db.dialect.name])
    admin.post(f"{DESK}/{which}/pasar", destino="agente:beto", nota="Ya mandó la foto")
    assert (admin.status, "Ya mandó la foto" in admin.page) == (409, True)
    with services.db.reading_session() as db:
        assert db.exec(select(NotaRow)).all() == []
    assert audited(services, which) == []


def test_a_talk_passes_to_the_queue_of_another_office(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    ana.post(f"{DESK}/{which}/pasar", destino=f"cola:{OFFICE}")
    row = the_talk(services)
    assert (row.estado, row.cola, row.agente) == ("en_cola", OFFICE, None)
    assert "Tu mensaje pasa a «" in last_said(services)
    assert rosa("hola").text  # the assistant answers again
    assert enter("caro").get(DESK).page.count("Tomar<span") == 1


def test_back_in_the_queue_it_keeps_its_place(enter: Enter, services: Services, clock: Clock, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    clock.forward(minutes=5)
    asks(somebody(services, clock, "luis"))
    ana.post(f"{DESK}/{which}/devolver")
    assert last_said(services).startswith("Te atenderá otra persona. Conservas tu puesto en la fila")
    assert ana.post(f"{DESK}/siguiente").path == f"{DESK}/{which}"
    enter("admin").get(f"{DESK}/{which}").post(f"{DESK}/{which}/devolver")
    assert the_talk(services, which).estado == "en_cola"


def test_insults_end_it_without_a_survey_and_an_administrator_undoes_it(
    enter: Enter, services: Services, clock: Clock, rosa: Talk
) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    ana.post(f"{DESK}/{which}/decir", envio=form_of(ana.page), texto="Hola")
    ana.post(f"{DESK}/{which}/cerrar", cierre="abuso")
    assert ("Sí, terminar" in ana.page, the_talk(services).estado) == (True, "con_persona")
    ana.post(f"{DESK}/{which}/cerrar", cierre="abuso", confirmado="si")
    assert (the_talk(services).cierre, last_said(services)) == ("abuso", "Hola")
    assert "Por ahora solo puedo atenderte yo." in rosa("funcionario").text
    assert ana.post(f"{DESK}/{which}/perdonar").status == 403
    admin = enter("admin").get(DESK)
    assert "Solo las atiende Catalina, por insultos" in admin.page
    admin.post(f"{DESK}/{which}/perdonar")
    with services.db.reading_session() as db:
        assert db.exec(select(Contact.sin_persona_hasta)).one() == clock()


def test_an_act_on_a_talk_that_is_over_gives_back_what_was_typed(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    envio = form_of(ana.page)
    rosa("salir")
    ana.post(f"{DESK}/{which}/decir", envio=envio, texto="Ya casi termino")
    assert (ana.status, "ya terminó" in ana.page, "Ya casi termino" in ana.page) == (409, True, True)
    assert ana.get(f"{DESK}/{which}").status == 200


def test_who_had_it_gets_the_words_back_when_it_went_to_another_office(
    enter: Enter, services: Services, rosa: Talk
) -> None:
    which = asks(rosa)
    with services.db.writing() as db:
        db.exec_driver_sql(f"UPDATE atenciones SET cola = '{OFFICE}'")
    caro = take(enter("caro"), which)
    envio = form_of(caro.page)
    enter("admin").get(f"{DESK}/{which}").post(f"{DESK}/{which}/pasar", destino="cola:infraestructura")
    caro.post(f"{DESK}/{which}/decir", envio=envio, texto="Ya casi termino")
    assert (caro.status, "volvió a la fila" in caro.page, "Ya casi termino" in caro.page) == (409, True, True)


def test_a_request_is_filed_in_their_name_and_they_read_its_code(enter: Enter, services: Services, rosa: Talk) -> None:
    which = asks(rosa)
    ana = take(enter("ana"), which)
    with pytest.raises(AssertionError):
        rosa("Hay un hueco frente a la escuela de Manga")
    ana.get(f"{DESK}/{which}/radicar")
    assert "\nHay un hueco frente a la escuela de Manga</textarea>" in ana.page
    form = {**SAID, "envio": form_of(ana.page), "csrf": ana.csrf(), "responder": ""}
    for _ in range(2):
        ana.post(f"{DESK}/{which}/radicar", **form)  # type: ignore[arg-type]
    with services.db.reading_session() as db:
        (row,) = db.exec(select(SolicitudRow))
        assert (row.contact_id, row.canal) == (the_talk(services).contact_id, "web")
        codigo = row.codigo
    assert [codigo in said for said in said_by_staff(services)] == [True]
    assert ana.post(f"{DESK}/{which}/radicar", csrf=form["csrf"], envio="y", objeto="").status == 422
    ana.get(f"{DESK}/{which}").post(f"{DESK}/{which}/cerrar", cierre="radicada")
    rosa("5")
    assert codigo in {option.id for option in rosa("mis solicitudes").options}


def test_a_pause_is_kept_and_the_open_page_keeps_somebody_there(enter: Enter, services: Services, clock: Clock) -> None:
    ana = present(enter("ana"))
    assert "Disponible</span>" in ana.page
    clock.forward(minutes=2)
    ana.get(DESK)
    clock.forward(minutes=2)
    with services.db.reading() as db:
        seen = db.exec_driver_sql("SELECT disponible, vista_at FROM presencias").one()
    assert (bool(seen[0]), str(seen[1])[11:16]) == (True, "17:02")
    assert "En pausa</span>" in ana.post(f"{DESK}/presencia", disponible="no").page


def test_what_was_told_in_a_form_is_shown_with_its_questions(enter: Enter, services: Services, rosa: Talk) -> None:
    rosa("radicar")
    rosa("1")
    rosa("Que tapen el hueco")
    which = asks(rosa)
    page = take(enter("ana"), which).page
    assert ("Lo que ya contó" in page, '<dd class="pre">Pedir algo</dd>' in page) == (True, True)
    assert "<dt>¿Qué le pides a la Alcaldía? Cuéntalo con tus palabras. También puedes dictarlo.</dt>" in page


def test_confidential_words_are_only_a_mark(enter: Enter, rosa: Talk) -> None:
    for said in ("denuncia", "un funcionario me pidió plata por un permiso, se llama Canario"):
        rosa(said)
    rosa("cancelar")
    page = take(enter("ana"), asks(rosa)).page
    assert ("Canario" in page, "[reservado]" in page) == (False, True)
