"""The figures of a filter as a workbook: a summary, every row, and what each indicator counts. No cell runs as a formula."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.cifras.archivos import COMO_LEER, HEADS, INVENTADAS, Exporte, rows
from bot.cifras.filas import Fila, clave, contado
from bot.cifras.textos import dia, mes
from knowledge.importers.guard import guarded
from notifier.cifras.board import CARDS

WIDE, NARROW = 60, 16
Cell = str | int | float | None


def as_xlsx(made: Exporte) -> bytes:
    """Return the file."""
    book = Workbook()
    first = book.active
    assert isinstance(first, Worksheet)
    first.title = "Resumen"
    _fill(first, ("Indicador", "Cifra", "De", "n"), _summary(made))
    _fill(book.create_sheet("Datos"), HEADS, rows(made))
    definitions = ((one.indicador, one.nombre, one.texto, one.version) for one in made.definiciones)
    _fill(book.create_sheet("Definiciones"), ("Indicador", "Nombre", "Qué cuenta", "Versión"), definitions)
    book.properties.title = made.titulo
    book.properties.creator = "Catalina"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _summary(made: Exporte) -> Iterable[Sequence[Cell]]:
    """Yield the figures of the cards and what must be known to read them."""
    found = made.tablero
    inside = contado(found, found.filtro.periodo)
    here = clave(inside) if inside else ""
    for row in made.filas:
        if row.periodo == here and row.indicador in CARDS and "=" not in row.dimension:
            yield f"{row.indicador}. {row.nombre}", row.texto, row.de, row.n
    said = [made.titulo, *([INVENTADAS] if made.inventado else ())]
    said += [f"Solo {place}: {value}" for place, value in made.filtro.items()]
    said += [f"{mes(first).capitalize()}: publicado el {dia(day)}" for first, day in (found.publicado or {}).items()]
    said += [] if inside else ["De este periodo no hay cifras."]
    for line in ("", *said, *COMO_LEER, f"Definiciones completas: {made.direccion}"):
        yield (line,)


def _fill(sheet: Worksheet, heads: Sequence[str], lines: Iterable[Sequence[Cell]] | Iterable[Fila]) -> None:
    sheet.append(list(heads))
    for line in lines:
        sheet.append([guarded(value) if isinstance(value, str) else value for value in line])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.iter_cols(), start=1):
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(WIDE, max(NARROW, longest + 2))
        if longest > WIDE:
            for cell in column:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
