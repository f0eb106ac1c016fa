"""Turns of one person, cut into conversations. Pure.

A conversation is what one person writes on one channel with silences under thirty minutes. It counts on the day it
begins and lasts at most 24 hours: what goes on longer is counted as messages only. So a day's figures depend on the rows
of the days around it (`BEFORE`, `AFTER`) and on no others, and a late row says which days must be counted again.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

BOGOTA = ZoneInfo("America/Bogota")
GAP = timedelta(minutes=30)
LONGEST = timedelta(hours=24)
SAME_DAY, SAME_WEEK = timedelta(hours=24), timedelta(days=7)
# A turn's conversation began at most a day before, after a silence; the next week tells whether it solved anything,
# and the theme of the last conversation of that week is known a day later.
BEFORE, AFTER = 2, 8

SIN_TEMA = "sin_tema"
SOLO_NOTA = "nota"  # the kind of what is no turn: a rating whose message is not among them
_NO_THEME = frozenset(
    {"saludo", "menu", "ayuda", "gracias", "despedida", "cancelar", "idioma", "aclarar", "fuera_de_alcance", "encuesta"}
)


class Turno(NamedTuple):
    """One row of `interactions`; `nota` is the rating that this message gave."""

    at: datetime
    persona: bytes | None
    canal: str
    idioma: str
    kind: str
    intencion: str | None
    tramite: str | None
    dependencia: str | None
    flow: str | None
    question: str | None
    ended: str | None
    reply_ms: int
    nota: int | None = None
    de: str = ""  # whom the rating is about

    @property
    def dia(self) -> date:
        """Return the day in the city."""
        return self.at.astimezone(BOGOTA).date()


@dataclass(frozen=True)
class Charla:
    """One conversation, its turns in order. `sueltos` are those that came after 24 hours of it."""

    turnos: Sequence[Turno]
    sueltos: Sequence[Turno] = ()

    @property
    def inicio(self) -> datetime:
        """Return when it began."""
        return self.turnos[0].at

    @cached_property
    def tema(self) -> str:
        """Return its theme: the first that the person named."""
        return next((t.intencion for t in self.turnos if t.intencion and t.intencion not in _NO_THEME), SIN_TEMA)

    @cached_property
    def dependencia(self) -> str:
        """Return the office of the first trámite that was asked for; "" without one."""
        return next((t.dependencia for t in self.turnos if t.dependencia), "")

    @property
    def respondida(self) -> bool:
        """Return whether Catalina answered something: what goes on with a person of the staff is no new conversation."""
        return any(t.kind != "con_persona" for t in self.turnos)


def talks(turnos: Sequence[Turno]) -> list[Charla]:
    """Return the conversations of one person on all channels, by when they began. The turns come in order of time."""
    by_channel = groupby(sorted(turnos, key=lambda t: t.canal), key=lambda t: t.canal)
    found = [_whole(talk) for _, group in by_channel for talk in _cut(group)]
    return sorted(found, key=lambda talk: (talk.inicio, talk.turnos[0].canal))


def _cut(turnos: Iterable[Turno]) -> Iterator[list[Turno]]:
    talk: list[Turno] = []
    for turno in turnos:
        if talk and turno.at - talk[-1].at >= GAP:
            yield talk
            talk = []
        talk.append(turno)
    if talk:
        yield talk


def _whole(talk: list[Turno]) -> Charla:
    if talk[-1].at - talk[0].at < LONGEST:
        return Charla(talk)
    ends = next(n for n, turno in enumerate(talk) if turno.at - talk[0].at >= LONGEST)
    return Charla(talk[:ends], talk[ends:])
