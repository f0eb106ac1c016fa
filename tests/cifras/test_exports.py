"""The same figures on the page, in CSV, in JSON and in XLSX, for citizens and for staff."""

import io
import json
from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from sqlalchemy import insert

from bot.app import create_app
from bot.cifras.archivos import COMO_LEER, INVENTADAS, as_csv, escrito, exporte
from bot.cifras.cuenta import contar
from bot.cifras.filas import Fila, filas
from bot.cifras.filtro import tablero
from bot.cifras.nombres import nombres
from bot.cifras.pagina import pagina
from bot.reportes.datos import datos
from bot.retention import purge
from bot.services import Services
from knowledge.cifras import DefinicionRow
from knowledge.conversaciones import Event
from knowledge.indicadores import cargar
from notifier.cifras.board import CARDS
from notifier.cifras.telling import inventado
from tests.cifras.made import fill
from tests.cifras.reading import Key, Values, of_csv, of_json, of_page, of_xlsx, shown
from tests.worlds import NOON, Clock

FILTERS: list[dict[str, str]] = [
    {},
    {"desde": "2025-12"},
    {"desde": "2025-12", "hasta": "2025-12"},
    {"canal": "web"},
    {"canal": "whatsapp", "tema": "tramite"},
    {"dependencia": "hacienda", "desde": "2025-12"},
    {"tema": "radicar", "desde": "2026-01"},
    {"tema": "otros", "desde": "2025-12"},
    {"canal": "ventanilla"},
    {"desde": "2025-11", "hasta": "2026-01"},
]
OF_STAFF: list[dict[str, str]] = [
    {},
    {"desde": "2025-12-01", "hasta": "2026-02-28"},
    {"desde": "2026-02-01", "hasta": "2026-02-07", "canal": "web"},
    {"desde": "2026-01", "hasta": "2026-01", "dependencia": "planeacion"},
]


def held(rows: tuple[Fila, ...]) -> dict[Key, Values]:
    found = {(r.periodo, r.indicador, r.dimension): (None if r.valor is None else float(r.valor), r.numerador, r.denominador, r.n) for r in rows}  # fmt: skip
    assert len(found) == len(rows), "no two rows have the same key"
    return found


@pytest.mark.parametrize("asked", FILTERS)
def test_page_csv_json_and_xlsx_say_the_same_to_anybody(ciudad: Services, asked: dict[str, str]) -> None:
    client = create_app(ciudad).test_client()
    page = client.get("/estadisticas", query_string=asked)
    files = {
        form: client.get(f"/estadisticas/datos.{form}", query_string=asked).data for form in ("csv", "json", "xlsx")
    }
    found = tablero(ciudad, asked, publico=True)
    rows = held(filas(found, nombres(ciudad.current.get().catalogo)))
    assert rows == of_csv(files["csv"]) == of_json(files["json"]) == of_xlsx(files["xlsx"])
    assert len(rows) > 40
    figures = of_page(page.text)
    for figure in figures:
        value = rows[figure.clave][("valor", "numerador", "denominador", "n").index(figure.que)]
        assert value == figure.valor
        assert shown(figure) == (None if value is None else pytest.approx(round(value, 1)))
    whole = {(f.clave[1], f.clave[2]) for f in figures}
    assert {(n, "") for n in (4, 5, 12, 24)} | {(9, "mediana"), (9, "p95"), (20, "catalina")} <= whole
    assert len(figures) > 40


@pytest.mark.parametrize("asked", OF_STAFF)
def test_the_staff_read_the_same_on_their_page_and_in_their_files(ciudad: Services, asked: dict[str, str]) -> None:
    made = exporte(ciudad, asked, publico=False)
    rows = held(made.filas)
    assert rows == of_csv(escrito(made, "csv")) == of_json(escrito(made, "json")) == of_xlsx(escrito(made, "xlsx"))
    page = pagina(ciudad, asked, publico=False)
    assert page.libro is not None
    cells = [cell for part in page.graficas for line in part.lineas for cell in line.celdas if cell.fila is not None]
    cells += [card.grande for card in page.tarjetas]
    for cell in cells:
        fila = cell.fila
        assert fila is not None
        value = rows[fila.periodo, fila.indicador, fila.dimension][
            ("valor", "numerador", "denominador", "n").index(cell.que)
        ]
        assert cell.cifra == value
    assert not any(row.indicador == 27 and row.valor is not None for row in made.filas), "of reports not even a total"


