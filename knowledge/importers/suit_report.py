"""Account for every leaf of a SUIT export: nothing of the source may vanish without a line that says why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

Verdict = Literal["leído en", "normalizado", "señalado", "ignorado porque"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value of the source: where it is, what it says, and what became of it."""

    path: str  # tramites[0].normativa[2].numero
    value: Any
    verdict: Verdict
    detail: str

    def __str__(self) -> str:
        """Return one line of the report."""
        return f"{self.path}: {self.verdict} {self.detail}"


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Return every leaf with its path. An empty list or object is a leaf too: it says «nothing here»."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for index, item in enumerate(value):
            yield from leaves(item, f"{path}[{index}]")
    else:
        yield path, value
