"""Files to rows of text: CSV as spreadsheets save it here, JSON and XLSX. Knows nothing of what the columns mean."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any, cast

from knowledge.importers.guard import unguarded
from knowledge.importers.problem import FileProblem, Problem

DELIMITERS = (";", "\t", ",")
MAX_BYTES = 20_000_000
MAX_FAULTS = 1_000
MAX_ROWS = 20_001  # with the heading
MAX_COLUMNS = 200
TOO_LONG = f"trae más de {MAX_ROWS - 1:,} filas. Divídelo en varios archivos.".replace(",", ".")
TOO_WIDE = f"trae más de {MAX_COLUMNS} columnas. Deja solo las de la plantilla."


@dataclass(frozen=True, slots=True)
class Table:
    """A heading and its rows, each with the number that a spreadsheet shows for it. Empty cells are left out."""

    file: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    faults: tuple[Problem, ...] = ()  # cells that cannot be read at all


def read_table(file: str, data: bytes) -> Table:
    """Return the rows of a file. Raises FileProblem with what to do."""
    refuse_big(file, len(data))
    match extension(file):
        case "csv" | "tsv" | "txt":
            return _table(file, _csv_rows(file, data))
        case "xlsx":
            return _table(file, workbook_rows(file, data), formulas=True)
        case "json":
            return _json_table(file, data)
        case _:
            raise FileProblem(Problem(file, None, None, "guarda el archivo como CSV, XLSX o JSON."))


def extension(file: str) -> str:
    """Return what kind of file its name says it is."""
    return file.lower().rsplit(".", maxsplit=1)[-1]


def refuse_big(file: str, size: int) -> None:
    """Raise FileProblem for a file of more bytes than are read."""
    if size > MAX_BYTES:
        most, mega = MAX_BYTES // 1_000_000, -(-size // 1_000_000)
        message = f"pesa {mega} MB y se reciben hasta {most}. Divídelo en varios archivos."
        raise FileProblem(Problem(file, None, None, message))


def decoded(data: bytes) -> str:
    """Return the text of a CSV: UTF-8 with or without BOM, or what Excel saves on Windows."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def csv_delimiter(text: str) -> str:
    """Return what separates the cells of a CSV, by its first line."""
    return max(DELIMITERS, key=text.split("\n", maxsplit=1)[0].count)


def workbook_rows(file: str, data: bytes) -> Iterator[list[str]]:
    """Return the rows of a workbook as text. openpyxl is loaded here, at the first workbook, and not by who only serves."""
    reader: Any = import_module("knowledge.importers.xlsx_reader")
    for row in cast("Iterator[tuple[object, ...]]", reader.rows(file, data)):
        yield [_cell(value) for value in row]


def _csv_rows(file: str, data: bytes) -> list[list[str]]:
    text = decoded(data)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=csv_delimiter(text)))
    except csv.Error as error:
        message = "una celda no se puede leer: es demasiado larga o le falta cerrar comillas."
        raise FileProblem(Problem(file, None, None, message)) from error


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
    return str(value) if isinstance(value, (str, int, float)) else "="  # an array formula is an object of its own


def _json_table(file: str, data: bytes) -> Table:
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FileProblem(Problem(file, None, None, "guarda el archivo como UTF-8.")) from error
    except json.JSONDecodeError as error:
        message = f"el JSON no está bien escrito en la línea {error.lineno}, columna {error.colno}."
        raise FileProblem(Problem(file, None, None, message)) from error
    except RecursionError as error:
        raise FileProblem(Problem(file, None, None, "el JSON tiene demasiados niveles.")) from error
    except ValueError as error:  # Python reads no number of more than 4300 figures: it would take it too long
        raise FileProblem(Problem(file, None, None, "el JSON trae un número de demasiadas cifras.")) from error
    if not isinstance(content, list) or not all(isinstance(item, dict) for item in content):
        raise FileProblem(Problem(file, None, None, "escribe una lista de registros: [{…}, {…}]."))
    if len(content) >= MAX_ROWS:
        raise FileProblem(Problem(file, None, None, TOO_LONG))
    columns = tuple(dict.fromkeys(key for item in content for key in item))
    if len(columns) > MAX_COLUMNS:
        raise FileProblem(Problem(file, None, None, TOO_WIDE))
    rows = ((number, {key: _json_cell(value) for key, value in item.items()}) for number, item in enumerate(content, 1))
    return Table(file, columns, tuple(rows))


def _json_cell(value: Any) -> str:
    if isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value)):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return _cell(value)


def _table(file: str, lines: Iterable[list[str]], *, formulas: bool = False) -> Table:
    source = iter(lines)
    heading = [cell.strip() for cell in next(source, [])]
    if not any(heading):
        raise FileProblem(Problem(file, 1, None, "la primera fila debe traer los nombres de las columnas."))
    if len(heading) > MAX_COLUMNS:
        raise FileProblem(Problem(file, 1, None, TOO_WIDE))
    rows: list[tuple[int, dict[str, str]]] = []
    faults: list[Problem] = []
    for number, cells in enumerate(source, start=2):
        named = {name: cell.strip() for name, cell in zip(heading, cells, strict=False) if cell.strip()}
        if formulas and len(faults) < MAX_FAULTS:
            faults += [_formula(file, number, name) for name, cell in named.items() if cell.startswith("=")]
        if number > MAX_ROWS:
            raise FileProblem(Problem(file, None, None, TOO_LONG))
        if named:
            rows.append((number, {name: unguarded(cell) for name, cell in named.items()}))
    return Table(file, tuple(heading), tuple(rows), tuple(faults[:MAX_FAULTS]))


def _formula(file: str, number: int, name: str) -> Problem:
    return Problem(file, number, name, "hay una fórmula. Copia la celda y pega solo el valor.")
