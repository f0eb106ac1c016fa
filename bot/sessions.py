"""Where a conversation rests between two messages. Sealed while anything confidential is in it."""

import json
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, bindparam, update
from sqlmodel import col

from flows import session as flow_session
from flows.engine import Frame
from flows.session import Session
from flows.settle import Flows
from knowledge.conversaciones import SessionRow
from knowledge.prepared import Prepared
from knowledge.sellado import CannotOpen, Sello

SEALED = "sealed:"
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_STORE = Prepared(
    update(SessionRow)
    .where(col(SessionRow.contact_id) == bindparam("contact"))
    .values(state=bindparam("new_state"), last_seq=bindparam("seq"), updated_at=bindparam("at")),
    "contact", "new_state", "seq", "at",
)  # fmt: skip


def read(state: str, last_seq: int, sello: Sello) -> Session:
    """Return the session that a row holds. One that this server's key cannot open begins anew.

    Its turns go on from `last_seq`: what is numbered by turn (runs of a flow) must never repeat.
    """
    try:
        text = sello.open(state.removeprefix(SEALED)) if state.startswith(SEALED) else state
    except CannotOpen:
        return Session(turn=last_seq)
    return flow_session.load(json.loads(text))


def written(session: Session, flows: Flows, sello: Sello) -> str:
    """Return the session as its row holds it."""
    state = _json(flow_session.dump(session))
    return SEALED + sello.close(state) if is_confidential(session, flows) else state


def store(db: Connection, contact_id: int, state: str, last_seq: int, now: datetime) -> None:
    """Write the session of a contact."""
    _STORE.run(db, {"contact": contact_id, "new_state": state, "seq": last_seq, "at": now})


def is_confidential(session: Session, flows: Flows) -> bool:
    """Return whether anything told in a confidential flow is in the session. An unknown flow counts as one."""
    frames = (*session.parked, *(d.frame for d in session.drafts), *((session.frame,) if session.frame else ()))
    return any(_hidden(frame, flows) for frame in frames)


def without_confidential(session: Session, flows: Flows) -> Session:
    """Return the session without what was told in confidential flows."""
    parked = tuple(frame for frame in session.parked if not _hidden(frame, flows))
    drafts = tuple(draft for draft in session.drafts if not _hidden(draft.frame, flows))
    rest = session.idle() if session.frame and _hidden(session.frame, flows) else session
    return replace(rest, parked=parked, drafts=drafts)


def _hidden(frame: Frame, flows: Flows) -> bool:
    return frame.flow not in flows or flows[frame.flow].confidential
