"""One message in, one transaction: seen, contact, session, turn, effects, replies, figures, commit. Or nothing at all.

What happens if the process dies on any line: before the commit nothing happened and the provider, or our spool, gives
the message again; after it the reply lies in the outbox. `tests/drill` kills it at every fault point.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b

from sqlalchemy import Connection, insert, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot import contacts, sessions
from bot.contacts import Known
from bot.effects import apply, perform
from bot.inbound import Inbound
from bot.services import Services
from flows.context import BOGOTA, Context
from flows.engine import Go
from flows.messages import Bubble, Message
from flows.session import Session
from flows.settle import Facts, Turn, begin, save_drafts, settle
from flows.turn import complete, turn
from knowledge.conversaciones import Contact, Event, Interaction, MediaRow, MessageRow, Outgoing, Seen

log = logging.getLogger(__name__)

# Built once: SQLAlchemy keeps their compiled form.
_SEEN = insert(Seen)
_MESSAGE = insert(MessageRow)
_OUTGOING = insert(Outgoing)
_INTERACTION = insert(Interaction)
_MEDIA = insert(MediaRow)


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: `duplicate` when we had it before, else the contact, the reply and its number."""

    duplicate: bool
    contact_id: int | None = None
    bubble: Bubble | None = None
    seq: int = 0
    decision: Facts | None = None


def receive(services: Services, inbound: Inbound) -> Taken:
    """Take one message and answer it, exactly once.

    Raises:
        Unavailable: the database does not answer; nothing was kept, the channel must keep the request itself.
    """
    services.fault("turn:before")
    try:
        with services.db.writing() as db:
            db.execute(
                _SEEN, {"provider": inbound.provider, "provider_id": inbound.provider_id, "at": inbound.received_at}
            )
            taken = _turn(services, db, inbound)
            services.fault("turn:before-commit")
    except IntegrityError:
        return Taken(duplicate=True)
    services.fault("turn:after-commit")
    services.wake_delivery()
    return taken


def _turn(services: Services, db: Connection, inbound: Inbound) -> Taken:
    contact = contacts.locked(db, inbound.channel, inbound.addresses, inbound.received_at)
    services.fault("turn:contact")
    session, exists = sessions.load(db, contact.id, services.sello)
    context = services.context(db, contact, inbound)
    done = _decide(services, db, contact, inbound, context, session)
    services.fault("turn:decided")
    bubble = done.bubble
    assert bubble is not None
    sessions.store(db, contact.id, done.session, services.flows, services.sello, inbound.received_at, exists=exists)
    _write_media(db, contact, inbound, done.facts)
    _write_messages(services, db, contact, inbound, bubble, done.facts)
    if inbound.channel == "whatsapp":
        _write_outgoing(services, db, contact, inbound, bubble, done.session.turn)
    services.fault("turn:outbox")
    db.execute(_INTERACTION, _interaction(services, contact, inbound, done, services.clock()))
    return Taken(duplicate=False, contact_id=contact.id, bubble=bubble, seq=contact.last_seq + 2, decision=done.facts)


def _decide(
    services: Services, db: Connection, contact: Known, inbound: Inbound, context: Context, session: Session
) -> Turn:
    """Run the turn and its effects. A flow that raises is undone to a savepoint and answered with an apology."""
    try:
        with db.begin_nested():
            done = complete(
                context,
                turn(context, session, inbound.message, services.flows),
                services.flows,
                lambda frame, do: perform(services, db, contact, inbound, frame, do),
            )
            for effect in done.effects:
                apply(services, db, contact, inbound, effect)
        return done
    except Exception as error:
        # A database that fails is no flow that raises: let the channel keep the message.
        if services.is_outage(error):
            raise
        log.error("a flow raised %s in contact %s", type(error).__name__, contact.id)
        db.execute(
            insert(Event).values(
                at=inbound.received_at, kind="flow-raised", detail=_where(error), contact_id=contact.id
            )
        )
        return _apology(services, context, session, inbound)


def _apology(services: Services, context: Context, session: Session, inbound: Inbound) -> Turn:
    """Say sorry, give the way out, and keep what was told as a draft: the next release may be able to go on."""
    frames = (*session.parked, *((session.frame,) if session.frame else ()))
    kept = save_drafts(
        replace(session.idle(), parked=(), turn=session.turn + 1, last_at=inbound.received_at), frames, services.flows
    )
    facts = Facts(kind="failed", confidential=sessions.is_confidential(session, services.flows))
    sorry = Go("disculpa", {"borrador": "si"} if kept.drafts else {})
    return settle(context, begin(Turn(kept, facts=facts), sorry, services.flows), services.flows)


