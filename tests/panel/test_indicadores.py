"""The indicators of the panel: day by day, for those whose work it is, the same on the page and in the files."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert

from bot.cifras.cuenta import contar
from bot.services import Services
from knowledge import auditoria
from knowledge.conversaciones import Interaction
from knowledge.denuncias import DenunciaRow
from tests.cifras.reading import of_csv, of_json, of_page, of_xlsx
from tests.panel.conftest import BASE, Person

Enter = Callable[[str], Person]
ROOM = "/panel/indicadores"
MARTES = datetime(2026, 3, 24, 15, tzinfo=UTC)


@pytest.fixture
def asked(services: Services) -> None:
    """Fill a week: two persons ask on Tuesday, one on Thursday; one report."""
    moments = [(MARTES, 1), (MARTES + timedelta(hours=2), 2), (MARTES + timedelta(days=2), 2)]
    rows = [
        {"at": at, "persona": b"p%07d" % n, "channel": "web", "idioma": "es", "kind": "answered", "intencion": "tramite",
         "tramite": "ctg-pico-y-placa", "dependencia": "datt", "reply_ms": 100}
        for at, n in moments
    ]  # fmt: skip
    report = {
        "id": "d1",
        "recibida_el": MARTES.date(),
        "modo": "anonima",
        "estado": "recibida",
        "contenido": "",
        "receipt_hash": "",
    }
    with services.db.writing() as db:
        db.execute(insert(Interaction), rows)
        db.execute(insert(DenunciaRow), [report])
    contar(services)


@pytest.mark.usefixtures("asked")
def test_the_staff_see_single_days_and_small_cells(enter: Enter) -> None:
    luis = enter("revisor").get(ROOM)
    assert "Indicadores</a>" in luis.page
    figures = {(*f.clave, f.que): f.valor for f in of_page(luis.page)}
    assert figures["2026-03-24/2026-03-29", 4, "", "valor"] == 3
    assert figures["2026-03-24", 4, "", "valor"] == 2
    assert figures["2026-03-25", 4, "", "valor"] == 0
    assert figures["2026-03-24/2026-03-29", 7, "dependencia=datt", "numerador"] == 3
    assert "Departamento Administrativo de Tránsito y Transporte (DATT)" in luis.page
    assert (
        "Pediste cifras del 28 de febrero al 29 de marzo de 2026. Se contó solo lo del 24 al 29 de marzo de 2026"
        in luis.page
    )
    assert "menos de 5" not in luis.page
    assert "Todos los indicadores" in luis.page


@pytest.mark.usefixtures("asked")
def test_page_and_files_of_the_panel_say_the_same(enter: Enter) -> None:
    ana = enter("analista")
    query = "?desde=2026-03-24&hasta=2026-03-26&canal=web"
    figures = of_page(ana.get(f"{ROOM}{query}").page)
    files = {form: ana.client.get(f"{ROOM}/datos.{form}{query}", base_url=BASE) for form in ("csv", "json", "xlsx")}
    rows = of_csv(files["csv"].data)
    assert rows == of_json(files["json"].data) == of_xlsx(files["xlsx"].data)
    parts = ("valor", "numerador", "denominador", "n")
    assert all(rows[f.clave][parts.index(f.que)] == f.valor for f in figures)
    whole = {key for key in rows if key[0] == "2026-03-24/2026-03-26"}
    assert whole == {f.clave for f in figures if f.clave[0] == "2026-03-24/2026-03-26"}, (
        "every indicator is in the table"
    )
    assert "Access-Control-Allow-Origin" not in files["csv"].headers
    assert files["csv"].headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("asked")
def test_nobody_of_the_staff_reads_of_reports_here(enter: Enter) -> None:
    page = enter("oficial").get(ROOM).page
    assert "Las denuncias no se cuentan aquí" in page
    assert not [f for f in of_page(page) if f.clave[1] == 27 and f.valor is not None]


def test_whose_work_it_is_not_is_refused(enter: Enter) -> None:
    for usuario in ("analista", "admin", "revisor", "gestora", "oficial"):
        assert enter(usuario).get(ROOM).status == 200
    editora = enter("editora")
    assert editora.get(ROOM).status == 403
    assert editora.get(f"{ROOM}/datos.csv").status == 403
    assert f'href="{ROOM}"' not in editora.get("/panel/").page


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("desde=2026-02-30", "desde"),
        ("hasta=2030-01-01", "hasta"),
        ("desde=2016-01-01", "desde"),
        ("tema=%3Cb%3E", "tema"),
    ],
)
def test_a_filter_that_cannot_be_is_said_with_what_was_written(enter: Enter, query: str, field: str) -> None:
    luis = enter("revisor").get(f"{ROOM}?{query}")
    assert luis.status == 422
    assert f'<a href="#{field}">' in luis.page
    assert "<b>" not in luis.page
    if field == "desde":
        assert f'value="{query.partition("=")[2]}"' in luis.page
    assert enter("revisor").get(f"{ROOM}/datos.json?{query}").status == 422


def test_a_filter_mistyped_is_no_forgery_in_the_audit(enter: Enter, services: Services) -> None:
    for usuario in ("revisor", "editora"):
        person = enter(usuario)
        for path in (f"{ROOM}?desde=ayer", f"{ROOM}/datos.csv?desde=ayer"):
            person.get(path)
    with services.db.reading_session() as db:
        acts = [
            row.action for page in ("", "_datos") for row in auditoria.of_subject(db, f"pagina:panel.indicadores{page}")
        ]
    assert acts == ["acceso negado"] * 2, "of the one whose work it is not, and of nobody else"


def test_before_the_first_night_the_page_says_so(enter: Enter) -> None:
    page = enter("revisor").get(ROOM).page
    assert "Todavía no hay conversaciones contadas." in page
    assert not re.search(r"<data\b", page)
