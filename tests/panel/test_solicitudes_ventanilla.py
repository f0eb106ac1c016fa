"""Taking a request at a desk: the receipt of Decreto 1166, what is missing, an anonymous one, a form sent twice."""

import io
from collections.abc import Callable

import pytest
from sqlmodel import select

from bot.services import Services
from knowledge.solicitudes import ContenidoSolicitudRow, SolicitudRow, contenido
from tests.panel.conftest import Person
from tests.panel.mesa import HTML, OFFICE, OTHER, PDF
from tests.panel.mesa import filed as by_chat
from tests.panel.test_solicitudes import audited

Enter = Callable[[str], Person]
DESK = "/panel/solicitudes/nueva"
SAID = {
    "forma": "hablada", "tipo": "queja", "dependencia": OFFICE, "objeto": "Que tapen el hueco de la calle 5", "razones": "Ya se cayó un señor",
    "nombre": "Rosa Pérez", "documento": "CC 1", "representante": "", "lugar": "Calle 5", "responder": "rosa@correo.co",
}  # fmt: skip


def take(person: Person, **changes: object) -> Person:
    """Open the desk, fill its form and send it."""
    envio = person.get(DESK).page.split('name="envio" value="')[1].split('"')[0]
    return person.post(DESK, **{"envio": envio, **SAID, **changes})


def filed(services: Services) -> list[SolicitudRow]:
    with services.db.reading_session() as db:
        rows = list(db.exec(select(SolicitudRow)))
        db.expunge_all()
        return rows


def test_a_spoken_request_is_filed_and_its_receipt_says_what_the_law_asks(enter: Enter, services: Services) -> None:
    gestora = take(enter("gestora"), archivos=[(io.BytesIO(PDF), "foto del hueco")])
    (row,) = filed(services)
    assert gestora.path == f"/panel/solicitudes/{row.codigo}/constancia"
    for said in (
        row.codigo, "30/03/2026, 12:00", "Rosa Pérez", "CC 1", "rosa@correo.co", "Que tapen el hueco de la calle 5", "Ya se cayó un señor",
        "foto del hueco.pdf", "Gestora", "Esta solicitud se presentó de manera verbal.", "Hasta el 22/04/2026: 15 días hábiles",
    ):  # fmt: skip
        assert said in gestora.page, said
    assert (row.canal, row.verbal, row.contact_id, row.tipo, row.aqui) == ("ventanilla", True, None, "queja", True)
    assert row.id is not None
    assert audited(services, row.id) == [("gestora", "ver constancia"), ("gestora", "recibir solicitud")]
    with services.db.reading_session() as db:
        assert "hueco" not in db.get_one(ContenidoSolicitudRow, row.id).contenido


def test_what_came_by_the_chat_was_taken_by_the_assistant(enter: Enter, services: Services) -> None:
    made = by_chat(services)
    page = enter("gestora").get(f"/panel/solicitudes/{made.codigo}/constancia").page
    assert "<dt>Quién la recibió</dt><dd>Catalina</dd>" in page
    assert "de manera verbal" not in page


def test_nothing_of_an_anonymous_person_is_kept(enter: Enter, services: Services) -> None:
    gestora = take(enter("gestora"), anonima="si")
    (row,) = filed(services)
    with services.db.reading_session() as db:
        kept = contenido(db, row.id or 0, services.sello)
    assert kept == {"objeto": SAID["objeto"], "razones": SAID["razones"], "lugar": "Calle 5"}
    assert "No dio su nombre" in gestora.page
    assert "Rosa" not in gestora.page


def test_who_takes_it_for_another_office_reads_the_receipt_and_no_more(enter: Enter, services: Services) -> None:
    gestora = take(enter("gestora"), dependencia=OTHER)
    (row,) = filed(services)
    assert (gestora.status, "Rosa Pérez" in gestora.page) == (200, True)
    assert gestora.get(f"/panel/solicitudes/{row.codigo}").status == 404
    assert enter("berta").get(f"/panel/solicitudes/{row.codigo}/constancia").status == 404
    assert enter("ajeno").get(f"/panel/solicitudes/{row.codigo}").status == 200


def test_the_same_form_sent_twice_files_one_and_another_text_another(enter: Enter, services: Services) -> None:
    gestora = enter("gestora").get(DESK)
    form = {"csrf": gestora.csrf(), "envio": gestora.page.split('name="envio" value="')[1].split('"')[0], **SAID}
    first = gestora.post(DESK, **form).path  # type: ignore[arg-type]
    assert gestora.post(DESK, **form).path == first  # type: ignore[arg-type]
    assert len(filed(services)) == 1
    gestora.post(DESK, **{**form, "objeto": "Otra cosa distinta"})  # type: ignore[arg-type]
    assert (len(filed(services)), gestora.path == first) == (2, False)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"objeto": " "}, "Escribe qué pide."),
        ({"razones": ""}, "Escribe por qué lo pide, con sus palabras."),
        ({"nombre": ""}, "Escribe el nombre, o marca que no quiere darlo."),
        ({"responder": ""}, "Escribe dónde recibe la respuesta"),
        ({"tipo": "denuncia"}, "Escoge la clase."),
        ({"forma": "soñada"}, "Escoge cómo llegó."),
        ({"dependencia": "no-existe"}, "Escoge la dependencia que responde."),
        ({"objeto": "a" * 10_001}, "Tiene 10001 letras."),
        ({"archivos": "hoja.pdf"}, "«hoja.pdf» no se puede enviar"),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(
    enter: Enter, services: Services, changes: dict[str, object], why: str
) -> None:
    if name := changes.get("archivos"):
        changes = {**changes, "archivos": [(io.BytesIO(HTML), str(name))]}  # a stream is read once
    gestora = take(enter("gestora"), **changes)
    assert (gestora.status, why in gestora.page, filed(services)) == (422, True, [])
    assert 'value="CC 1"' in gestora.page


def test_an_idea_needs_no_reasons(enter: Enter, services: Services) -> None:
    assert take(enter("gestora"), tipo="sugerencia", razones="").status == 200
    assert len(filed(services)) == 1


def test_a_forged_form_files_nothing(enter: Enter, services: Services) -> None:
    gestora = enter("gestora").get(DESK)
    assert gestora.post(DESK, csrf="inventado", envio="x", **SAID).status == 400
    assert filed(services) == []
