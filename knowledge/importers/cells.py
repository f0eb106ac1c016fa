"""One cell to one value. Each parser says what to write when it cannot."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.problem import written

SI = frozenset({"si", "true", "1", "x", "verdadero"})
NO = frozenset({"no", "false", "0", "falso"})


class BadCell(ValueError):
    """The cell cannot be read; the message says what to write."""


Parser = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column that people fill: its heading, the field that it feeds, how its cells read and are written back."""

    heading: str
    field: str
    parse: Parser
    required: bool = False
    help: str = ""

    @property
    def options(self) -> tuple[str, ...]:
        """Return the closed list of which one is written, or nothing."""
        if isinstance(self.parse, OneOf):
            return self.parse.options
        return ("sí", "no") if self.parse is yes_no else ()


def text(cell: str) -> str:
    """Return the words as they are, with runs of spaces made one."""
    return re.sub(r"[ \t]+", " ", cell).strip()


def short(most: int) -> Parser:
    """Return a parser of a text of at most that many characters."""

    def parse(cell: str) -> str:
        if len(text(cell)) > most:
            raise BadCell(f"escribe máximo {most} letras. {written(cell)}")
        return text(cell)

    return parse


def whole(cell: str) -> int:
    """Return a whole number."""
    if not re.fullmatch(r"\d{1,15}", cell):
        raise BadCell(f"escribe solo números. {written(cell)}")
    return int(cell)


def level(cell: str) -> int:
    """Return a level of service, 1 to 4."""
    if cell not in ("1", "2", "3", "4"):
        raise BadCell(f"escribe un número de 1 a 4. {written(cell)}")
    return int(cell)


def percent(cell: str) -> int:
    """Return a share from 0 to 100."""
    value = whole(cell.removesuffix("%").strip())
    if value > 100:
        raise BadCell(f"escribe un número de 0 a 100. {written(cell)}")
    return value


def day(cell: str) -> str:
    """Return a date as it is stored. Both 2026-03-30 and 30/03/2026 are read."""
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", cell)
    iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else cell
    try:
        return date.fromisoformat(iso).isoformat()
    except ValueError as error:
        raise BadCell(f"escribe la fecha como 2026-03-30. {written(cell)}") from error


def yes_no(cell: str) -> bool:
    """Return a yes or a no."""
    plain = slug(cell)
    if plain in SI or plain in NO:
        return plain in SI
    raise BadCell(f"escribe sí o no. {written(cell)}")


def many(cell: str) -> list[str]:
    """Return a list: one a line, or separated by semicolons. One inside brackets belongs to its words."""
    separator = r"\n" if "\n" in cell else r";(?![^()]*\))"
    return [text(part) for part in re.split(separator, cell) if part.strip()]


def numbers(cell: str) -> list[int]:
    """Return a list of whole numbers."""
    return [whole(part) for part in re.split(r"[\n;,\s]+", cell) if part]


@dataclass(frozen=True, slots=True)
class OneOf:
    """A parser of a closed list, forgiving accents, case and spaces."""

    options: tuple[str, ...]

    def __call__(self, cell: str) -> str:
        """Return the option that was meant."""
        found = next((option for option in self.options if slug(option) == slug(cell)), None)
        if found is None:
            raise BadCell(f"escribe uno de estos: {', '.join(self.options)}. {written(cell)}")
        return found


def one_of(*options: str) -> OneOf:
    """Return a parser of a closed list."""
    return OneOf(options)


def many_of(*options: str) -> Parser:
    """Return a parser of several values of a closed list."""
    one = one_of(*options)
    return lambda cell: [one(part) for part in many(cell)]


def address(cell: str) -> str:
    """Return a web address."""
    if not re.fullmatch(r"(https?://)?[\w.-]+\.[a-z]{2,}(/\S*)?", cell, re.IGNORECASE):
        raise BadCell(f"escribe una dirección web, como https://www.cartagena.gov.co. {written(cell)}")
    return cell


def mail(cell: str) -> str:
    """Return an e-mail address."""
    if not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", cell):
        raise BadCell(f"escribe un correo, como nombre@cartagena.gov.co. {written(cell)}")
    return cell


def identifier(cell: str) -> str:
    """Return an internal id: lower case, figures, hyphens and underscores."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", cell):
        raise BadCell(f"usa minúsculas, números y guiones, sin espacios ni tildes. {written(cell)}")
    return cell
