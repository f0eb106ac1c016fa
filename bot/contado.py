"""What a citizen has told the assistant so far, in words, so that a person does not ask for it again.

The flows are replayed as a turn does it, and the questions that have an answer are written down on the way. Nothing of a
confidential flow is read, nor of a petition that is to be nobody's.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from bot import sessions
from bot.contacts import Known
from bot.services import Services
from flows.context import Context
from flows.engine import Ask, Ending, Flow, FlowBody, FlowError, Frame, advance
from flows.messages import Json

SHORT = 90
_ANONYMOUS = "anonima"
_OF_ANYBODY = frozenset({"completar"})  # what is added to a request may be added to one that names nobody


class Contado(NamedTuple):
    """One form: what it is about and what was answered in it."""

    titulo: str
    respuestas: tuple[tuple[str, str], ...]


def contado(services: Services, context: Context, contact: Known) -> list[Contado]:
    """Return the forms that a contact has half told, the present one first."""
    session = sessions.read(contact.state, contact.last_seq, services.sello)
    frames = (*((session.frame,) if session.frame else ()), *reversed(session.parked))
    shown = [frame for frame in frames if _may_be_shown(services, frame)]
    told = [
        Contado(context.t(services.flows[frame.flow].titulo), tuple(_told(services, context, frame))) for frame in shown
    ]
    return [one for one in told if one.respuestas]


def _may_be_shown(services: Services, frame: Frame) -> bool:
    spec = services.flows.get(frame.flow)
    nobodys = frame.flow in _OF_ANYBODY or _ANONYMOUS in frame.answers.values()
    return spec is not None and not spec.confidential and spec.form and not nobodys


def _told(services: Services, context: Context, frame: Frame) -> Iterator[tuple[str, str]]:
    asked: list[Ask] = []
    try:
        advance(_listening(services.flows[frame.flow].body, asked), context, frame)
    except (FlowError, KeyError, ValueError):
        return  # a release or a record that changed meanwhile: the words of the talk are still there
    for ask in asked:
        if ask.key in frame.answers and (words := _words(ask, frame.answers[ask.key], context)):
            yield _short(ask.text), words


def _listening(body: FlowBody, asked: list[Ask]) -> FlowBody:
    """Return the same flow, which writes down what it asks."""

    def listened(context: Context, inicio: Mapping[str, str]) -> Flow:
        flow = body(context, inicio)
        value: Json = None
        try:
            while True:
                item = flow.send(value)
                if isinstance(item, Ask):
                    asked.append(item)
                value = yield item
        except StopIteration as end:
            ending: Ending = end.value
            return ending

    return listened


def _words(ask: Ask, value: Json, context: Context) -> str:
    """Return an answer as the citizen read it."""
    if isinstance(value, bool):
        return "Sí" if value else "No"
    titles = {option.id: option.title for option in ask.answer.options(context)}
    return titles.get(value, value) if isinstance(value, str) else plain(value)


def plain(value: Json) -> str:
    """Return a kept value as text: what is no text is told by its parts; a file by its being there."""
    match value:
        case None | bool():
            return "" if value is None else "Sí" if value else "No"
        case dict():
            return ", ".join(filter(None, map(plain, value.values())))
        case list() | tuple():
            return ", ".join(filter(None, map(plain, value)))
        case _:
            return str(value)


def _short(question: str) -> str:
    """Return the last line of a question: what goes before it explains."""
    last = [line for line in question.split("\n") if line.strip()][-1:] or [question]
    text = last[0].replace("*", "").strip()
    return text if len(text) <= SHORT else text[: SHORT - 1].rstrip() + "…"
