"""Words that mean the same everywhere: menú, atrás, cancelar, salir, funcionario, ayuda."""

from dataclasses import replace

from flows.answers import N_
from flows.context import Context
from flows.engine import Go
from flows.routing import ABOUT_THE_LAST
from flows.settle import Flows, Turn, begin, park, save_drafts
from flows.topics import enter, half_way, noted


def command(context: Context, state: Turn, word: str, flows: Flows) -> Turn:
    """Obey a word that means the same everywhere."""
    state = noted(state, "command", word)
    frame = state.session.frame
    spec = flows.get(frame.flow) if frame else None
    match word:
        case "atras":
            return back(context, state, flows)
        case "cancelar":
            return _cancel(state, flows)
        case "salir":
            return _leave(context, state, flows)
        case "menu":
            return _menu(park(state, flows) if spec and spec.form else state, flows)
        case _:
            return enter(state, Go(word, _about(state, word)), flows)


def _about(state: Turn, word: str) -> dict[str, str]:
    """Return the record last talked about, which «funcionario» and «error» are said of."""
    tramite = state.session.tramite
    return {"tramite": tramite} if tramite and word in ABOUT_THE_LAST else {}


def _menu(state: Turn, flows: Flows) -> Turn:
    """Show the menu, with the form left half-way on top of it."""
    return begin(state, Go("menu", half_way(state.session, flows)), flows)


def _cancel(state: Turn, flows: Flows) -> Turn:
    """Drop the form and what was told to it. At «¿Seguimos con tu denuncia?» it is the denuncia that is meant."""
    session = state.session
    frame = session.frame
    if frame and frame.flow in flows and flows[frame.flow].floating and session.parked:
        frame, session = session.parked[-1], replace(session, parked=session.parked[:-1])
    spec = flows.get(frame.flow) if frame else None
    if frame is None or spec is None or not spec.form:
        return begin(replace(state, session=session.idle()), Go("cancelado"), flows)
    inicio = {"titulo": spec.titulo, "hecho": "si" if frame.results else ""}
    return begin(replace(state, session=session.without_draft(spec.name).idle()), Go("cancelado", inicio), flows)


def _leave(context: Context, state: Turn, flows: Flows) -> Turn:
    """Say goodbye and keep every form as a draft."""
    session = state.session
    frames = (*session.parked, *((session.frame,) if session.frame else ()))
    left = save_drafts(replace(session.idle(), parked=(), last_at=context.ahora), frames, flows)
    inicio = {"borrador": "si"} if left.drafts else {}
    return begin(replace(state, session=left), Go("despedida", inicio), flows)


def back(context: Context, state: Turn, flows: Flows) -> Turn:
    """Take the last answer back, as far as no effect stands on it, and put its question again."""
    frame = state.session.frame
    if frame is None or frame.flow not in flows:
        return begin(state, Go("menu"), flows)
    earlier = frame.without_last_answer()
    if earlier is not None:
        return replace(state, session=replace(state.session.idle(), frame=earlier), again=True)
    if not flows[frame.flow].form:
        return begin(state, Go("menu"), flows)
    return replace(state, said=(*state.said, context.t(N_("Ya estamos en la primera pregunta."))), again=True)
