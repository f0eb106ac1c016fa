"""The heart: one message in, one bubble out. `turn(context, session, message) -> Turn`, pure.

The order in which a message is read never changes: emergency, an option that was shown, opt-out words, a global word,
an accepted answer, what goes on with the last answer, a clear different topic, another try. docs/arquitectura.md says why in that order.
"""

import re
from collections.abc import Callable
from dataclasses import replace

from flows.answers import N_, Rejected
from flows.choosing import chosen
from flows.codes import holds_receipt
from flows.commands import command
from flows.context import Context
from flows.engine import Do, Frame, Go, advance
from flows.memoria import AskAgain, remembered
from flows.messages import Json, Message, to_json
from flows.palabras import opened_by
from flows.routing import is_clear, is_confidential, route
from flows.session import ARCHIVE, PAUSE, Session
from flows.settle import Facts, Flows, Turn, begin, open_flow, park, resume, save_drafts, settle
from flows.sin_palabras import expired, with_caption, wordless
from flows.topics import aside, change_topic, decided, enter, half_way, linked, noted, pending_frame
from flows.understanding import Decision, decide, emergency, global_word, opt_out
from knowledge.folding import fold

_SOCIAL = frozenset({"saludo", "gracias", "despedida", "menu"})
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
    state = Turn(replace(session, turn=session.turn + 1))
    lost, message = expired(message, state), _owned(session, message)
    if session.frame is not None and session.frame.flow in flows:
        state = replace(state, facts=Facts(confidential=flows[session.frame.flow].confidential))
    if archived:
        state = replace(state, said=(_archived(context, archived, flows),))
    if lost:
        return settle(context, enter(state, Go("adjunto", {"tipo": "vencido"}), flows), flows)
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
        return _emergency(context, state, message, kind, flows)
    if message.enlace:
        return linked(noted(state, "command", "enlace"), message.enlace, flows)
    pending = pending_frame(state.session, flows)
    if pending and (option := chosen(state.session.shown, message)) is not None:
        accepted = _file(context, state, replace(message, option=option), flows)
        if accepted is not None:
            return accepted
    if holds_receipt(message.text) and not (pending and flows[pending.flow].confidential):
        state = replace(state, facts=replace(state.facts, confidential=True))
        return aside(noted(state, "answered", "denuncia"), Go("denuncia", {"accion": "recibo"}), flows)
    if message.option is None and opt_out(message.text):
        return aside(noted(state, "command", "notificaciones"), Go("notificaciones", {"accion": "baja"}), flows)
    if message.option is None and (word := global_word(message.text)):
        return command(context, state, word, flows)
    sealed = pending and flows[pending.flow].confidential  # «alta» may be how somebody looked
    if message.option is None and not sealed and (go := opened_by(message.text)):
        return enter(noted(state, "command", go.flow), go, flows)
    if message.option is None and fold(message.text[:40]) in _RESUME_WORDS and (left := _left(state.session, flows)):
        return begin(noted(state, "command", None), Go("reanudar", {"flujo": left, "ya": "si"}), flows)
    return _free(context, state, message, flows)


def _emergency(context: Context, state: Turn, message: Message, kind: str, flows: Flows) -> Turn:
    """Give the emergency line before anything else. Only a confidential question also keeps the words as its answer.

    «Me dijo que me mata si hablo» is both a reason to call at once and what a denuncia is about: to drop it would make
    the person tell it again and be stopped again.
    """
    state = replace(state, facts=replace(state.facts, kind="emergency", intencion="emergencia", confidential=True))
    pending = pending_frame(state.session, flows)
    if pending and flows[pending.flow].confidential:
        state = _file(context, state, message, flows) or state
    return aside(state, Go("emergencia", {"tipo": kind}), flows)


def _free(context: Context, state: Turn, message: Message, flows: Flows) -> Turn:
    """Read free words: an answer, another topic, or a miss."""
    if not (pending := pending_frame(state.session, flows)):
        return _route(context, state, message, flows)
    spec = flows[pending.flow]
    if not spec.form and _paused(context, state.session):
        return _route(context, replace(state, session=state.session.idle()), message, flows)
    accepted = _file(context, state, message, flows)
    if accepted is not None and spec.confidential:
        return accepted  # its words are read by nothing but the officer
    if not message.text.strip():
        return accepted or wordless(context, state, message, flows)
    if accepted is None and not spec.form and (followed := _followed(context, state, message, flows)):
        return followed
    decision = decide(message.text, context.comprension)
    greets = _paused(context, state.session) and spec.form and decision.intencion == "saludo"
    if accepted is not None and not greets and not _is_aside_question(message.text, decision):
        resumed = (context.t(N_("Seguimos donde quedamos.")),) if spec.form and _paused(context, state.session) else ()
        # What tells of a crime is kept by the form that asked for it, not by the log that many read.
        hidden = accepted.facts.confidential or is_confidential(decision)
        facts = replace(accepted.facts, confidential=hidden)
        return replace(accepted, facts=facts, said=(*accepted.said, *resumed))
    if not spec.form:
        state = _spoken(context, state, message, decision)
    if is_clear(decision) and not (spec.form and decision.intencion == _intent_of(pending)):
        return change_topic(context, state, message, decision, flows)
    if spec.form and _paused(context, state.session):
        return begin(
            park(noted(state, "resumed", None), flows), Go("reanudar", {"flujo": pending.flow, "pausa": "si"}), flows
        )
    return _retry(context, state, message, decision, flows)


