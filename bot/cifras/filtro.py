"""A filter as people write it, and what is told of it."""

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import Connection

from bot.cifras.textos import dia
from bot.refusals import Refused
from bot.services import Services
from flows.context import BOGOTA
from knowledge.cifras import CUALQUIERA, DIA, PUBLICADO, Clave
from notifier.cifras.board import Tablero, board
from notifier.cifras.periods import UN_DIA, Periodo, last_day
from notifier.cifras.publish import WAIT
from notifier.cifras.query import PLACES, Filtro, counted, values

LONGEST_DAYS = 5 * 366
FIRST_YEAR, LAST_YEAR = 2000, 2099  # no figure is older, and the calendar has room on both sides
RECENT = 30  # days that the panel shows without being asked
NAMES = frozenset({"desde", "hasta", *PLACES})
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")


class FiltroInvalido(Refused):
    """A filter cannot be. `campo` is which part of it, "" of none: a page leads there."""

    def __init__(self, message: str, campo: str = "") -> None:
        """Say why, and of which part."""
        super().__init__(message)
        self.campo = campo


def tablero(services: Services, asked: Mapping[str, str], *, publico: bool) -> Tablero:
    """Return what is told of a filter as an address or a command writes it.

    Raises:
        FiltroInvalido: the filter cannot be; the message says what to write instead.
    """
    with services.db.reading() as db:
        return board(db, filtro(db, asked, services.clock(), publico=publico))


def filtro(db: Connection, asked: Mapping[str, str], now: datetime, *, publico: bool) -> Filtro:
    """Return the filter that was asked for; without a period the last published month, or the last thirty days.

    Raises:
        FiltroInvalido: a name, a value or the period cannot be.
    """
    unknown = sorted(asked.keys() - NAMES)
    if unknown:
        raise FiltroInvalido(f"No hay un filtro «{unknown[0][:20]}». Hay: desde, hasta, {', '.join(PLACES)}.")
    yesterday = now.astimezone(BOGOTA).date() - UN_DIA
    hay = counted(db, PUBLICADO if publico else DIA)
    periodo = _period(asked.get("desde", ""), asked.get("hasta", ""), hay, yesterday, publico)
    clave = Clave(**{place: _value(db, place, asked.get(place, ""), publico) for place in PLACES})
    return Filtro(periodo, clave, publico)


def _value(db: Connection, place: str, value: str, publico: bool) -> str:  # noqa: FBT001 - passed on as it came
    if value in ("", CUALQUIERA):
        return CUALQUIERA
    known = values(db, place, publico=publico)
    if value not in known:
        some = ", ".join(known[:12]) or "ninguno todavía"
        raise FiltroInvalido(f"No hay cifras de {place} «{value[:40]}». Hay: {some}.", place)
    return value


def _period(desde: str, hasta: str, hay: Periodo | None, yesterday: date, publico: bool) -> Periodo:  # noqa: FBT001
    last = (hay.hasta if hay else last_day(yesterday.replace(day=1) - UN_DIA)) if publico else yesterday
    until = _day(hasta, "hasta", publico) if hasta else last
    default = until.replace(day=1) if publico else until - (RECENT - 1) * UN_DIA
    since = _day(desde, "desde", publico) if desde else default
    for campo, day in (("hasta", until), ("desde", since)):
        if publico and hay and day > hay.hasta:
            said = f"Hay cifras publicadas hasta el {dia(hay.hasta)}. Cada mes sale el día {WAIT} del siguiente."
            raise FiltroInvalido(said, campo)
        if day > yesterday:
            said = f"Las cifras llegan hasta ayer, {dia(yesterday)}: un día se cuenta cuando termina."
            raise FiltroInvalido(said, campo)
    if since > until:
        raise FiltroInvalido(f"El comienzo, {dia(since)}, va después del final, {dia(until)}.", "desde")
    if (until - since).days >= LONGEST_DAYS:
        raise FiltroInvalido("El periodo es muy largo. Pide cinco años o menos.", "desde")
    return Periodo(since, until)


def _day(text: str, campo: str, publico: bool) -> date:  # noqa: FBT001
    """Read one end of a period: a day, or a month by its first day or its last."""
    month, end = _MONTH.fullmatch(text), campo == "hasta"
    try:
        first = date(int(month[1]), int(month[2]), 1) if month else date.fromisoformat(text)
    except ValueError:
        first = date.min
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        wanted = "2026-03 (año-mes)" if publico else "2026-03-30 (año-mes-día) o 2026-03 (año-mes)"
        raise FiltroInvalido(f"«{text[:20]}» no es una fecha. Escríbela así: {wanted}.", campo)
    day = last_day(first) if month and end else first
    if publico and day != (last_day(day) if end else day.replace(day=1)):
        raise FiltroInvalido("Las cifras públicas son de meses completos. Escribe un mes: 2026-03.", campo)
    return day
