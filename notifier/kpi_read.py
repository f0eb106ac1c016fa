"""The rows that the indicators are counted from. Statements that both databases understand."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select
from sqlmodel import col

from knowledge.conversaciones import Interaction, Rating
from notifier.kpi import BusinessDay, Period, Row

BOGOTA = ZoneInfo("America/Bogota")
# The terminal is how staff and tests talk: what is said there is no citizen's conversation.
NOT_CITIZENS = ("consola",)


def read(
    db: Connection, since: date, until: date, forms: frozenset[str], business_day: BusinessDay, now: datetime
) -> Period:
    """Return what happened from one day to another, both inside, as days go by in the city."""
    begin, end = midnight(since), midnight(until + timedelta(days=1))
    return Period(
        rows=_rows(db, begin, end),
        ratings=_ratings(db, begin, end),
        seen_before=_seen_before(db, begin),
        forms=forms,
        business_day=business_day,
        now=now,
    )


def midnight(day: date) -> datetime:
    """Return the first moment of a day in the city."""
    return datetime.combine(day, time(), tzinfo=BOGOTA)


def _rows(db: Connection, begin: datetime, end: datetime) -> list[Row]:
    found = db.execute(
        select(
            col(Interaction.at), col(Interaction.persona), col(Interaction.channel), col(Interaction.idioma),
            col(Interaction.kind), col(Interaction.intencion), col(Interaction.flow), col(Interaction.question),
            col(Interaction.ended), col(Interaction.reply_ms),
        )
        .where(col(Interaction.at) >= begin, col(Interaction.at) < end, col(Interaction.channel).not_in(NOT_CITIZENS))
        .order_by(col(Interaction.at), col(Interaction.id))
    )  # fmt: skip
    return [Row(day=row.at.astimezone(BOGOTA).date(), **row._mapping) for row in found]


def _ratings(db: Connection, begin: datetime, end: datetime) -> list[int]:
    return list(
        db.execute(
            select(col(Rating.puntaje)).where(
                col(Rating.at) >= begin, col(Rating.at) < end, col(Rating.channel).not_in(NOT_CITIZENS)
            )
        ).scalars()
    )


def _seen_before(db: Connection, begin: datetime) -> frozenset[bytes]:
    found = db.execute(select(col(Interaction.persona)).where(col(Interaction.at) < begin).distinct()).scalars()
    return frozenset(persona for persona in found if persona is not None)
