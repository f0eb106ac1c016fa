"""Everything that Catalina would send about a hoja de vida, made by the very functions that send it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from bot.channels.whatsapp import LIST_BUTTON, shape
from bot.marks import to_plain
from bot.public import reading
from bot.services import Services
from flows.context import Context, Persona
from flows.engine import Go
from flows.messages import Bubble, Message
from flows.secciones import TITLES, sections
from flows.session import Session
from flows.settle import Flows, Turn, begin, settle
from flows.turn import turn
from knowledge.values import Catalogo, Seccion, Tramite
from notifier import parts
from notifier.ports import Opcion, Salida

MAX_PAGES = 20
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SHORT_ANSWER = "La respuesta corta"


@dataclass(frozen=True, slots=True)
class Mensaje:
    """One message as WhatsApp gets it: its text, and what is pressed under it."""

    texto: str
    botones: tuple[str, ...]
    limite: int  # UTF-16 units, as the vendor counts

    @property
    def largo(self) -> int:
        """Return the length as the vendor counts it."""
        return parts.units(self.texto)


@dataclass(frozen=True, slots=True)
class Envio:
    """One answer on the three ways it can be read."""

    titulo: str
    burbuja: Bubble
    whatsapp: tuple[Mensaje, ...]
    texto: str  # plain, the options numbered: a terminal, a screen reader, a phone without buttons


def with_draft(catalogo: Catalogo, tramite: Tramite) -> Catalogo:
    """Return the catalogue as it would be if this text were published."""
    return replace(catalogo, tramites={**catalogo.tramites, tramite.id: tramite})


def sent(services: Services, tramite: Tramite) -> list[Envio]:
    """Return the short answer and every page of every section, in the order in which they are offered."""
    context = reading(services)
    catalogo = with_draft(context.catalogo, tramite)
    # Whoever reads on has seen the notice about personal data long ago.
    known = replace(context, catalogo=catalogo, canal="whatsapp", persona=Persona(catalogo.entidad.version_aviso))
    return [
        _envio(title, bubble)
        for title, seccion in _asked(known, tramite)
        for bubble in _bubbles(known, tramite, seccion, services.flows)
    ]


def _asked(context: Context, tramite: Tramite) -> Iterator[tuple[str, Seccion | None]]:
    yield SHORT_ANSWER, None
    if not tramite.flujo:  # where a conversation of its own answers, no section is ever read out
        yield from ((context.t(TITLES[seccion]), seccion) for seccion in sections(tramite))


def _bubbles(context: Context, tramite: Tramite, seccion: Seccion | None, flows: Flows) -> Iterator[Bubble]:
    inicio = {"tramite": tramite.id, **({"seccion": seccion} if seccion else {})}
    done = settle(context, begin(Turn(Session()), Go("tramites", inicio), flows), flows)
    for _ in range(MAX_PAGES):
        if done.bubble is None:
            return
        yield done.bubble
        if not any(option.id == "mas" for option in done.session.shown):
            return
        done = turn(context, done.session, Message(option="mas"), flows)


def _envio(titulo: str, bubble: Bubble) -> Envio:
    opciones = tuple(Opcion(o.id, o.title, o.description) for o in bubble.options)
    return Envio(
        titulo,
        bubble,
        tuple(_mensaje(texto, under) for texto, under in parts.messages(bubble.text, opciones)),
        to_plain(parts.plain(bubble.text, opciones)),
    )


def _mensaje(texto: str, opciones: tuple[Opcion, ...]) -> Mensaje:
    match shape(_salida(texto, opciones)):
        case "buttons":
            return Mensaje(texto, tuple(o.titulo for o in opciones), parts.INTERACTIVE_LIMIT)
        case "list":
            return Mensaje(texto, (LIST_BUTTON, *(o.titulo for o in opciones)), parts.INTERACTIVE_LIMIT)
        case _:
            return Mensaje(parts.plain(texto, opciones), (), parts.LIMIT)


def _salida(texto: str, opciones: tuple[Opcion, ...]) -> Salida:
    return Salida(0, 0, "", "whatsapp", "reply", texto, opciones, confidential=False, attempts=0, since=EPOCH)
