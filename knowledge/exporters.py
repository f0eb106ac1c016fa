"""Write a kind as CSV, JSON or XLSX with the columns that the importer reads: what goes out can come back in."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from importlib import import_module
from typing import IO, Any, Literal, cast

from sqlmodel import Session, col, select

from knowledge import contenido
from knowledge.importers.cells import Column
from knowledge.importers.columnas import PARTES
from knowledge.importers.guard import guarded
from knowledge.importers.kinds import CONTENT_KINDS, columns
from knowledge.importers.renglones import Renglones
from knowledge.organizacion import DependenciaRow
from knowledge.solicitudes import SolicitudRow
from knowledge.tramites import HojaRow, HojaVersionRow

Format = Literal["csv", "json", "xlsx"]
Record = dict[str, Any]

AT_ONCE = 200  # records in memory
PESOS = re.compile(r"^\$[\d.]+$")


def export(db: Session, kind: str, form: Format) -> bytes:
    """Return the published records of a kind (`solicitudes`: all, with their codes) as a file."""
    out = io.BytesIO()
    write(db, kind, form, out)
    return out.getvalue()


def write(db: Session, kind: str, form: Format, out: IO[bytes]) -> None:
    """Write the same to a file, record by record: memory does not grow with their number."""
    write_records(columns(kind), records(db, kind), form, out)


def write_records(heads: tuple[Column, ...], found: Iterable[Record], form: Format, out: IO[bytes]) -> None:
    """Write records under these columns."""
    match form:
        case "csv":
            _csv(out, heads, map(_tabular, found))
        case "xlsx":
            lines = (_line(heads, _tabular(record)) for record in found)
            _workbooks().write_rows(out, [head.heading for head in heads], lines)
        case "json":
            _json(out, heads, found)


def template(db: Session, kind: str, out: IO[bytes]) -> None:
    """Write an empty workbook for that kind, with help and drop-downs. The offices are those of the database."""
    offices = list(db.exec(select(DependenciaRow.id).order_by(DependenciaRow.id)))
    _workbooks().write_template(out, columns(kind), {"dependencia_id": offices})


def records(db: Session, kind: str) -> Iterator[Record]:
    """Return the records of a kind as the importer would read them."""
    if kind == "tramites":
        return map(_priced, _published(db))
    if kind == "solicitudes":
        return (row.model_dump() for row in db.exec(select(SolicitudRow).order_by("id")))
    table = {item.name: item.row for item in CONTENT_KINDS}[kind]
    return ({"id": row.id, **(row.contenido or {})} for row in contenido.published(db, table))


def _published(db: Session) -> Iterator[Record]:
    """Return what citizens read as it is kept, a few at a time and in the order of the bundle."""
    query = (
        select(HojaVersionRow.contenido)
        .join(HojaRow, col(HojaRow.published_version_id) == col(HojaVersionRow.id))
        .order_by(col(HojaRow.orden), col(HojaRow.id))
    )
    for content in db.exec(query.execution_options(yield_per=AT_ONCE)):
        yield dict(content)


def _workbooks() -> Any:
    """Load openpyxl at the first workbook, and not in every process that only serves."""
    return cast("Any", import_module("knowledge.xlsx_writer"))


def _priced(record: Record) -> Record:
    """Put a bare figure where the importer wants figures, and words where it wants words."""
    cost = record.get("costo")
    rest = {name: item for name, item in record.items() if name != "costo"}
    if cost is None:
        return record
    if cost == "Gratuito" and record.get("requiere_pago") is False:
        return {**rest, "costo": 0}
    if PESOS.match(cost) and record.get("requiere_pago"):
        return {**rest, "costo": int(re.sub(r"\D", "", cost))}
    return {**rest, "costo_explicado": cost}


def _tabular(record: Record) -> Record:
    """Leave out the plain lines that are made from a part: in a table each thing is written once."""
    derived = {name for part, plain in PARTES.items() if record.get(part) for name in plain}
    return {name: item for name, item in record.items() if name not in derived} if derived else record


def _csv(out: IO[bytes], heads: tuple[Column, ...], found: Iterable[Record]) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")  # with the mark by which Excel knows UTF-8
    writer = csv.writer(text, delimiter=";")
    writer.writerow([head.heading for head in heads])
    writer.writerows(_line(heads, record) for record in found)
    text.detach()


def _json(out: IO[bytes], heads: tuple[Column, ...], found: Iterable[Record]) -> None:
    out.write(b"[")
    for number, item in enumerate(found):
        named = {head.field: item[head.field] for head in heads if item.get(head.field) not in (None, [])}
        out.write(b",\n" if number else b"\n")
        out.write(json.dumps(named, ensure_ascii=False, indent=1, default=str).encode())
    out.write(b"\n]\n")


def _line(heads: tuple[Column, ...], record: Record) -> list[str]:
    return [guarded(_text(head, record.get(head.field))) for head in heads]


def _text(head: Column, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    if isinstance(head.parse, Renglones):
        return head.parse.write(value)
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)
