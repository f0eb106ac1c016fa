"""Office hours of the people who attend by chat, and counting in them. Pure.

By Cartagena's clock, without days off: an hour asked for at five in the afternoon passes the next morning.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.plazos import UN_DIA, Calendario

BOGOTA = ZoneInfo("America/Bogota")
DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_HORIZONTE = 60  # days without one open hour after which nobody is waited for


class JornadaInvalida(ValueError):
    """The hours cannot be read; the message says which row and what to write."""


@dataclass(frozen=True, slots=True)
class Jornada:
    """The hours of each day of the week (0 is Monday). Without a calendar only the day of the week counts."""

    tramos: Mapping[int, tuple[tuple[time, time], ...]]
    calendario: Calendario | None = None

    def abierta(self, now: datetime) -> bool:
        """Return whether people attend at that instant."""
        return any(since <= now < until for since, until in self._del_dia(now.astimezone(BOGOTA).date()))

    def abre(self, now: datetime) -> datetime | None:
        """Return that instant when people attend then, else the next one at which they do; None where they never do."""
        return next((max(since, now) for since, until in self._desde(now) if until > now), None)

    def suma(self, now: datetime, dura: timedelta) -> datetime | None:
        """Return the instant at which so much office time has passed; None where there is none."""
        for since, until in self._desde(now):
            begins = max(since, now)
            if until <= begins:
                continue
            if dura <= until - begins:
                return begins + dura
            dura -= until - begins
        return None

    def entre(self, desde: datetime, hasta: datetime) -> timedelta:
        """Return how much office time lies between two instants."""
        spans = self._dias(desde.astimezone(BOGOTA).date(), hasta.astimezone(BOGOTA).date())
        return sum((max(timedelta(0), min(until, hasta) - max(since, desde)) for since, until in spans), timedelta(0))

    def _desde(self, now: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = now.astimezone(BOGOTA).date()
        return self._dias(first, first + UN_DIA * _HORIZONTE)

    def _dias(self, first: date, last: date) -> Iterator[tuple[datetime, datetime]]:
        for step in range((last - first).days + 1):
            yield from self._del_dia(first + UN_DIA * step)

    def _del_dia(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        # Looked up, not asked: a year without holidays loaded must not close the doors.
        if self.calendario and (day in self.calendario.festivos or day in self.calendario.extra):
            return
        for since, until in self.tramos.get(day.weekday(), ()):
            yield datetime.combine(day, since, BOGOTA), datetime.combine(day, until, BOGOTA)


def jornada(rows: Sequence[tuple[str, str, str]], calendario: Calendario | None = None) -> Jornada:
    """Return the hours that rows like («lunes», «08:00», «12:00») say.

    Raises:
        JornadaInvalida: a day or an hour is not one, or a row ends before it begins.
    """
    tramos: dict[int, list[tuple[time, time]]] = {}
    for row in rows:
        day, since, until = row
        try:
            span = (time.fromisoformat(since), time.fromisoformat(until))
        except ValueError:
            raise JornadaInvalida(f"{row}: escribe las horas así: 08:00.") from None
        if day not in DIAS or span[0] >= span[1]:
            raise JornadaInvalida(f"{row}: escribe el día ({', '.join(DIAS)}) y una hora final mayor que la primera.")
        tramos.setdefault(DIAS.index(day), []).append(span)
    return Jornada({day: tuple(sorted(spans)) for day, spans in tramos.items()}, calendario)
