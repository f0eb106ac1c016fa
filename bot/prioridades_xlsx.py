"""The report of priorities as a spreadsheet: the list, the roadmap, and how it is made. No cell runs as a formula."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.prioridades import HEADS, ROUTE_HEADS, Informe, cells, route_cells
from knowledge.importers.guard import guarded

WIDE = 40
NARROW = 18


def as_xlsx(found: Informe) -> bytes:
    """Return the file."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Prioridades"
    _fill(first, HEADS, map(cells, found.lista))
    route = ((office, *route_cells(one)) for office, group in found.ruta for one in group)
    _fill(book.create_sheet("Hoja de ruta"), ("Dependencia", *ROUTE_HEADS), route)
    _fill(book.create_sheet("Cómo se calcula"), ("Criterio",), ((line,) for line in notes(found)))
    book.properties.title = "Prioridades de los trámites"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def notes(found: Informe) -> tuple[str, ...]:
    """Return what must be said beside the figures."""
    invented = ("DATOS INVENTADOS por «catalina demo»: no son de la ciudad.",) if found.inventado else ()
    return (*invented, f"Del {found.desde} al {found.hasta}, días completos en la ciudad.", *found.criterios)


def _fill(sheet: Worksheet, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    sheet.append(list(heads))
    for row in rows:
        sheet.append([guarded(text) for text in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = WIDE if longest > NARROW else NARROW
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
