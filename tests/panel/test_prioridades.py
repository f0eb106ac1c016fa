"""The page of priorities: staff judge, the same figures everywhere, files, and nobody's data."""

import csv
import io
import json
import re
import zlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import insert

from bot.cli.prioridades import written
from bot.pdf import has_pango, render
from bot.prioridades import cells, informe, months
from bot.prioridades_pdf import as_html, make_due
from bot.refusals import Refused
from bot.services import Services
from knowledge import auditoria, informes, prioridades
from knowledge.conversaciones import Interaction
from tests.panel.conftest import BASE, Person, make_account
from tests.programs import needs
from tests.worlds import Clock

Enter = Callable[[str], Person]
ROOM = "/panel/prioridades"
SLUG = "certificado-de-residencia"
RESIDENCIA, PREDIAL = "ctg-residencia", "ctg-predial-pago"
JUDGED = {
    "complejidad": "2", "razon": "=Se firma a mano", "ventanilla": "si", "trimestre": "2026-T3", "responsable_id": "hacienda",
    "requerimientos": "Firma digital",
}  # fmt: skip


@pytest.fixture
def asked(services: Services) -> None:
    """Fill February: seven persons asked for the certificate, three for another trámite."""
    noon = datetime(2026, 2, 10, 17, tzinfo=UTC)
    people = [(RESIDENCIA, n) for n in range(7)] + [(PREDIAL, n) for n in range(3)]
    rows = [
        {"at": noon, "persona": b"person-%d" % n, "channel": "web", "idioma": "es", "kind": "answered", "tramite": tramite, "reply_ms": 1}
        for tramite, n in people
    ]  # fmt: skip
    with services.db.writing() as db:
        db.execute(insert(Interaction), rows)


def judge(person: Person, slug: str = SLUG, **changes: str) -> Person:
    person.get(f"{ROOM}/{slug}")
    base = re.search(r'name="base" value="(\d+)"', person.page)
    assert base is not None
    return person.post(f"{ROOM}/{slug}", **{**JUDGED, "base": base[1], **changes})


def line(page: str, name: str) -> list[str]:
    """Return the cells of the first row of a table that names a trámite."""
    row = next(row for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL) if name in row)
    return [re.sub(r"<.*?>", "", cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)]


@pytest.mark.usefixtures("asked")
def test_staff_judge_and_the_tramite_gets_its_place(enter: Enter) -> None:
    luis = enter("revisor").get(ROOM)
    assert line(luis.page, "Certificado de residencia")[3:] == ["7", "sin calificar", "sin calificar", "sin calificar"]
    assert "Guardado" in judge(luis).page
    assert "=Se firma a mano" in luis.page
    first = line(luis.get(ROOM).page, "Certificado de residencia")
    assert (first[0], first[3:]) == ("1", ["7", "2", "Sí", "92,5"])
    assert "2026-T3" in luis.page
    assert "menos de 5" in luis.page
    assert ">3<" not in luis.page.split("Hoja de ruta por dependencia")[0]


@pytest.mark.usefixtures("asked")
def test_command_page_and_files_say_the_same(enter: Enter, services: Services) -> None:
    luis = judge(enter("revisor")).get(ROOM)
    found = informe(services, *months(services, "", ""))
    wanted = [list(cells(one)) for one in found.lista]
    shown = re.findall(r"<tr>(<td>.*?)</tr>", luis.page.split('id="ruta"')[0], re.DOTALL)
    page = [[re.sub(r"<.*?>", "", c) for c in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in shown]
    assert page == wanted
    table = list(csv.reader(io.StringIO(written(found, "csv").decode()), delimiter=";"))
    assert [row[2:9] for row in table[1:]] == wanted
    assert [list(item.values())[:7] for item in json.loads(written(found, "json"))["tramites"]] == wanted
    assert all(name in written(found, "table").decode() for _, name, *_ in wanted)
    sheet = luis.client.get(f"{ROOM}/prioridades.xlsx", base_url=BASE)
    book = load_workbook(io.BytesIO(sheet.data))
    assert [list(row) for row in book["Prioridades"].iter_rows(min_row=2, values_only=True)] == wanted
    assert len(book["Hoja de ruta"]["A"]) == 2
    html = as_html(found)
    paper = re.findall(r"<tr>(<td>.*?)</tr>", html.split("Hoja de ruta por")[0], re.DOTALL)
    assert [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row) for row in paper] == wanted


@pytest.mark.usefixtures("asked")
def test_no_cell_of_a_file_runs_as_a_formula(enter: Enter, services: Services) -> None:
    judge(enter("revisor"))
    found = informe(services, *months(services, "", ""))
    book = load_workbook(io.BytesIO(written(found, "xlsx")))
    texts = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "'=Se firma a mano" in texts
    assert not [text for text in texts if text.startswith(("=", "+", "@"))]
    assert ";=" not in written(found, "csv").decode()


def test_history_is_kept_with_author_and_date(enter: Enter, services: Services, clock: Clock) -> None:
    judge(enter("revisor"))
    clock.forward(days=1)
    admin = judge(enter("admin"), complejidad="4")
    assert (admin.page.count("30/03/2026"), admin.page.count("31/03/2026")) == (1, 1)
    with services.db.reading_session() as db:
        assert [(row.author, row.complejidad) for row in prioridades.historia(db, RESIDENCIA)] == [
            ("admin", 4),
            ("revisor", 2),
        ]
        assert prioridades.vigentes(db)[RESIDENCIA].complejidad == 4
        assert [row.action for row in auditoria.of_subject(db, f"hoja:{RESIDENCIA}")] == ["calificar", "calificar"]


