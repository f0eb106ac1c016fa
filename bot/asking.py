"""One message in a fresh conversation, answered as the product would, with nothing written down."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from bot.contacts import Known, locked
from bot.effects import perform
from bot.inbound import Inbound
from bot.services import Services
from flows.context import Context
from flows.messages import Bubble, Message
from flows.session import Session
from flows.settle import Facts, Turn
from flows.turn import complete, turn
from flows.understanding import Decision, decide
from knowledge.values import Catalogo

# Words that mean the same everywhere, by the intent that says what they do.
_INTENT_OF_COMMAND = {"atras": "menu", "salir": "despedida"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What `catalina ask` prints; the names are those of docs/operacion.md."""

    intencion: str
    tramite: str | None
    confianza: float
    alternativas: tuple[dict[str, str | None], ...]
    texto: str
    opciones: tuple[str, ...]
    fuentes: tuple[str, ...]


class _Undo(Exception):
    """Ends a transaction that must leave nothing behind."""


def answer(services: Services, texto: str) -> Answer:
    """Return what a new person who knows the privacy notice would be answered."""
    vigente = services.current.get()
    state = rehearse(services, Session(), Message(text=texto))
    assert state.bubble is not None
    return _answer(vigente.catalogo, decide(texto, vigente.comprension), state.facts, state.bubble)


def rehearse(
    services: Services, session: Session, message: Message, world: Callable[[Context], Context] = lambda same: same
) -> Turn:
    """Return the turn that a person who knows the privacy notice would get; what it does is undone.

    `world` changes what may be read, for instance to a catalogue that is not published.
    """
    inbound = Inbound("consola", "ask", "consola", ("consola:ask",), message, services.clock())
    anyone = Known(0, None, services.current.get().catalogo.entidad.version_aviso)
    with services.db.reading() as db:
        context = world(services.context(db, anyone, inbound))
        state = turn(context, session, message, services.flows)
    return state if state.effect is None else _rehearsed(services, context, inbound, state)


def _rehearsed(services: Services, context: Context, inbound: Inbound, state: Turn) -> Turn:
    """Carry the effects out in a transaction that is undone: the reply may depend on what they give back."""
    with _undone(services) as db:
        contact = locked(db, "consola", inbound.addresses, inbound.received_at)
        return complete(
            context, state, services.flows, lambda frame, do: perform(services, db, contact, inbound, frame, do)
        )


@contextmanager
def _undone(services: Services) -> Iterator[Connection]:
    try:
        with services.db.writing() as db:
            yield db
            raise _Undo
    except _Undo:
        pass


def _answer(catalogo: Catalogo, decision: Decision, facts: Facts, bubble: Bubble) -> Answer:
    found = Answer(
        intencion=decision.intencion,
        tramite=decision.tramite,
        confianza=round(decision.confianza, 4),
        alternativas=tuple(
            {"intencion": c.intencion, "tramite": c.tramite, "titulo": c.titulo} for c in decision.alternativas
        ),
        texto=bubble.text,
        opciones=tuple(o.title for o in bubble.options),
        fuentes=tuple(sources(catalogo, decision.tramite, bubble.text)),
    )
    if facts.kind in ("command", "emergency") and facts.intencion:
        said = _INTENT_OF_COMMAND.get(facts.intencion, facts.intencion)
        return replace(found, intencion=said, tramite=None, confianza=1.0, alternativas=())
    return found


def sources(catalogo: Catalogo, tramite: str | None, text: str) -> list[str]:
    """Return where the answer comes from: the sources of the record, else of everything that the text names."""
    if tramite in catalogo.tramites:
        return list(dict.fromkeys(catalogo.tramites[str(tramite)].fuentes))
    named = (fuente for nombre, fuente in _named(catalogo) if nombre and fuente and nombre in text)
    return list(dict.fromkeys(named))


def _named(catalogo: Catalogo) -> Iterable[tuple[str, str]]:
    groups: tuple[Iterable[Any], ...] = (
        catalogo.convocatorias, catalogo.proyectos, catalogo.compromisos, catalogo.datos,
        catalogo.organizaciones, catalogo.encuentros, catalogo.preguntas, catalogo.dependencias.values(),
    )  # fmt: skip
    for group in groups:
        for value in group:
            names = (getattr(value, name, "") for name in ("nombre", "titulo", "pregunta"))
            yield next((str(name) for name in names if name), ""), str(value.fuente)
