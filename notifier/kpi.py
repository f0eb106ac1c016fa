"""The city's indicators, from the rows of figures: docs/operacion.md says each formula in words. Pure.

A percentage is never averaged, n stands beside it, and «sin datos» is said where nothing was counted. Turns of a
confidential flow carry neither person nor hour: they count as messages, never in a conversation.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median

VERSION = 1
GAP = timedelta(minutes=30)  # a longer silence ends a conversation, and a form that was left half-way
ANSWERED_MS = 60_000
UNDERSTOOD = frozenset({"answered", "aside", "command", "resumed", "greeted", "emergency"})
MISUNDERSTOOD = frozenset({"missed", "retried", "clarified", "failed"})
HIDE_BELOW = 5

BusinessDay = Callable[[date], bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One turn. `day` is the one in the city."""

    at: datetime
    day: date
    persona: bytes | None
    channel: str
    idioma: str
    kind: str
    intencion: str | None
    flow: str | None
    question: str | None
    ended: str | None
    reply_ms: int


@dataclass(frozen=True, slots=True)
class Period:
    """What was counted: turns, ratings, and what else the formulas must know. `seen_before`: personas of earlier days."""

    rows: Sequence[Row]
    ratings: Sequence[int]
    seen_before: frozenset[bytes]
    forms: frozenset[str]
    business_day: BusinessDay
    now: datetime


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure. A share has numerator and denominator, a count or a time only its value."""

    id: int
    name: str
    value: float | None
    unit: str = ""
    numerator: int | None = None
    denominator: int | None = None
    dimension: str = ""
    version: int = VERSION

    @property
    def text(self) -> str:
        """Return the figure as people read it."""
        if self.value is None:
            return "sin datos"
        number = f"{self.value:.1f}".replace(".", ",") if self.unit == "%" else f"{self.value:g}".replace(".", ",")
        return f"{number} {self.unit}".strip() + (f" (n = {self.denominator})" if self.denominator is not None else "")


Conversation = tuple[Row, ...]


def indicators(period: Period) -> tuple[Indicator, ...]:
    """Return every indicator that the rows can tell today, in the order of the catalogue."""
    talks = conversations(period.rows)
    runs = tuple(form_runs(period.rows, period.forms))
    ended = sum(run.ended for run in runs)
    left = [run for run in runs if not run.ended and period.now - run.last >= GAP]
    return (
        Indicator(4, "Interacciones atendidas", len(talks), "conversaciones"),
        *_answered(period.rows),
        *_persons(period),
        *_mix(talks),
        share(8, "Empezadas en un día no hábil", sum(not period.business_day(t[0].day) for t in talks), len(talks)),
        *_times(period.rows),
        *_understanding(period.rows),
        share(18, "Abandono de formularios", len(left), len(runs)),
        *_left_at(left),
        share(19, "Finalización de formularios", ended, len(runs)),
        share(20, "Satisfacción (4 y 5)", sum(score >= 4 for score in period.ratings), len(period.ratings)),
        share(20, "Satisfacción: cuántos califican", len(period.ratings), len(talks), "respuesta"),
    )


def share(number: int, name: str, part: int, whole: int, dimension: str = "") -> Indicator:
    """Return a percentage; «sin datos» when there is nothing to divide by."""
    value = 100 * part / whole if whole else None
    return Indicator(number, name, value, "%", part, whole, dimension)


def conversations(rows: Iterable[Row]) -> tuple[Conversation, ...]:
    """Return the turns of each person on each channel, cut where the silence lasted thirty minutes or more."""
    known = sorted((row for row in rows if row.persona is not None), key=lambda r: (r.persona, r.channel, r.at))
    found: list[Conversation] = []
    for _, group in groupby(known, key=lambda r: (r.persona, r.channel)):
        found.extend(_cut(group))
    return tuple(found)


def _cut(rows: Iterable[Row]) -> Iterator[Conversation]:
    talk: list[Row] = []
    for row in rows:
        if talk and row.at - talk[-1].at >= GAP:
            yield tuple(talk)
            talk = []
        talk.append(row)
    if talk:
        yield tuple(talk)


@dataclass(frozen=True, slots=True)
class Run:
    """One form that somebody began: where it was last, and whether it came to an end."""

    flow: str
    question: str
    last: datetime
    ended: bool


def form_runs(rows: Iterable[Row], forms: frozenset[str]) -> Iterator[Run]:
    """Yield each begun form of each person. A form that ends in the turn in which it begins asked nothing."""
    known = sorted((row for row in rows if row.persona is not None), key=lambda r: (r.persona, r.at))
    for _, group in groupby(known, key=lambda r: r.persona):
        open_runs: dict[str, Run] = {}
        for row in group:
            flow = (row.question or "").partition(".")[0]
            if row.ended in open_runs:
                begun = open_runs.pop(row.ended)
                yield Run(begun.flow, begun.question, row.at, ended=True)
            if flow in forms:
                open_runs[flow] = Run(flow, row.question or "", row.at, ended=False)
        yield from open_runs.values()


def _answered(rows: Sequence[Row]) -> Iterator[Indicator]:
    rows = [row for row in rows if row.kind != "con_persona"]  # a person of the staff answers those, in their own time
    quick = sum(row.reply_ms <= ANSWERED_MS and row.kind != "failed" for row in rows)
    yield Indicator(5, "Mensajes respondidos en un minuto", quick, "mensajes")
    yield share(5, "Mensajes respondidos", quick, len(rows), "de los recibidos")


def _persons(period: Period) -> Iterator[Indicator]:
    persons = {row.persona for row in period.rows if row.persona is not None}
    returning = len(persons & period.seen_before)
    yield Indicator(6, "Personas atendidas", len(persons), "personas")
    yield Indicator(6, "Personas nuevas", len(persons) - returning, "personas", dimension="nuevas")
    yield Indicator(6, "Personas que volvieron", returning, "personas", dimension="vuelven")


def _mix(talks: Sequence[Conversation]) -> Iterator[Indicator]:
    by: tuple[tuple[str, Callable[[Conversation], str]], ...] = (
        ("canal", lambda talk: talk[0].channel),
        ("idioma", lambda talk: talk[-1].idioma),
        ("tema", lambda talk: next((row.intencion for row in talk if row.intencion), "sin tema")),
    )
    for dimension, of in by:
        for value, count in sorted(_shown(Counter(map(of, talks))).items(), key=lambda pair: (-pair[1], pair[0])):
            yield share(7, f"Mezcla por {dimension}: {value}", count, len(talks), f"{dimension}={value}")


def _shown(counts: Counter[str]) -> Counter[str]:
    """Return the counts with the small ones of each kind added up: a theme that two persons asked names them."""
    shown = Counter({value: n for value, n in counts.items() if n >= HIDE_BELOW})
    rest = counts.total() - shown.total()
    return shown + Counter({"otros": rest})


def _times(rows: Sequence[Row]) -> Iterator[Indicator]:
    # A confidential turn keeps no time: its zero would flatter the median.
    times = sorted(row.reply_ms for row in rows if row.persona is not None)
    yield Indicator(
        9, "Tiempo de respuesta, mediana", median(times) / 1000 if times else None, "s", dimension="mediana"
    )
    yield Indicator(9, "Tiempo de respuesta, p95", percentile(times, 95), "s", dimension="p95")


def percentile(times_ms: Sequence[int], percent: int) -> float | None:
    """Return the smallest time, in seconds, that so many of a hundred did not exceed."""
    if not times_ms:
        return None
    return times_ms[max(0, -(-len(times_ms) * percent // 100) - 1)] / 1000


def _understanding(rows: Sequence[Row]) -> Iterator[Indicator]:
    good = sum(row.kind in UNDERSTOOD for row in rows)
    bad = sum(row.kind in MISUNDERSTOOD for row in rows)
    yield share(12, "Comprensión", good, good + bad)
    yield share(13, "Sin respuesta", bad, good + bad)


def _left_at(left: Sequence[Run]) -> Iterator[Indicator]:
    for question, count in sorted(_shown(Counter(run.question for run in left)).items(), key=lambda p: (-p[1], p[0])):
        yield share(18, f"Abandono en {question}", count, len(left), question)
