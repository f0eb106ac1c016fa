"""The bundled content as the files hold it."""

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

NOON = datetime(2026, 3, 30, 17, 0, tzinfo=UTC)  # Monday, noon in Cartagena
CONTENT = Path(__file__).parents[2] / "knowledge" / "content"


@cache
def read(name: str) -> Any:
    """Return what a content file holds."""
    return json.loads((CONTENT / name).read_text(encoding="utf-8"))


def records(name: str) -> list[dict[str, Any]]:
    """Return the records of a content file."""
    found: list[dict[str, Any]] = read(name)["registros"]
    return found
