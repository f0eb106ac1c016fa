"""Read the collected files and write ours: UTF-8, one record a line, so that a change shows as one line."""

import csv
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Record = dict[str, Any]


def load_json(path: Path) -> Any:
    """Return what a JSON file holds."""
    return json.loads(path.read_text(encoding="utf-8"))


def load_csv(path: Path) -> list[Record]:
    """Return the rows of a CSV with a heading."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write_records(path: Path, readme: str, records: Iterable[Record]) -> str:
    """Write a content file and return a line that says so."""
    lines = [json.dumps(record, ensure_ascii=False) for record in records]
    body = ",\n  ".join(lines)
    path.write_text(
        f'{{\n "_leeme": {json.dumps(readme, ensure_ascii=False)},\n "registros": [\n  {body}\n ]\n}}\n',
        encoding="utf-8",
    )
    return f"{path.name}: {len(lines)}"


def source(record: Record, lines: str = "lineas") -> str:
    """Return «file:lines» as the collected files cite their documents."""
    number = record.get(lines) or record.get("linea")
    return f"fuentes/{record['fuente']}" + (f":{number}" if number else "")
