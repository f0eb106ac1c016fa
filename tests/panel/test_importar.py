"""A reviewer brings a file in: a rehearsal, the errors in words, drafts when it is confirmed, and a trace of each act."""

import io
import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlmodel import Session, select

from bot.services import Services
from knowledge import auditoria, tramites
from knowledge.importers.table import MAX_BYTES, read_table
from knowledge.subidas import SubidaRow
from tests.panel.conftest import BASE, Person
from tests.worlds import Clock

Enter = Callable[[str], Person]
MULTIPART = "multipart/form-data; boundary=x"
HEAD = "Id;Nombre;Título corto;Tema;Para qué sirve;Dependencia;Costo;Fuentes\n"


def table(rows: int, bad: tuple[int, ...] = ()) -> bytes:
    lines = (
        f"ctg-p{n};Permiso {n};Permiso {n};Comercio;Vender.;Hacienda;{'$ 25.000' if n in bad else 25000};Acuerdo 1"
        for n in range(2, rows + 2)
    )
    return (HEAD + "\n".join(lines)).encode()


def bring(person: Person, kind: str, file: str, data: bytes, csrf: str | None = None) -> Person:
    """Choose a kind and a file and send the form."""
    person.get("/panel/importar")
    return person.post("/panel/importar", csrf, tipo=kind, archivo=(io.BytesIO(data), file))


def address(person: Person, what: str) -> str:
    found = re.search(rf'"(/panel/importar/[^"/]+/{what})"', person.page)
    assert found is not None, person.page
    return found[1]


def acts(services: Services) -> list[tuple[str, str, dict[str, object]]]:
    with services.db.reading_session() as db:
        rows = db.exec(select(auditoria.AuditRow).order_by(auditoria.AuditRow.id)).all()  # type: ignore[arg-type]
        return [(row.actor, row.action, json.loads(row.detail)) for row in rows if "archivo" in row.subject]


def drafts(db: Session) -> list[tramites.HojaVersionRow]:
    return [row for row in db.exec(select(tramites.HojaVersionRow)) if row.hoja_id.startswith("ctg-p")]


def test_a_good_file_is_rehearsed_confirmed_and_waits_as_drafts(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "permisos.csv", table(50))
    assert (rosa.status, "50 nuevos, 0 cambiados y 0 iguales" in rosa.page) == (200, True)
    with services.db.reading_session() as db:
        assert [row for row in drafts(db) if row.contenido["nombre"].startswith("Permiso ")] == []
    before = services.current.get().catalogo.tramites.keys()
    rosa.post(address(rosa, "confirmar"))
    assert "falta publicarlo" in rosa.page
    with services.db.reading_session() as db:
        found = [row for row in drafts(db) if row.author == "revisor"]
        assert [(row.estado, row.reviewer) for row in found] == [("borrador", None)] * 50
        assert db.exec(select(SubidaRow)).all() == []
    assert services.current.get().catalogo.tramites.keys() == before
    assert [(actor, action) for actor, action, _ in acts(services)] == [
        ("revisor", "revisar archivo"),
        ("revisor", "importar"),
    ]
    assert acts(services)[1][2] == {"nuevo": 50, "cambiado": 0, "igual": 0, "atrasado": 0, "publicado": False}


def test_three_bad_rows_of_fifty_write_nothing_and_are_named(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "permisos.csv", table(50, bad=(14, 20, 33)))
    assert (rosa.status, "Hay 3 errores. No se cargó nada" in rosa.page) == (422, True)
    row = r"<td>14</td><td>Costo</td><td[^>]*>Escribe solo números. Escribiste «\$ 25.000»</td>"
    assert re.search(row, rosa.page)
    assert "confirmar" not in rosa.page
    errors = rosa.client.get(address(rosa, "errores"), base_url=BASE)
    assert errors.headers["Content-Disposition"] == "attachment; filename=errores-permisos.csv"
    told = read_table("t.csv", errors.data)
    marked = [number for number, cells in told.rows if "Errores" in cells]
    assert (marked, len(told.rows)) == ([14, 20, 33], 50)
    subida = address(rosa, "errores").removesuffix("errores")
    rosa.get("/panel/importar")
    rosa.post(f"{subida}confirmar")  # nobody offers it, and it writes nothing all the same
    with services.db.reading_session() as db:
        assert [row for row in drafts(db) if row.author == "revisor"] == []
    assert [action for _, action, _ in acts(services)] == ["revisar archivo"]
    assert acts(services)[0][2]["errores"] == 3
    mended = bring(rosa, "tramites", "permisos.csv", errors.data.replace(b"$ 25.000", b"25000"))
    assert "50 nuevos" in mended.page


