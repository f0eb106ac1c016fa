"""The heart: one message in, one bubble out. `turn(context, session, message) -> Turn`, pure.

The order in which a message is read never changes: emergency, an option that was shown, opt-out words, a global word,
an accepted answer, a clear different topic, another try. docs/arquitectura.md says why in that order.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from flows.answers import N_, Rejected, chosen, fold
from flows.context import Context
from flows.engine import Do, Frame, Go, advance
from flows.messages import Json, Message, to_json
from flows.routing import CONFIDENTIAL_INTENTS, is_clear, route
from flows.session import ARCHIVE, PAUSE, Session
from flows.settle import Facts, Flows, Turn, begin, park, resume, save_drafts, settle
from flows.understanding import Decision, decide, emergency, global_word, opt_out

MISSES = 3  # after this many the menu and a person are offered
_RESUME_WORDS = frozenset({"seguir", "continuar", "retomar", "sigamos", "continue", "resume"})
_QUESTION = re.compile(r"^(¿|cuant|donde|como|cual|quien|que |por ?que|how|where|what|when|which|who )|\?$")


def turn(context: Context, session: Session, message: Message, flows: Flows) -> Turn:
    """Decide what one message leads to. Pure: the same arguments give the same turn.

    The turn may stop at an effect (`Turn.effect`): carry it out and `resume`, or let `complete` do both.

    Raises:
        FlowError: a flow broke its own rules. Whoever called apologises and keeps what was told as a draft.
    """
    session, archived = _wake(context, session, flows)
    context = context.hablando(session.idioma or context.idioma)
    message = _owned(session, message)
    state = Turn(replace(session, turn=session.turn + 1))
    if session.frame is not None and session.frame.flow in flows:
        state = replace(state, facts=Facts(confidential=flows[session.frame.flow].confidential))
    if archived:
        state = replace(state, said=(_archived(context, archived, flows),))
    return settle(context, _read(context, state, message, flows), flows)


def complete(context: Context, state: Turn, flows: Flows, perform: Callable[[Frame, Do], Json]) -> Turn:
    """Finish a turn by carrying out each effect it stops at."""
    while state.effect is not None:
        assert state.session.frame is not None  # an effect belongs to the running flow
        state = resume(context, state, perform(state.session.frame, state.effect), flows)
    return state


def _read(context: Context, state: Turn, message: Message, flows: Flows) -> Turn:
    """Find what the message is, in the one order, and return the turn ready to be settled."""
    if kind := emergency(message.text):
        state = replace(state, facts=replace(state.facts, kind="emergency", intencion="emergencia", confidential=True))
        return _aside(state, Go("emergencia", {"tipo": kind}), flows)
    pending = _pending(state.session, flows)
    if pending and (option := chosen(state.session.shown, message)) is not None:
        accepted = _file(context, state, replace(message, option=option), flows)
        if accepted is not None:
            return accepted
    if message.option is None and opt_out(message.text):
        return _aside(_fact(state, "command", "notificaciones"), Go("notificaciones", {"accion": "baja"}), flows)
    if message.option is None and (word := global_word(message.text)):
        return _command(context, state, word, flows)
    if message.option is None and fold(message.text[:40]) in _RESUME_WORDS and state.session.drafts and not pending:
        return begin(
            _fact(state, "command", None), Go("reanudar", {"flujo": state.session.drafts[-1].frame.flow}), flows
        )
    return _free(context, state, message, flows)


def _free(context: Context, state: Turn, message: Message, flows: Flows) -> Turn:
    """Read free words: an answer, another topic, or a miss."""
    if not (pending := _pending(state.session, flows)):
        return _route(context, state, message, flows)
    spec = flows[pending.flow]
    accepted = _file(context, state, message, flows)
    if accepted is not None and spec.confidential:
        return accepted  # its words are read by nothing but the officer
    if not message.text.strip():
        return accepted or _aside(state, Go("adjunto", {"tipo": _kind(message)}), flows)
    decision = decide(message.text, context.comprension)
    if accepted is not None and not _is_aside_question(message.text, decision):
        paused = _paused(context, state.session) and spec.form
        if not (paused and decision.intencion == "saludo"):
            return (
                replace(accepted, said=(*accepted.said, context.t(N_("Seguimos donde quedamos."))))
                if paused
                else accepted
            )
    if is_clear(decision) and not (spec.form and decision.intencion == _intent_of(pending)):
        return _change_topic(context, state, message, decision, flows)
    if spec.form and _paused(context, state.session):
        return begin(
            park(_fact(state, "resumed", None), flows), Go("reanudar", {"flujo": pending.flow, "pausa": "si"}), flows
        )
    return _retry(context, state, message, decision, flows)


def _change_topic(context: Context, state: Turn, message: Message, decision: Decision, flows: Flows) -> Turn:
    """Answer a clear, different topic: in place during a form, instead of anything that only shows things."""
    go = route(context, state.session, message, decision)
    state = _decided(state, decision, "aside")
    frame = state.session.frame
    if frame is None or not flows[frame.flow].form:
        return _open(replace(state, session=replace(state.session, tries=0)), go, flows)
    return begin(park(state, flows), go, flows) if flows[go.flow].form else _aside(state, go, flows)


def _open(state: Turn, go: Go, flows: Flows) -> Turn:
    """Start a flow, or take up the form of the same name that is parked or kept as a draft."""
    session = state.session
    if flows[go.flow].form and session.draft(go.flow) and go.flow not in [f.flow for f in session.parked]:
        return begin(state, Go("reanudar", {"flujo": go.flow, "nuevo": "si", **go.inicio}), flows)
    return begin(state, go, flows)


def _route(context: Context, state: Turn, message: Message, flows: Flows) -> Turn:
    """Start what a message without a pending question asks for."""
    if not message.text.strip():
        return begin(state, Go("adjunto", {"tipo": _kind(message)}), flows)
    decision = decide(message.text, context.comprension)
    state = _decided(state, decision, "answered")
    if state.session.idioma is None and decision.idioma != context.idioma:
        state = replace(state, session=replace(state.session, idioma=decision.idioma))
    go = route(context, state.session, message, decision)
    if go.flow not in ("no_se", "aclarar"):
        return _open(replace(state, session=replace(state.session, tries=0)), go, flows)
    tries = state.session.tries + 1
    kind = "clarified" if go.flow == "aclarar" else "missed"
    state = _fact(replace(state, session=replace(state.session, tries=tries)), kind, decision.intencion)
    return begin(state, go if tries < MISSES else Go("rescate"), flows)


def _retry(context: Context, state: Turn, message: Message, decision: Decision, flows: Flows) -> Turn:
    """Ask again with a better hint; after three misses offer the menu and a person. Courtesy is not a miss."""
    frame = state.session.frame
    assert frame is not None
    state = _decided(state, decision, "retried")
    if decision.intencion in ("gracias", "saludo"):
        return replace(state, again=True)
    tries = state.session.tries + 1
    state = replace(state, session=replace(state.session, tries=tries))
    if tries >= MISSES:
        state = replace(state, session=replace(state.session, tries=0))
        return begin(park(state, flows), Go("rescate", {"flujo": frame.flow}), flows)
    if not flows[frame.flow].form and decision.intencion == "aclarar":
        return begin(
            _fact(state, "clarified", decision.intencion), route(context, state.session, message, decision), flows
        )
    hint = _hint(context, state, message, flows)
    return replace(state, said=(*state.said, hint), again=True)


def _hint(context: Context, state: Turn, message: Message, flows: Flows) -> str:
    frame, asked = state.session.frame, state.session.asked
    assert frame is not None
    assert asked is not None
    outcome = advance(flows[frame.flow].body, context, frame.with_raw(asked, to_json(message)))
    return outcome.rejected.say(context) if outcome.rejected else context.t(N_("No te entendí bien."))


def _file(context: Context, state: Turn, message: Message, flows: Flows) -> Turn | None:
    """File a reply under the question that was shown; None when that question does not accept it.

    A question that this release no longer reaches keeps the reply unread: it is read when the flow comes to it.
    """
    frame, asked = state.session.frame, state.session.asked
    if frame is None or asked is None:
        return None
    filed = frame.with_raw(asked, to_json(message))
    outcome = advance(flows[frame.flow].body, context, filed)
    if outcome.ask is not None and outcome.ask.key == asked and isinstance(outcome.rejected, Rejected):
        return None
    return replace(state, session=replace(state.session.idle(), frame=filed))


def _command(context: Context, state: Turn, word: str, flows: Flows) -> Turn:
    """Obey a word that means the same everywhere."""
    state = _fact(state, "command", word)
    frame = state.session.frame
    spec = flows.get(frame.flow) if frame else None
    match word:
        case "atras":
            return _back(context, state, flows)
        case "cancelar":
            titulo = (
                {"titulo": spec.titulo, "hecho": "si" if frame and frame.results else ""} if spec and spec.form else {}
            )
            dropped = state.session.without_draft(spec.name) if spec and spec.form else state.session
            return begin(replace(state, session=dropped.idle()), Go("cancelado", titulo), flows)
        case "salir":
            frames = (*state.session.parked, *((frame,) if frame else ()))
            left = save_drafts(replace(state.session.idle(), parked=(), last_at=context.ahora), frames, flows)
            return begin(
                replace(state, session=left), Go("despedida", {"borrador": "si"} if left.drafts else {}), flows
            )
        case "menu":
            return begin(park(state, flows) if spec and spec.form else state, Go("menu"), flows)
        case _:
            return _change_or_open(state, Go(word), flows)


def _change_or_open(state: Turn, go: Go, flows: Flows) -> Turn:
    frame = state.session.frame
    if frame is None or frame.flow not in flows or not flows[frame.flow].form:
        return _open(state, go, flows)
    return begin(park(state, flows), go, flows) if flows[go.flow].form else _aside(state, go, flows)


def _back(context: Context, state: Turn, flows: Flows) -> Turn:
    frame = state.session.frame
    if frame is None or frame.flow not in flows:
        return begin(state, Go("menu"), flows)
    earlier = frame.without_last_answer()
    if earlier is not None:
        return replace(state, session=replace(state.session.idle(), frame=earlier), again=True)
    if not flows[frame.flow].form:
        return begin(state, Go("menu"), flows)
    return replace(state, said=(*state.said, context.t(N_("Ya estamos en la primera pregunta."))), again=True)


def _aside(state: Turn, go: Go, flows: Flows) -> Turn:
    """Answer in place: the running flow keeps its question, the other one only says its piece."""
    frame = state.session.frame
    if frame is None or frame.flow not in flows:
        return begin(state, go, flows)
    session = replace(state.session.idle(), parked=(*state.session.parked, frame), tries=state.session.tries)
    return replace(begin(replace(state, session=session), go, flows), aside=True)


def _wake(context: Context, session: Session, flows: Flows) -> tuple[Session, str | None]:
    """Apply the two clocks: archive a conversation after a day, drop drafts whose time is over."""
    archived = None
    if session.last_at is not None and context.ahora - session.last_at >= ARCHIVE:
        frames = (*session.parked, *((session.frame,) if session.frame else ()))
        session = save_drafts(replace(session.idle(), parked=(), tramite=None), frames, flows)
        archived = session.drafts[-1].frame.flow if frames and session.drafts else None
    kept = tuple(d for d in session.drafts if d.until > context.ahora and d.frame.flow in flows)
    gone = session.frame is not None and session.frame.flow not in flows
    session = replace(session.idle() if gone else session, drafts=kept)
    return session, archived if archived in [d.frame.flow for d in kept] else None


def _archived(context: Context, flow: str, flows: Flows) -> str:
    text = context.t(N_("Guardé {titulo} sin terminar. Escribe *seguir* para retomarlo."))
    return text.format(titulo=context.t(flows[flow].titulo))


def _owned(session: Session, message: Message) -> Message:
    """Drop an option id that was not among those shown: its title is read as words, its id never acts."""
    if message.option is None or any(o.id == message.option for o in session.shown):
        return message
    return replace(message, option=None)


def _pending(session: Session, flows: Flows) -> Frame | None:
    return session.frame if session.frame and session.asked and session.frame.flow in flows else None


def _paused(context: Context, session: Session) -> bool:
    return session.last_at is not None and context.ahora - session.last_at >= PAUSE


def _is_aside_question(text: str, decision: Decision) -> bool:
    """Tell a question to us («¿cuánto cuesta el paz y salvo?») from an answer that was also accepted."""
    asks = bool(_QUESTION.search(fold(text[:200]) if "¿" not in text else "¿")) or text.rstrip().endswith("?")
    return (
        asks
        and is_clear(decision)
        and decision.confianza >= 0.85
        and decision.intencion in ("tramite", "funcionario", "ayuda")
    )


def _intent_of(frame: Frame) -> str:
    return frame.flow


def _kind(message: Message) -> str:
    if message.attachments:
        return message.attachments[0].kind if message.attachments[0].content_type != "image/webp" else "sticker"
    return "ubicacion" if message.location else "vacio"


def _decided(state: Turn, decision: Decision, kind: str) -> Turn:
    near = {decision.intencion, *(c.intencion for c in decision.alternativas)}
    facts = replace(
        state.facts,
        kind=kind,
        intencion=decision.intencion,
        confianza=decision.confianza,
        tramite=decision.tramite,
        confidential=state.facts.confidential or bool(near & CONFIDENTIAL_INTENTS),
    )
    return replace(state, facts=facts)


def _fact(state: Turn, kind: str, intencion: str | None) -> Turn:
    return replace(state, facts=replace(state.facts, kind=kind, intencion=intencion))
