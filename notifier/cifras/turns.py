"""The rows that turns left, read for counting: in order of person and moment, each with the rating it gave."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import pairwise

from sqlalchemy import Connection, column, func, select, values
from sqlmodel import col

from knowledge.columns import Utc
from knowledge.conversaciones import Interaction, Rating
from notifier.cifras.periods import UN_DIA, Periodo
from notifier.cifras.talks import AFTER, BEFORE, BOGOTA, SOLO_NOTA, Turno

# The terminal is how staff and tests talk: what is said there is no citizen's conversation.
NOT_CITIZENS = ("consola",)
AT_ONCE = 10_000
COLUMNS = (
    "at", "persona", "channel", "idioma", "kind", "intencion", "tramite", "dependencia", "flow", "question", "ended", "reply_ms",
)  # fmt: skip
Notas = dict[tuple[datetime, str], list[tuple[int, str]]]


def midnight(day: date) -> datetime:
    """Return the first moment of a day in the city."""
    return datetime.combine(day, time(), tzinfo=BOGOTA)


def read_turns(db: Connection, desde: date, hasta: date) -> Iterator[Turno]:
    """Yield the turns that counting those days needs, by person and moment; then the ratings that no turn gave.

    A rating belongs to the message that gave it: both rows have its moment and its channel.
    """
    begin, end = midnight(desde - BEFORE * UN_DIA), midnight(hasta + (AFTER + 1) * UN_DIA)
    notas = _ratings(db, begin, end)
    rows = (
        select(*[getattr(Interaction, name) for name in COLUMNS])
        .where(col(Interaction.at) >= begin, col(Interaction.at) < end, col(Interaction.channel).not_in(NOT_CITIZENS))
        .order_by(col(Interaction.persona), col(Interaction.at), col(Interaction.id))
    )
    for row in db.execution_options(yield_per=AT_ONCE).execute(rows):
        turno = Turno(*row)
        # A confidential turn keeps no moment: what has its moment is another's.
        given = notas.get((turno.at, turno.canal)) if turno.persona is not None else None
        yield turno._replace(nota=(one := given.pop())[0], de=one[1]) if given else turno
    for (at, canal), rest in notas.items():
        for nota, de in rest:
            yield Turno(at, None, canal, "es", SOLO_NOTA, None, None, None, None, None, None, 0, nota, de)


def counts(db: Connection, desde: date, hasta: date) -> dict[date, tuple[int, int]]:
    """Return how many turns and how many ratings each day has, both days inside.

    One statement that reads the stretch of the index of each day: grouping by an expression would have SQLite sort all rows.
    """
    midnights = [midnight(desde + n * UN_DIA) for n in range((hasta - desde).days + 2)]
    days = values(column("begin", Utc), column("until", Utc), name="days").data(list(pairwise(midnights))).cte("days")
    inside = [
        select(func.count()).where(col(at) >= days.c.begin, col(at) < days.c.until).scalar_subquery()
        for at in (Interaction.at, Rating.at)
    ]
    rows = db.execute(select(days.c.begin, *inside))
    return {begin.astimezone(BOGOTA).date(): (turnos, notas) for begin, turnos, notas in rows}


def asking(db: Connection, periodo: Periodo) -> dict[str, int]:
    """Return how many persons asked for each trámite in some days, each once however often they came back."""
    rows = (
        select(col(Interaction.tramite), func.count(col(Interaction.persona).distinct()))
        .where(
            col(Interaction.at) >= midnight(periodo.desde), col(Interaction.at) < midnight(periodo.hasta + UN_DIA),
            col(Interaction.channel).not_in(NOT_CITIZENS), col(Interaction.tramite).is_not(None),
        )
        .group_by(col(Interaction.tramite))
    )  # fmt: skip
    return {str(tramite): int(n) for tramite, n in db.execute(rows)}


def first_day(db: Connection) -> date | None:
    """Return the day of the oldest turn or rating; None before there is any."""
    firsts = [db.execute(select(func.min(moment))).scalar_one() for moment in (col(Interaction.at), col(Rating.at))]
    return min((at.astimezone(BOGOTA).date() for at in firsts if at is not None), default=None)


def _ratings(db: Connection, begin: datetime, end: datetime) -> Notas:
    rows = select(col(Rating.at), col(Rating.channel), col(Rating.puntaje), col(Rating.codigo)).where(
        col(Rating.at) >= begin, col(Rating.at) < end, col(Rating.channel).not_in(NOT_CITIZENS)
    )
    found: Notas = defaultdict(list)
    for row in db.execute(rows.order_by(col(Rating.id).desc())):
        found[row.at, row.channel].append((row.puntaje, _about(row.codigo)))
    return found


def _about(codigo: str | None) -> str:
    """Return whom a rating is about: Catalina, a person of the staff, or how a request was answered."""
    if codigo is None:
        return "_catalina"
    return "_persona" if codigo.startswith("persona:") else "_solicitud"
