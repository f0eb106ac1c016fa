"""Another release of a flow, made from its body by a wrapper: a question inserted, removed, moved, tightened, turned round."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flows.answers import Answer, Choice, Rejected, Text
from flows.context import Context
from flows.engine import Ask, Flow, FlowBody
from flows.messages import Json, Message, Option

INSERTED = "pregunta_nueva"


def _wrapped(body: FlowBody, on_ask: Callable[[Ask, Flow], Any]) -> FlowBody:
    """Return a body that lets `on_ask` decide what is yielded for a question; it returns what the flow gets back."""

    def release(context: Context, inicio: Mapping[str, str]) -> Flow:
        flow = body(context, inicio)
        try:
            item = next(flow)
            while True:
                value = (yield from on_ask(item, flow)) if isinstance(item, Ask) else (yield item)
                item = flow.send(value)
        except StopIteration as end:
            return end.value

    return release


def inserted(body: FlowBody, key: str) -> FlowBody:
    """Ask something new just before a question."""

    def on_ask(ask: Ask, _: Flow) -> Any:
        if ask.key == key:
            yield Ask(INSERTED, "¿En qué barrio vives?", Text(min_chars=2))
        return (yield ask)

    return _wrapped(body, on_ask)


def removed(body: FlowBody, key: str, value: Json) -> FlowBody:
    """No longer ask a question: the flow takes `value` for granted."""

    def on_ask(ask: Ask, _: Flow) -> Any:
        if ask.key != key:
            return (yield ask)
        return value

    return _wrapped(body, on_ask)


def turned_round(body: FlowBody, key: str) -> FlowBody:
    """Show the options of a question in the opposite order."""

    def on_ask(ask: Ask, _: Flow) -> Any:
        turned = replace(ask, answer=_Turned(ask.answer)) if ask.key == key else ask
        return (yield turned)

    return _wrapped(body, on_ask)


def tightened(body: FlowBody, key: str, refused: Json) -> FlowBody:
    """No longer accept one value of a question."""

    def on_ask(ask: Ask, _: Flow) -> Any:
        tight = replace(ask, answer=_Tighter(ask.answer, refused)) if ask.key == key else ask
        return (yield tight)

    return _wrapped(body, on_ask)


def moved_up(body: FlowBody, first: str, second: Ask) -> FlowBody:
    """Ask `second` before the question `first` that used to come just before it."""

    def release(context: Context, inicio: Mapping[str, str]) -> Flow:
        early: dict[str, Json] = {}

        def on_ask(ask: Ask, _: Flow) -> Any:
            if ask.key == first and second.key not in early:
                early[second.key] = yield second
            if ask.key in early:
                return early[ask.key]
            return (yield ask)

        return (yield from _wrapped(body, on_ask)(context, inicio))

    return release


@dataclass(frozen=True)
class _Turned:
    inner: Answer

    @property
    def open(self) -> bool:
        return self.inner.open

    def options(self, context: Context) -> tuple[Option, ...]:
        return tuple(reversed(self.inner.options(context)))

    def read(self, message: Message, context: Context) -> Json | Rejected:
        return (
            Choice(self.options(context)).read(message, context)
            if isinstance(self.inner, Choice)
            else self.inner.read(message, context)
        )

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        return self.inner.keep(value, context)


@dataclass(frozen=True)
class _Tighter:
    inner: Answer
    refused: Json

    @property
    def open(self) -> bool:
        return self.inner.open

    def options(self, context: Context) -> tuple[Option, ...]:
        return self.inner.options(context)

    def read(self, message: Message, context: Context) -> Json | Rejected:
        value = self.inner.read(message, context)
        return value if isinstance(value, Rejected) else self.keep(value, context)

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        return Rejected("Eso ya no vale.") if value == self.refused else self.inner.keep(value, context)