def _route(context: Context, state: Turn, message: Message, flows: Flows) -> Turn:
    """Start what a message without a pending question asks for."""
    if not message.text.strip():
        return wordless(context, state, message, flows)
    if followed := _followed(context, state, message, flows):
        return followed
    decision = decide(message.text, context.comprension)
    state = decided(state, decision, "answered")
    state = _spoken(context, state, message, decision)
    go = route(context, state.session, message, decision)
    if go.flow in ("saludo", "menu"):
        go = Go(go.flow, half_way(state.session, flows))
    if go.flow not in ("no_se", "aclarar"):
        return open_flow(replace(state, session=replace(state.session, tries=0)), go, flows)
    tries = state.session.tries + (not _shared_word(decision))
    kind = "clarified" if go.flow == "aclarar" else "missed"
    state = noted(replace(state, session=replace(state.session, tries=tries)), kind, decision.intencion)
    return begin(state, go if tries < MISSES else Go("rescate"), flows)


def _followed(context: Context, state: Turn, message: Message, flows: Flows) -> Turn | None:
    """Answer what goes on with what was just said: «el otro», «¿y si no tengo cédula?». None for anything else."""
    going_on = None if message.option else remembered(context, state.session, message.text)
    if going_on is None:
        return None
    state = noted(_spoken(context, state, message, decide(message.text, context.comprension)), "answered", "tramite")
    if isinstance(going_on, AskAgain):
        return replace(state, again=True)
    return open_flow(replace(state, session=replace(state.session, tries=0)), going_on, flows)


def _spoken(context: Context, state: Turn, message: Message, decision: Decision) -> Turn:
    """Notice the language, unless one was asked for: whoever goes back to the other one is followed."""
    greets = decision.intencion == "saludo" and decision.idioma == "en"
    if context.persona.idioma_pedido or not (greets or len(message.text.split()) >= 3):
        return state
    return replace(state, session=replace(state.session, idioma=decision.idioma))


def _retry(context: Context, state: Turn, message: Message, decision: Decision, flows: Flows) -> Turn:
    """Ask again with a better hint; after three misses offer the menu and a person. Courtesy is not a miss."""
    frame = state.session.frame
    assert frame is not None
    state = decided(state, decision, "retried")
    form = flows[frame.flow].form
    go = route(context, state.session, message, decision)
    if not form and (decision.intencion in _SOCIAL or go.flow not in ("aclarar", "no_se")):
        return enter(noted(state, "answered", decision.intencion), go, flows)
    if decision.intencion == "despedida":
        return command(context, state, "salir", flows)
    if decision.intencion in _SOCIAL:
        return replace(state, again=True)
    if not form and _shared_word(decision):
        return begin(noted(state, "clarified", decision.intencion), go, flows)
    tries = state.session.tries + 1
    state = replace(state, session=replace(state.session, tries=tries))
    if tries >= MISSES:
        state = replace(state, session=replace(state.session, tries=0))
        return (
            begin(park(state, flows), Go("rescate", {"flujo": frame.flow}), flows)
            if form
            else begin(state, Go("rescate"), flows)
        )
    if not form and _is_topic(message, decision):
        kind = "clarified" if decision.intencion == "aclarar" else "missed"
        return begin(noted(state, kind, decision.intencion), go, flows)
    hint = _hint(context, state, message, flows)
    return replace(state, said=(*state.said, hint), again=True)


def _shared_word(decision: Decision) -> bool:
    """Tell a word that is known to mean several things («predial»): to ask which is an answer, not a miss."""
    return decision.intencion == "aclarar" and any(reason.regla == "alias-compartido" for reason in decision.razones)


def _is_topic(message: Message, decision: Decision) -> bool:
    """Tell a topic, known or not, from a slip while choosing: one word that means nothing here is a slip."""
    if decision.intencion == "aclarar":
        return bool(decision.alternativas)
    elsewhere = any(reason.regla in ("otra-entidad", "otra-ciudad") for reason in decision.razones)
    return decision.intencion == "fuera_de_alcance" and (elsewhere or len(message.text.split()) >= 2)


def _left(session: Session, flows: Flows) -> str | None:
    """Return the form left half-way that «seguir» means, unless a form is asking just now: there it may be an answer."""
    if (pending := pending_frame(session, flows)) and flows[pending.flow].form:
        return None
    waiting = (*(d.frame.flow for d in session.drafts), *(f.flow for f in session.parked if f.flow in flows))
    return waiting[-1] if waiting else None


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
    joined = with_caption(outcome.frame, message)
    if joined is not outcome.frame:
        filed, outcome = joined, advance(flows[frame.flow].body, context, joined)
    return replace(state, session=replace(state.session.idle(), frame=filed), ready=outcome)


def _wake(context: Context, session: Session, flows: Flows) -> tuple[Session, str | None]:
    """Apply the two clocks: archive a conversation after a day, drop drafts whose time is over."""
    archived = None
    if session.last_at is not None and context.ahora - session.last_at >= ARCHIVE:
        frames = (*session.parked, *((session.frame,) if session.frame else ()))
        session = save_drafts(replace(session.idle().about_nothing(), parked=()), frames, flows)
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
