"""What the webhook left in the database, read back."""

import json

from sqlalchemy import func, select
from sqlmodel import col

from knowledge.conversaciones import MessageRow, Outgoing
from tests.twilio.conftest import Twilio


def count(tw: Twilio, table: type) -> int:
    with tw.services.db.reading() as db:
        return db.execute(select(func.count()).select_from(table)).scalar_one()


def told(tw: Twilio) -> list[str]:
    """Return what citizens said, as the log keeps it."""
    with tw.services.db.reading() as db:
        rows = db.execute(
            select(col(MessageRow.body)).where(col(MessageRow.direction) == "in").order_by(col(MessageRow.id))
        )
        return [json.loads(b)["texto"] for b in rows.scalars()]


def replies(tw: Twilio) -> list[str]:
    with tw.services.db.reading() as db:
        return [
            json.loads(b)["texto"] for b in db.execute(select(col(Outgoing.body)).order_by(col(Outgoing.id))).scalars()
        ]
