"""Files to rows of text: CSV as spreadsheets save it here, JSON and XLSX. Knows nothing of what the columns mean."""

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.importers.guard import unguarded
from knowledge.importers.problem import FileProblem, Problem

DELIMITERS = (";", "\t", ",")


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its rows, each with the number that a spreadsheet shows for it."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]


def read_table(file: str, data: bytes) -> Table:
    """Return the rows of a file. Raises FileProblem with what to do."""
    match file.lower().rsplit(".", maxsplit=1)[-1]:
        case "csv" | "tsv" | "txt":
            return _table(file, _csv_rows(data))
        case "xlsx":
            return _table(file, _xlsx_rows(file, data))
        case "json":
            return _json_table(file, data)
        case _:
            raise FileProblem(Problem(file, None, None, "guarda el archivo como CSV, XLSX o JSON."))


def decoded(data: bytes) -> str:
    """Return the text of a CSV: UTF-8 with or without BOM, or what Excel saves on Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _csv_rows(data: bytes) -> list[list[str]]:
    text = decoded(data)
    heading = text.split("\n", maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=heading.count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def _xlsx_rows(file: str, data: bytes) -> list[list[str]]:
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError) as error:
        raise FileProblem(Problem(file, None, None, "no se pudo abrir. Guárdalo de nuevo como XLSX.")) from error
    try:
        return [[_cell(value) for value in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _json_table(file: str, data: bytes) -> Table:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileProblem(Problem(file, None, None, "guarda el archivo como UTF-8.")) from error
    except json.JSONDecodeError as error:
        message = f"el JSON no está bien escrito en la línea {error.lineno}, columna {error.colno}."
        raise FileProblem(Problem(file, None, None, message)) from error
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise FileProblem(Problem(file, None, None, "escribe una lista de registros: [{…}, {…}]."))
    columns = tuple(dict.fromkeys(key for item in content for key in item))
    rows = ((number, {key: _json_cell(value) for key, value in item.items()}) for number, item in enumerate(content, 1))
    return Table(file, columns, tuple(rows))


def _json_cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return _cell(value)


def _table(file: str, lines: list[list[str]]) -> Table:
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise FileProblem(Problem(file, 1, None, "la primera fila debe traer los nombres de las columnas."))
    columns = tuple(cell.strip() for cell in lines[0])
    rows = tuple(
        (number, {name: unguarded(cell.strip()) for name, cell in zip(columns, cells, strict=False)})
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    )
    return Table(file, columns, rows)