def test_the_trend_has_its_own_rows_and_is_no_second_total(ciudad: Services) -> None:
    rows = held(filas(tablero(ciudad, {"desde": "2025-12"}, publico=True)))
    months = ("2025-12", "2026-01", "2026-02")
    assert sum(rows[month, 4, ""][0] or 0 for month in months) == rows["2025-12/2026-02", 4, ""][0]
    days = [key for key in rows if key[1] == 4 and key[0].startswith("2026-01-")]
    assert sum(rows[key][0] or 0 for key in days) == rows["2026-01", 4, ""][0]
    assert {key[1] for key in rows if key[0] in months} == set(CARDS)


def test_what_is_hidden_or_not_counted_apart_is_no_zero(ciudad: Services) -> None:
    """The counter files requests and holds no conversation: its zero would be a lie, and notices have no channel."""
    rows = held(filas(tablero(ciudad, {"canal": "ventanilla"}, publico=True)))
    assert rows["2026-02", 4, ""] == (None, None, None, None)
    assert rows["2026-02", 25, ""][0] is None
    assert (rows["2026-02", 24, ""][0] or 0) >= 5
    whole = held(filas(tablero(ciudad, {}, publico=True)))
    assert (whole["2026-02", 25, ""][0] or 0) > 0


def test_of_reports_only_a_total_of_a_group_of_months_is_told(ciudad: Services) -> None:
    rows = filas(tablero(ciudad, {"desde": "2025-12"}, publico=True))
    told = [(row.periodo, row.dimension, row.valor) for row in rows if row.indicador == 27]
    assert told == [("2025-12/2026-02", "", 7), ("2025-12/2026-02", "meses=2025-12/2026-01", 7)]


def test_a_period_that_reaches_beyond_the_figures_says_what_was_counted(ciudad: Services) -> None:
    made = exporte(ciudad, {"desde": "2025-11", "hasta": "2026-01"}, publico=True)
    assert {row.periodo for row in made.filas if row.indicador == 12} == {"2025-12/2026-01", "2025-12", "2026-01"}
    told = json.loads(escrito(made, "json"))
    assert told["periodo"]["desde"] == "2025-11-01"
    assert told["contado"] == {"desde": "2025-12-01", "hasta": "2026-01-31"}
    assert exporte(ciudad, {"desde": "2020-01", "hasta": "2020-02"}, publico=True).filas == ()


def test_the_json_says_all_that_is_needed_to_read_it(ciudad: Services) -> None:
    told = json.loads(escrito(exporte(ciudad, {"canal": "web"}, publico=True), "json"))
    assert told["filtro"] == {"canal": "web"}
    assert told["publicado"] == {"2026-02": "2026-03-30"}
    assert told["definiciones"] == "https://catalina.example/estadisticas/definiciones"
    assert told["como_leer"] == list(COMO_LEER)
    assert not told["inventado"]


def test_the_workbook_sums_up_and_explains(ciudad: Services) -> None:
    book = load_workbook(io.BytesIO(escrito(exporte(ciudad, {}, publico=True), "xlsx")))
    assert book.sheetnames == ["Resumen", "Datos", "Definiciones"]
    summary = [[cell.value for cell in row] for row in book["Resumen"].iter_rows()]
    talks = next(row[3] for row in summary if str(row[0]).startswith("4. "))
    assert talks == next(r.valor for r in filas(tablero(ciudad, {}, publico=True)) if r.indicador == 4)
    assert any(row[0] == "Febrero de 2026: publicado el 30 de marzo de 2026" for row in summary)
    definitions = [row[0].value for row in book["Definiciones"].iter_rows(min_row=2)]
    assert definitions == list(range(1, 28))


