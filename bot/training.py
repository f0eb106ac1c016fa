"""Train the understanding when its phrases or its code changed. One process does it; all load what it stored."""

import hashlib
from collections.abc import Iterable, Sequence
from importlib import resources

from bot.services import Services
from flows.understanding import features, model
from knowledge import frases, modelo, search
from knowledge.frases import Frase
from knowledge.search import Lenguaje

LENGUAJE = Lenguaje(
    words=features.words,
    pieces=features.pieces,
    weight=features.weight,
    content=features.content,
    signals=features.signals,
    key=features.key,
    fingerprint=model.fingerprint,
)


def train_if_stale(services: Services) -> int:
    """Train on the bundled phrases and the names of the published records. Return how many; 0 when nothing changed."""
    phrases = (*frases.bundled(), *frases.of_catalogue(services.current.get().catalogo))
    corpus = corpus_hash(phrases, _sources())
    with services.db.reading_session() as db:
        if modelo.corpus(db) == corpus:
            return 0
    trained = search.train(phrases, LENGUAJE)  # some seconds: no transaction is open meanwhile
    with services.db.session() as db:
        modelo.store(db, trained.sha256, trained.datos, services.clock(), corpus)
    return len(phrases)


def corpus_hash(phrases: Sequence[Frase], sources: Iterable[bytes]) -> str:
    """Return a hash that changes when a phrase, its label or the code that reads it does."""
    digest = hashlib.sha256()
    for phrase in phrases:
        digest.update(repr((phrase.texto, phrase.etiquetas, phrase.fuente == "ficha")).encode())
    for source in sources:
        digest.update(source)
    return digest.hexdigest()


def _sources() -> Iterable[bytes]:
    folder = resources.files("flows.understanding")
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".py")), key=lambda item: item.name)
    return (item.read_bytes() for item in (*files, resources.files("knowledge") / "search.py"))
