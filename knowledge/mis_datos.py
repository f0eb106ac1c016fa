"""What is kept about a contact, and its erasure (Ley 1581 de 2012, arts. 8 and 15).

Nothing here commits: it runs in the transaction of the turn, which still needs the contact to answer.
"""

from datetime import datetime
from typing import TypedDict
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, delete, exists, func, select, update
from sqlmodel import col

from knowledge.actos import TERMINADAS
from knowledge.atencion import AtencionRow, NotaRow
from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.bandeja import SIN_ENTREGAR
from knowledge.conversaciones import Contact, MediaRow, MessageRow, Outgoing, Subscription, Task
from knowledge.solicitudes import AdjuntoRow, SolicitudRow

BOGOTA = ZoneInfo("America/Bogota")
_SENT = ("enviada", "entregada", "leida", "fallida", "descartada")
_NOT_SENT = ("pendiente", "incierta", "espera")
_NOTICES = ("aviso", "aviso_ya")
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
    filed = select(func.count()).select_from(SolicitudRow).where(col(SolicitudRow.contact_id) == contact_id)
    talks = (
        select(func.count())
        .select_from(AtencionRow)
        .where(col(AtencionRow.contact_id) == contact_id, col(AtencionRow.cerrada_at).is_(None))
    )
    topics = select(col(Subscription.tema)).where(col(Subscription.contact_id) == contact_id, col(Subscription.active))
    since = db.execute(select(col(Contact.created_at)).where(col(Contact.id) == contact_id)).scalar_one()
    return Resumen(
        mensajes=db.execute(messages).scalar_one(),
        desde=since.astimezone(BOGOTA).date().isoformat(),
        suscripciones=sorted(db.execute(topics).scalars()),
        solicitudes=sum(db.execute(counted).scalar_one() for counted in (requests, filed, talks)),
    )


def erase(db: Connection, contact_id: int, now: datetime) -> None:
    """Erase what is kept about a contact, but for what the law obliges to keep.

    Kept: open requests and their files (Ley 1755 de 2015 gives them a term); those that are over, which the archive keeps,
    but no longer tied to the contact; the proof of what was consented to and of every opt-out
    (Ley 1581, art. 8 b), and the address, without which neither could be honoured. Files are marked: a job deletes them.
    Notices stay with open requests only: of the others nothing more is told, and nobody has to tell it.
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
    # A file of a request is part of its file before the law: it goes with it, not with the chat.
    filed = exists().where(col(AdjuntoRow.media_ref) == col(MediaRow.ref))
    db.execute(
        update(MediaRow).where(mine[MediaRow], ~filed).values(contact_id=None, url="", estado="borrada", due_at=now)
    )
    db.execute(update(MediaRow).where(mine[MediaRow]).values(contact_id=None))
    _forget_notices(db, contact_id, now)
    talks = (col(AtencionRow.contact_id) == contact_id, col(AtencionRow.cerrada_at).is_not(None))
    db.execute(delete(NotaRow).where(col(NotaRow.atencion_id).in_(select(col(AtencionRow.id)).where(*talks))))
    db.execute(update(AtencionRow).where(*talks).values(contact_id=None, tema="", archivo=None))
    over = (col(SolicitudRow.contact_id) == contact_id, col(SolicitudRow.estado).in_(TERMINADAS))
    db.execute(update(SolicitudRow).where(*over).values(contact_id=None))
    db.execute(update(Contact).where(col(Contact.id) == contact_id).values(idioma=None))


def _forget_notices(db: Connection, contact_id: int, now: datetime) -> None:
    theirs, over = col(SolicitudRow.contact_id) == contact_id, col(SolicitudRow.estado).in_(TERMINADAS)
    of_open = exists().where(col(SolicitudRow.id) == col(AvisoRow.solicitud_id), theirs, ~over)
    mine = col(AvisoRow.contact_id) == contact_id
    ids = list(db.execute(select(col(AvisoRow.id)).where(mine, ~of_open)).scalars())
    kept = select(col(AvisoSalidaRow.salida_key)).join(AvisoRow, col(AvisoRow.id) == col(AvisoSalidaRow.aviso_id))
    carrying = select(col(AvisoSalidaRow.salida_key)).where(col(AvisoSalidaRow.aviso_id).in_(ids))
    only_these = (col(Outgoing.key).in_(carrying), col(Outgoing.key).not_in(kept.where(mine, of_open)))
    # What is on its way and has not left; an answer, whose key is another, is never held back.
    held = (col(Outgoing.estado).in_(_NOT_SENT), col(Outgoing.kind).in_(_NOTICES), *only_these)
    db.execute(
        update(Outgoing).where(*held).values(estado="descartada", body=_EMPTY_BODY, sealed=False, lease_until=None)
    )
    db.execute(delete(AvisoSalidaRow).where(col(AvisoSalidaRow.aviso_id).in_(ids)))
    db.execute(delete(AvisoRow).where(col(AvisoRow.id).in_(ids)))
    told = (col(Task.contact_id) == contact_id, col(Task.kind) == SIN_ENTREGAR, col(Task.closed_at).is_(None))
    codes = select(col(SolicitudRow.codigo)).where(theirs, over)
    db.execute(update(Task).where(*told, col(Task.tema).in_(codes)).values(contact_id=None, closed_at=now))
