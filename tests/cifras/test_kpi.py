"""`catalina kpi` prints the rows of the pages: no zero where too few wrote, and nothing that is told nowhere else."""

import json
from datetime import UTC, datetime

from bot.cifras.archivos import Exporte, as_csv, escrito, exporte
from bot.cli.kpi import FORMS
from bot.services import Services
from tests.cifras.made import DESDE
from tests.cifras.reading import of_csv
from tests.cifras.test_pages import turn, write

HIDDEN = {"desde": "2026-01", "hasta": "2026-01"}


def hidden(services: Services) -> Exporte:
    """Return what is told of a month in which three wrote; six did in the next."""
    at = datetime(2026, 1, 3, 15, tzinfo=UTC)
    write(services, [turn(at, n) for n in range(3)] + [turn(at.replace(month=2), n) for n in range(6)])
    return exporte(services, HIDDEN, publico=True)


def test_a_month_in_which_few_wrote_is_no_zero_in_any_form(services: Services) -> None:
    made = hidden(services)
    table = FORMS["table"](made).replace("\u00a0", " ")
    assert "Personas atendidas" in table
    assert " 0 conversaciones" not in table
    assert " 0 personas" not in table
    assert of_csv(b"\xef\xbb\xbf" + FORMS["csv"](made).encode())["2026-01", 4, ""] == (None, None, None, None)
    rows = json.loads(FORMS["json"](made))["filas"]
    assert [row["valor"] for row in rows if row["indicador"] in (4, 6)] == [None] * 4


def test_the_files_of_the_command_are_those_of_the_page(ciudad: Services) -> None:
    for asked, publico in (({}, True), ({"desde": "2026-02-03", "hasta": "2026-02-20"}, False)):
        made = exporte(ciudad, asked, publico=publico)
        assert of_csv(b"\xef\xbb\xbf" + FORMS["csv"](made).encode()) == of_csv(as_csv(made))
        assert json.loads(FORMS["json"](made)) == json.loads(escrito(made, "json"))


def test_the_table_tells_the_whole_period_and_what_of_reports_no_other_face_tells(ciudad: Services) -> None:
    made = exporte(ciudad, {"desde": "2025-10"}, publico=True)
    table = FORMS["table"](made)
    assert table.startswith("diciembre de 2025 a febrero de 2026, días completos")
    assert table.count("Conversaciones atendidas ") == 1
    assert "Denuncias recibidas" in table
    assert "actuación" not in table


def test_a_period_before_counting_began_says_from_when_there_are_figures(ciudad: Services) -> None:
    table = FORMS["table"](exporte(ciudad, {"desde": "2020-01", "hasta": "2020-02"}, publico=True))
    assert table == f"No hay cifras de enero a febrero de 2020: se cuentan desde el {DESDE.day} de diciembre de 2025."
