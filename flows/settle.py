"""Run the current flow until it asks, ends or needs an effect, and make the one bubble of the turn."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flows.answers import N_
from flows.context import Context
from flows.effects import BorrarMisDatos, CambiarIdioma, Effect, RegistrarAviso
from flows.engine import Ask, Do, FlowError, Forget, Frame, Go, Later, Outcome, Resume, advance
from flows.llevar import junto
from flows.memoria import records_among
from flows.messages import Bubble, Json
from flows.session import Draft, Session
from flows.spec import FlowSpec

Flows = Mapping[str, FlowSpec]
MAX_HOPS = 12  # flows that hand over to each other without a question between are a loop
RUNS_PER_TURN = 100
MAX_PARKED = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What a turn was, for the metrics and the panel: ids only, never the citizen's words."""

    kind: str = "answered"  # answered clarified missed retried emergency command aside resumed greeted
    intencion: str | None = None
    confianza: float | None = None
    tramite: str | None = None
    started: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    question: str | None = None  # «flow.key» of the pending question
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn. While `effect` is set it is not finished: carry the effect out and call `resume`."""

    session: Session
    said: tuple[str, ...] = ()
    bubble: Bubble | None = None
    effects: tuple[Effect, ...] = ()
    effect: Do | None = None
    facts: Facts = field(default_factory=Facts)
    aside: bool = False  # the running flow only answers in place; its own question is not put
    again: bool = False  # the running flow was interrupted: put its question, not what led to it
    hop: int = 0
    ready: Outcome | None = None  # a replay just made of the running flow: not made again


def resume(context: Context, turn: Turn, result: Json, flows: Flows) -> Turn:
    """Go on with a turn whose pending effect gave `result`."""
    if turn.effect is None or turn.session.frame is None:
        raise FlowError("no effect is pending")
    session = replace(turn.session, frame=turn.session.frame.with_result(turn.effect.key, result))
    if isinstance(turn.effect.effect, CambiarIdioma):
        session = replace(session, idioma=turn.effect.effect.idioma)  # the rest of this turn already speaks it
    if isinstance(turn.effect.effect, BorrarMisDatos):
        session = replace(session.about_nothing(), parked=(), drafts=())  # what was told half-way is erased too
    return settle(context, replace(turn, session=session, effect=None), flows)


def begin(turn: Turn, go: Go, flows: Flows) -> Turn:
    """Start a flow in place of whatever runs; parked flows stay parked."""
    if go.flow not in flows:
        raise FlowError(f"there is no flow {go.flow}")
    frame = Frame(go.flow, run=turn.session.turn * RUNS_PER_TURN + turn.hop, inicio=dict(go.inicio))
    tries = turn.session.tries
    session = replace(turn.session.idle().about(go.inicio.get("tramite")), frame=frame, tries=tries)
    facts = replace(
        turn.facts, started=(*turn.facts.started, go.flow), tramite=go.inicio.get("tramite") or turn.facts.tramite
    )
    confidential = facts.confidential or flows[go.flow].confidential
    return replace(
        turn,
        session=session,
        facts=replace(facts, confidential=confidential),
        again=False,
        hop=turn.hop + 1,
        ready=None,
    )


def open_flow(state: Turn, go: Go, flows: Flows) -> Turn:
    """Start a flow; where one of the same form was left half-way, ask first whether to take it up."""
    session = state.session
    left = (*(f.flow for f in session.parked), *(d.frame.flow for d in session.drafts))
    if go.flow in left and go.flow in flows and flows[go.flow].form:
        return begin(state, Go("reanudar", {"flujo": go.flow, "nuevo": "si", **go.inicio}), flows)
    return begin(state, go, flows)


def park(turn: Turn, flows: Flows) -> Turn:
    """Set the running flow aside; a fourth parked form becomes a draft, an engine's own question is dropped."""
    session = turn.session
    if session.frame is None:
        return turn
    if flows[session.frame.flow].floating:
        return replace(turn, session=session.idle())
    parked = (*session.parked, session.frame)
    session = replace(session.idle(), parked=parked[-MAX_PARKED:], tries=session.tries)
    return replace(turn, session=save_drafts(session, parked[:-MAX_PARKED], flows))


