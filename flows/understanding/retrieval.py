"""Finding a record among any number of them by the words of its names: an inverted index of stems, in bounded work."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from flows.understanding.features import content, stem, words

# Postings walked for one message. Rare stems go first, so that what is left out by then is a word that thousands of
# names share. A catalogue of some hundreds of records never reaches it: there nothing is left out.
MAX_POSTINGS = 16_000
MAX_FOUND = 64
_RESCORED = 256  # names that the words left out may still lift

Numbers = NDArray[np.intp]
Reals = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Inverted:
    """Names by stem. Labels are in alphabetical order and the names of one label lie together."""

    postings: Mapping[str, Numbers]  # stem → numbers of the names that hold it, ascending
    idf: Mapping[str, float]
    whole: Reals  # name → the weight of all its stems
    label_of: Numbers  # name → label
    labels: tuple[str, ...]


def inverted(named: Iterable[tuple[str, str]]) -> Inverted:
    """Index pairs of label and name."""
    bags = sorted(((label, _stems(words(text))) for label, text in named), key=lambda pair: pair[0])
    labels = tuple(dict.fromkeys(label for label, _ in bags))
    number = {label: at for at, label in enumerate(labels)}
    names: dict[str, list[int]] = defaultdict(list)
    seen: dict[str, set[str]] = defaultdict(set)
    for at, (label, bag) in enumerate(bags):
        for token in bag:
            names[token].append(at)
            seen[token].add(label)
    idf = {token: math.log(1 + len(bags) / len(found)) for token, found in seen.items()}
    return Inverted(
        postings={token: np.array(rows, dtype=np.intp) for token, rows in names.items()},
        idf=idf,
        whole=np.array([sum(idf[token] for token in bag) for _, bag in bags]),
        label_of=np.array([number[label] for label, _ in bags], dtype=np.intp),
        labels=labels,
    )


def rank(index: Inverted, said: Iterable[str]) -> list[tuple[str, float]]:
    """Return at most MAX_FOUND labels by how much of one of their names was said and how much of what was said they explain, 0–1."""
    asked = _stems(said)
    known = sorted((token for token in asked if token in index.idf), key=lambda token: len(index.postings[token]))
    if not known:
        return []
    total = sum(index.idf[token] for token in known) + (len(asked) - len(known)) * math.log(1 + len(index.whole)) / 2
    names, heard = _heard(index, known)
    return _best(index, names, heard / (0.6 * index.whole[names] + 0.4 * total))


def _stems(said: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(stem(word) for word in content(list(said))))


def _heard(index: Inverted, known: list[str]) -> tuple[Numbers, Reals]:
    """Return the names that share a word with the message, ascending, and the weight they share."""
    left = MAX_POSTINGS
    sums = np.zeros(len(index.whole))
    walked: list[Numbers] = []
    for token in known:
        rows = index.postings[token]
        if walked and len(rows) > left:
            break
        sums[rows] += index.idf[token]
        walked.append(rows)
        left -= len(rows)
    # Sorting what was touched is cheaper than looking through every name there is.
    touched = np.sort(np.concatenate(walked))
    names = touched[np.flatnonzero(np.diff(touched, prepend=-1))]
    heard: Reals = sums[names]
    if len(walked) == len(known):
        return names, heard
    if len(names) > _RESCORED:
        kept = np.sort(np.argpartition(-heard / (index.whole[names] + 1.0), _RESCORED)[:_RESCORED])
        names, heard = names[kept], heard[kept]
    for token in known[len(walked) :]:
        rows = index.postings[token]
        at = np.minimum(np.searchsorted(rows, names), len(rows) - 1)
        heard += index.idf[token] * (rows[at] == names)
    return names, heard


def _best(index: Inverted, names: Numbers, values: Reals) -> list[tuple[str, float]]:
    labels = index.label_of[names]
    starts = np.flatnonzero(np.diff(labels, prepend=-1))
    best, owners = np.maximum.reduceat(values, starts), labels[starts]
    if len(best) > MAX_FOUND:
        kept = np.flatnonzero(best >= np.partition(best, -MAX_FOUND)[-MAX_FOUND])
        best, owners = best[kept], owners[kept]
    order = np.argsort(-best, kind="stable")[:MAX_FOUND]  # labels are in order: equals stay so
    return [(index.labels[owners[at]], float(best[at])) for at in order]
