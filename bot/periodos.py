"""How people here call days, months and stretches of them. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from notifier.cifras.periods import Periodo, whole_months

MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
ORDINALES = ("primer", "segundo", "tercer", "cuarto")


def mes(first: date | str) -> str:
    """Return a month as people say it: «marzo de 2026». Takes its first day, or «2026-03»."""
    day = date.fromisoformat(f"{first}-01") if isinstance(first, str) else first
    return f"{MESES[day.month - 1]} de {day.year}"


def dia(day: date) -> str:
    """Return a day as people say it: «9 de marzo de 2026»."""
    return f"{day.day} de {mes(day)}"


def nombre(p: Periodo) -> str:
    """Return how people call a period."""
    if not whole_months(p):
        return dia(p.desde) if p.desde == p.hasta else f"del {dia(p.desde)} al {dia(p.hasta)}"
    length = (p.hasta.year - p.desde.year) * 12 + p.hasta.month - p.desde.month + 1
    place = (p.desde.month - 1) // length if length <= 12 else 0
    if p.desde.month != place * length + 1 or length not in (1, 3, 6, 12):
        return f"de {mes(p.desde)} a {mes(p.hasta)}"
    match length:
        case 1:
            return mes(p.desde)
        case 3:
            return f"{ORDINALES[place]} trimestre de {p.desde.year}"
        case 6:
            return f"{ORDINALES[place]} semestre de {p.desde.year}"
        case _:
            return f"año {p.desde.year}"


def en(p: Periodo) -> str:
    """Return a period as a sentence about it begins: «En marzo de 2026», «En el primer trimestre de 2026»."""
    said = nombre(p)
    if said.startswith("de"):
        return f"D{said[1:]}"
    return (
        f"En el {said}"
        if "mestre" in said or said.startswith("año")
        else f"{'El' if not whole_months(p) else 'En'} {said}"
    )


def periodo_de(record: Mapping[str, Any]) -> Periodo:
    """Return the period that a record names."""
    return Periodo(date.fromisoformat(record["desde"]), date.fromisoformat(record["hasta"]))
