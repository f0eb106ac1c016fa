"""Files for clerks and for others: what goes out comes back the same, and no cell runs as a formula."""

import io
import json

import pytest
from openpyxl import load_workbook
from sqlmodel import Session

from knowledge import catalog
from knowledge.convocatorias import ConvocatoriaRow
from knowledge.exporters import export
from knowledge.importers.guard import guarded, unguarded
from knowledge.importers.kinds import NAMES
from knowledge.importers.report import Outcome, Tools
from tests.knowledge.importing import CONVOCATORIA, bring


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
@pytest.mark.parametrize(
    "kind", [name for name in NAMES if name not in ("suit", "encuentros", "entidad", "solicitudes")]
)
def test_what_goes_out_comes_back_the_same(db: Session, tools: Tools, kind: str, form: str) -> None:
    data = export(db, kind, form)  # type: ignore[arg-type]
    before = catalog.load(db)
    report = bring(db, tools, kind, data, file=f"{kind}.{form}")
    assert report.problems == ()
    assert set(report.outcomes) == {Outcome.SAME}
    assert catalog.load(db) == before


def test_no_cell_of_an_export_runs_as_a_formula(db: Session, tools: Tools) -> None:
    text = CONVOCATORIA.replace("Beca de mar", "=HYPERLINK(1)").replace("Fundación Mar", "@suma")
    assert bring(db, tools, "convocatorias", text).problems == ()
    sheet = load_workbook(io.BytesIO(export(db, "convocatorias", "xlsx"))).active
    assert sheet is not None
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert bring(db, tools, "convocatorias", export(db, "convocatorias", "csv")).problems == ()
    row = db.get(ConvocatoriaRow, "beca-1")
    assert row is not None
    assert row.titulo == "=HYPERLINK(1)"


@pytest.mark.parametrize("text", ["=1+1", "+57", "-", "@a", "normal", "'quoted'", ""])
def test_the_guard_of_formulas_comes_off_again(text: str) -> None:
    assert unguarded(guarded(text)) == text


def test_an_export_in_json_is_a_list_that_others_can_read(db: Session) -> None:
    content = json.loads(export(db, "dependencias", "json"))
    assert {item["id"] for item in content} >= {"datt", "hacienda"}
    assert len(content) == 56
