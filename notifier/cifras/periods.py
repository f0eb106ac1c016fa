"""Days and months of the city. Pure."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

UN_DIA = timedelta(days=1)


class Periodo(NamedTuple):
    """From one day to another, both inside."""

    desde: date
    hasta: date

    def days(self) -> Iterator[date]:
        """Yield its days."""
        for n in range((self.hasta - self.desde).days + 1):
            yield self.desde + n * UN_DIA

    def before(self) -> "Periodo":
        """Return the stretch of the same kind just before: as many whole months, or as many days."""
        if whole_months(self):
            count = len(list(months(self)))
            first = self.desde
            for _ in range(count):
                first = (first - UN_DIA).replace(day=1)
            return Periodo(first, self.desde - UN_DIA)
        return Periodo(self.desde - (self.hasta - self.desde) - UN_DIA, self.desde - UN_DIA)


def last_day(first: date) -> date:
    """Return the last day of the month of a day."""
    return (first.replace(day=28) + 4 * UN_DIA).replace(day=1) - UN_DIA


def whole_months(period: Periodo) -> bool:
    """Return whether a period is made of whole months."""
    return period.desde.day == 1 and period.hasta == last_day(period.hasta)


def months(period: Periodo) -> Iterator[date]:
    """Yield the first day of each month that lies wholly inside."""
    first = period.desde if period.desde.day == 1 else last_day(period.desde) + UN_DIA
    while last_day(first) <= period.hasta:
        yield first
        first = last_day(first) + UN_DIA