def _where(error: Exception) -> str:
    """Return type and place of an error, never its message: that may quote the citizen."""
    trace, places = error.__traceback__, []
    while trace is not None:
        places.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return f"{type(error).__name__} at {' > '.join(places[-4:])}"


def _write_messages(
    services: Services, db: Connection, contact: Known, inbound: Inbound, bubble: Bubble, facts: Facts
) -> None:
    """Write what came and what goes to the log of the conversation, without the words of a confidential flow."""
    told = _told(inbound.message, facts)
    said = json.dumps(
        {"texto": bubble.text, "opciones": [[o.id, o.title, o.description] for o in bubble.options]}, ensure_ascii=False
    )
    row = {"contact_id": contact.id, "at": inbound.received_at}
    # The turn's own clock orders the log; the reference lets a channel say which request a row answers.
    rows: Sequence[dict[str, object]] = (
        {**row, "seq": contact.last_seq + 1, "direction": "in", "body": told, "sealed": False, "ref": f"{inbound.provider}:{inbound.provider_id}"},
        {
            **row, "seq": contact.last_seq + 2, "direction": "out", "sealed": bubble.confidential, "ref": None,
            "body": services.sello.close(said) if bubble.confidential else said,
        },
    )  # fmt: skip
    db.execute(_MESSAGE, rows)
    db.execute(update(Contact).where(col(Contact.id) == contact.id).values(last_seq=contact.last_seq + 2))


def _told(message: Message, facts: Facts) -> str:
    if facts.confidential:
        return json.dumps({"texto": "[emergencia]" if facts.kind == "emergency" else "[denuncia]"})
    told: dict[str, object] = {"texto": message.text}
    if message.option:
        told["opcion"] = message.option
    if message.attachments:
        told["archivos"] = [a.content_type for a in message.attachments]
    if message.location:
        told["ubicacion"] = True
    return json.dumps(told, ensure_ascii=False)


def _write_outgoing(
    services: Services, db: Connection, contact: Known, inbound: Inbound, bubble: Bubble, number: int
) -> None:
    body = json.dumps(
        {"texto": bubble.text, "opciones": [[o.id, o.title, o.description] for o in bubble.options]}, ensure_ascii=False
    )
    db.execute(
        _OUTGOING,
        {
            "key": f"turn:{contact.id}:{number}", "contact_id": contact.id, "address": inbound.addresses[0], "channel": inbound.channel,
            "kind": "reply", "body": services.sello.close(body) if bubble.confidential else body, "sealed": bubble.confidential,
            "estado": "pendiente", "attempts": 0, "due_at": inbound.received_at, "created_at": inbound.received_at,
        },
    )  # fmt: skip


def _write_media(db: Connection, contact: Known, inbound: Inbound, facts: Facts) -> None:
    """Note the files to copy after the turn. Those of a confidential turn are not fetched: nothing could seal them yet."""
    if not inbound.media or facts.confidential:
        return
    db.execute(
        _MEDIA,
        [
            {
                "ref": m.ref, "contact_id": contact.id, "provider": inbound.provider, "url": m.url, "content_type": m.content_type,
                "estado": "pendiente", "attempts": 0, "due_at": inbound.received_at, "created_at": inbound.received_at,
            }
            for m in inbound.media
        ],
    )  # fmt: skip


def _interaction(services: Services, contact: Known, inbound: Inbound, done: Turn, now: datetime) -> dict[str, object]:
    """Return the one row of figures of a turn: no words, and of a confidential one neither person nor hour."""
    facts, hidden = done.facts, done.facts.confidential
    day = inbound.received_at.astimezone(BOGOTA).replace(hour=12, minute=0, second=0, microsecond=0)
    return {
        "at": day if hidden else inbound.received_at,
        "persona": None if hidden else persona(services.settings.secret_key, contact.id, day.year),
        "channel": inbound.channel,
        "idioma": done.session.idioma or "es",
        "kind": facts.kind,
        "intencion": facts.intencion,
        "confianza": None if hidden else facts.confianza,
        "tramite": facts.tramite,
        "flow": done.session.frame.flow if done.session.frame else (facts.started[-1] if facts.started else None),
        "question": facts.question,
        "ended": facts.ended[-1] if facts.ended else None,
        "reply_ms": 0 if hidden else max(0, round((now - inbound.received_at).total_seconds() * 1000)),
    }


def persona(secret_key: str, contact_id: int, year: int) -> bytes:
    """Return the keyed pseudonym of a contact for one year: figures can count persons, nobody can name them."""
    return blake2b(
        f"{year}:{contact_id}".encode(), key=secret_key.encode()[:64], digest_size=8, person=b"persona"
    ).digest()
