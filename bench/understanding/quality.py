"""Quality on the test messages: ours beside what was taught the same phrases."""

from collections.abc import Callable, Mapping, Sequence

from bench.understanding import metrics
from bench.understanding.methods import Method, at_share
from bench.understanding.metrics import Message, Pair
from bench.understanding.nlpjs import OWN_THRESHOLD

Column = tuple[str, Callable[[Sequence[Pair]], float]]
RANKING: tuple[Column, ...] = (
    ("intent", metrics.intent_accuracy),
    ("macro-F1", metrics.macro_f1),
    ("route", metrics.route_accuracy),
    ("record R@1", lambda pairs: metrics.recall(pairs, 1)),
    ("R@3", lambda pairs: metrics.recall(pairs, 3)),
    ("MRR", metrics.mean_reciprocal_rank),
    ("scope AUROC", metrics.scope_auroc),
    ("wrong at 80 %", lambda pairs: metrics.wrong_at_coverage(pairs, 0.8)),
)
DECISIONS: tuple[Column, ...] = (
    ("routed", metrics.routed_share),
    ("wrong among routed", metrics.wrong_among_routed),
    ("out of scope routed", metrics.outside_routed),
    ("refusal F1", metrics.refusal_f1),
    ("solved ≤ 1 question", metrics.solved),
    ("unclear asked", metrics.unclear_asked),
)
OURS = "**Catalina**"
RULES = "Catalina without its model"


def tables(name: str, messages: Sequence[Message], methods: Mapping[str, Method]) -> str:
    """Return the two tables of one test file."""
    answered = {method: [(m, answer(m.text)) for m in messages] for method, answer in methods.items()}
    inside, outside = sum(m.inside for m in messages), sum(m.gold == metrics.OUTSIDE for m in messages)
    unclear = len(messages) - inside - outside
    routed = metrics.routed_share(answered[OURS])
    lines = [f"**{name}**: {len(messages)} messages; {inside} in scope, {outside} out of scope, {unclear} unclear.", ""]
    lines += table(RANKING, answered, {})
    lines.append("")
    decided = {
        method: pairs if method in (OURS, RULES) else at_share(pairs, routed) for method, pairs in answered.items()
    }
    favoured = {
        method: metrics.best_refusal_f1(pairs) for method, pairs in answered.items() if method not in (OURS, RULES)
    }
    if "nlp.js" in answered:
        decided["nlp.js at its own 0.5"] = own_threshold(answered["nlp.js"])
    lines += table(DECISIONS, decided, {(method, "refusal F1"): value for method, value in favoured.items()})
    return "\n".join(lines)


def own_threshold(pairs: Sequence[Pair]) -> list[Pair]:
    """Return what nlp.js itself would answer: its first label from 0.5 up, and else nothing."""
    return [(m, _by_itself(a)) for m, a in pairs]


def _by_itself(answer: metrics.Answer) -> metrics.Answer:
    first = answer.ranked[0] if answer.ranked else metrics.OUTSIDE
    routed = first != metrics.OUTSIDE and answer.sure >= OWN_THRESHOLD
    return metrics.Answer(answer.ranked, answer.sure, answer.inside, "routed" if routed else "refused")


def table(
    columns: Sequence[Column], rows: Mapping[str, Sequence[Pair]], instead: Mapping[tuple[str, str], float]
) -> list[str]:
    """Return a Markdown table; `instead` replaces single cells."""
    names = [name for name, _ in columns]
    lines = [f"| method | {' | '.join(names)} |", f"|---|{'---|' * len(names)}"]
    for method, pairs in rows.items():
        cells = [instead.get((method, name), compute(pairs)) for name, compute in columns]
        lines.append(f"| {method} | {' | '.join(f'{value:.3f}' for value in cells)} |")
    return lines
