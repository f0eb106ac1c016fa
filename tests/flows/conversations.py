"""Talk with one flow without a database: what it says, what it asks, what it wants done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.context import Context
from flows.effects import Effect
from flows.engine import Do, Frame, Go
from flows.messages import Bubble, Json, Message
from flows.registro import FLOWS
from flows.session import Session
from flows.settle import Turn, begin, settle
from flows.turn import complete, turn
from flows.walk import results


@dataclass
class Conversation:
    """One person before one flow. `results` says what an effect gives back, by the name of its class."""

    context: Context
    results: Mapping[str, Json] = field(default_factory=dict)
    effects: list[Effect] = field(default_factory=list)
    session: Session = field(default_factory=lambda: Session(turn=1))
    started: tuple[str, ...] = ()

    def start(self, flow: str, **inicio: str) -> Bubble:
        return self._take(settle(self.context, begin(Turn(self.session), Go(flow, inicio), FLOWS), FLOWS))

    def say(self, *said: str) -> Bubble:
        for text in said:
            bubble = self._take(turn(self.context, self.session, Message(text=text), FLOWS))
        return bubble

    def send(self, message: Message) -> Bubble:
        return self._take(turn(self.context, self.session, message, FLOWS))

    def _take(self, state: Turn) -> Bubble:
        done = complete(self.context, state, FLOWS, self._perform)
        self.session, self.started = done.session, done.facts.started
        assert done.bubble is not None
        return done.bubble

    def _perform(self, frame: Frame, do: Do) -> Json:
        self.effects.append(do.effect)
        name = type(do.effect).__name__
        return self.results[name] if name in self.results else results(do.effect)[0]


def titles(bubble: Bubble) -> list[str]:
    """Return what can be chosen."""
    return [option.title for option in bubble.options]
