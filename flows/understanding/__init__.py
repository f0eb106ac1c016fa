"""Understanding: from what a person wrote to a decision that explains itself. Pure; nothing here reads a file or a clock."""

from flows.understanding.commands import global_word, opt_out, yes_no
from flows.understanding.decide import decide
from flows.understanding.decision import ACLARAR, INTENTS, Candidate, Decision, Entity, Reason
from flows.understanding.emergency import emergency
from flows.understanding.entities import entities
from flows.understanding.explain import Explanation, Score, explain
from flows.understanding.index import Understanding, understanding
from flows.understanding.model import MismatchedModel
from flows.understanding.neighbours import Neighbourhood, neighbourhood
from flows.understanding.text import normalise

__all__ = [
    "ACLARAR",
    "INTENTS",
    "Candidate",
    "Decision",
    "Entity",
    "Explanation",
    "MismatchedModel",
    "Neighbourhood",
    "Reason",
    "Score",
    "Understanding",
    "decide",
    "emergency",
    "entities",
    "explain",
    "global_word",
    "neighbourhood",
    "normalise",
    "opt_out",
    "understanding",
    "yes_no",
]
