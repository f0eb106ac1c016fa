"""Files of a request: the citizen's are given to be saved, the official's are judged by their bytes."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlmodel import select

from bot.panel.anexos import MAX_BYTES, office_type
from bot.services import Services
from knowledge.solicitudes import AdjuntoRow, SolicitudRow
from tests.panel.conftest import Person
from tests.panel.mesa import HTML, PDF, docx, filed, media, odt
from tests.panel.test_solicitudes import LIST, audited
from tests.panel.test_solicitudes_actos import send

Enter = Callable[[str], Person]


def folder(services: Services) -> list[str]:
    """Return the names of the files that are kept."""
    path = services.settings.data_dir / "adjuntos"
    return sorted(file.name for file in path.iterdir()) if path.is_dir() else []


def answer(person: Person, codigo: str, *files: tuple[str, bytes]) -> Person:
    return send(
        person, codigo, "responder", texto="Va la respuesta.", archivos=[(io.BytesIO(data), name) for name, data in files]
    )  # fmt: skip


def test_a_citizens_file_is_given_to_be_saved_and_nothing_else(enter: Enter, services: Services) -> None:
    files = (
        media(services, "hoja", data=PDF),
        media(services, "pagina", data=HTML, kind="text/html"),
        media(services, "viene"),
    )
    made = filed(services, archivos=files)
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    assert "viene.pdf: todavía no llega" in gestora.page
    for token in [part.split('"')[0] for part in gestora.page.split("/archivos/")[1:]]:
        gestora.get(f"{LIST}/{made.codigo}/archivos/{token}")
        assert gestora.headers["Content-Disposition"].startswith("attachment;")
        assert gestora.headers["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in gestora.headers["Content-Security-Policy"]
        assert gestora.headers["Content-Type"] in ("application/pdf", "application/octet-stream")
    assert audited(services, made.id)[:2] == [("gestora", "bajar archivo")] * 2
    assert gestora.get(f"{LIST}/{made.codigo}/archivos/inventado").status == 404


def test_a_file_of_another_request_or_outside_the_folder_is_not_given(enter: Enter, services: Services) -> None:
    made, other = filed(services, archivos=(media(services, "a", data=PDF),)), filed(services)
    with services.db.session() as db:
        token = db.exec(select(AdjuntoRow.token)).one()
        db.add(AdjuntoRow(token="t" * 48, solicitud_id=made.id, acto_n=1, de="ciudadano", nombre="x", content_type="", path="../secret_key"))  # fmt: skip
    gestora = enter("gestora")
    assert gestora.get(f"{LIST}/{other.codigo}/archivos/{token}").status == 404
    assert gestora.get(f"{LIST}/{made.codigo}/archivos/{'t' * 48}").status == 404


def test_an_answer_carries_its_files_with_the_ending_that_they_are(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = answer(enter("gestora"), made.codigo, ("../../acta", PDF), ("plan.docx", docx()), ("carta.odt", odt()))
    assert gestora.status == 200
    with services.db.reading_session() as db:
        kept = db.exec(select(AdjuntoRow).order_by(AdjuntoRow.nombre)).all()  # type: ignore[arg-type]
        assert [(row.nombre, row.de, row.acto_n) for row in kept] == [
            ("acta.pdf", "entidad", 2), ("carta.odt", "entidad", 2), ("plan.docx", "entidad", 2),
        ]  # fmt: skip
        assert folder(services) == sorted(row.path or "" for row in kept)
    assert "Bajar acta.pdf" in gestora.get(f"{LIST}/{made.codigo}").page


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ((("foto.jpg", HTML),), "no se puede enviar"),
        ((("factura.pdf", b"MZ\x90\x00"),), "no se puede enviar"),
        ((("plan.docx", docx("word/vbaProject.bin")),), "no se puede enviar"),
        ((("plan.docm", docx("word/vbaProject.bin")),), "no se puede enviar"),
        ((("bomba.zip", b"PK\x03\x04 no es un zip"),), "no se puede enviar"),
        ((("foto.jpg", b"\xff\xd8\xff\xe1\x00"),), "está dañado"),
        ((("vacio.pdf", b""),), "está vacío"),
        ((("grande.pdf", PDF + b"0" * MAX_BYTES),), "pesa más de 10 MB"),
        (tuple((f"{n}.pdf", PDF) for n in range(6)), "Son 6 archivos."),
        ((("buena.pdf", PDF), ("mala.pdf", HTML)), "«mala.pdf» no se puede enviar"),
    ],
)
def test_a_file_that_is_not_received_leaves_nothing_and_keeps_the_words(
    enter: Enter, services: Services, files: tuple[tuple[str, bytes], ...], why: str
) -> None:
    made = filed(services)
    gestora = answer(enter("gestora"), made.codigo, *files)
    assert (gestora.status, why in gestora.page, "Va la respuesta.</textarea>" in gestora.page) == (422, True, True)
    with services.db.reading_session() as db:
        assert (db.get_one(SolicitudRow, made.id).estado, folder(services)) == ("recibida", [])


def test_files_of_an_act_that_fails_are_gone(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = enter("gestora")
    answer(gestora, made.codigo, ("una.pdf", PDF))
    gestora.get(f"{LIST}/{made.codigo}")
    late = {"visto": "1", "texto": "Otra", "archivos": [(io.BytesIO(PDF), "otra.pdf")]}
    assert gestora.post(f"{LIST}/{made.codigo}/responder", **late).status == 409
    assert len(folder(services)) == 1


def test_a_form_that_nobody_could_read_is_refused_in_words(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = answer(enter("gestora"), made.codigo, ("enorme.pdf", PDF + b"0" * (7 * MAX_BYTES)))
    assert (gestora.status, "Eso es demasiado grande" in gestora.page) == (413, True)


def test_what_is_noted_at_the_desk_is_the_citizens(enter: Enter, services: Services) -> None:
    made = filed(services)
    gestora = send(enter("gestora"), made.codigo, "requerir", texto="Falta el plano.")
    send(gestora, made.codigo, "completar", texto="Trajo el plano", archivos=[(io.BytesIO(PDF), "plano.pdf")])
    with services.db.reading_session() as db:
        assert db.exec(select(AdjuntoRow.de)).one() == "ciudadano"
    assert "Archivos de la persona" in gestora.get(f"{LIST}/{made.codigo}").page


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"PK\x03\x04" + b"\x00" * 100, docx()[:60], b"\xd0\xcf\x11\xe0" * 20],
    ids=["empty", "only the mark of a zip", "zip of nothing", "cut short", "old office of nothing"],
)
def test_what_is_no_office_document_is_none(data: bytes) -> None:
    assert office_type(data) is None


@pytest.mark.parametrize(
    ("kind", "name", "data"),
    [
        ("audio/ogg", "Audio 1.ogg", b"OggS\x00\x02OpusHead"), ("audio/mp4", "Audio 1.m4a", b"\x00\x00\x00\x1cftypM4A "),
        ("audio/mpeg", "Audio 1.mp3", b"ID3\x04"), ("video/mp4", "Audio 1.mp4", b"\x00\x00\x00\x1cftypisom"),
        ("text/html", "Audio 1", HTML),
    ],
)  # fmt: skip
def test_a_voice_note_is_saved_with_its_type_and_an_ending_that_a_computer_knows(
    enter: Enter, services: Services, kind: str, name: str, data: bytes
) -> None:
    made = filed(services, archivos=(replace(media(services, "voz", data=data, kind=kind), nombre="Audio 1"),))
    gestora = enter("gestora").get(f"{LIST}/{made.codigo}")
    token = gestora.page.split("/archivos/")[1].split('"')[0]
    gestora.get(f"{LIST}/{made.codigo}/archivos/{token}")
    known = kind if kind != "text/html" else "application/octet-stream"
    assert gestora.headers["Content-Type"] == known
    assert gestora.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert ("sandbox" in gestora.headers["Content-Security-Policy"], gestora.headers["X-Content-Type-Options"]) == (True, "nosniff")  # fmt: skip
