"""Make one conversation of two whose sides were both proved: everything of the web's contact becomes WhatsApp's.

The web's messages are numbered after those of WhatsApp, and its browser goes on counting from one (`desde_seq`): it reads
what it had and what follows, never what was said on WhatsApp before. Emptied contacts stay, without address or session.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update
from sqlmodel import SQLModel, col

from bot import sessions
from bot.services import Services
from bot.sessions import SEALED
from bot.traces import RESERVED
from flows.engine import Frame
from flows.session import ARCHIVE, Draft, Session
from flows.settle import MAX_PARKED, RUNS_PER_TURN, Flows, save_drafts
from knowledge.atencion import AtencionRow
from knowledge.avisos import AvisoRow
from knowledge.conversaciones import (
    Address,
    Consent,
    Contact,
    EffectDone,
    MediaRow,
    MessageRow,
    Outgoing,
    SessionRow,
    Subscription,
    Task,
)
from knowledge.enlaces import EnlaceRow, Lado
from knowledge.solicitudes import SolicitudRow
from notifier.upsert import insert_or_ignore

# Requests first, and notices after them: who works on a request holds its row and writes a notice for the contact it
# names. Once the request names the other contact, no notice for the emptied one can follow.
MOVED: tuple[type[SQLModel], ...] = (SolicitudRow, AvisoRow, Task, MediaRow, Consent, Outgoing)
# These change on the way: numbers that must stay unique, topics that both have, one code for each.
RENUMBERED: tuple[type[SQLModel], ...] = (
    MessageRow,
    EffectDone,
    Address,
    Subscription,
    SessionRow,
    EnlaceRow,
    AtencionRow,
)


@dataclass(frozen=True, slots=True)
class Parte:
    """One of the two, with its conversation as it rests."""

    id: int
    idioma: str | None
    aviso_version: str | None
    state: str
    last_seq: int


def held(db: Connection, contact_id: int) -> Parte | None:
    """Return a contact and hold its turn until the transaction ends, as `contacts.find` does; None for an emptied one."""
    row = db.execute(
        select(
            col(Contact.idioma), col(Contact.aviso_version), col(SessionRow.state), col(SessionRow.last_seq)
        )
        .join(SessionRow, col(SessionRow.contact_id) == col(Contact.id))
        .where(col(Contact.id) == contact_id)
        .with_for_update(of=(Contact, SessionRow), key_share=True)
    ).first()  # fmt: skip
    return None if row is None else Parte(contact_id, *row)


def told_in_reserve(db: Connection, part: Parte, lado: Lado) -> bool:
    """Return whether a conversation holds, or on the web ever held, what nobody may tie to a number.

    What was told in reserve on the web was told without one: even the gaps that it left in the log would say who it was.
    """
    if part.state.startswith(SEALED):
        return True
    blank = (col(MessageRow.direction) == "in", col(MessageRow.body) == RESERVED)
    return lado == "web" and bool(db.execute(select(exists().where(_of(MessageRow, part), *blank))).scalar())


def has_whatsapp(db: Connection, contact_id: int) -> bool:
    """Return whether a contact writes by WhatsApp too."""
    where = (col(Address.contact_id) == contact_id, col(Address.channel) == "whatsapp")
    return bool(db.execute(select(exists().where(*where))).scalar())


def attach(db: Connection, part: Parte, addresses: Sequence[str]) -> bool:
    """Give a new browser to a contact; False, and not given, where it has become somebody's meanwhile."""
    row = {"contact_id": part.id, "channel": "web", "dead": False, "opted_out": False, "desde_seq": part.last_seq}
    return insert_or_ignore(db, Address, {**row, "address": addresses[0]}, ("address",))


def unite(services: Services, db: Connection, web: Parte, whatsapp: Parte, now: datetime) -> None:
    """Move everything of the web's contact to WhatsApp's, and its open form too."""
    mine, theirs = (sessions.read(part.state, part.last_seq, services.sello) for part in (whatsapp, web))
    for table in MOVED:
        db.execute(update(table).where(_of(table, web)).values(contact_id=whatsapp.id))
    db.execute(
        update(MessageRow)
        .where(_of(MessageRow, web))
        .values(contact_id=whatsapp.id, seq=col(MessageRow.seq) + whatsapp.last_seq)
    )
    shifted = col(EffectDone.run) + mine.turn * RUNS_PER_TURN
    db.execute(update(EffectDone).where(_of(EffectDone, web)).values(contact_id=whatsapp.id, run=shifted))
    after = col(Address.desde_seq) + whatsapp.last_seq
    db.execute(update(Address).where(_of(Address, web)).values(contact_id=whatsapp.id, desde_seq=after))
    _subscriptions(db, web, whatsapp)
    _talks(db, web, whatsapp)
    db.execute(delete(EnlaceRow).where(_of(EnlaceRow, whatsapp)))
    db.execute(update(EnlaceRow).where(_of(EnlaceRow, web)).values(contact_id=whatsapp.id))
    # Gone, and not emptied: a turn that waits for it finds nobody and looks again by the address.
    db.execute(delete(SessionRow).where(_of(SessionRow, web)))
    known = {"idioma": whatsapp.idioma or web.idioma, "aviso_version": whatsapp.aviso_version or web.aviso_version}
    db.execute(update(Contact).where(col(Contact.id) == whatsapp.id).values(**known))
    state = sessions.written(joined(mine, theirs, services.flows, now), services.flows, services.sello)
    sessions.store(db, whatsapp.id, state, whatsapp.last_seq + web.last_seq, now)


def _of(table: type[SQLModel], part: Parte) -> ColumnElement[bool]:
    return table.contact_id == part.id  # type: ignore[attr-defined, no-any-return]  # each of these has one