def save_drafts(session: Session, frames: tuple[Frame, ...], flows: Flows) -> Session:
    """Keep the forms among these frames as drafts, the newest of each flow, counted from the last message."""
    for frame in frames:
        spec = flows.get(frame.flow)
        if spec is None or not spec.form or not (frame.answers or frame.raw) or session.last_at is None:
            continue
        kept = session.without_draft(frame.flow)
        session = replace(kept, drafts=(*kept.drafts, Draft(frame, session.last_at + spec.draft)))
    return session


def settle(context: Context, turn: Turn, flows: Flows) -> Turn:
    """Replay the running flow, and those it hands over to, until the turn has its bubble or needs an effect."""
    while turn.hop <= MAX_HOPS:
        context = context.hablando(turn.session.idioma or context.idioma)
        if turn.session.frame is None:
            return _finish(context, turn)
        outcome = turn.ready or advance(flows[turn.session.frame.flow].body, context, turn.session.frame)
        turn = replace(turn, session=replace(turn.session, frame=outcome.frame), ready=None)
        if outcome.effect is not None:
            return replace(turn, effect=outcome.effect)
        if outcome.ask is not None and not turn.aside:
            return _question(context, turn, outcome, outcome.ask, flows)
        turn = replace(turn, said=(*turn.said, *outcome.said))
        turn = _unpark(context, turn, flows) if outcome.ask is not None else _after(context, turn, outcome, flows)
    raise FlowError(f"flows hand over in a circle: {turn.facts.started}")


def _after(context: Context, turn: Turn, outcome: Outcome, flows: Flows) -> Turn:
    """Decide who has the word after a flow ended."""
    ended = outcome.frame.flow
    turn = replace(turn, facts=replace(turn.facts, ended=(*turn.facts.ended, ended)))
    turn = replace(turn, session=turn.session.without_draft(ended)) if flows[ended].form else turn
    match outcome.ending:
        case Go():
            return open_flow(turn, outcome.ending, flows)
        case Resume():
            return _take_up(context, turn, outcome.ending, flows)
        case Forget(flow=flow, then=then):
            forgotten = _forget(turn, flow)
            return begin(forgotten, then, flows) if then else _give_back(context, forgotten, outcome.frame, flows)
        case Later(flow=flow):
            return _give_back(context, _set_aside(turn, flow, flows), outcome.frame, flows)
        case None:
            return _give_back(context, turn, outcome.frame, flows)


def _give_back(context: Context, turn: Turn, ended: Frame, flows: Flows) -> Turn:
    session = turn.session
    if not session.parked:
        return replace(turn, session=replace(session.idle(), tries=session.tries), aside=False)
    if turn.aside or ended.run // RUNS_PER_TURN == session.turn:
        return _unpark(context, turn, flows)
    return begin(turn, Go("reanudar", {"flujo": session.parked[-1].flow}), flows)


def _unpark(context: Context, turn: Turn, flows: Flows) -> Turn:
    """Give the word back to the parked flow: its pending question is put again, its state untouched."""
    session = turn.session
    if not session.parked:
        return replace(turn, session=session.idle(), aside=False)
    frame = session.parked[-1]
    spec = flows.get(frame.flow)
    session = replace(session.idle(), frame=frame if spec else None, parked=session.parked[:-1], tries=session.tries)
    said = turn.said
    if spec and spec.form:
        said = (*said, context.t(N_("Seguimos con {titulo}.")).format(titulo=context.t(spec.titulo)))
    # An answer filed a moment ago leads on: what follows it is said. Otherwise the same question is put again.
    return replace(turn, session=session, said=said, aside=False, again=not frame.raw, hop=turn.hop + 1)


