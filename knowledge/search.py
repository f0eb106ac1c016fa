"""Training of the router: from phrases to one file of weights with its calibration. Only this module uses scikit-learn.

How a text becomes words and pieces is passed in (`Lenguaje`), so that training and answering can never disagree.
The same phrases give the same bytes. Serving needs numpy alone: see `flows.understanding.model`.
"""

import io
import json
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.frases import Frase

FORMAT = 1
FOLDS = 4
OUTSIDE = "fuera_de_alcance"
# Wrong among routed on what whole voices said, held out of training, bounded from above with 95 % confidence.
MAX_WRONG = 0.02
VOICE = "voz imaginada"  # how a source is named whose phrases one kind of person says
ENOUGH = 1000  # phrases of voices, to calibrate on them alone
_THRESHOLDS = tuple(round(0.40 + 0.01 * step, 2) for step in range(56))

Floats = NDArray[np.float32]
Signals = Callable[[Floats, NDArray[np.bool_], float, int], NDArray[np.float64]]


@dataclass(frozen=True, slots=True)
class Lenguaje:
    """How a text is read: its words, the pieces of a word, a word's weight, what calibration looks at, its alias key."""

    words: Callable[[str], list[str]]
    pieces: Callable[[str], list[str]]
    weight: Callable[[str], float]
    content: Callable[[Sequence[str]], list[str]]
    signals: Signals
    key: Callable[[str], str]
    fingerprint: Callable[[Mapping[str, NDArray[Any]]], str]


@dataclass(frozen=True, slots=True)
class ModelBlob:
    """A trained model as one file (npz: weights and calibration), and the hash that ties the two together."""

    datos: bytes
    sha256: str
    calibracion: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Corpus:
    texts: tuple[tuple[str, ...], ...]
    labels: tuple[str, ...]
    sources: tuple[str, ...]

    def only(self, rows: Sequence[int]) -> "_Corpus":
        """Return these rows."""
        return _Corpus(
            tuple(self.texts[at] for at in rows),
            tuple(self.labels[at] for at in rows),
            tuple(self.sources[at] for at in rows),
        )


@dataclass(frozen=True, slots=True)
class _Weights:
    grams: dict[str, int]
    idf: Floats
    weights: Floats  # pieces × labels
    bias: Floats
    labels: tuple[str, ...]


def train(phrases: Sequence[Frase], lenguaje: Lenguaje, calibracion: Mapping[str, Any] | None = None) -> ModelBlob:
    """Train on every phrase with a single label; phrases of several labels only teach what to ask.

    `calibracion` is that of a model much like this one: it spares the four trainings that measure it.
    """
    lenguaje = replace(lenguaje, pieces=cache(lenguaje.pieces))  # each word is met in hundreds of phrases
    corpus = _corpus(phrases, lenguaje)
    calibration = dict(calibracion or _calibrated(*_held_out(corpus, lenguaje)))
    arrays = _arrays(_fit(corpus, lenguaje), sorted({word for text in corpus.texts for word in text}), lenguaje)
    calibration["sha256"] = lenguaje.fingerprint(arrays)
    meta = {
        "formato": FORMAT,
        "calibracion": calibration,
        "exacto": _exact(phrases, lenguaje),
        "frases": len(corpus.texts),
    }
    out = io.BytesIO()
    contents: dict[str, Any] = {**arrays, "meta": np.array(json.dumps(meta, ensure_ascii=False, sort_keys=True))}
    np.savez_compressed(out, **contents)
    return ModelBlob(out.getvalue(), calibration["sha256"], calibration)


def load(datos: bytes) -> ModelBlob:
    """Read back the hash and the calibration of a trained model without its weights."""
    with np.load(io.BytesIO(datos), allow_pickle=False) as archive:
        meta: dict[str, Any] = json.loads(str(archive["meta"]))
    return ModelBlob(datos, meta["calibracion"]["sha256"], meta["calibracion"])