def test_a_cell_is_never_a_formula(ciudad: Services) -> None:
    made = exporte(ciudad, {}, publico=True)
    hostile = Fila("2026-02", 18, "=1+1", "=cmd|' /C calc'!A0", 1.5, "%", 1, 2, 2, 1)
    risky = replace(made, filas=(hostile,))
    assert ";'=1+1;'=cmd|' /C calc'!A0;1,5;" in as_csv(risky).decode("utf-8-sig")
    cells = [
        cell for row in load_workbook(io.BytesIO(escrito(risky, "xlsx")))["Datos"].iter_rows(min_row=2) for cell in row
    ]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert cells[2].value == "'=1+1"


def test_what_was_invented_says_so_in_every_file_and_on_the_page(services: Services) -> None:
    with services.db.writing() as db:
        db.execute(insert(Event).values(at=NOON, kind="demo", detail="", contact_id=None))
    fill_few(services)
    made = exporte(services, {}, publico=True)
    assert made.nombre("csv") == "estadisticas-inventadas-2026-02.csv"
    assert INVENTADAS in as_csv(made).decode("utf-8-sig").splitlines()[1]
    assert json.loads(escrito(made, "json"))["aviso"] == INVENTADAS
    book = load_workbook(io.BytesIO(escrito(made, "xlsx")))
    assert all(
        any(INVENTADAS in map(str, row) for row in book[s].iter_rows(values_only=True)) for s in ("Resumen", "Datos")
    )
    page = create_app(services).test_client().get("/estadisticas").text
    assert "<strong>Datos inventados</strong>" in page


def test_that_it_was_invented_is_known_as_long_as_the_figures_are_kept(services: Services, clock: Clock) -> None:
    with services.db.writing() as db:
        told = [{"at": NOON, "kind": kind, "detail": "", "contact_id": None} for kind in ("demo", "job-failed-purge")]
        db.execute(insert(Event), told)
    clock.forward(days=5 * 366)
    assert purge(services)["events"] == 1
    with services.db.reading() as db:
        assert inventado(db)


def wording(indicador: int, version: int, estado: str, since: date | None) -> DefinicionRow:
    return DefinicionRow(
        indicador=indicador, version=version, nombre="Comprensión", texto=f"Texto {version}.", estado=estado, oficina="a", usuario="ana",
        propuesta_at=NOON, vigente_desde=since,
    )  # fmt: skip


def of_files(services: Services, indicador: int) -> tuple[str, int]:
    made = exporte(services, {}, publico=True)
    [found] = [(one.texto, one.version) for one in made.definiciones if one.indicador == indicador]
    sheet = load_workbook(io.BytesIO(escrito(made, "xlsx")))["Definiciones"].iter_rows(min_row=2, values_only=True)
    assert [(row[2], row[3]) for row in sheet if row[0] == indicador] == [found]
    return found


def of_reports(services: Services, indicador: int) -> tuple[str, int]:
    told = datos(services, "mensual", tablero(services, {}, publico=True), services.clock())
    [found] = [(one["texto"], one["version"]) for one in told["definiciones"] if one["indicador"] == indicador]
    return found


def test_files_and_reports_give_a_wording_from_its_day_on_and_the_one_before_until_then(
    services: Services, clock: Clock
) -> None:
    fill_few(services)
    with services.db.session() as db:
        db.add(wording(12, 1, "reemplazada", date(2026, 3, 1)))
        db.add(wording(12, 2, "vigente", date(2026, 12, 1)))
        db.add(wording(9, 1, "vigente", date(2026, 12, 1)))
        db.add(wording(9, 2, "propuesta", date(2026, 3, 1)))
    bundled = (cargar()[9].texto, 0)
    assert [of_files(services, n) for n in (12, 9)] == [("Texto 1.", 1), bundled]
    assert [of_reports(services, n) for n in (12, 9)] == [("Texto 1.", 1), bundled]
    clock.now = NOON.replace(month=12, day=1)
    assert [of_files(services, n) for n in (12, 9)] == [("Texto 2.", 2), ("Texto 1.", 1)]
    assert [of_reports(services, n) for n in (12, 9)] == [("Texto 2.", 2), ("Texto 1.", 1)]


def fill_few(services: Services) -> None:
    """Publish a few turns: a report tells what something was counted of."""
    with services.db.writing() as db:
        fill(db, services.current.get().catalogo, 300)
    contar(services)
