"""When invented people write: three whole months and the days up to yesterday, as a city office's week goes. Pure."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from random import Random

from bot.demo import dice
from notifier.cifras.periods import UN_DIA, Periodo, last_day
from notifier.cifras.turns import midnight

MONTHS = 3
FIRST, LAST = 170, 430  # conversations of an ordinary Wednesday, at the beginning and at the end
BURST = 8_000  # conversations in one hour: what Bogotá's assistant said that it attended in its busiest one
BURST_HOUR = 10
DOWN_HOURS = (14, 17)
WEEK = (1.15, 1.08, 1.0, 0.97, 0.88, 0.34, 0.2)
HOLIDAY = 0.16
# Of a hundred on a business day: two hills and the lunch between; of a quiet day, one low hill.
OFFICE = (
    0.4,
    0.2,
    0.1,
    0.1,
    0.2,
    0.6,
    1.8,
    4.5,
    9.5,
    11.5,
    11.0,
    8.5,
    4.0,
    5.0,
    9.0,
    9.5,
    8.0,
    5.0,
    3.4,
    2.7,
    2.2,
    1.5,
    0.9,
    0.5,
)
QUIET = (
    0.8,
    0.5,
    0.3,
    0.2,
    0.3,
    0.8,
    2.0,
    4.0,
    6.0,
    7.5,
    8.0,
    8.0,
    7.0,
    6.5,
    6.5,
    6.5,
    6.5,
    6.5,
    6.5,
    6.0,
    5.0,
    3.5,
    2.0,
    1.1,
)
_HOURS = {True: tuple(accumulate(OFFICE)), False: tuple(accumulate(QUIET))}


@dataclass(frozen=True, slots=True)
class Ritmo:
    """The period, which of its days are business days, the day of the burst and the one on which the product was down."""

    periodo: Periodo
    habil: Callable[[date], bool]
    pico: date
    caida: date

    @property
    def bajo(self) -> tuple[datetime, datetime]:
        """Return from when until when nobody answered."""
        start, end = DOWN_HOURS
        return midnight(self.caida) + timedelta(hours=start), midnight(self.caida) + timedelta(hours=end)

    def reply_ms(self, at: datetime, usual: int) -> int:
        """Return how long an answer took. Who wrote while it was down was answered when it was over: the channel had kept it."""
        begin, end = self.bajo
        return int((end - at).total_seconds() * 1000) if begin <= at < end else usual

    def avance(self, dia: date) -> float:
        """Return how far a day is in the period, from 0 to 1."""
        whole = (self.periodo.hasta - self.periodo.desde).days or 1
        return (dia - self.periodo.desde).days / whole

    def cuantas(self, dia: date) -> int:
        """Return how many conversations an ordinary day has."""
        grown = FIRST + (LAST - FIRST) * self.avance(dia)
        factor = WEEK[dia.weekday()] if self.habil(dia) or dia.weekday() >= 5 else HOLIDAY
        return max(8, round(grown * factor * dice("cuantas", dia).gauss(1, 0.06)))

    def momentos(self, dia: date) -> Iterator[datetime]:
        """Yield when each conversation of a day begins, the burst's apart."""
        of_day, hours = dice("momentos", dia), _HOURS[self.habil(dia)]
        for hour in of_day.choices(range(24), cum_weights=hours, k=self.cuantas(dia)):
            yield midnight(dia) + timedelta(hours=hour, seconds=of_day.uniform(0, 3600))

    def rafaga(self) -> Iterator[datetime]:
        """Yield when the conversations of the busiest hour begin."""
        start, of_hour = midnight(self.pico) + timedelta(hours=BURST_HOUR), dice("rafaga", self.pico)
        for _ in range(BURST + BURST // 40):
            yield start + timedelta(seconds=_hill(of_hour))


def _hill(of_hour: Random) -> float:
    return of_hour.triangular(0, 3599, 1200)


def ritmo(hoy: date, habil: Callable[[date], bool]) -> Ritmo:
    """Return the rhythm of the months before a day. The burst is in the second month, the bad afternoon in the third."""
    starts = [hoy.replace(day=1)]
    for _ in range(MONTHS):
        starts.insert(0, (starts[0] - UN_DIA).replace(day=1))
    return Ritmo(
        Periodo(starts[0], hoy - UN_DIA), habil, pico=_business(starts[1], habil), caida=_business(starts[2], habil)
    )


def _business(first: date, habil: Callable[[date], bool]) -> date:
    """Return a business day in the middle of a month."""
    middle = first.replace(day=14)
    return next(day for day in Periodo(middle, last_day(first)).days() if habil(day))
