"""Keyed replay: a flow is a generator, a session keeps what the citizen told it and never a position.

Each message runs the generator again from the top and feeds the stored answers. The first question without a valid
answer is the pending one. Inserting, removing, reordering or tightening a question in a new release therefore loses
nothing that is still asked. Why not a stored step name: docs/decisions.md, «Keyed replay».
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from flows.answers import Answer, Rejected
from flows.context import Context
from flows.effects import Effect
from flows.messages import Json, from_json

MAX_YIELDS = 400  # a flow that yields more than this in one replay is a loop, not a conversation


@dataclass(frozen=True, slots=True)
class Say:
    """One paragraph of the reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. `key` names what it means: change the meaning, change the key."""

    key: str
    text: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Do:
    """One side effect, carried out once, in the transaction that stores the session."""

    key: str
    effect: Effect


@dataclass(frozen=True, slots=True)
class Go:
    """What a flow returns to hand the conversation to another flow."""

    flow: str
    inicio: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resume:
    """What a flow returns to give the word back to the parked flow, or to a saved draft of `flow`, with files for it."""

    flow: str | None = None
    con: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Forget:
    """What a flow returns to drop what was told to `flow`, parked or kept as a draft, for good; `then` comes next."""

    flow: str
    then: Go | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """What a flow returns to set the parked `flow` aside as a draft: «seguir» takes it up another day."""

    flow: str


Ending = Go | Resume | Forget | Later | None
Flow = Generator[Say | Ask | Do | str, Any, Ending]
FlowBody = Callable[[Context, Mapping[str, str]], Flow]


class FlowError(Exception):
    """A flow broke its own rules: it looped, reused a key or yielded something else. The turn ends with an apology."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One run of a flow. `raw` holds replies filed under a question that this release has not reached yet.

    `fixed` lists the answers given before the last effect: «atrás» goes back no further.
    """

    flow: str
    run: int  # the turn in which it began: (contact, run, key) is unique for ever
    inicio: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Json] = field(default_factory=dict)
    raw: Mapping[str, Json] = field(default_factory=dict)
    results: Mapping[str, Json] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()

    def with_raw(self, key: str, message: Json) -> "Frame":
        """Return the frame with a reply filed under the question that was shown, in place of any earlier one."""
        return replace(self, raw={**self.raw, key: message}, answers=_without(self.answers, key))

    def with_result(self, key: str, result: Json) -> "Frame":
        """Return the frame with what an effect gave back."""
        return replace(self, results={**self.results, key: result}, fixed=tuple(self.answers))

    def without_last_answer(self) -> "Frame | None":
        """Return the frame one answer back, or None when there is none that may be taken back."""
        loose = [key for key in self.answers if key not in self.fixed]
        return replace(self, answers=_without(self.answers, loose[-1]), raw={}) if loose else None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a replay stopped: at a question, at an effect to carry out, or at the end."""

    frame: Frame
    said: tuple[str, ...] = ()
    ask: Ask | None = None
    rejected: Rejected | None = None  # why the kept answer to `ask` is not valid
    effect: Do | None = None
    ending: Ending = None

    @property
    def ended(self) -> bool:
        """Return whether the flow has nothing more to say."""
        return self.ask is None and self.effect is None


def advance(body: FlowBody, context: Context, frame: Frame) -> Outcome:
    """Replay the flow over what the frame holds.

    What was said before the last kept answer has been read by the citizen and is left out.

    Raises:
        FlowError: the body yields for ever, repeats a key, or yields what is none of the three kinds.
    """
    replay = _Replay(context, frame)
    flow = body(context, frame.inicio)
    try:
        item = next(flow)
        for _ in range(MAX_YIELDS):
            stop, value = replay.step(item)
            if stop is not None:
                flow.close()
                return stop
            item = flow.send(value)
    except StopIteration as end:
        return replace(replay.outcome(), ending=end.value)
    raise FlowError(f"flow {frame.flow} yields for ever")


class _Replay:
    """The running state of one replay: what was said since the last answer, what has been read from `raw`."""

    def __init__(self, context: Context, frame: Frame) -> None:
        self.context = context
        self.frame = frame
        self.said: list[str] = []
        self.seen: set[str] = set()

    def outcome(self) -> Outcome:
        return Outcome(self.frame, tuple(self.said))

    def step(self, item: Say | Ask | Do | str) -> tuple[Outcome | None, Json]:
        match item:
            case str():
                self.said.append(item)
                return None, None
            case Say():
                self.said.append(item.text)
                return None, None
            case Ask():
                return self._ask(item)
            case Do():
                return self._do(item)
        raise FlowError(f"flow {self.frame.flow} yielded {type(item).__name__}")

    def _once(self, key: str) -> None:
        if key in self.seen:
            raise FlowError(f"flow {self.frame.flow} uses the key {key} twice")
        self.seen.add(key)

    def _ask(self, ask: Ask) -> tuple[Outcome | None, Json]:
        self._once(ask.key)
        value = self._kept(ask)
        if isinstance(value, _Missing):
            return replace(self.outcome(), ask=ask), None
        if isinstance(value, Rejected):
            return replace(self.outcome(), ask=ask, rejected=value), None
        self.frame = replace(
            self.frame, answers={**self.frame.answers, ask.key: value}, raw=_without(self.frame.raw, ask.key)
        )
        self.said.clear()
        return None, value

    def _kept(self, ask: Ask) -> Json:
        if ask.key in self.frame.raw:
            return ask.answer.read(from_json(self.frame.raw[ask.key]), self.context)
        if ask.key in self.frame.answers:
            # Validators run again: a tightened one asks this question again and no other.
            return ask.answer.keep(self.frame.answers[ask.key], self.context)
        return _MISSING

    def _do(self, do: Do) -> tuple[Outcome | None, Json]:
        self._once(do.key)
        if do.key in self.frame.results:
            return None, self.frame.results[do.key]
        return replace(self.outcome(), effect=do), None


class _Missing:
    """No answer is kept: None is a legitimate answer (a question that was skipped)."""


_MISSING = _Missing()


def _without(mapping: Mapping[str, Json], key: str) -> dict[str, Json]:
    return {k: v for k, v in mapping.items() if k != key}
