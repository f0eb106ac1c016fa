"""Files by the web chat: taken once, judged by their bytes, refused in words, and nothing left of what was refused."""

import io
import json
import os
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text
from sqlmodel import col
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from bot.app import create_app
from bot.channels.web_files import MAX_BYTES, MAX_PARTS
from bot.channels.web_request import new_token
from bot.services import Services
from knowledge.conversaciones import MediaRow
from tests.notifier.test_files import GPS, JPEG, PNG, WEBP
from tests.staging import with_gestor, with_officer
from tests.web.test_api import Down
from tests.worlds import Clock

PDF = b"%PDF-1.4\n1 0 obj\n"
OGG = b"OggS\x00\x02" + b"\x00" * 40 + b"OpusHead"
M4A = b"\x00\x00\x00\x1cftypM4A \x00\x00\x00\x00"
MP4 = b"\x00\x00\x00\x1cftypisom\x00\x00\x02\x00"
Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient) -> Send:
    """Return a function that sends one file as a browser does."""

    def _send(data: bytes, name: str = "IMG_0001.jpg", kind: str = "", **fields: Any) -> TestResponse:
        form = {"token": new_token(), "cid": "a1", **fields, "archivo": upload(data, name, kind)}
        return post(client, "/api/chat/archivo", {k: v for k, v in form.items() if v is not None})

    return _send


def upload(data: bytes, name: str, kind: str = "") -> FileStorage:
    return FileStorage(io.BytesIO(data), name, content_type=kind or None)


def post(client: FlaskClient, path: str, form: dict[str, Any]) -> TestResponse:
    """Send a form whose body rests in memory: the client would leave a long one open on the disk."""
    boundary, body = encode_multipart(form)
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def rows(services: Services) -> list[Any]:
    with services.db.reading() as db:
        return list(db.execute(select(MediaRow.__table__).order_by(col(MediaRow.created_at))))  # type: ignore[attr-defined]


def files(services: Services) -> list[str]:
    folder = services.settings.data_dir / "adjuntos"
    return sorted(os.listdir(folder)) if folder.is_dir() else []


def nothing_left(services: Services) -> bool:
    with services.db.reading() as db:
        count = db.execute(text("SELECT count(*) FROM messages")).scalar_one()
    return (rows(services), files(services), count) == ([], [], 0)


@pytest.mark.parametrize(
    ("data", "kind", "declared"),
    [
        (JPEG, "image/jpeg", "image/jpeg"), (PNG, "image/png", "image/png"), (WEBP, "image/webp", "image/webp"),
        (PDF, "application/pdf", "application/pdf"), (OGG, "audio/ogg", "audio/ogg; codecs=opus"),
        (M4A, "audio/mp4", "audio/x-m4a"), (MP4, "video/mp4", "video/mp4"), (MP4, "audio/mp4", "audio/mp4"),
        (PDF, "application/pdf", "image/jpeg"),
    ],
    ids=["jpg", "png", "webp", "pdf", "voice note", "m4a", "video", "sound in mp4", "pdf as jpg"],
)  # fmt: skip
def test_a_file_is_kept_as_what_its_bytes_are(
    send: Send, services: Services, data: bytes, kind: str, declared: str
) -> None:
    answer = send(data, kind=declared).get_json()
    mine, hers = answer["mensajes"]
    assert (mine["de"], mine["cid"], mine["archivos"], hers["de"]) == ("tu", "a1", [kind], "catalina")
    (row,) = rows(services)
    assert (row.provider, row.estado, row.content_type) == ("web", "copiada", kind)
    assert files(services) == [row.path]
    path = services.settings.data_dir / "adjuntos" / row.path
    assert (path.stat().st_mode & 0o777, path.stat().st_size) == (0o600, row.size)
    assert GPS not in path.read_bytes()


@pytest.mark.parametrize("size", [60_000, 65_536, 70_000, 200_000, 9_900_000])
def test_a_long_file_arrives_whole(send: Send, services: Services, size: int) -> None:
    assert send(PDF + (b"\r\n-" * size)[:size]).status_code == 200  # the parser waits at what may be a boundary
    assert rows(services)[0].size == len(PDF) + size


def test_a_file_sent_again_is_one_file_and_one_answer(send: Send, services: Services) -> None:
    token = new_token()
    first = send(PDF, token=token).get_json()
    assert send(PDF, token=token, despues="0").get_json() == first
    assert (len(rows(services)), len(files(services))) == (1, 1)


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.exe", b"MZ")
    return out.getvalue()


