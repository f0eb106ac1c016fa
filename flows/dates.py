"""A day as people say it: «antier», «el 3 de marzo», «15/03/2026», «hace tres días»."""

import re
from datetime import date, timedelta

from knowledge.folding import fold

_DAYS_AGO = {"hoy": 0, "ayer": 1, "anoche": 1, "antier": 2, "anteayer": 2, "antes de ayer": 2, "antenoche": 2,
             "today": 0, "yesterday": 1, "manana": -1, "tomorrow": -1, "pasado manana": -2}  # fmt: skip
_MONTHS = {name: n for n, names in enumerate(
    ("enero january jan ene", "febrero february feb", "marzo march mar", "abril april abr apr", "mayo may", "junio june jun",
     "julio july jul", "agosto august ago aug", "septiembre setiembre september sep sept", "octubre october oct",
     "noviembre november nov", "diciembre december dic dec"), start=1) for name in names.split()}  # fmt: skip


def spoken_date(text: str, today: date) -> date | None:
    """Return the day a short text names, or None. Without a year, the nearest such day that is not ahead."""
    raw = text[:80].strip()
    if iso := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", raw):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if numeric := re.fullmatch(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{2}|\d{4}))?", raw):
        return _dated(int(numeric[1]), int(numeric[2]), numeric[3], today)
    words = re.sub(r"^(el|el dia|dia|on|the|fue|fue el)\s+", "", fold(raw))
    if words in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[words])
    if ago := re.fullmatch(r"hace (\d{1,3}) dias?|(\d{1,3}) days? ago", words):
        return today - timedelta(days=int(ago[1] or ago[2]))
    named = re.fullmatch(r"(?:\w+ )?(\d{1,2}|primero)(?: de)? ([a-z]+)(?: (?:de |del )?(\d{4}))?", words)
    if named and named[2] in _MONTHS:
        return _dated(1 if named[1] == "primero" else int(named[1]), _MONTHS[named[2]], named[3], today)
    english = re.fullmatch(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?(?: (\d{4}))?", words)
    if english and english[1] in _MONTHS:
        return _dated(int(english[2]), _MONTHS[english[1]], english[3], today)
    return None


def _dated(day: int, month: int, year: str | None, today: date) -> date | None:
    if year is not None:
        return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)
    found = _day(today.year, month, day)
    return _day(today.year - 1, month, day) if found and found > today else found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def iso_day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
