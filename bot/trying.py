"""«Probar con Catalina»: a conversation with the assistant as if a draft were published. Nothing of it is written down.

The conversation rests in the page, sealed: whoever closes the page has forgotten it, and nobody can make one up.
"""

import json
from dataclasses import dataclass, field, replace
from typing import Any

from bot.asking import rehearse
from bot.previewing import with_draft
from bot.services import Services
from flows import session as flow_session
from flows.context import Context
from flows.messages import Message, Option
from flows.session import Session
from flows.understanding import understanding
from knowledge import modelo
from knowledge.sellado import CannotOpen
from knowledge.values import Tramite

SHOWN = 40  # lines; a test of a text needs no more, and the page carries them all


@dataclass(frozen=True, slots=True)
class Linea:
    """Something that was said: by the person, or by Catalina."""

    mio: bool
    texto: str


@dataclass(frozen=True, slots=True)
class Prueba:
    """A conversation as it stands: what was said, what can be pressed now."""

    lineas: tuple[Linea, ...] = ()
    session: Session = field(default_factory=Session)

    @property
    def opciones(self) -> tuple[Option, ...]:
        """Return what was offered under the last reply."""
        return self.session.shown


def talk(services: Services, tramite: Tramite, prueba: Prueba, message: Message) -> Prueba:
    """Return the conversation after one more message, answered as if the draft were published."""
    with services.db.reading_session() as db:
        model = modelo.active(db)

    def world(context: Context) -> Context:
        catalogo = with_draft(context.catalogo, tramite)
        return replace(context, catalogo=catalogo, comprension=understanding(catalogo, model))

    done = rehearse(services, prueba.session, message, world)
    assert done.bubble is not None
    pressed = next((o.title for o in prueba.opciones if o.id == message.option), message.text)
    said = (*prueba.lineas, Linea(mio=True, texto=pressed), Linea(mio=False, texto=done.bubble.text))
    return Prueba(said[-SHOWN:], done.session)


def sealed(services: Services, prueba: Prueba, about: str) -> str:
    """Return the conversation as the page keeps it. `about`: the draft it is about."""
    lines = [[line.mio, line.texto] for line in prueba.lineas]
    return services.sello.close(json.dumps([about, lines, flow_session.dump(prueba.session)], ensure_ascii=False))


def opened(services: Services, text: str, about: str) -> Prueba:
    """Return the conversation that a page kept; a new one where it is of another draft or cannot be read."""
    try:
        told: Any = json.loads(services.sello.open(text))
        if not isinstance(told, list) or told[0] != about:
            return Prueba()
        return Prueba(tuple(Linea(mio, texto) for mio, texto in told[1]), flow_session.load(told[2]))
    except CannotOpen:
        return Prueba()
