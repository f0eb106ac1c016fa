"""What the turn must know of a flow beside its body."""

from dataclasses import dataclass
from datetime import timedelta

from flows.answers import N_
from flows.engine import FlowBody


@dataclass(frozen=True, slots=True)
class FlowSpec:
    """One flow.

    `form`: the citizen gives data step by step, so another topic is answered in place and a release, a pause or a
    detour loses nothing. The others only show things: a new topic simply replaces them.
    `confidential`: its words reach no log, no metric and no unanswered list, and its answers rest encrypted.
    `titulo` completes «¿Seguimos con …?».
    """

    name: str
    body: FlowBody
    titulo: str = N_("lo que estábamos haciendo")
    form: bool = False
    confidential: bool = False
    draft: timedelta = timedelta(days=30)
    floating: bool = False  # an aside of the engine itself: never parked, never a draft
