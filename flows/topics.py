"""How another topic comes in: instead of what only shows things, in place during a form, or as a form on top of it."""

from dataclasses import replace

from flows.context import Context
from flows.engine import Frame, Go
from flows.enlace import PREGUNTAR
from flows.messages import Message
from flows.routing import is_confidential, route
from flows.session import Session
from flows.settle import Flows, Turn, begin, open_flow, park
from flows.understanding import Decision


def change_topic(context: Context, state: Turn, message: Message, decision: Decision, flows: Flows) -> Turn:
    """Go to the clear, different topic that a message named."""
    go = route(context, state.session, message, decision)
    return enter(decided(state, decision, "aside"), go, flows)


def enter(state: Turn, go: Go, flows: Flows) -> Turn:
    """Go to another topic: answered in place during a form, instead of anything that only shows things."""
    frame = state.session.frame
    if frame is None or frame.flow not in flows or not flows[frame.flow].form:
        return open_flow(replace(state, session=replace(state.session, tries=0)), go, flows)
    return begin(park(state, flows), go, flows) if flows[go.flow].form else aside(state, go, flows)


def aside(state: Turn, go: Go, flows: Flows) -> Turn:
    """Answer in place: the running flow keeps its question, the other one only says its piece."""
    frame = state.session.frame
    if frame is None or frame.flow not in flows:
        return begin(state, go, flows)
    session = replace(state.session.idle(), parked=(*state.session.parked, frame), tries=state.session.tries)
    return replace(begin(replace(state, session=session), go, flows), aside=True)


def linked(state: Turn, fue: str, flows: Flows) -> Turn:
    """Say in place what became of a code; or ask, on top of a form, whether to join."""
    frame, go = state.session.frame, Go("enlace", {"fue": fue})
    if frame is not None and frame.flow == "enlace":  # what it asked was answered, or is asked anew
        state = replace(state, session=state.session.idle())
    elif not fue.startswith(PREGUNTAR):
        return aside(state, go, flows)
    elif frame is not None and frame.flow in flows and flows[frame.flow].form:
        state = park(state, flows)
    return begin(state, go, flows)


def half_way(session: Session, flows: Flows) -> dict[str, str]:
    """Return the form left half-way, which the menu and a greeting offer first."""
    waiting = [f.flow for f in session.parked] or [d.frame.flow for d in session.drafts]
    left = [flow for flow in waiting if flow in flows]
    return {"seguir": left[-1], "titulo": flows[left[-1]].titulo} if left else {}


def decided(state: Turn, decision: Decision, kind: str) -> Turn:
    """Note what was understood. What may be a denuncia is confidential from its first word, before its flow began."""
    facts = replace(
        state.facts,
        kind=kind,
        intencion=decision.intencion,
        confianza=decision.confianza,
        tramite=decision.tramite,
        confidential=state.facts.confidential or is_confidential(decision),
    )
    return replace(state, facts=facts)


def noted(state: Turn, kind: str, intencion: str | None) -> Turn:
    """Note what kind of turn this is."""
    return replace(state, facts=replace(state.facts, kind=kind, intencion=intencion))


def pending_frame(session: Session, flows: Flows) -> Frame | None:
    """Return the run whose question is pending; None for one that this release no longer has."""
    return session.frame if session.frame and session.asked and session.frame.flow in flows else None
