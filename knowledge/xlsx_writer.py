"""Rows to a workbook, one at a time: nothing is kept in memory but the row that is being written. Loads openpyxl."""

from collections.abc import Iterable, Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from knowledge.importers.cells import Column, day, percent, whole

LISTS = "Listas"
LAST_ROW = 20_001
WIDE, NARROW = 44, 20
PROMPT = 255  # Excel refuses a longer help


def write_rows(out: BinaryIO, heading: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
    """Write a workbook of one sheet. The cells come guarded."""
    book = Workbook(write_only=True)
    _fill(book, "Datos", heading, rows)
    book.save(out)


def write_template(out: BinaryIO, columns: Sequence[Column], more: dict[str, Sequence[str]]) -> None:
    """Write an empty table with help at each column and a drop-down at each closed list.

    `more`: lists that only the database knows, by field.
    """
    book = Workbook(write_only=True)
    sheet = _fill(book, "Datos", [column.heading for column in columns], ())
    lists = {at: more.get(column.field) or column.options for at, column in enumerate(columns, start=1)}
    for at, column in enumerate(columns, start=1):
        _validate(sheet, at, column, len(lists[at]))
    _fill(book, "Ayuda", ("Columna", "Obligatoria", "Qué escribir"), (_helped(c, lists[at]) for at, c in enumerate(columns, start=1)))  # fmt: skip
    hidden = _fill(book, LISTS, [column.heading for column in columns], _sideways(list(lists.values())))
    hidden.sheet_state = "hidden"
    book.save(out)


def _fill(book: Workbook, title: str, heading: Sequence[str], rows: Iterable[Sequence[str | None]]) -> Any:
    sheet: Any = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for at, name in enumerate(heading, start=1):
        sheet.column_dimensions[get_column_letter(at)].width = NARROW if len(name) < 12 else WIDE
    sheet.append([_bold(sheet, name) for name in heading])
    for row in rows:
        sheet.append(row)
    return sheet


def _bold(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _validate(sheet: Any, at: int, column: Column, options: int) -> None:
    """Put the help and, where the list is closed, the drop-down on every row of a column."""
    letter = get_column_letter(at)
    if options:
        rule = DataValidation("list", f"{LISTS}!${letter}$2:${letter}${options + 1}")
        rule.errorTitle, rule.error = column.heading, "Escoge un valor de la lista."
    elif column.parse in (whole, percent):
        rule = DataValidation("whole", "0", operator="greaterThanOrEqual")
        rule.errorTitle, rule.error = column.heading, "Escribe solo números."
    else:
        rule = DataValidation()
    rule.allow_blank, rule.showErrorMessage = True, bool(options) or column.parse in (whole, percent)
    rule.showInputMessage, rule.promptTitle, rule.prompt = True, column.heading[:32], _prompt(column)[:PROMPT]
    rule.add(f"{letter}2:{letter}{LAST_ROW}")
    sheet.data_validations.append(rule)


def _prompt(column: Column) -> str:
    shape = "Fecha, como 2026-03-30" if column.parse is day else "Escoge de la lista" if column.options else ""
    said = [text for text in (column.help, shape) if text]
    return ". ".join([*said, "Obligatoria" if column.required else "Puede quedar vacía"]) + "."


def _helped(column: Column, options: Sequence[str]) -> tuple[str, str, str]:
    listed = f"Uno de estos: {', '.join(options)}" if options else ""
    return column.heading, "sí" if column.required else "", ". ".join(filter(None, (column.help, listed)))


def _sideways(lists: Sequence[Sequence[str]]) -> Iterable[list[str | None]]:
    for row in range(max(map(len, lists), default=0)):
        yield [options[row] if row < len(options) else None for options in lists]
