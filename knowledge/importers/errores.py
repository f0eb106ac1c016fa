"""The same file that somebody brought, with one more column that says what to repair in each row."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from knowledge.importers.guard import guarded, unguarded
from knowledge.importers.problem import Problem
from knowledge.importers.table import csv_delimiter, decoded, extension, workbook_rows

HEADING = "Errores"


def with_errors(file: str, data: bytes, problems: Sequence[Problem]) -> bytes | None:
    """Return the file with the column, in its own format; None where it could not be read at all."""
    if not problems or all(problem.row is None for problem in problems):
        return None
    told: dict[int, list[str]] = {}
    for problem in problems:
        where = f"{problem.column}: " if problem.column else ""
        told.setdefault(problem.row or 1, []).append(where + problem.message)
    match extension(file):
        case "json":
            return _json(data, told)
        case "xlsx":
            return _xlsx(file, data, told)
        case _:
            return _csv(data, told)


def _json(data: bytes, told: dict[int, list[str]]) -> bytes:
    content: Any = json.loads(data.decode("utf-8-sig"))
    items = content["tramites"] if isinstance(content, dict) else content
    for number, item in enumerate(items, start=1):
        if number in told and isinstance(item, dict):
            item[HEADING] = told[number]
    return json.dumps(content, ensure_ascii=False, indent=1).encode()


def _csv(data: bytes, told: dict[int, list[str]]) -> bytes:
    text = decoded(data)
    delimiter = csv_delimiter(text)
    out = io.StringIO(newline="")
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    csv.writer(out, delimiter=delimiter).writerows(_marked(rows, told))
    return out.getvalue().encode("utf-8-sig")


def _xlsx(file: str, data: bytes, told: dict[int, list[str]]) -> bytes:
    out = io.BytesIO()
    heading, *rows = _marked(workbook_rows(file, data), told)
    writer: Any = import_module("knowledge.xlsx_writer")
    writer.write_rows(out, heading, rows)
    return out.getvalue()


def _marked(rows: Iterable[list[str]], told: dict[int, list[str]]) -> Iterable[list[str]]:
    """Return the rows with the column at the end; one that they already had from another try is written anew."""
    at = -1
    for number, row in enumerate(rows, start=1):
        if number == 1:
            bare = [cell.strip() for cell in row]
            at = bare.index(HEADING) if HEADING in bare else len(row)
            said = HEADING
        else:
            general = told.get(1, []) if number == 2 else []  # what is wrong with the heading is told under it
            said = "\n".join((*general, *told.get(number, ())))
        padded = [*row, *[""] * (at + 1 - len(row))]
        padded[at] = said
        yield [guarded(unguarded(cell)) for cell in padded]
