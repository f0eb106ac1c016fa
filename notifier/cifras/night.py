"""The night's counting, whole: days, months, what is published. Safe to break off, to repeat and to run twice at once."""

from dataclasses import dataclass
from datetime import date, datetime

from knowledge.db import Database
from knowledge.values import Catalogo
from notifier.cifras import CONTENIDO, NUEVAS, OTHERS, TURNOS
from notifier.cifras.measures import Reglas
from notifier.cifras.months import roll_months
from notifier.cifras.others import MEMORY, roll_source, sources, stock
from notifier.cifras.periods import UN_DIA, Periodo
from notifier.cifras.publish import publish_months
from notifier.cifras.rollup import roll_turns
from notifier.cifras.talks import BOGOTA
from notifier.cifras.turns import first_day


@dataclass(frozen=True, slots=True)
class Contado:
    """What a night counted: days of turns, days of the other sources, months, and the months it published."""

    dias: int = 0
    otros: int = 0
    meses: int = 0
    publicados: tuple[date, ...] = ()


def count_all(database: Database, reglas: Reglas, catalogo: Catalogo, now: datetime) -> Contado:
    """Count every closed day that needs it. A day is closed when it is over in the city.

    Raises:
        Unavailable: the database does not answer; what was written stays written, and the rest is done the next time.
    """
    yesterday = now.astimezone(BOGOTA).date() - UN_DIA
    dias = roll_turns(database, reglas, yesterday, now)
    with database.reading() as db:
        since = min(first_day(db) or yesterday, yesterday - MEMORY)
    period = Periodo(since, yesterday)
    otros = sum(roll_source(database, name, contar, period, now) for name, contar in sources(reglas).items())
    otros += roll_source(database, CONTENIDO, stock(catalogo, yesterday), Periodo(yesterday, yesterday), now)
    # Turns last: a month that has them has all the others.
    meses = sum(roll_months(database, fuente, yesterday, now) for fuente in (*OTHERS, NUEVAS, TURNOS))
    return Contado(dias, otros, meses, tuple(publish_months(database, yesterday, now)))