def test_two_who_judge_at_once_see_each_other_and_lose_nothing(enter: Enter) -> None:
    ana, luis = enter("admin"), enter("revisor")
    judge(luis, razon="Lo de Luis")
    ana.get(f"{ROOM}/{SLUG}")
    ana.post(f"{ROOM}/{SLUG}", **{**JUDGED, "razon": "Lo de Ana", "base": "0"})
    assert (ana.status, "Lo de Luis" in ana.page, "Lo de Ana" in ana.page) == (409, True, True)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"complejidad": "6"}, "de 1 a 5"),
        ({"razon": ""}, "Escribe por qué"),
        ({"ventanilla": "tal vez"}, "Escoge sí, en parte o no."),
        ({"trimestre": "2019-T1"}, "Escoge un trimestre"),
        ({"responsable_id": "Ana Pérez"}, "Escoge una dependencia"),
        ({"requerimientos": "Llamar al 300 123 4567"}, "aquí no van datos de personas"),
        ({"razon": "x" * 601}, "Déjalo en 600 o menos"),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(enter: Enter, changes: dict[str, str], says: str) -> None:
    luis = judge(enter("revisor"), **changes)
    assert (luis.status, says in luis.page, f'href="#{next(iter(changes))}"' in luis.page) == (422, True, True)
    assert ("Firma digital" in luis.page) == ("requerimientos" not in changes)


def test_an_editor_judges_the_tramites_of_the_own_office_and_an_analyst_only_looks(
    app: Flask, services: Services, enter: Enter
) -> None:
    with services.db.session() as db:
        make_account(db, services, "dadis", "editor", dependencia_id="dadis")
    dadis = Person(app.test_client()).log_in("dadis")
    assert dadis.get(f"{ROOM}/{SLUG}").status == 403
    assert "Guardado" in judge(dadis, "afiliacion-al-regimen-subsidiado-de-salud").page
    analista = enter("analista").get(ROOM)
    assert (analista.status, f'href="{ROOM}/{SLUG}"' in analista.page) == (200, False)
    assert analista.get(f"{ROOM}/{SLUG}").status == 403
    assert enter("oficial").get(ROOM).status == 403


@pytest.mark.parametrize("query", ["desde=enero", "desde=2026-03&hasta=2026-03", "desde=2026-02&hasta=2026-01"])
def test_a_period_that_cannot_be_is_said_and_the_last_three_months_are_shown(enter: Enter, query: str) -> None:
    luis = enter("revisor").get(f"{ROOM}?{query}")
    assert (luis.status, "Aquí ves los tres últimos meses." in luis.page) == (200, True)
    assert "01/12/2025" in luis.page
    assert "28/02/2026" in luis.page


def test_the_pdf_is_made_by_the_job_and_not_in_the_request(enter: Enter, services: Services) -> None:
    luis = enter("revisor").get(ROOM)
    luis.post(f"{ROOM}/pdf", desde="2026-01", hasta="2026-02")
    luis.post(f"{ROOM}/pdf", desde="2026-01", hasta="2026-02")
    assert "se está preparando" in luis.page
    assert make_due(services, lambda html: b"%PDF-" + html[:15].encode()) == 1
    assert make_due(services, lambda _: b"") == 0
    link = re.search(rf'href="({ROOM}/informe-\d+\.pdf)"', luis.get(ROOM).page)
    assert link is not None
    assert luis.client.get(link[1], base_url=BASE).data == b"%PDF-<!doctype html>"
    assert enter("oficial").get(link[1]).status == 403


def test_a_pdf_that_cannot_be_made_says_what_to_install(enter: Enter, services: Services) -> None:
    def without_pango(_: str) -> bytes:
        return render("", ("sh", "-c", "exit 4"))

    luis = enter("revisor").get(ROOM)
    luis.post(f"{ROOM}/pdf")
    assert make_due(services, without_pango) == 1
    assert "libpango" in luis.get(ROOM).page
    assert make_due(services, without_pango) == 0


def test_a_page_that_breaks_the_child_is_said_without_a_trace() -> None:
    with pytest.raises(Refused, match="No se pudo hacer el PDF"):
        render("", ("sh", "-c", "exit 1"))


@needs("Pango", present=has_pango())
def test_the_pdf_is_tagged_for_who_reads_with_the_ears(services: Services) -> None:
    data = render(as_html(informe(services, date(2026, 1, 1), date(2026, 2, 28))))
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL)
    text = b"".join(_inflated(stream) for stream in streams)
    assert data.startswith(b"%PDF-")
    assert all(mark in text for mark in (b"pdfuaid", b"/StructTreeRoot", b"/MarkInfo", b"/TH", b"es"))


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


def test_only_the_last_ten_files_are_kept(services: Services) -> None:
    with services.db.session() as db:
        for n in range(14):
            first = date(2025, 1, 1) + timedelta(days=31 * n)
            informes.pedir(db, first, first, "ana", services.clock())
        assert len(informes.ultimos(db)) == 10
        assert len(informes.pendientes(db)) == 10
