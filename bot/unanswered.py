"""What people asked and Catalina could not answer, put together by what they have in common. Pure.

Nobody's message is shown: of a group only the words that at least `MIN_PEOPLE` different people wrote. What a single
person says of themselves is in no group.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flows.understanding.features import content, stem

MIN_PEOPLE = 3
_ALIKE = 0.5  # share of the telling words that two messages have in common


@dataclass(frozen=True, slots=True)
class Dicho:
    """One message: its normalised words without personal numbers, and a pseudonym of who wrote it."""

    normal: str
    persona: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class Grupo:
    """Messages that ask for the same. `palabras`: those that `MIN_PEOPLE` or more people wrote, in their order."""

    palabras: tuple[str, ...]
    mensajes: int
    personas: int
    ultima: datetime

    @property
    def texto(self) -> str:
        """Return the shared words as a short phrase."""
        return " ".join(self.palabras)


@dataclass
class _Cluster:
    said: list[Dicho]
    stems: set[str]


def groups(messages: Iterable[Dicho]) -> list[Grupo]:
    """Return the groups that enough people share, the ones most people ask for first."""
    clusters = _clusters(messages)
    found = [grupo for cluster in clusters if (grupo := _group(cluster.said)) is not None]
    return sorted(found, key=lambda grupo: (-grupo.personas, -grupo.mensajes, grupo.texto))


def _clusters(messages: Iterable[Dicho]) -> list[_Cluster]:
    clusters: list[_Cluster] = []
    holding: dict[str, list[_Cluster]] = defaultdict(list)  # stem → clusters that have it: the others cannot be alike
    for message in messages:
        stems = _stems(message)
        if not stems:
            continue
        near = {id(cluster): cluster for one in sorted(stems) for cluster in holding[one]}
        best = max(near.values(), key=lambda cluster: _likeness(cluster.stems, stems), default=None)
        if best is not None and _likeness(best.stems, stems) >= _ALIKE:
            best.said.append(message)
            continue
        cluster = _Cluster([message], stems)
        clusters.append(cluster)
        for one in stems:
            holding[one].append(cluster)
    return clusters


def _group(said: Sequence[Dicho]) -> Grupo | None:
    people = {message.persona for message in said}
    writers: dict[str, set[bytes]] = defaultdict(set)
    for message in said:
        for word in message.normal.split():
            writers[word].add(message.persona)
    shared = {word for word, who in writers.items() if len(who) >= MIN_PEOPLE and not word.isdigit()}
    if len(people) < MIN_PEOPLE or not content(sorted(shared)):
        return None
    return Grupo(_in_order(said, shared), len(said), len(people), max(message.at for message in said))


def _in_order(said: Sequence[Dicho], shared: set[str]) -> tuple[str, ...]:
    """Return the shared words in the order in which they are mostly said."""
    places: Counter[str] = Counter()
    times: Counter[str] = Counter()
    for message in said:
        for at, word in enumerate(message.normal.split()):
            if word in shared:
                places[word] += at
                times[word] += 1
    return tuple(sorted(shared, key=lambda word: (places[word] / times[word], word)))


def _stems(message: Dicho) -> set[str]:
    return {stem(word) for word in content(message.normal.split()) if not word.isdigit()}


def _likeness(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)
