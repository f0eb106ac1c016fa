"""Write a kind as CSV, JSON or XLSX with the columns that the importer reads: what goes out can come back in."""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.styles import Font
from sqlmodel import Session, select

from knowledge import contenido, tramites
from knowledge.importers.cells import Column
from knowledge.importers.guard import guarded
from knowledge.importers.kinds import CONTENT_KINDS, columns
from knowledge.solicitudes import SolicitudRow

Format = Literal["csv", "json", "xlsx"]
Record = dict[str, Any]

PESOS = re.compile(r"^\$[\d.]+$")


def export(db: Session, kind: str, form: Format) -> bytes:
    """Return the published records of a kind (`solicitudes`: all, with their codes) as a file."""
    heads = columns(kind)
    found = list(records(db, kind))
    match form:
        case "csv":
            return _csv(heads, found)
        case "xlsx":
            return _xlsx(heads, found)
        case "json":
            named = [
                {head.field: item[head.field] for head in heads if item.get(head.field) not in (None, [])}
                for item in found
            ]
            return json.dumps(named, ensure_ascii=False, indent=1, default=str).encode()


def records(db: Session, kind: str) -> Iterable[Record]:
    """Return the records of a kind as the importer would read them."""
    if kind == "tramites":
        return [_priced(tramites.content(item)) for item in tramites.published(db)]
    if kind == "solicitudes":
        return [row.model_dump() for row in db.exec(select(SolicitudRow).order_by("id"))]
    table = {item.name: item.row for item in CONTENT_KINDS}[kind]
    return [dict(row.contenido or {}) for row in contenido.published(db, table)]


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


def _csv(heads: tuple[Column, ...], found: list[Record]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow([head.heading for head in heads])
    writer.writerows(_line(heads, record) for record in found)
    return out.getvalue().encode("utf-8-sig")  # the mark by which Excel knows that accents are UTF-8


def _xlsx(heads: tuple[Column, ...], found: list[Record]) -> bytes:
    book = Workbook(write_only=False)
    sheet = book.active
    assert sheet is not None
    sheet.append([head.heading for head in heads])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for record in found:
        sheet.append(_line(heads, record))
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _line(heads: tuple[Column, ...], record: Record) -> list[str]:
    return [guarded(_text(record.get(head.field))) for head in heads]


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "sí" if value else "no"
    if isinstance(value, list):
        return "\n".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)
