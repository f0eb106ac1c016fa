"""Each act from its form: what it leaves, who is told, what the law refuses, and that no typed word is lost."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlmodel import col, select

from bot.services import Services
from knowledge.avisos import AvisoRow
from knowledge.responsables import escribir
from knowledge.solicitudes import ActoRow, SolicitudRow, solicitud
from tests.panel.conftest import Person
from tests.panel.mesa import OTHER, done, filed, noon
from tests.panel.test_solicitudes import LIST, audited
from tests.worlds import Clock

Enter = Callable[[str], Person]


def row_of(services: Services, which: int) -> SolicitudRow:
    with services.db.reading_session() as db:
        row = db.get_one(SolicitudRow, which)
        db.expunge(row)
        return row


def send(person: Person, codigo: str, acto: str, **form: object) -> Person:
    """Open the page, fill the form of an act and send it."""
    seen = person.get(f"{LIST}/{codigo}").page.split('name="visto" value="')[1].split('"')[0]
    return person.post(f"{LIST}/{codigo}/{acto}", **{"visto": seen, **form})


@pytest.mark.parametrize(
    ("before", "acto", "form", "left"),
    [
        ((), "asignar", {"responsable": "berta"}, ("asignada", "A Berta")),
        ((), "requerir", {"texto": "Falta la dirección."}, ("por_completar", "Falta la dirección.")),
        (("requerir",), "completar", {"texto": "Calle 30"}, ("recibida", "Calle 30")),
        (("requerir",), "ampliar", {}, ("por_completar", "Hasta el 01/06/2026")),
        ((), "prorrogar", {"dias": "5", "texto": "Falta un estudio."}, ("prorrogada", "5 días hábiles más: vencía el 22/04/2026, vence el 29/04/2026")),
        ((), "trasladar", {"competente": "Cardique", "texto": "Es del río."}, ("trasladada", "A Cardique")),
        ((), "firmar", {}, ("en_firma", "Pasó a firma")),
        (("firmar",), "devolver", {"texto": "Falta la norma."}, ("asignada", "Falta la norma.")),
        ((), "responder", {"texto": "Ya la arreglamos."}, ("respondida", "Ya la arreglamos.")),
        (("responder",), "cerrar", {}, ("cerrada", "Se cerró")),
        ((), "retirar", {"texto": "Lo pidió por teléfono."}, ("desistida", "Lo pidió por teléfono.")),
        ((), "reclasificar", {"tipo": "informacion_o_documentos"}, ("recibida", "De Petición general a Información o documentos")),
    ],
)  # fmt: skip
def test_each_act_is_done_told_and_written_down(
    enter: Enter, services: Services, before: tuple[str, ...], acto: str, form: dict[str, object], left: tuple[str, str]
) -> None:  # fmt: skip
    made = filed(services)
    for earlier in before:
        done(services, made.id, earlier, texto="Antes.")
    gestora = send(enter("gestora"), made.codigo, acto, **form)
    assert gestora.status == 200, gestora.page
    assert row_of(services, made.id).estado == left[0]
    assert left[1] in gestora.get(f"{LIST}/{made.codigo}").page
    assert ("gestora", acto) in audited(services, made.id)


def test_what_staff_withdraw_is_told_and_what_the_citizen_withdraws_is_not(enter: Enter, services: Services) -> None:
    by_staff, by_citizen = filed(services), filed(services)
    gestora = send(enter("gestora"), by_staff.codigo, "retirar", texto="Lo pidió por teléfono.")
    assert "El ciudadano recibe un aviso." in gestora.page
    assert done(services, by_citizen.id, "retirar", by="ciudadano").estado == "desistida"
    with services.db.reading_session() as db:
        assert [(row.solicitud_id, row.clase) for row in db.exec(select(AvisoRow))] == [(by_staff.id, "retirar")]


def test_the_kinds_that_the_desk_does_not_take_are_not_offered(enter: Enter, services: Services) -> None:
    page = enter("gestora").get(f"{LIST}/{filed(services).codigo}").page
    kinds = page.split('id="reclasificar-tipo"')[1].split("</select>")[0]
    assert ('value="queja"' in kinds, 'value="denuncia"' in kinds, 'value="queja_reclamo_denuncia"' in kinds) == (True, False, False)  # fmt: skip


def test_a_desistimiento_waits_for_its_day(enter: Enter, services: Services, clock: Clock) -> None:
    made = filed(services)
    done(services, made.id, "requerir", texto="Falta algo.")
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    assert "La persona tiene hasta el 30/04/2026 para completar. Después de ese día se puede." in gestora.page
    assert gestora.post(f"{LIST}/{made.codigo}/desistir", visto="2", texto="Acto 1").status == 422
    clock.now = noon(date(2026, 5, 4))
    send(enter("gestora"), made.codigo, "desistir", texto="Acto 1 del 4 de mayo.")
    assert row_of(services, made.id).estado == "desistida"


def test_what_is_given_to_another_office_goes_to_its_first_responsible_and_leaves_this_list(
    enter: Enter, services: Services
) -> None:
    made = filed(services)
    with services.db.session() as db:
        escribir(db, OTHER, [("suelto", 2), ("ajeno", 3)])  # the first one does not work there any more
    gestora = send(enter("gestora"), made.codigo, "asignar", dependencia_id=OTHER)
    assert (gestora.path, made.codigo in gestora.page) == (LIST, False)
    row = row_of(services, made.id)
    assert (row.dependencia_id, row.dependencia, row.responsable) == (
        OTHER,
        "Secretaría de Hacienda",
        "ajeno",
    )
    assert made.codigo in enter("ajeno").get(LIST).page


@pytest.mark.parametrize(
    ("acto", "form", "why"),
    [
        ("asignar", {}, "Escoge una persona, o abajo otra dependencia."),
        ("asignar", {"responsable": "ajeno"}, "Esa persona ya no trabaja aquí."),
        ("asignar", {"responsable": "berta", "dependencia_id": OTHER}, "Escoge una sola cosa"),
        ("asignar", {"dependencia_id": "no-existe"}, "Esa dependencia no existe."),
        ("requerir", {"texto": "  "}, "Escribe qué falta y cómo entregarlo."),
        ("prorrogar", {"texto": "Motivos", "dias": "-1"}, "Escoge cuántos días hábiles más."),
        ("prorrogar", {"texto": "Motivos", "dias": "16"}, "La ley deja prorrogar hasta 15 días hábiles en total"),
        ("prorrogar", {"dias": "5"}, "Escribe los motivos de la prórroga"),
        ("trasladar", {"texto": "Es del río."}, "Escribe el nombre de la entidad que recibe el caso."),
        ("responder", {"texto": "a" * 10_001}, "Tiene 10001 letras."),
        ("responder", {"texto": "Hola, [nombre]. Iremos a [dirección]. Norma [1]."}, "Falta llenar o borrar: [nombre], [dirección]."),
        ("reclasificar", {"tipo": "inventada"}, "Escoge la clase que le corresponde."),
        ("reclasificar", {"tipo": "denuncia"}, "Escoge la clase que le corresponde."),
        ("retirar", {"texto": " "}, "Escribe cómo y cuándo lo pidió la persona."),
        ("devolver", {"texto": "No estaba en firma"}, "«Devolver de la firma» no se puede: la solicitud está recibida."),
    ],
)  # fmt: skip
def test_a_mistake_is_explained_nothing_is_written_and_the_words_stay(
    enter: Enter, services: Services, acto: str, form: dict[str, str], why: str
) -> None:
    made = filed(services)
    gestora = send(enter("gestora"), made.codigo, acto, **form)
    assert (gestora.status, why in gestora.page) == (422, True)
    assert form.get("texto", "").strip()[:200] in gestora.page
    assert row_of(services, made.id).ultimo_acto == 1
    assert audited(services, made.id)[0] == ("gestora", "ver solicitud")


def test_an_extension_after_the_term_is_refused_and_the_page_says_so_before(
    enter: Enter, services: Services, clock: Clock
) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    assert '<option value="15">15 días hábiles: vencería el 14/05/2026</option>' in gestora.page
    assert 'value="16">16' not in gestora.page
    clock.now = noon(date(2026, 4, 23))
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    assert "El plazo venció el 22/04/2026. La prórroga se pide antes del vencimiento" in gestora.page
    gestora.post(f"{LIST}/{made.codigo}/prorrogar", visto="1", dias="5", texto="Tarde.")
    assert (gestora.status, row_of(services, made.id).prorroga_dias) == (422, 0)
    send(gestora, made.codigo, "responder", texto="Perdón por la demora.")
    assert "Quedó anotado que fue fuera del plazo." in gestora.page


def test_two_officials_at_once_the_second_learns_what_the_first_did(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    send(enter("berta"), made.codigo, "firmar")
    gestora.post(f"{LIST}/{made.codigo}/responder", visto="1", texto="Mi respuesta larga.")
    assert gestora.status == 409
    assert "Pasó a firma: Berta, 30/03/2026, 12:00" in gestora.page
    assert "Mi respuesta larga.</textarea>" in gestora.page
    assert 'name="visto" value="2"' in gestora.page
    assert row_of(services, made.id).ultimo_acto == 2


def test_words_for_an_act_that_may_no_longer_follow_are_shown_to_be_copied(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    send(enter("berta"), made.codigo, "responder", texto="Ya quedó.")
    gestora.post(f"{LIST}/{made.codigo}/responder", visto="1", texto="Mi respuesta larga.")
    assert (gestora.status, "Lo que habías escrito" in gestora.page, "Mi respuesta larga." in gestora.page) == (
        409,
        True,
        True,
    )


def test_the_same_form_sent_twice_is_one_act(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = enter("gestora")
    send(gestora, made.codigo, "responder", texto="Ya.")
    assert gestora.post(f"{LIST}/{made.codigo}/responder", csrf=gestora.csrf(), visto="1", texto="Ya.").status == 409
    with services.db.reading_session() as db:
        assert len(db.exec(select(AvisoRow)).all()) == 1
        assert row_of(services, made.id).ultimo_acto == 2


@pytest.mark.parametrize("csrf", ["", "inventado"])
def test_a_forged_form_does_nothing(enter: Enter, services: Services, csrf: str) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    assert gestora.post(f"{LIST}/{made.codigo}/responder", csrf=csrf, visto="1", texto="Ya.").status == 400
    assert row_of(services, made.id).ultimo_acto == 1
    assert gestora.get(f"{LIST}/{made.codigo}/borrar").status == 404


def test_a_text_begins_an_answer_without_javascript(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}?modelo=visita")
    opened = gestora.page.split('<details id="responder"')[1]
    assert opened.startswith(" open")
    assert "Iremos a [dirección] el [fecha]" in opened.split("</textarea>")[0]
    assert gestora.get(f"{LIST}/{made.codigo}?modelo=no-hay").status == 200


def test_what_is_noted_for_colleagues_is_not_told_to_the_citizen(enter: Enter, services: Services) -> None:
    made = filed(services)
    send(enter("gestora"), made.codigo, "requerir", texto="Falta la dirección.")
    send(enter("gestora"), made.codigo, "completar", texto="Vive en la calle 30")
    done(services, made.id, "firmar")
    send(enter("gestora"), made.codigo, "devolver", texto="Nota interna")
    mesa = services.mesa(services.clock())
    with services.db.reading_session() as db:
        found = solicitud(db, made.codigo, mesa.hoy, mesa.calendario, services.sello)
        kept = db.exec(select(ActoRow.texto).where(col(ActoRow.solicitud_id) == made.id)).all()
    assert found is not None
    assert found.mensaje == "Falta la dirección."
    assert not any("Nota interna" in text for text in kept)


@pytest.mark.parametrize(
    ("estado", "camino", "motivo", "said"),
    [
        ("pendiente", "", "", "por enviar"),
        ("en_camino", "mensaje", "", "en camino"),
        ("entregado", "mensaje", "", "entregado"),
        ("contado", "respuesta", "", "se lo dijo Catalina al escribir"),
        ("contado", "llamada", "dead", "se lo contó un funcionario por teléfono"),
        ("tarea", "", "dead", "no enterado: ese número no recibe mensajes"),
        ("tarea", "imposible", "dead", "no enterado: un funcionario lo intentó y no se pudo"),
    ],
)
def test_the_history_says_what_became_of_each_notice(
    enter: Enter, services: Services, estado: str, camino: str, motivo: str, said: str
) -> None:
    made = filed(services)
    done(services, made.id, "firmar")
    with services.db.session() as db:
        row = db.exec(select(AvisoRow)).one()
        row.estado, row.camino, row.motivo = estado, camino, motivo
        db.add(row)
    assert f"Aviso al ciudadano: <strong>{said}</strong>" in enter("gestora").get(f"{LIST}/{made.codigo}").page


def test_nobody_is_promised_a_notice_that_cannot_be_sent(enter: Enter, services: Services) -> None:
    page = enter("gestora").get(f"{LIST}/{filed(services, known=False).codigo}").page
    assert "Nadie recibe aviso: no dejó por dónde." in page
    assert "El ciudadano recibe un aviso." not in page


def test_what_was_typed_survives_an_idle_log_in(enter: Enter, services: Services, clock: Clock) -> None:
    made = filed(services)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    clock.forward(minutes=45)
    gestora.post(f"{LIST}/{made.codigo}/responder", visto="1", texto="Una respuesta que costó media hora.")
    assert (gestora.status, "Una respuesta que costó media hora." in gestora.page) == (401, True)
    assert gestora.log_in("gestora").get(f"{LIST}/{made.codigo}/responder").path == f"{LIST}/{made.codigo}"