def _corpus(phrases: Sequence[Frase], lenguaje: Lenguaje) -> _Corpus:
    seen: dict[tuple[tuple[str, ...], str], str] = {}
    shared = {lenguaje.key(phrase.texto) for phrase in phrases if len(phrase.etiquetas) > 1}
    for phrase in phrases:
        # A word that staff marked as shared teaches no topic, even where a record still lists it as its alias.
        if len(phrase.etiquetas) == 1 and lenguaje.key(phrase.texto) not in shared:
            seen.setdefault((tuple(lenguaje.words(phrase.texto)), phrase.etiquetas[0]), phrase.fuente)
    rows = sorted(row for row in seen if row[0])
    return _Corpus(tuple(text for text, _ in rows), tuple(label for _, label in rows), tuple(seen[row] for row in rows))


def _exact(phrases: Sequence[Frase], lenguaje: Lenguaje) -> dict[str, list[str]]:
    """Return whole-message keys. What staff wrote wins over a record's own list of aliases."""
    found: dict[str, set[str]] = defaultdict(set)
    for phrase in phrases:
        key = lenguaje.key(phrase.texto)
        # «hasta mañana» is goodbye; «mañana», all that its key keeps, is not.
        if phrase.fuente != "ficha" and (" " in key or not phrase.fuente.startswith(VOICE) or " " not in phrase.texto):
            found[key].update(phrase.etiquetas)
    return {key: sorted(labels) for key, labels in sorted(found.items())}


def _fit(corpus: _Corpus, lenguaje: Lenguaje) -> _Weights:
    from sklearn.svm import LinearSVC  # noqa: PLC0415  # 2 s and 120 MB: paid only by the process that trains

    grams, idf = _vocabulary(corpus, lenguaje)
    matrix = _matrix(corpus.texts, grams, idf, lenguaje)
    learner = LinearSVC(C=1.0, tol=1e-2, random_state=0, max_iter=4000)
    learner.fit(matrix, np.array(corpus.labels))
    weights = learner.coef_.T.astype(np.float32) * idf[:, None]
    return _Weights(grams, idf, weights, learner.intercept_.astype(np.float32), tuple(str(c) for c in learner.classes_))


def _vocabulary(corpus: _Corpus, lenguaje: Lenguaje) -> tuple[dict[str, int], Floats]:
    counts: dict[str, int] = defaultdict(int)
    for text in corpus.texts:
        for piece in {piece for word in text for piece in lenguaje.pieces(word)}:
            counts[piece] += 1
    kept = sorted(piece for piece, count in counts.items() if count > 1 or piece.startswith("="))
    idf = np.array([np.log((1 + len(corpus.texts)) / (1 + counts[piece])) + 1 for piece in kept], dtype=np.float32)
    return {piece: at for at, piece in enumerate(kept)}, idf


def _matrix(texts: Sequence[tuple[str, ...]], grams: Mapping[str, int], idf: Floats, lenguaje: Lenguaje) -> Any:
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    rows, columns, values = [], [], []
    for row, text in enumerate(texts):
        cells, norm = _cells(text, grams, idf, lenguaje)
        for column, value in cells:
            rows.append(row)
            columns.append(column)
            values.append(value / norm)
    return csr_matrix((values, (rows, columns)), shape=(len(texts), len(grams)))


def _cells(
    text: tuple[str, ...], grams: Mapping[str, int], idf: Floats, lenguaje: Lenguaje
) -> tuple[list[tuple[int, float]], float]:
    cells: list[tuple[int, float]] = []
    norm, rarest = 0.0, float(idf.max())
    for word in text:
        share = lenguaje.weight(word)
        for piece in lenguaje.pieces(word):
            at = grams.get(piece)
            value = share * (rarest if at is None else float(idf[at]))
            norm += value**2
            if at is not None:
                cells.append((at, value))
    return cells, norm**0.5 or 1.0


