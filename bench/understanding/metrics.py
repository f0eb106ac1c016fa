"""What is measured of an understanding, as pure functions over messages and answers: see docs/entender.md.

A label is an intent, «tramite/<id>» or «fuera_de_alcance» (of every matter of another entity too).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

OUTSIDE = "fuera_de_alcance"
UNCLEAR = "aclarar"
RECORD = "tramite/"


@dataclass(frozen=True, slots=True)
class Message:
    """A test message: its right label and every label that a clerk would also take for right."""

    text: str
    gold: str
    accepted: frozenset[str]

    @property
    def inside(self) -> bool:
        """Tell whether one answer of the city's is right."""
        return self.gold not in (OUTSIDE, UNCLEAR)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a method says of one message. `sure` orders messages by how readily the best label is answered."""

    ranked: tuple[str, ...]  # best first, none twice, OUTSIDE where it competes
    sure: float
    inside: float  # orders messages by how much they are the city's
    verdict: Literal["routed", "asked", "refused"]
    offered: tuple[str, ...] = ()

    @property
    def best(self) -> str | None:
        """Return the best label that can be routed to."""
        return next((label for label in self.ranked if label != OUTSIDE), None)


Pair = tuple[Message, Answer]


def intent(label: str | None) -> str | None:
    """Return the intent of a label."""
    return "tramite" if label and label.startswith(RECORD) else label


def share(hits: Iterable[bool]) -> float:
    """Return the share of true values; 0 of none."""
    values = list(hits)
    return sum(values) / len(values) if values else 0.0


def intent_accuracy(pairs: Sequence[Pair]) -> float:
    """Return how often the first label has the right intent, in scope."""
    return share(_first_intent(m, a) in {intent(label) for label in m.accepted} for m, a in pairs if m.inside)


def macro_f1(pairs: Sequence[Pair]) -> float:
    """Return the mean F1 over the intents of messages in scope; a guess that is also accepted counts as right."""
    seen = [(m, a) for m, a in pairs if m.inside]
    true, said, right = Counter[str](), Counter[str](), Counter[str]()
    for m, a in seen:
        gold, guess = str(intent(m.gold)), _first_intent(m, a)
        if guess in {intent(label) for label in m.accepted}:
            guess = gold
        true[gold] += 1
        said[str(guess)] += 1
        right[gold] += guess == gold
    scores = [2 * right[gold] / (true[gold] + said[gold]) for gold in true]
    return sum(scores) / len(scores) if scores else 0.0


def route_accuracy(pairs: Sequence[Pair]) -> float:
    """Return how often the first label is the right one, record included, in scope and without any question."""
    return share(bool(a.ranked) and a.ranked[0] in m.accepted for m, a in pairs if m.inside)


def recall(pairs: Sequence[Pair], k: int) -> float:
    """Return how often the right record is among the first k records, over messages about a record."""
    return share(0 < _place(m, a) <= k for m, a in pairs if m.gold.startswith(RECORD))


def mean_reciprocal_rank(pairs: Sequence[Pair]) -> float:
    """Return the mean of one over the place of the right record."""
    places = [_place(m, a) for m, a in pairs if m.gold.startswith(RECORD)]
    return sum(1 / place for place in places if place) / len(places) if places else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Return the chance that a positive scores above a negative; a tie counts half."""
    if not positive or not negative:
        return 0.5
    wins = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def scope_auroc(pairs: Sequence[Pair]) -> float:
    """Return how well `inside` separates the city's matters from the rest."""
    return auroc([a.inside for m, a in pairs if m.inside], [a.inside for m, a in pairs if m.gold == OUTSIDE])


def refusal_f1(pairs: Sequence[Pair]) -> float:
    """Return the F1 of refusing what is out of scope, by the method's own verdicts."""
    return _f1(pairs, lambda a: a.verdict == "refused")


def best_refusal_f1(pairs: Sequence[Pair]) -> float:
    """Return the F1 at the threshold of `inside` that suits the method best on these very messages: a favour to it."""
    cuts = sorted({a.inside for _, a in pairs})
    return max((_f1(pairs, lambda a, cut=cut: a.inside <= cut) for cut in cuts), default=0.0)  # type: ignore[misc]


def outside_routed(pairs: Sequence[Pair]) -> float:
    """Return the share of out-of-scope messages that got an answer."""
    return share(a.verdict == "routed" and a.best not in m.accepted for m, a in pairs if m.gold == OUTSIDE)


def routed_share(pairs: Sequence[Pair]) -> float:
    """Return the share of messages in scope answered without a question."""
    return share(a.verdict == "routed" for m, a in pairs if m.inside)


def wrong_among_routed(pairs: Sequence[Pair]) -> float:
    """Return the share wrong of all that was answered, out-of-scope and unclear messages included."""
    return share(a.best not in m.accepted for m, a in pairs if a.verdict == "routed")


def sure_at(pairs: Sequence[Pair], coverage: float) -> float:
    """Return the highest threshold of `sure` that lets at least that share of the messages in scope through."""
    sure = sorted((a.sure for m, a in pairs if m.inside and a.best), reverse=True)
    needed = round(coverage * sum(m.inside for m, _ in pairs))
    return float("inf") if needed == 0 or not sure else sure[min(needed, len(sure)) - 1]


def wrong_at_coverage(pairs: Sequence[Pair], coverage: float) -> float:
    """Return the share wrong among routed when the threshold lets that share of the messages in scope through."""
    cut = sure_at(pairs, coverage)
    return share(a.best not in m.accepted for m, a in pairs if a.best and a.sure >= cut)


def solved(pairs: Sequence[Pair]) -> float:
    """Return the share in scope answered right at once, or offered among at most three in one question."""
    return share(
        a.best in m.accepted if a.verdict == "routed" else bool(m.accepted.intersection(a.offered[:3]))
        for m, a in pairs
        if m.inside
    )


def unclear_asked(pairs: Sequence[Pair]) -> float:
    """Return the share of unclear messages that were asked back, or answered by something accepted."""
    return share(
        a.verdict == "asked" or (a.verdict == "routed" and a.best in m.accepted) for m, a in pairs if m.gold == UNCLEAR
    )


def _first_intent(message: Message, answer: Answer) -> str | None:
    return intent(answer.ranked[0]) if answer.ranked else None


def _place(message: Message, answer: Answer) -> int:
    records = [label for label in answer.ranked if label.startswith(RECORD)]
    return next((at for at, label in enumerate(records, start=1) if label in message.accepted), 0)


def _f1(pairs: Sequence[Pair], refused: Callable[[Answer], bool]) -> float:
    counted = [(m.gold == OUTSIDE, refused(a), OUTSIDE in m.accepted) for m, a in pairs if m.gold != UNCLEAR]
    both = sum(outside and said for outside, said, _ in counted)
    # Refusing what a clerk would also send elsewhere is no mistake.
    said = sum(said and (outside or not fine) for outside, said, fine in counted)
    total = said + sum(outside for outside, _, _ in counted)
    return 2 * both / total if total else 0.0
