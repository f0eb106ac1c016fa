"""One message in, one transaction: seen, contact, session, turn, effects, replies, figures, commit. Or nothing at all.

What happens if the process dies on any line: before the commit nothing happened and the provider, or our spool, gives
the message again; after it the reply lies in the outbox. `tests/drill` kills it at every fault point.
"""

import logging
from dataclasses import dataclass, replace
from traceback import extract_tb

from sqlalchemy import Connection, NestedTransaction, insert

from bot import atencion, contacts, enlace, sessions
from bot.anonimas import nobodys
from bot.avisos import with_notices
from bot.contacts import Known
from bot.effects import apply, perform
from bot.inbound import Inbound
from bot.services import Services
from bot.traces import reply_bodies, reply_body, write_interaction, write_media, write_messages, write_outgoing
from flows.context import Context
from flows.effects import AbrirEnlace
from flows.engine import Do, Frame, Go
from flows.messages import Bubble, Json
from flows.session import Session
from flows.settle import Facts, Turn, begin, save_drafts, settle
from flows.turn import complete, turn
from knowledge.conversaciones import Event, Seen
from knowledge.prepared import Clash, Prepared, one_trip

log = logging.getLogger(__name__)

_SEEN = Prepared(insert(Seen), "provider", "provider_id", "at")


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a message: `duplicate` when we had it before, else the contact, the reply and its number.

    Without a reply a person of the staff answers; `seq` is then the number of the message itself.
    """

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
        taken = services.db.write(lambda db: _take(services, db, inbound))
    except _Seen:
        return Taken(duplicate=True)
    services.fault("turn:after-commit")
    services.wake_delivery()
    return taken


class _Seen(Exception):
    """We had this message before: whatever this transaction began is rolled back."""


def _take(services: Services, db: Connection, inbound: Inbound) -> Taken:
    try:
        with one_trip(db):
            # The provider's id first: of ten simultaneous deliveries nine stop here and wait for the tenth to commit.
            _SEEN.run(db, {"provider": inbound.provider, "provider_id": inbound.provider_id, "at": inbound.received_at})
            found = contacts.find(db, inbound.addresses)
    except Clash:
        raise _Seen from None
    inbound, looked_up = enlace.met(services, db, inbound, found)
    contact = contacts.locked(db, inbound.channel, inbound.addresses, inbound.received_at, looked_up)
    try:
        taken = _turn(services, db, contact, inbound)
    except enlace.Agreed:
        inbound = enlace.agreed(services, db, contact, inbound)
        contact = contacts.locked(db, inbound.channel, inbound.addresses, inbound.received_at)
        taken = _turn(services, db, contact, inbound)
    services.fault("turn:before-commit")
    return taken


def _turn(services: Services, db: Connection, contact: Known, inbound: Inbound) -> Taken:
    services.fault("turn:contact")
    if contact.atencion_id is not None and (seq := atencion.oir(services, db, contact, inbound)) is not None:
        return Taken(duplicate=False, contact_id=contact.id, seq=seq)
    done = _decide(services, db, contact, inbound)
    services.fault("turn:decided")
    bubble = with_notices(services, db, contact, inbound, done) if contact.avisos else done.bubble
    assert bubble is not None
    body = reply_body(bubble, services.sello)
    state = sessions.written(done.session, services.flows, services.sello)
    write_media(db, contact, inbound, done.facts)
    with one_trip(db):
        sessions.store(db, contact.id, state, contact.last_seq + 2, inbound.received_at)
        write_messages(db, contact, inbound, bubble, done.facts, body)
        if inbound.channel == "whatsapp":
            write_outgoing(db, contact, inbound, bubble, reply_bodies(bubble, body, services.sello))
        services.fault("turn:outbox")
        write_interaction(services, db, contact, inbound, done, services.clock())
    return Taken(duplicate=False, contact_id=contact.id, bubble=bubble, seq=contact.last_seq + 2, decision=done.facts)


def _decide(services: Services, db: Connection, contact: Known, inbound: Inbound) -> Turn:
    """Run the turn and its effects. A flow that raises is undone to a savepoint and answered with an apology."""
    session = sessions.read(contact.state, contact.last_seq, services.sello)
    context = services.context(db, contact, inbound)
    undo = _Undo(db)
    reserved: list[bool] = []
    secret: list[bool] = []

    def carry_out(frame: Frame, do: Do) -> Json:
        reserved.append(nobodys(undo.point(), do.effect))
        result = perform(services, undo.point(), contact, inbound, frame, do)
        secret.append(isinstance(do.effect, AbrirEnlace) and "codigo" in result)
        return result

    try:
        state = turn(context, session, inbound.message, services.flows)
        done = complete(context, state, services.flows, carry_out)
        if any(reserved):
            done = _confidential(done)
        if any(secret):
            done = replace(done, bubble=_sealed(done))
        for effect in done.effects:
            apply(services, undo.point(), contact, inbound, effect)
        undo.keep()
        return done
    except enlace.Agreed:
        undo.back()
        raise
    except Exception as error:
        # A database that fails is no flow that raises: let the channel keep the message.
        if services.is_outage(error):
            raise
        undo.back()
        log.error("a flow raised %s in contact %s", type(error).__name__, contact.id)
        happened = {"at": inbound.received_at, "kind": "flow-raised", "detail": where(error), "contact_id": contact.id}
        db.execute(insert(Event).values(**happened))
        return _apology(services, context, session, inbound)


def _confidential(done: Turn) -> Turn:
    return replace(done, facts=replace(done.facts, confidential=True), bubble=_sealed(done))


def _sealed(done: Turn) -> Bubble:
    """Return the reply so that it rests nowhere in the clear: whoever reads it could do something with it."""
    assert done.bubble is not None
    return replace(done.bubble, confidential=True)


class _Undo:
    """A savepoint set before the first effect: most turns have none and pay for none."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._savepoint: NestedTransaction | None = None

    def point(self) -> Connection:
        if self._savepoint is None:
            self._savepoint = self._db.begin_nested()
        return self._db

    def keep(self) -> None:
        if self._savepoint is not None:
            self._savepoint.commit()

    def back(self) -> None:
        if self._savepoint is not None:
            self._savepoint.rollback()


def _apology(services: Services, context: Context, session: Session, inbound: Inbound) -> Turn:
    """Say sorry, give the way out, and keep what was told as a draft: the next release may be able to go on."""
    frames = (*session.parked, *((session.frame,) if session.frame else ()))
    bare = replace(session.idle(), parked=(), turn=session.turn + 1, last_at=inbound.received_at)
    facts = Facts(kind="failed", confidential=sessions.is_confidential(session, services.flows))
    state = Turn(save_drafts(bare, frames, services.flows), facts=facts)
    return settle(context, begin(state, Go("disculpa"), services.flows), services.flows)


def where(error: Exception) -> str:
    """Return type and place of an error, never its message: that may quote the citizen."""
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    return f"{type(error).__name__} at {' > '.join(places[-4:])}"