def _held_out(corpus: _Corpus, lenguaje: Lenguaje) -> tuple[NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_]]:
    """Return signals, whether right, whether in scope, of each phrase scored by a model that never heard its voice."""
    fold_of = _folds(corpus)
    seen, right, inside = [], [], []
    for fold in range(FOLDS):
        taught = [at for at, where in enumerate(fold_of) if where != fold]
        asked = [at for at, where in enumerate(fold_of) if where == fold]
        fitted = _fit(corpus.only(taught), lenguaje)
        vocabulary = {word for at in taught for word in corpus.texts[at]}
        outside = np.array([_is_outside(label) for label in fitted.labels])
        scaled = fitted.weights / fitted.idf[:, None]
        scores = _matrix([corpus.texts[at] for at in asked], fitted.grams, fitted.idf, lenguaje) @ scaled + fitted.bias
        for at, row in zip(asked, np.asarray(scores, dtype=np.float32), strict=True):
            text = corpus.texts[at]
            known = sum(word in vocabulary for word in text) / len(text)
            seen.append(lenguaje.signals(row, outside, known, len(lenguaje.content(text))))
            guess = fitted.labels[int(row.argmax())]
            inside.append(not _is_outside(corpus.labels[at]))
            right.append(guess == corpus.labels[at] or (_is_outside(guess) and not inside[-1]))
    return np.array(seen), np.array(right), np.array(inside)


def _folds(corpus: _Corpus) -> list[int | None]:
    """Return in which fold each phrase is held out; None for one that is always taught.

    A new citizen is a new voice: whole voices are held out together. Where there are too few, single phrases are.
    """
    voices = sorted({source for source in corpus.sources if source.startswith(VOICE)})
    if len(voices) >= FOLDS and sum(source in voices for source in corpus.sources) >= ENOUGH:
        fold_of = {voice: at % FOLDS for at, voice in enumerate(voices)}
        return [fold_of.get(source) for source in corpus.sources]
    counts: dict[str, int] = defaultdict(int)
    folds: list[int | None] = []
    for label in corpus.labels:
        folds.append(counts[label] % FOLDS)
        counts[label] += 1
    return folds


def _calibrated(seen: NDArray[np.float64], right: NDArray[np.bool_], inside: NDArray[np.bool_]) -> dict[str, Any]:
    correct, scope = _logistic(seen, right), _logistic(seen, inside)
    confidence = 1 / (1 + np.exp(-(seen @ np.array(correct[:-1]) + correct[-1])))
    threshold = next((t for t in _THRESHOLDS if _wrong_bound(confidence, right, t) <= MAX_WRONG), _THRESHOLDS[-1])
    return {
        "correcto": correct,
        "alcance": scope,
        "umbral": threshold,
        "aciertos": round(float(right.mean()), 4),
        "rutados": round(float((confidence >= threshold).mean()), 4),
    }


def _logistic(seen: NDArray[np.float64], target: NDArray[np.bool_]) -> list[float]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    if target.all() or not target.any():
        return [0.0] * seen.shape[1] + [4.0 if target.all() else -4.0]
    fitted = LogisticRegression(C=10.0, max_iter=2000).fit(seen, target)
    return [round(float(value), 6) for value in (*fitted.coef_[0], fitted.intercept_[0])]


def _wrong_bound(confidence: NDArray[np.float64], right: NDArray[np.bool_], threshold: float) -> float:
    """Return the one-sided 95 % Clopper–Pearson bound of the share of wrong answers among those routed."""
    from scipy.stats import beta  # noqa: PLC0415

    routed = confidence >= threshold
    n, wrong = int(routed.sum()), int((routed & ~right).sum())
    return 1.0 if wrong >= n else float(beta.ppf(0.95, wrong + 1, n - wrong))


def _arrays(fitted: _Weights, words: list[str], lenguaje: Lenguaje) -> dict[str, NDArray[Any]]:
    vectors = np.zeros((len(words), len(fitted.labels)), dtype=np.float32)
    norms = np.zeros(len(words), dtype=np.float32)
    rarest = float(fitted.idf.max())
    for row, word in enumerate(words):
        found = [fitted.grams.get(piece) for piece in lenguaje.pieces(word)]
        known = [at for at in found if at is not None]
        vectors[row] = fitted.weights[known].sum(axis=0)
        norms[row] = float((fitted.idf[known] ** 2).sum()) + (len(found) - len(known)) * rarest**2
    return {
        "labels": np.array(fitted.labels),
        "words": np.array(words),
        "vectors": vectors.astype(np.float16),
        "norms": norms,
        "grams": np.array(sorted(fitted.grams, key=fitted.grams.__getitem__)),
        "gram_weights": fitted.weights.astype(np.float16),
        "idf": fitted.idf,
        "bias": fitted.bias,
    }


def _is_outside(label: str) -> bool:
    return label == OUTSIDE or label.startswith("otra/")
