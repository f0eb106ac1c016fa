"""Loosen what a conversation tells of a request that is tied to nobody: its words, its moments, its figures.

The request itself names no contact. The log of the conversation would: so what led to it is blanked in the transaction that
files it, and the turn leaves the traces that a confidential one leaves.
"""

import json

from sqlalchemy import Connection, exists, func, select, update
from sqlmodel import col

from bot import sessions
from bot.contacts import Known
from bot.inbound import Inbound
from bot.services import Services
from bot.traces import RESERVED, persona
from flows.effects import CompletarSolicitud, Effect, RegistrarSolicitud
from flows.engine import Frame
from flows.settle import RUNS_PER_TURN
from knowledge.anotar import BOGOTA, el_dia
from knowledge.atencion import AtencionRow
from knowledge.conversaciones import Interaction, MessageRow, Outgoing
from knowledge.solicitudes import SolicitudRow
from notifier.outbox import EMPTY

BEFORE = 12  # messages before a form in which the words that opened it may stand
_TO_SEND = ("pendiente", "tomada", "incierta")


def nobodys(db: Connection, effect: Effect) -> bool:
    """Return whether what is asked for touches a request that names no contact."""
    match effect:
        case RegistrarSolicitud(anonima=anonima):
            return anonima
        case CompletarSolicitud(codigo=codigo):
            whose = select(col(SolicitudRow.contact_id)).where(col(SolicitudRow.codigo) == codigo)
            return (found := db.execute(whose).first()) is not None and found.contact_id is None
    return False


def loosen(services: Services, db: Connection, contact: Known, inbound: Inbound, frame: Frame) -> None:
    """Blank what this contact and Catalina said since the form began, in the log, in the queue and in the figures."""
    turn = sessions.read(contact.state, contact.last_seq, services.sello).turn + 1
    first = contact.last_seq + 1 - 2 * (turn - frame.run // RUNS_PER_TURN)  # a turn is two messages
    first = min(first, _told_since(services, db, contact, inbound, turn - frame.run // RUNS_PER_TURN) or first)
    first = _opened_at(db, contact, frame, first)
    since = (col(MessageRow.contact_id) == contact.id, col(MessageRow.seq) >= first)
    began = db.execute(select(col(MessageRow.at)).where(*since).order_by(col(MessageRow.seq)).limit(1)).scalar()
    if began is None:  # all of it was told in this very message
        return
    db.execute(update(MessageRow).where(*since).values(body=RESERVED, sealed=False))
    queued = (col(Outgoing.contact_id) == contact.id, col(Outgoing.kind) == "reply", col(Outgoing.created_at) >= began)
    waiting = select(col(Outgoing.id), col(Outgoing.body)).where(
        *queued, col(Outgoing.estado).in_(_TO_SEND), col(Outgoing.sealed).is_(False)
    )
    for which, body in db.execute(waiting).all():  # it is erased once it has arrived, as any confidential one
        closed = services.sello.close(body)
        db.execute(update(Outgoing).where(col(Outgoing.id) == which).values(body=closed, sealed=True))
    sent = (*queued, col(Outgoing.estado).not_in(_TO_SEND))
    db.execute(update(Outgoing).where(*sent).values(body=EMPTY, sealed=False))
    years = {began.astimezone(BOGOTA).year, inbound.received_at.astimezone(BOGOTA).year}
    for year in years:
        who = persona(services.settings.secret_key, contact.id, year)
        mine = (col(Interaction.persona) == who, col(Interaction.at) >= began)
        hidden = {"persona": None, "at": el_dia(inbound.received_at), "confianza": None, "reply_ms": 0}
        db.execute(update(Interaction).where(*mine).values(**hidden))


def _told_since(services: Services, db: Connection, contact: Known, inbound: Inbound, turns: int) -> int | None:
    """Return the message with which that many turns began, by their figures; None where nobody of the staff ever attended.

    What a person said, and what was said to them, are messages without a turn: they cannot be counted in pairs.
    """
    attended = select(exists().where(col(AtencionRow.contact_id) == contact.id))
    if not turns or not db.execute(attended).scalar():
        return None
    who = persona(services.settings.secret_key, contact.id, inbound.received_at.astimezone(BOGOTA).year)
    mine = (col(Interaction.persona) == who, col(Interaction.kind) != "con_persona")
    nth = select(col(Interaction.at)).where(*mine).order_by(col(Interaction.id).desc()).offset(turns - 1).limit(1)
    at = db.execute(nth).scalar()
    since = col(MessageRow.at) >= at if at is not None else col(MessageRow.seq) > 0  # rather too much than too little
    return db.execute(
        select(func.min(col(MessageRow.seq))).where(col(MessageRow.contact_id) == contact.id, since)
    ).scalar()


def _opened_at(db: Connection, contact: Known, frame: Frame, first: int) -> int:
    """Return the message with which it began: a form may be offered a moment after the words that it takes over."""
    told = frame.inicio.get("texto")
    if not told:
        return first
    near = (col(MessageRow.contact_id) == contact.id, col(MessageRow.seq).between(first - BEFORE, first - 1))
    rows = db.execute(select(col(MessageRow.seq), col(MessageRow.body)).where(*near, col(MessageRow.direction) == "in"))
    return min((seq for seq, body in rows if json.loads(body).get("texto") == told), default=first)