@pytest.mark.parametrize(
    ("sent", "status", "says"),
    [
        ((_zip(), "foto.jpg", "image/jpeg"), 415, "no lo recibo"),
        ((b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "a.svg", "image/svg+xml"), 415, "no lo recibo"),
        ((b"<!doctype html><script>x()</script>", "factura.pdf", "application/pdf"), 415, "no lo recibo"),
        ((b"MZ\x90\x00", "foto.jpg", "image/jpeg"), 415, "no lo recibo"),
        ((b"GIF89a", "a.gif", "image/gif"), 415, "no lo recibo"),
        ((b"BEGIN:VCARD\nTEL:300", "a.vcf", "text/vcard"), 415, "no lo recibo"),
        ((b"\xff\xd8\xff\xe1\x00", "foto.jpg", "image/jpeg"), 415, "dañado"),
        ((b"", "vacio.pdf", "application/pdf"), 400, "vacío"),
        ((PDF + b"0" * MAX_BYTES, "justo.pdf", "application/pdf"), 413, "más de 10 MB"),
        ((PDF + b"0" * 11_000_000, "grande.pdf", "application/pdf"), 413, "más de 10 MB"),
    ],
    ids=["zip as jpg", "svg", "html as pdf", "program", "gif", "vcard", "broken", "empty", "a bit long", "11 MB"],
)
def test_a_hostile_file_is_refused_in_words_and_leaves_nothing(
    send: Send, services: Services, sent: tuple[bytes, str, str], status: int, says: str
) -> None:
    answer = send(*sent)
    assert (answer.status_code, says in answer.get_json()["error"]["mensaje"]) == (status, True)
    assert nothing_left(services)


@pytest.mark.parametrize(
    "name", ["a\x00.jpg", "../../etc/passwd", "C:\\x\\y.jpg", "\u202egpj.exe", "a" * 5000, 'ñ"\r\n.jpg', ""]
)
def test_a_name_is_never_believed(send: Send, services: Services, name: str) -> None:
    answer = send(JPEG, name)
    assert answer.status_code in (200, 400)
    assert all(re.fullmatch(r"web-[0-9a-f]{32}", kept) for kept in files(services))


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"token": "corto"}, "«token»"), ({"cid": None}, "«cid»"), ({"cid": "con espacio"}, "«cid»"),
        ({"despues": "-1"}, "«despues»"), ({"despues": "x"}, "«despues»"), ({"despues": "9" * 30}, "«despues»"),
        ({"nombre": "Ana"}, "«nombre»"), ({"otro": "x"}, "«otro»"),
        ({"archivo2": "a\x00b"}, "«archivo2»"),
    ],
)  # fmt: skip
def test_a_damaged_form_is_refused_in_words(send: Send, services: Services, fields: Any, says: str) -> None:
    answer = send(PDF, **fields)
    assert (answer.status_code, says in answer.get_json()["error"]["mensaje"]) == (400, True)
    assert nothing_left(services)


@pytest.mark.parametrize("number", [2, 50, 5000])
def test_one_file_at_a_time(client: FlaskClient, services: Services, number: int) -> None:
    many = [upload(PDF, f"{n}.pdf") for n in range(number)]
    answer = post(client, "/api/chat/archivo", {"token": new_token(), "cid": "a1", "archivo": many})
    assert (answer.status_code, "un solo archivo" in answer.get_json()["error"]["mensaje"]) == (400, True)
    assert nothing_left(services)
    assert MAX_PARTS < 50


def test_a_file_without_a_file_is_asked_for(client: FlaskClient) -> None:
    answer = post(client, "/api/chat/archivo", {"token": new_token(), "cid": "a1"})
    assert "No llegó ningún archivo" in answer.get_json()["error"]["mensaje"]


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{}", "application/json", 415), (b"x=1", "application/x-www-form-urlencoded", 415),
        (b"nada", "multipart/form-data; boundary=x", 400), (b"nada", "multipart/form-data", 400),
    ],
)  # fmt: skip
def test_what_is_no_form_of_a_file_is_refused(client: FlaskClient, body: bytes, content_type: str, status: int) -> None:
    answer = client.post("/api/chat/archivo", data=body, content_type=content_type)
    assert (answer.status_code, bool(answer.get_json()["error"]["mensaje"])) == (status, True)