def _take_up(context: Context, turn: Turn, ending: Resume, flows: Flows) -> Turn:
    """Resume the parked flow, or the draft of one; with neither there is nothing to resume and the menu is shown."""
    session, flow = turn.session, ending.flow
    parked = next((f for f in reversed(session.parked) if flow in (None, f.flow)), None)
    if parked is not None:
        on_top = (*(f for f in session.parked if f is not parked), _with(parked, ending))
        return _unpark(context, replace(turn, session=replace(session, parked=on_top)), flows)
    draft = session.draft(flow)
    if draft is None or draft.frame.flow not in flows:
        return begin(turn, Go("menu"), flows)
    session = replace(session.without_draft(draft.frame.flow), parked=(*session.parked, _with(draft.frame, ending)))
    return _unpark(context, replace(turn, session=session), flows)


def _with(frame: Frame, ending: Resume) -> Frame:
    return replace(frame, inicio=junto(frame.inicio, ending.con)) if ending.con else frame


def _forget(turn: Turn, flow: str) -> Turn:
    session = turn.session
    parked = tuple(f for f in session.parked if f.flow != flow)
    return replace(turn, session=replace(session.idle(), parked=parked).without_draft(flow), aside=False)


def _set_aside(turn: Turn, flow: str, flows: Flows) -> Turn:
    session = turn.session
    aside = tuple(f for f in session.parked if f.flow == flow)
    parked = tuple(f for f in session.parked if f.flow != flow)
    return replace(turn, session=save_drafts(replace(session.idle(), parked=parked), aside, flows), aside=False)


def _question(context: Context, turn: Turn, outcome: Outcome, ask: Ask, flows: Flows) -> Turn:
    said = turn.said if turn.again else (*turn.said, *outcome.said)
    if outcome.rejected is not None and not turn.again:
        said = (*said, outcome.rejected.say(context))
    options = ask.answer.options(context)
    ofrecidos = records_among(context, options) or turn.session.ofrecidos
    session = replace(turn.session, asked=ask.key, shown=options, ofrecidos=ofrecidos)
    facts = replace(turn.facts, question=f"{outcome.frame.flow}.{ask.key}")
    turn = replace(turn, session=session, said=(*said, ask.text), facts=facts)
    return _finish(context, turn, flows[outcome.frame.flow].confidential)


def _finish(context: Context, turn: Turn, confidential: bool = False) -> Turn:  # noqa: FBT001, FBT002
    """Make the bubble: the privacy notice once, what was said, the question, and the way out."""
    session, said, effects = turn.session, turn.said, turn.effects
    version = context.catalogo.entidad.version_aviso
    if context.persona.aviso_version != version and turn.facts.kind != "emergency":
        said = (*said[:1], _aviso(context), *said[1:]) if session.asked is None else (_aviso(context), *said)
        effects = (*effects, RegistrarAviso(version))
    text = "\n\n".join(p.strip() for p in said if p.strip())
    if "*men" not in text.lower() and turn.facts.kind != "emergency":
        text = f"{text}\n\n{context.t(N_('Escribe *menú* para ver más opciones.'))}"
    bubble = Bubble(text, session.shown, confidential=confidential or turn.facts.confidential)
    return replace(turn, session=replace(session, last_at=context.ahora), said=said, bubble=bubble, effects=effects)


def _aviso(context: Context) -> str:
    """Return the short notice of Ley 1581 de 2012, art. 12: who, what for, rights, where the policy is."""
    entidad = context.catalogo.entidad
    where = entidad.politica_datos_url or entidad.sede_electronica
    return context.t(
        N_(
            "🔒 Soy {asistente}, asistente virtual de la {entidad}. Uso tus datos solo para atenderte. "
            "Puedes verlos, corregirlos o borrarlos: escribe *mis datos*. Política: {donde}"
        )
    ).format(asistente=entidad.asistente, entidad=entidad.nombre, donde=where)
