"""Figures read back from what people get: the page, CSV, XLSX and JSON, as one shape that can be compared."""

import csv
import io
import json
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from openpyxl import load_workbook

from bot.cifras.filas import Fila

Key = tuple[str, int, str]  # period, indicator, dimension
Values = tuple[float | None, int | None, int | None, int | None]  # value, numerator, denominator, n
WHOLE = ("numerador", "denominador", "n")


@dataclass(frozen=True, slots=True)
class Dicha:
    """One figure as a page shows it: of which row, which part of it, the number, and the words."""

    clave: Key
    que: str
    valor: float | None
    texto: str


class _Figures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Dicha] = []
        self._open: dict[str, str] | None = None
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "data":
            self._open, self._text = {name: value or "" for name, value in attrs}, ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "data" and self._open is not None:
            a = self._open
            key = (a["data-periodo"], int(a["data-cifra"]), a["data-dimension"])
            value = float(a["data-valor"]) if a["data-valor"] else None
            assert a["value"] == a["data-valor"]
            self.found.append(Dicha(key, a.get("data-que", "valor"), value, self._text))
            self._open = None


def of_page(page: str) -> list[Dicha]:
    """Return every figure of a page."""
    parser = _Figures()
    parser.feed(page)
    return parser.found


def of_csv(data: bytes) -> dict[Key, Values]:
    """Return the rows of a CSV as a person's spreadsheet reads it: with the mark of UTF-8, semicolons and decimal commas."""
    assert data.startswith(b"\xef\xbb\xbf")
    lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";")
    assert tuple(lines.fieldnames or ()) == Fila._fields
    return {_key(line): _values(line, lambda text: float(text.replace(",", ".")) if text else None) for line in lines}


def of_json(data: bytes) -> dict[Key, Values]:
    """Return the rows of a JSON."""
    return {_key(row): _values(row, lambda value: value) for row in json.loads(data)["filas"]}


def of_xlsx(data: bytes) -> dict[Key, Values]:
    """Return the rows of the sheet «Datos»."""
    lines = load_workbook(io.BytesIO(data), read_only=True)["Datos"].iter_rows(values_only=True)
    heads = next(lines)
    assert heads == Fila._fields
    rows = (dict(zip(Fila._fields, line, strict=True)) for line in lines)
    return {_key({**row, "dimension": row["dimension"] or ""}): _values(row, lambda value: value) for row in rows}


def _key(row: dict[str, Any]) -> Key:
    return row["periodo"] or "", int(row["indicador"]), row["dimension"]


def _values(row: dict[str, Any], number: Any) -> Values:
    value = number(row["valor"])
    whole = [None if row[name] in (None, "") else int(row[name]) for name in WHOLE]
    return (None if value is None else float(value), *whole)  # type: ignore[return-value]


def shown(dicha: Dicha) -> float | None:
    """Return the number that a person reads; None of «sin datos» and of what is hidden."""
    text = dicha.texto.replace("\u00a0", " ").split(" ")[0].replace(".", "").replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return None