def test_who_sends_too_many_is_told_to_wait(send: Send, clock: Clock) -> None:
    token = new_token()
    taken = [send(PDF, token=token, cid=f"a{n}").status_code for n in range(8)]
    assert taken == [200] * 6 + [429] * 2
    clock.forward(seconds=10)
    assert send(PDF, token=token, cid="a9").status_code == 200


def test_in_a_denuncia_no_file_is_taken(client: FlaskClient, services: Services, send: Send) -> None:
    with_officer(services)
    token = new_token()
    client.post("/api/chat", json={"token": token, "cid": "d1", "texto": "quiero denunciar"})
    answer = send(JPEG, token=token, cid="d2")
    assert (answer.status_code, answer.get_json()["error"]["codigo"]) == (409, "reservado")
    assert "no podría guardarlos en reserva" in answer.get_json()["error"]["mensaje"]
    assert (rows(services), files(services)) == ([], [])


def test_in_a_denuncia_the_page_without_javascript_offers_no_file(client: FlaskClient, services: Services) -> None:
    with_officer(services)
    form, offered = {"token": new_token(), "cid": "d1"}, 'action="/chat/archivo'
    assert offered in client.post("/chat", data={**form, "texto": "menú"}).text
    assert offered not in client.post("/chat", data={**form, "cid": "d2", "texto": "quiero denunciar"}).text
    page = post(client, "/chat/archivo", {**form, "cid": "d3", "archivo": upload(JPEG, "a.jpg")}).text
    assert ("no podría guardarlos en reserva" in page, offered in page) == (True, False)


def test_while_the_database_is_down_no_file_stays_behind(services: Services, client: FlaskClient) -> None:
    client.get("/chat")
    down = create_app(replace(services, db=Down(services.db.engine))).test_client()
    data = {"token": new_token(), "cid": "a1", "archivo": upload(PDF, "a.pdf")}
    assert (post(down, "/api/chat/archivo", data).status_code, files(services)) == (503, [])


def test_a_request_filed_in_the_web_carries_its_photo(client: FlaskClient, services: Services, send: Send) -> None:
    with_gestor(services)
    token, n = new_token(), 0

    def say(texto: str) -> str:
        nonlocal n
        n += 1
        said = client.post("/api/chat", json={"token": token, "cid": f"t{n}", "texto": texto}).get_json()
        return str(said["mensajes"][-1]["texto"])

    for texto in ("quiero poner un reclamo", "la lampara de la calle de la iglesia no prende hace un mes", "saltar"):
        say(texto)
    assert "¿Tienes fotos o documentos?" in say("Manga, calle de la iglesia")
    answer = send(JPEG, token=token, cid="foto").get_json()
    assert "Recibidos: 1" in answer["mensajes"][-1]["texto"]
    for texto in ("saltar", "sin mi nombre"):
        said = say(texto)
    assert "Archivos: Foto 1" in said
    assert "Anexos: Foto 1." in say("enviar")
    with services.db.reading() as db:
        kept = db.execute(text("SELECT media_ref FROM solicitudes_adjuntos")).scalar_one()
    assert kept == rows(services)[0].ref


def test_the_page_without_javascript_sends_a_file_and_keeps_the_conversation(client: FlaskClient) -> None:
    token = new_token()
    page = client.post("/chat", data={"token": token, "cid": "a1", "texto": "menú"}).text
    assert 'enctype="multipart/form-data"' in page
    form = {"token": token, "cid": "a2", "despues": "2"}
    page = post(client, "/chat/archivo", {**form, "archivo": upload(PDF, "a.pdf")}).text
    assert ("📎 Documento" in page, token in page) == (True, True)


@pytest.mark.parametrize(
    "data",
    [b"MZ", b"", PDF + b"0" * MAX_BYTES, PDF + b"0" * 11_000_000],
    ids=["program", "empty", "a bit long", "11 MB"],
)
def test_a_file_that_the_page_cannot_take_leaves_the_conversation_there(client: FlaskClient, data: bytes) -> None:
    token = new_token()
    client.post("/chat", data={"token": token, "cid": "a1", "texto": "menú"})
    answer = post(client, "/chat/archivo", {"token": token, "cid": "a2", "archivo": upload(data, "a.pdf")})
    assert answer.status_code in (400, 413, 415)
    assert (token in answer.text, 'role="alert"' in answer.text, "menú" in answer.text) == (True, True, True)


def test_the_answer_is_never_cached(send: Send) -> None:
    answer = send(PDF)
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.text)["token"]
