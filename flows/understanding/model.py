"""The router: a linear model whose message vector is the sum of the vectors of its words."""

import hashlib
import io
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from flows.understanding.features import content, pieces, signals, weight
from flows.understanding.text import sounds

FORMAT = 1
Floats = NDArray[np.float32]


class MismatchedModel(ValueError):
    """The weights and their calibration were not made together: serve by rules and say so."""


@dataclass(frozen=True, slots=True)
class Model:
    """Weights as trained. `vectors` holds the sum of the pieces of each known word; `grams` serves unknown words."""

    sha256: str
    labels: tuple[str, ...]
    words: Mapping[str, int]
    by_sound: Mapping[str, str]
    by_start: Mapping[tuple[str, int], tuple[str, ...]]  # first letter and length → words
    vectors: Floats
    norms: Floats
    grams: Mapping[str, int]
    gram_weights: NDArray[np.float16]
    idf: Floats
    rarest: float  # the greatest idf: what a piece never seen counts
    bias: Floats
    outside: NDArray[np.bool_]
    correct: tuple[float, ...]
    inside: tuple[float, ...]
    threshold: float
    exact: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Scored:
    """One text seen by the model: scores by label, P(right), P(in scope), and each word with its share."""

    said: tuple[str, ...]
    read_as: tuple[str, ...]
    scores: Floats
    p_correct: float
    p_inside: float


def load_model(blob: bytes) -> Model:
    """Read a trained model. Raises MismatchedModel when it is none, or weights and calibration are not of one training."""
    try:
        with np.load(io.BytesIO(blob), allow_pickle=False) as archive:
            arrays = {name: archive[name] for name in archive.files}
        meta: dict[str, Any] = json.loads(str(arrays.pop("meta")))
    except (ValueError, KeyError, OSError, EOFError, BadZipFile, zlib.error) as error:
        raise MismatchedModel(f"this is no trained model: {type(error).__name__}") from error
    if meta.get("formato") != FORMAT or fingerprint(arrays) != meta["calibracion"]["sha256"]:
        raise MismatchedModel("weights and calibration differ: train again")
    return _model(arrays, meta)


def fingerprint(arrays: Mapping[str, NDArray[Any]]) -> str:
    """Return the hash that ties a calibration to its weights."""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        digest.update(name.encode())
        digest.update(np.ascontiguousarray(arrays[name]).tobytes())
    return digest.hexdigest()


def _model(arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any]) -> Model:
    words: list[str] = arrays["words"].tolist()
    labels: list[str] = arrays["labels"].tolist()
    calibracion = meta["calibracion"]
    return Model(
        sha256=calibracion["sha256"],
        labels=tuple(labels),
        words={word: at for at, word in enumerate(words)},
        by_sound={sounds(word): word for word in words if len(word) >= 4},
        by_start=_by_start(words),
        vectors=arrays["vectors"].astype(np.float32),
        norms=arrays["norms"],
        grams={gram: at for at, gram in enumerate(arrays["grams"].tolist())},
        gram_weights=arrays["gram_weights"],
        idf=arrays["idf"],
        rarest=float(arrays["idf"].max()),
        bias=arrays["bias"],
        outside=np.array([is_outside(label) for label in labels]),
        correct=tuple(calibracion["correcto"]),
        inside=tuple(calibracion["alcance"]),
        threshold=calibracion["umbral"],
        exact={text: tuple(found) for text, found in meta["exacto"].items()},
    )


def _by_start(words: Sequence[str]) -> dict[tuple[str, int], tuple[str, ...]]:
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in words:
        if 4 <= len(word) <= 24:
            found[word[0], len(word)].append(word)
    return {start: tuple(alike) for start, alike in found.items()}


def is_outside(label: str) -> bool:
    """Tell whether a label says that the matter is not the city's."""
    return label == "fuera_de_alcance" or label.startswith("otra/")


def score(model: Model, said: Sequence[str]) -> Scored:
    """Score words against every label."""
    read_as = tuple(respelled(model, word) for word in said)
    total, norm = np.zeros(len(model.labels), dtype=np.float32), 0.0
    for word in read_as:
        vector, norm2 = _vector(model, word)
        total += weight(word) * vector
        norm += weight(word) ** 2 * norm2
    scores = total / np.float32(np.sqrt(norm) if norm else 1.0) + model.bias
    known = sum(word in model.words for word in read_as) / max(len(read_as), 1)
    seen = signals(scores, model.outside, known, len(content(read_as)))
    return Scored(tuple(said), read_as, scores, _logistic(model.correct, seen), _logistic(model.inside, seen))


def contributions(model: Model, scored: Scored, label: str) -> list[tuple[str, float]]:
    """Return each word with what it added to the score of a label, most telling first."""
    at = model.labels.index(label)
    parts = [(word, weight(word), *_vector(model, word)) for word in scored.read_as]
    norm = float(np.sqrt(sum(w**2 * n for _, w, _, n in parts))) or 1.0
    return sorted(((word, float(w * v[at]) / norm) for word, w, v, _ in parts), key=lambda pair: -abs(pair[1]))


def respelled(model: Model, word: str) -> str:
    """Return the known word that an unknown one was meant to be, or the word itself."""
    if word in model.words or len(word) < 5 or word.isdigit():
        return word
    return model.by_sound.get(sounds(word)) or _nearest(model, word) or word


def _nearest(model: Model, word: str) -> str | None:
    """Return a word one slip away: a letter too many, one missing, or two swapped.

    A changed letter is left alone: it is as often another word («autista», «artista»), and the pieces cope with it.
    """
    if len(word) < 7:
        return None
    alike = (_one_slip(model, word, length) for length in (len(word) - 1, len(word), len(word) + 1))
    return next(filter(None, alike), None)


def _one_slip(model: Model, word: str, length: int) -> str | None:
    words = model.by_start.get((word[0], length), ())  # the first letter is seldom the slip
    found = process.extractOne(word, words, scorer=OSA.distance, score_cutoff=1)
    if found is None or (length == len(word) and sorted(found[0]) != sorted(word)):
        return None
    return str(found[0])


def _vector(model: Model, word: str) -> tuple[Floats, float]:
    at = model.words.get(word)
    if at is not None:
        return model.vectors[at], float(model.norms[at])
    parts = pieces(word)
    found = [model.grams[part] for part in parts if part in model.grams]
    # Pieces never seen count in the norm: a strange word makes every score weaker instead of leaving the others alone.
    strange = (len(parts) - len(found)) * model.rarest**2
    if not found:
        return np.zeros(len(model.labels), dtype=np.float32), strange
    vector: Floats = model.gram_weights[found].astype(np.float32).sum(axis=0)
    return vector, strange + float((model.idf[found] ** 2).sum())


def _logistic(coefficients: Sequence[float], seen: NDArray[np.float64]) -> float:
    *slopes, intercept = coefficients
    return float(1.0 / (1.0 + np.exp(-(float(np.dot(slopes, seen)) + intercept))))
