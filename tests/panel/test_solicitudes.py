"""The inbox and one request: who sees which, what is said of each, and the line of audit that an opening leaves."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import select

from bot.services import Services
from knowledge import auditoria
from knowledge.auditoria import AuditRow
from knowledge.solicitudes import SolicitudRow
from tests.panel.conftest import Person
from tests.panel.mesa import OTHER, PDF, done, filed, media, noon
from tests.worlds import Clock

Enter = Callable[[str], Person]
LIST = "/panel/solicitudes"
ASKED = "Que arreglen la luminaria de la calle 30"


def audited(services: Services, which: int) -> list[tuple[str, str]]:
    """Return who did what with a request, the newest first."""
    with services.db.reading_session() as db:
        return [(row.actor, row.action) for row in auditoria.of_subject(db, f"solicitud:{which}")]


def test_each_office_sees_its_own_and_the_administrator_all(enter: Enter, services: Services) -> None:
    mine, theirs = filed(services), filed(services, office=OTHER)
    page = enter("gestora").get(LIST).page
    assert (mine.codigo in page, theirs.codigo in page) == (True, False)
    page = enter("admin").get(LIST).page
    assert (mine.codigo in page, theirs.codigo in page) == (True, True)
    assert mine.codigo not in enter("admin").get(f"{LIST}?dependencia={OTHER}").page
    assert mine.codigo not in enter("gestora").get(f"{LIST}?dependencia={OTHER}&q={theirs.codigo}").page


def test_who_has_no_office_sees_nothing_and_is_told_why(enter: Enter, services: Services) -> None:
    made = filed(services)
    with services.db.session() as db:
        row = db.get_one(SolicitudRow, made.id)
        row.dependencia_id = None
        db.add(row)
    suelto = enter("suelto").get(LIST)
    assert (made.codigo in suelto.page, "no tiene dependencia" in suelto.page) == (False, True)
    assert suelto.get(f"{LIST}/{made.codigo}").status == 404
    assert made.codigo in enter("admin").get(f"{LIST}?dependencia=-").page


@pytest.mark.parametrize("usuario", ["editora", "revisor", "oficial", "analista"])
def test_no_other_role_enters(enter: Enter, services: Services, usuario: str) -> None:
    made = filed(services)
    somebody = enter(usuario)
    for path in (LIST, f"{LIST}/nueva", f"{LIST}/{made.codigo}", f"{LIST}/{made.codigo}/constancia", "/panel/avisos"):
        refused = somebody.get(path)
        assert (refused.status, ASKED in refused.page) == (403, False)
    somebody.get("/panel/clave")
    assert somebody.post(f"{LIST}/{made.codigo}/cerrar", visto="1").status == 403


def test_a_colleague_of_another_office_finds_no_request_no_file_and_no_form(enter: Enter, services: Services) -> None:
    made = filed(services, archivos=(media(services, "m1", data=PDF),))
    token = enter("gestora").get(f"{LIST}/{made.codigo}").page.split("/archivos/")[1].split('"')[0]
    ajeno = enter("ajeno")
    for path in ("", "/constancia", f"/archivos/{token}"):
        refused = ajeno.get(f"{LIST}/{made.codigo}{path}")
        assert (refused.status, ASKED in refused.page) == (404, False)
    ajeno.get("/panel/clave")
    assert ajeno.post(f"{LIST}/{made.codigo}/firmar", visto="1").status == 404
    with services.db.reading_session() as db:
        assert db.get_one(SolicitudRow, made.id).ultimo_acto == 1


def test_an_opening_shows_what_was_asked_and_is_written_down(enter: Enter, services: Services) -> None:
    made = filed(services)
    page = enter("gestora").get(f"{LIST}/{made.codigo}").page
    for said in (ASKED, "Está dañada hace un mes", "Rosa", "Quién la presenta", "Todavía no va ningún día hábil de 15. Vence el 22/04/2026."):  # fmt: skip
        assert said in page
    assert audited(services, made.id) == [("gestora", "ver solicitud")]
    with services.db.reading_session() as db:
        assert ASKED not in str([row.model_dump() for row in db.exec(select(AuditRow))])


def test_a_code_is_read_however_it_is_typed_and_a_radicado_is_no_address(enter: Enter, services: Services) -> None:
    made = filed(services)
    with services.db.session() as db:
        row = db.get_one(SolicitudRow, made.id)
        row.radicado = "EXT-26-1"
        db.add(row)
    gestora = enter("gestora")
    assert gestora.get(f"{LIST}/{made.codigo.replace('-', '').lower()}").status == 200
    assert gestora.get(f"{LIST}/EXT-26-1").status == 404
    for typed in (made.codigo.lower(), "EXT-26-1"):
        assert f"{LIST}/{made.codigo}" in gestora.get(f"{LIST}?q={typed}").page
    assert "No hay una solicitud con ese código" in gestora.get(f"{LIST}?q=2222").page


@pytest.mark.parametrize(
    ("day", "said", "seen"),
    [
        (date(2026, 3, 30), "Quedan 15 días hábiles", ("a_tiempo", "vigente")),
        (date(2026, 4, 17), "Quedan 3 días hábiles", ("pronto", "borrador")),
        (date(2026, 4, 21), "Queda 1 día hábil", ("pronto", "borrador")),
        (date(2026, 4, 22), "Vence hoy", ("vence_hoy", "borrador")),
        (date(2026, 4, 24), "Vencida hace 2 días hábiles", ("vencida", "mal")),
    ],
)
def test_each_says_how_urgent_it_is_in_words_and_colour_and_is_found_by_it(
    enter: Enter, services: Services, clock: Clock, day: date, said: str, seen: tuple[str, str]
) -> None:
    made, (urgencia, color) = filed(services), seen
    clock.now = noon(day)
    gestora = enter("gestora")
    assert f'<span class="estado {color}">{said}</span>' in gestora.get(LIST).page
    for other in ("vencida", "vence_hoy", "pronto", "a_tiempo", "en_pausa"):
        assert (made.codigo in gestora.get(f"{LIST}?urgencia={other}").page) is (other == urgencia)


def test_what_waits_for_the_citizen_says_so_and_comes_last(enter: Enter, services: Services) -> None:
    first, second = filed(services), filed(services)
    done(services, first.id, "requerir", texto="Falta la dirección.")
    gestora = enter("gestora").get(LIST)
    assert gestora.page.index(second.codigo) < gestora.page.index(first.codigo)
    assert "En pausa: falta el ciudadano" in gestora.page
    assert second.codigo not in gestora.get(f"{LIST}?urgencia=en_pausa").page
    assert first.codigo in gestora.page
    assert "La persona tiene hasta el 30/04/2026 para completar." in gestora.get(f"{LIST}/{first.codigo}").page


def test_mine_nobodys_a_kind_and_a_state_narrow_the_list(enter: Enter, services: Services) -> None:
    mine, free, over = filed(services), filed(services, tipo="queja"), filed(services)
    done(services, mine.id, "asignar", responsable="gestora")
    done(services, over.id, "responder", texto="Ya.")
    gestora = enter("gestora")
    for query, found in (("de=mias", mine), ("de=nadie", free), ("tipo=queja", free), ("estado=respondida", over), ("estado=asignada", mine)):  # fmt: skip
        page = gestora.get(f"{LIST}?{query}").page
        assert [one.codigo in page for one in (mine, free, over)] == [one is found for one in (mine, free, over)], query


def test_pages_follow_each_other_and_miss_nobody(enter: Enter, services: Services, clock: Clock) -> None:
    codes = [filed(services, known=False).codigo for _ in range(43)]
    clock.forward(days=1)
    codes.append(filed(services, known=False).codigo)
    gestora = enter("gestora").get(LIST)
    first = [code for code in codes if code in gestora.page]
    after = gestora.page.split("desde=")[1].split('"')[0]
    gestora.get(f"{LIST}?desde={after}")
    assert (len(first), [code for code in codes if code in gestora.page]) == (40, codes[40:])
    assert "Siguientes" not in gestora.page
    assert gestora.get(f"{LIST}?desde=2026-99-99.x").status == 200


@pytest.mark.parametrize(
    "path",
    [
        f"{LIST}?q=%00", f"{LIST}?dependencia=%00&q=", f"{LIST}?desde=2026-01-01.999999999999999", f"{LIST}?desde=-.2147483648",
        f"/panel/avisos?tarea={'9' * 20}", f"/panel/avisos?aviso={'9' * 20}&estado=%00",
    ],
)  # fmt: skip
def test_a_query_that_means_nothing_is_as_if_not_given(enter: Enter, services: Services, path: str) -> None:
    made = filed(services)
    done(services, made.id, "firmar")
    admin = enter("admin").get(path)
    assert admin.status == 200
    assert (made.codigo in admin.page) is ("avisos" not in path)


def test_a_request_that_lives_elsewhere_is_read_and_takes_no_act(enter: Enter, services: Services) -> None:
    made = filed(services)
    with services.db.session() as db:
        row = db.get_one(SolicitudRow, made.id)
        row.aqui, row.plazo_dias_habiles = False, None
        db.add(row)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    assert (gestora.status, "se trabaja en el sistema de la entidad" in gestora.page) == (200, True)
    assert f"/{made.codigo}/responder" not in gestora.page


def test_the_start_page_counts_what_waits(enter: Enter, services: Services, clock: Clock) -> None:
    filed(services)
    filed(services, office=OTHER)
    gone = filed(services)
    done(services, gone.id, "responder", texto="Ya.")
    page = enter("gestora").get("/panel/").page
    assert "0 solicitudes vencidas" in page
    assert "1 solicitud sin asignar" in page
    clock.now = noon(date(2026, 4, 23))
    assert "1 solicitud vencida" in enter("gestora").get("/panel/").page
    assert "2 solicitudes vencidas" in enter("admin").get("/panel/").page
    assert "Lo que espera hoy" not in enter("editora").get("/panel/").page
    assert "Lo que espera hoy" not in enter("suelto").get("/panel/").page