def test_a_suit_export_shows_what_to_look_at_and_gives_the_whole_report(enter: Enter) -> None:
    item = {
        "fi": 7, "id": "T7", "titulo": "Permiso SUIT ", "proposito": "Vender.", "campoRaro": "=1",
        "puntosAtencion": [{"nombre": "A", "municipio": "Cartagena", "latitud": 0, "longitud": 0}],
    }  # fmt: skip
    rosa = bring(enter("revisor"), "suit", "suit.json", json.dumps([item]).encode())
    assert "1 nuevos" in rosa.page
    assert "«Permiso SUIT». Punto «A»: las coordenadas 0, 0 no están en el distrito" in rosa.page
    report = rosa.client.get(address(rosa, "informe"), base_url=BASE).data.decode("utf-8-sig")
    assert len(report.splitlines()) == 10
    assert "campoRaro;señalado campo que no conozco" in report
    rosa.post(address(rosa, "confirmar"))
    assert "Permiso SUIT" in rosa.page


@pytest.mark.parametrize(
    ("kind", "file", "said"),
    [
        ("", "a.csv", "Escoge qué trae el archivo."),
        ("solicitudes", "a.csv", "Escoge qué trae el archivo."),
        ("tramites", "", "Escoge el archivo."),
        ("tramites", "a.pdf", "Guarda el archivo como CSV, XLSX o JSON."),
    ],
)
def test_a_form_that_lacks_something_says_what(enter: Enter, kind: str, file: str, said: str) -> None:
    rosa = bring(enter("admin"), kind, file, b"Id\n")
    assert (rosa.status, said in rosa.page) == (422, True)


def test_a_file_of_fifty_megabytes_is_refused_in_words_and_audited(enter: Enter, services: Services) -> None:
    rosa = enter("revisor")
    answer = rosa.client.post("/panel/importar", data=bytes(50_000_000), content_type=MULTIPART, base_url=BASE)
    assert (answer.status_code, "pesa más de 20 MB" in answer.text) == (413, True)
    assert [(action, int(str(detail["bytes"])) > MAX_BYTES) for _, action, detail in acts(services)] == [
        ("rechazar archivo", True)
    ]


@pytest.mark.parametrize("usuario", ["editora", "oficial", "analista"])
def test_only_who_reviews_or_administers_brings_files(enter: Enter, usuario: str, services: Services) -> None:
    ana = enter(usuario)
    assert "Cargar archivos" not in ana.get("/panel/").page
    for path in ("", "/x", "/x/errores", "/x/informe", "/plantilla/tramites.xlsx"):
        assert ana.get(f"/panel/importar{path}").status == 403
    assert ana.get("/panel/exportar/tramites.csv").status == 403
    csrf = ana.get("/panel/clave").csrf()
    assert ana.post("/panel/importar", csrf, tipo="tramites", archivo=(io.BytesIO(table(1)), "a.csv")).status == 403
    assert ana.post("/panel/importar/x/confirmar", ana.get("/panel/clave").csrf()).status == 403
    assert acts(services) == []


def test_a_forged_form_and_a_stranger_bring_nothing(enter: Enter, stranger: Person, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "a.csv", table(1), csrf="forged")
    assert rosa.status == 400
    assert stranger.get("/panel/importar").path == "/panel/entrar"
    big = stranger.client.post("/panel/importar", data=bytes(3_000_000), content_type=MULTIPART, base_url=BASE)
    assert big.status_code == 413  # without a log-in nobody makes us read a file
    assert acts(services) == []


def test_a_file_is_its_owners_alone_and_does_not_wait_for_ever(enter: Enter, clock: Clock, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "a.csv", table(1))
    confirm = address(rosa, "confirmar")
    other = enter("admin").get("/panel/importar")
    assert "Ese archivo ya se cargó" in other.post(confirm).page
    first = address(rosa, "descartar")
    bring(rosa, "tramites", "b.csv", table(2))
    with services.db.reading_session() as db:
        assert [row.file for row in db.exec(select(SubidaRow))] == ["b.csv"]  # one a person
    assert "Ese archivo ya se cargó" in rosa.post(first.replace("descartar", "confirmar")).page
    bring(rosa, "tramites", "c.csv", table(2))
    confirm = address(rosa, "confirmar")
    for _ in range(6):
        clock.forward(minutes=20)
        rosa.get("/panel/importar")
    assert "venció" in rosa.post(confirm).page


def test_a_discarded_file_is_gone_and_leaves_a_trace(enter: Enter, services: Services) -> None:
    rosa = bring(enter("revisor"), "tramites", "a.csv", table(1))
    assert "se descartó" in rosa.post(address(rosa, "descartar")).page
    with services.db.reading_session() as db:
        assert db.exec(select(SubidaRow)).all() == []
    assert [action for _, action, _ in acts(services)] == ["revisar archivo", "descartar archivo"]


def test_templates_and_what_is_published_are_given_as_files(enter: Enter, app: Flask) -> None:
    rosa = enter("revisor").get("/panel/importar")
    links = re.findall(r'href="(/panel/(?:exportar|importar/plantilla)/[^"]+)"', rosa.page)
    assert len(links) == 8 * 4
    for link in links:
        with rosa.client.get(link, base_url=BASE) as given:
            assert (given.status_code, given.headers["Content-Disposition"][:10]) == (200, "attachment")
            assert given.data[:2] == b"PK" if link.endswith("xlsx") else given.data
    with rosa.client.get("/panel/exportar/tramites.csv", base_url=BASE) as published:
        assert "ctg-residencia;Certificado de residencia" in published.data.decode("utf-8-sig")
