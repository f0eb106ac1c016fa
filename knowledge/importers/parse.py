"""Rows of text to records, or all that is wrong with them. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from knowledge.importers.cells import BadCell, Column
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.problem import Problem
from knowledge.importers.table import MAX_FAULTS, Table

Record = dict[str, Any]
ERRORES = "errores"  # the column that our own list of errors adds; a repaired file may still bring it


@dataclass(frozen=True, slots=True)
class Parsed:
    """Records with the row they come from, and what is wrong. With any problem nothing is written."""

    records: tuple[tuple[int, Record], ...]
    problems: tuple[Problem, ...]
    fields: frozenset[str]  # what the file speaks of: an empty cell of these empties the field, others stay


def parse(table: Table, columns: tuple[Column, ...], known: Collection[str] = (), key: str = "id") -> Parsed:
    """Read every cell. A heading may be written with other accents or case, or as the field's own name.

    A file that speaks only of `known` records may bring just the columns that change.
    """
    named = {slug(name): column for column in columns for name in (column.field, column.heading)}
    found = {heading: named.get(slug(heading)) for heading in table.columns if slug(heading) != ERRORES}
    problems = [*_unknown_headings(table, columns, found), *table.faults]
    records: list[tuple[int, Record]] = []
    for number, cells in table.rows:
        if len(problems) > MAX_FAULTS:
            problems.append(Problem(table.file, None, None, "hay más errores. Corrige estos y vuelve a intentarlo."))
            break
        record, wrong = _record(table.file, number, cells, found)
        problems.extend(wrong)
        records.append((number, record))
    if any(record.get(key) not in known for _, record in records) or not records:
        problems = [*_missing_headings(table, columns, found), *problems]
    fields = frozenset(column.field for column in found.values() if column)
    return Parsed(tuple(records), (*problems, *islice(_repeated(table.file, records, key), MAX_FAULTS)), fields)


def _record(
    file: str, number: int, cells: Mapping[str, str], found: Mapping[str, Column | None]
) -> tuple[Record, list[Problem]]:
    record: Record = {}
    problems: list[Problem] = []
    for heading, column in found.items():
        cell = cells.get(heading, "")
        if column is None:
            continue
        if not cell:
            if column.required:
                problems.append(Problem(file, number, column.heading, f"falta. {column.help or 'Escribe un valor'}."))
            continue
        try:
            record[column.field] = column.parse(cell)
        except BadCell as error:
            problems.append(Problem(file, number, column.heading, str(error)))
    return record, problems


def _unknown_headings(
    table: Table, columns: tuple[Column, ...], found: Mapping[str, Column | None]
) -> Iterator[Problem]:
    known = ", ".join(column.heading for column in columns)
    for heading, column in found.items():
        if column is None and heading:
            yield Problem(table.file, 1, heading, f"no conozco esta columna. Las columnas son: {known}.")


def _missing_headings(
    table: Table, columns: tuple[Column, ...], found: Mapping[str, Column | None]
) -> Iterator[Problem]:
    for column in columns:
        if column.required and column not in found.values():
            yield Problem(table.file, 1, column.heading, "falta esta columna.")


def _repeated(file: str, records: Iterable[tuple[int, Record]], key: str) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for number, record in records:
        value = record.get(key)
        if value is None:
            continue
        if value in first:
            yield Problem(file, number, key, f"«{value}» ya está en la fila {first[value]}.")
        first.setdefault(value, number)
