"""Where a conversation rests between two messages. Sealed while anything confidential is in it."""

import json
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import col

from flows import session as flow_session
from flows.session import Session
from flows.settle import Flows
from knowledge.conversaciones import SessionRow
from knowledge.sellado import CannotOpen, Sello

_SEALED = "sealed:"
_LOAD = select(col(SessionRow.state)).where(col(SessionRow.contact_id) == bindparam("contact"))
_STORE = (
    update(SessionRow)
    .where(col(SessionRow.contact_id) == bindparam("contact"))
    .values(state=bindparam("new_state"), updated_at=bindparam("at"))
)


def load(db: Connection, contact_id: int, sello: Sello) -> tuple[Session, bool]:
    """Return the session and whether a row exists. One that this server's key cannot open begins anew."""
    state = db.execute(_LOAD, {"contact": contact_id}).scalar_one_or_none()
    if state is None:
        return Session(), False
    try:
        text = sello.open(state.removeprefix(_SEALED)) if state.startswith(_SEALED) else state
    except CannotOpen:
        return Session(), True
    return flow_session.load(json.loads(text)), True


def store(
    db: Connection, contact_id: int, session: Session, flows: Flows, sello: Sello, now: datetime, *, exists: bool
) -> None:  # noqa: PLR0913
    """Write the session of a contact."""
    state = json.dumps(flow_session.dump(session), ensure_ascii=False, separators=(",", ":"))
    if is_confidential(session, flows):
        state = _SEALED + sello.close(state)
    if exists:
        db.execute(_STORE, {"contact": contact_id, "new_state": state, "at": now})
    else:
        db.execute(insert(SessionRow).values(contact_id=contact_id, state=state, updated_at=now))


def is_confidential(session: Session, flows: Flows) -> bool:
    """Return whether anything told in a confidential flow is in the session. An unknown flow counts as one."""
    frames = (*session.parked, *(d.frame for d in session.drafts), *((session.frame,) if session.frame else ()))
    return any(f.flow not in flows or flows[f.flow].confidential for f in frames)
