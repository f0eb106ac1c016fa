"""A new release lands in mid-conversation: nobody loses an answer, nothing is filed under the wrong question.

Every real flow, every question that its walk finds, every way of answering it: the session that the old release stored
is read by one that inserted, removed, moved, tightened or turned round a question.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from flows.answers import Choice, Rejected
from flows.engine import Ask, FlowBody, Frame
from flows.messages import Json, Message
from flows.registro import FLOWS
from flows.session import Session, dump, load
from flows.settle import Turn
from flows.turn import complete, turn
from flows.walk import Stop, general, results
from tests.flows.releases import INSERTED, inserted, moved_up, removed, tightened, turned_round
from tests.flows.starts import branches, worlds
from tests.worlds import NOON

EVERY_FLOW = sorted(FLOWS)


@dataclass
class Person:
    """Somebody in the middle of a flow. The session is JSON text, as the database holds it between two releases."""

    stored: str
    flows: Mapping[str, Any]

    def say(self, message: Message) -> Turn:
        world = worlds()[0]
        begun = turn(world, self.session, message, self.flows)
        done = complete(world, begun, self.flows, lambda _, do: results(do.effect)[0])
        self.stored = json.dumps(dump(done.session), ensure_ascii=False)
        return done

    @property
    def session(self) -> Session:
        return load(json.loads(self.stored))

    @property
    def frame(self) -> Frame | None:
        return self.session.frame

    def told(self, key: str) -> bool:
        """Tell whether a reply is kept under a question: read already, or waiting for the flow to come to it."""
        return self.frame is not None and (key in self.frame.answers or key in self.frame.raw)


def before(flow: str, stop: Stop, body: FlowBody | None = None) -> Person:
    """Return a person whom the old release has just put the question of a stop, met by another release."""
    waits = stop.before.inicio.get("seguir") or stop.before.inicio.get("flujo")
    parked = (Frame(waits, run=300),) if waits else ()
    session = Session(turn=5, frame=stop.before, asked=stop.ask.key, shown=stop.options, parked=parked, last_at=NOON)
    flows = {**FLOWS, flow: replace(FLOWS[flow], body=body or FLOWS[flow].body)}
    return Person(json.dumps(dump(session), ensure_ascii=False), flows)


def stops(flow: str) -> Iterator[tuple[Stop, Stop | None]]:
    """Yield each question with each way of answering it once, and the question that follows on that path."""
    seen = set()
    for _, path in branches(flow):
        for at, stop in enumerate(path.stops):
            mark = (general(stop.ask.key), stop.reply.option, bool(stop.reply.text))
            if mark not in seen:
                seen.add(mark)
                yield stop, path.stops[at + 1] if at + 1 < len(path.stops) else None


def value_of(stop: Stop) -> Json:
    value = stop.ask.answer.read(stop.reply, worlds()[0])
    assert not isinstance(value, Rejected)
    return value


def same_place(one: Person, other: Person) -> None:
    """Say that two people stand at the same question with the same answers."""
    assert one.session.asked == other.session.asked
    assert (one.frame is None) == (other.frame is None)
    if one.frame is not None and other.frame is not None:
        assert one.frame.flow == other.frame.flow
        dropped = {INSERTED}
        assert {k: v for k, v in one.frame.answers.items() if k not in dropped} == {**other.frame.answers}


each_flow = pytest.mark.parametrize("flow", EVERY_FLOW)


@each_flow
def test_a_question_inserted_before_the_one_that_was_shown(flow: str) -> None:
    for stop, _ in stops(flow):
        unmoved = before(flow, stop)
        unmoved.say(stop.reply)
        person = before(flow, stop, inserted(FLOWS[flow].body, stop.ask.key))
        person.say(stop.reply)
        assert person.session.asked == INSERTED, f"{flow}.{stop.ask.key}"
        assert person.told(stop.ask.key)
        assert not person.told(INSERTED)
        _keeps(person, stop)
        person.say(Message(text="Manga"))
        same_place(person, unmoved)


@each_flow
def test_the_question_that_was_shown_is_removed(flow: str) -> None:
    for stop, _ in stops(flow):
        person = before(flow, stop, removed(FLOWS[flow].body, stop.ask.key, value_of(stop)))
        person.say(stop.reply)
        if person.frame is not None and person.frame.run == stop.before.run:
            assert set(person.frame.answers) <= {*stop.before.answers, stop.ask.key}, f"{flow}.{stop.ask.key}"
            _keeps(person, stop)


@each_flow
def test_a_question_answered_long_ago_is_removed(flow: str) -> None:
    for stop, following in stops(flow):
        if following is None:
            continue
        person = before(flow, following, removed(FLOWS[flow].body, stop.ask.key, value_of(stop)))
        unmoved = before(flow, following)
        unmoved.say(following.reply)
        person.say(following.reply)
        assert person.session.asked == unmoved.session.asked, f"{flow}.{stop.ask.key}"


@each_flow
def test_the_options_are_turned_round(flow: str) -> None:
    for stop, _ in stops(flow):
        if not isinstance(stop.ask.answer, Choice) or stop.reply.option is None:
            continue
        number = [o.id for o in stop.options].index(stop.reply.option) + 1
        unmoved = before(flow, stop)
        unmoved.say(stop.reply)
        person = before(flow, stop, turned_round(FLOWS[flow].body, stop.ask.key))
        person.say(Message(text=str(number)))
        same_place(person, unmoved)


@each_flow
def test_the_validator_of_an_earlier_answer_is_tightened(flow: str) -> None:
    for stop, following in stops(flow):
        if following is None or following.before.run != stop.before.run:
            continue
        value = value_of(stop)
        person = before(flow, following, tightened(FLOWS[flow].body, stop.ask.key, value))
        said = person.say(following.reply)
        assert person.session.asked == stop.ask.key, f"{flow}.{stop.ask.key}"
        assert said.bubble is not None
        assert said.bubble.text
        assert person.told(following.ask.key)
        _keeps(person, stop)


@each_flow
def test_a_question_is_moved_before_the_one_that_was_shown(flow: str) -> None:
    for stop, following in stops(flow):
        if following is None or not _adjacent(stop, following):
            continue
        unmoved = before(flow, stop)
        unmoved.say(stop.reply)
        unmoved.say(following.reply)
        person = before(flow, stop, moved_up(FLOWS[flow].body, stop.ask.key, following.ask))
        person.say(stop.reply)
        assert person.session.asked == following.ask.key, f"{flow}.{stop.ask.key}"
        assert person.told(stop.ask.key)
        assert not person.told(following.ask.key)
        person.say(following.reply)
        same_place(person, unmoved)


@each_flow
def test_a_question_is_moved_after_it_was_answered(flow: str) -> None:
    for stop, following in stops(flow):
        if following is None or not _adjacent(stop, following):
            continue
        unmoved = before(flow, following)
        unmoved.say(following.reply)
        person = before(flow, following, moved_up(FLOWS[flow].body, stop.ask.key, following.ask))
        person.say(following.reply)
        same_place(person, unmoved)


@each_flow
def test_the_whole_flow_is_gone(flow: str) -> None:
    for stop, _ in stops(flow):
        person = before(flow, stop)
        person.flows = {name: spec for name, spec in FLOWS.items() if name != flow}
        if flow in ("menu", "no_se", "saludo", "tramites", "rescate", "aclarar"):
            continue  # the engine cannot speak without these: no release may drop them
        said = person.say(Message(text="hola"))
        assert said.bubble is not None
        assert person.frame is None or person.frame.flow != flow


def _keeps(person: Person, stop: Stop) -> None:
    """Say that every earlier answer is still there, as it was."""
    assert person.frame is not None
    kept: Mapping[str, Json] = person.frame.answers
    assert {k: v for k, v in stop.before.answers.items() if k != stop.ask.key} == {
        k: v for k, v in kept.items() if k in stop.before.answers and k != stop.ask.key
    }


def _adjacent(stop: Stop, following: Stop) -> bool:
    """Tell whether nothing but words stands between two questions, so that their order may change."""
    return following.before.results == stop.before.results and isinstance(following.ask, Ask)