def _talks(db: Connection, web: Parte, whatsapp: Parte) -> None:
    """Move the talks with people; at most one of the two has one that is not over."""
    after = col(AtencionRow.desde_seq) + whatsapp.last_seq
    db.execute(update(AtencionRow).where(_of(AtencionRow, web)).values(contact_id=whatsapp.id, desde_seq=after))
    owned = select(col(Contact.atencion_id)).where(col(Contact.id) == web.id)
    talk = db.execute(owned).scalar_one()
    if talk is not None:
        db.execute(update(Contact).where(col(Contact.id) == web.id).values(atencion_id=None))
        db.execute(update(Contact).where(col(Contact.id) == whatsapp.id).values(atencion_id=talk))
    until = db.execute(select(col(Contact.sin_persona_hasta)).where(col(Contact.id) == web.id)).scalar_one()
    if until is not None:
        shorter = or_(col(Contact.sin_persona_hasta).is_(None), col(Contact.sin_persona_hasta) < until)
        db.execute(update(Contact).where(col(Contact.id) == whatsapp.id, shorter).values(sin_persona_hasta=until))


def _subscriptions(db: Connection, web: Parte, whatsapp: Parte) -> None:
    """Keep of each topic what was said last."""
    rows = db.execute(
        select(col(Subscription.tema), col(Subscription.active), col(Subscription.at)).where(_of(Subscription, web))
    ).all()
    for tema, active, at in rows:
        told = {"active": active, "at": at}
        if not insert_or_ignore(
            db, Subscription, {"contact_id": whatsapp.id, "tema": tema, **told}, ("contact_id", "tema")
        ):
            older = (_of(Subscription, whatsapp), col(Subscription.tema) == tema, col(Subscription.at) < at)
            db.execute(update(Subscription).where(*older).values(**told))
    db.execute(delete(Subscription).where(_of(Subscription, web)))


def joined(whatsapp: Session, web: Session, flows: Flows, now: datetime) -> Session:
    """Return one session of two. Where a form is going on in WhatsApp, the web's rests as a draft; else it goes on.

    Runs of the web's flows are counted on from WhatsApp's turns: what is numbered by them must never repeat.
    """
    web = _shifted(web, whatsapp.turn)
    whatsapp = _rested(_unasked(whatsapp), flows, now)
    last = max((at for at in (whatsapp.last_at, web.last_at) if at), default=None)
    drafts = _newest((*whatsapp.drafts, *web.drafts))
    one = replace(whatsapp, turn=whatsapp.turn + web.turn, idioma=whatsapp.idioma or web.idioma, drafts=drafts)
    if whatsapp.frame is not None and whatsapp.frame.flow in flows and flows[whatsapp.frame.flow].form:
        frames = (*web.parked, *((web.frame,) if web.frame else ()))
        return replace(save_drafts(replace(one, last_at=web.last_at), frames, flows), last_at=last)
    parked = (*whatsapp.parked, *web.parked)
    one = replace(
        save_drafts(replace(one, last_at=last), parked[:-MAX_PARKED], flows), parked=parked[-MAX_PARKED:],
        frame=web.frame, asked=web.asked, shown=web.shown, tries=web.tries,
    )  # fmt: skip
    about = web if web.tramite else whatsapp
    return replace(one, tramite=about.tramite, anterior=about.anterior, ofrecidos=about.ofrecidos)


def _unasked(session: Session) -> Session:
    """Return the session as it was before the person was asked whether to join."""
    if session.frame is None or session.frame.flow != "enlace":
        return session
    below, on_top = session.parked[:-1], next(iter(session.parked[-1:]), None)
    return replace(session.idle(), parked=below, frame=on_top)


def _rested(session: Session, flows: Flows, now: datetime) -> Session:
    """Return a session as its next turn would find it after a day: what was half-way is a draft of that day."""
    if session.last_at is None or now - session.last_at < ARCHIVE:
        return session
    frames = (*session.parked, *((session.frame,) if session.frame else ()))
    return save_drafts(replace(session.idle().about_nothing(), parked=()), frames, flows)


def _shifted(session: Session, turns: int) -> Session:
    def later(frame: Frame) -> Frame:
        return replace(frame, run=frame.run + turns * RUNS_PER_TURN)

    return replace(
        session,
        frame=later(session.frame) if session.frame else None,
        parked=tuple(later(frame) for frame in session.parked),
        drafts=tuple(replace(draft, frame=later(draft.frame)) for draft in session.drafts),
    )


def _newest(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return of each flow the draft that lasts longest, in order of age."""
    by_flow = {draft.frame.flow: draft for draft in sorted(drafts, key=lambda draft: draft.until)}
    return tuple(by_flow.values())


def separate(db: Connection, contact_id: int, now: datetime) -> bool:
    """Take a conversation away from its browsers; each goes on alone from the number it has read. Returns if there was one."""
    rows = db.execute(
        select(col(Address.id), col(Address.desde_seq), col(SessionRow.last_seq))
        .join(SessionRow, col(SessionRow.contact_id) == col(Address.contact_id))
        .where(col(Address.contact_id) == contact_id, col(Address.channel) == "web")
    ).all()
    for which, desde, last_seq in rows:
        made = db.execute(insert(Contact).values(created_at=now)).inserted_primary_key
        assert made is not None
        alone = {"contact_id": made[0], "state": "{}", "last_seq": last_seq - desde, "updated_at": now}
        db.execute(insert(SessionRow).values(**alone))
        db.execute(update(Address).where(col(Address.id) == which).values(contact_id=made[0], desde_seq=0))
    return bool(rows)
