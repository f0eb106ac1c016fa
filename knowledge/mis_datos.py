"""What is kept about a contact, and its erasure (Ley 1581 de 2012, arts. 8 and 15).

Nothing here commits: it runs in the transaction of the turn, which still needs the contact to answer.
"""

from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, func, select, update
from sqlmodel import col

from knowledge.conversaciones import Contact, MediaRow, MessageRow, Outgoing, Subscription, Task

BOGOTA = ZoneInfo("America/Bogota")
_SENT = ("enviada", "entregada", "leida", "fallida", "descartada")
_EMPTY_BODY = '{"texto": "", "opciones": []}'
# What a person asked of an office is a request before the administration: it is filed, not chatted away.
_REQUESTS = ("funcionario", "acompanamiento")


class Resumen(TypedDict):
    """What is kept, counted."""

    mensajes: int
    desde: str  # AAAA-MM-DD
    suscripciones: list[str]
    solicitudes: int


def summary(db: Connection, contact_id: int) -> Resumen:
    """Return how much is kept about a contact, since when, and which notices are on."""
    messages = select(func.count()).select_from(MessageRow).where(col(MessageRow.contact_id) == contact_id)
    requests = (
        select(func.count()).select_from(Task).where(col(Task.contact_id) == contact_id, col(Task.kind).in_(_REQUESTS))
    )
    topics = select(col(Subscription.tema)).where(col(Subscription.contact_id) == contact_id, col(Subscription.active))
    since = db.execute(select(col(Contact.created_at)).where(col(Contact.id) == contact_id)).scalar_one()
    return Resumen(
        mensajes=db.execute(messages).scalar_one(),
        desde=since.astimezone(BOGOTA).date().isoformat(),
        suscripciones=sorted(db.execute(topics).scalars()),
        solicitudes=db.execute(requests).scalar_one(),
    )


def erase(db: Connection, contact_id: int, now: datetime) -> None:
    """Erase what is kept about a contact, but for what the law obliges to keep.

    Kept: open requests (Ley 1755 de 2015 gives them a term), the proof of what was consented to and of every opt-out
    (Ley 1581, art. 8 b), and the address, without which neither could be honoured. Files are marked: a job deletes them.
    """
    mine = {kind: col(kind.contact_id) == contact_id for kind in (MessageRow, Outgoing, Subscription, Task, MediaRow)}
    db.execute(delete(MessageRow).where(mine[MessageRow]))
    db.execute(
        update(Outgoing).where(mine[Outgoing], col(Outgoing.estado).in_(_SENT)).values(body=_EMPTY_BODY, sealed=False)
    )
    db.execute(delete(Subscription).where(mine[Subscription]))
    db.execute(delete(Task).where(mine[Task], col(Task.closed_at).is_not(None)))
    # A wrong value is still worth correcting when nobody remembers who told.
    db.execute(update(Task).where(mine[Task], col(Task.kind) == "error_dato").values(contact_id=None))
    db.execute(update(MediaRow).where(mine[MediaRow]).values(contact_id=None, url="", estado="borrada", due_at=now))
    db.execute(update(Contact).where(col(Contact.id) == contact_id).values(idioma=None))
