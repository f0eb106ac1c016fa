"""Train the understanding when what it is made from changed, and let the saved questions decide whether it answers.

One process does it (`only_trainer`); all load what it stored. Killed anywhere it changes nothing: a model is first kept,
then judged, and only the last short transaction puts it in force.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Literal

from sqlmodel import Session

from bot import judging
from bot.judging import Veredicto
from bot.one_trainer import only_trainer
from bot.services import Services
from flows.understanding import MismatchedModel, features, model, understanding
from knowledge import aprendido, auditoria, catalog, frases, modelo, preguntas, search
from knowledge.frases import Frase
from knowledge.modelo import Modelo
from knowledge.preguntas import Pregunta
from knowledge.search import Lenguaje, ModelBlob
from knowledge.values import Catalogo
from notifier import events

LENGUAJE = Lenguaje(
    words=features.words,
    pieces=features.pieces,
    weight=features.weight,
    content=features.content,
    signals=features.signals,
    key=features.key,
    fingerprint=model.fingerprint,
)
STOPPED = "model-stopped"  # the alarm

Train = Callable[[Sequence[Frase], Lenguaje], ModelBlob]
Que = Literal["igual", "activado", "detenido", "descartado", "ocupado"]


@dataclass(frozen=True, slots=True)
class Material:
    """What comes with the product: phrases, saved questions, and the code that reads them."""

    frases: tuple[Frase, ...]
    preguntas: tuple[Pregunta, ...]
    fuentes: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Reunido:
    """Everything that a training reads at one moment. `fuera`: questions about a record that is not published."""

    catalogo: Catalogo
    frases: tuple[Frase, ...]
    preguntas: tuple[Pregunta, ...]
    fuera: tuple[Pregunta, ...]
    corpus: str


@dataclass(frozen=True, slots=True)
class Aprendido:
    """What a run did. «ocupado»: another process trains. `modelo` is the one that the run was about."""

    que: Que
    modelo: Modelo | None = None


def bundled() -> Material:
    """Return what comes with the product."""
    return Material(frases.bundled(), preguntas.bundled(), tuple(_sources()))


def gather(db: Session, catalogo: Catalogo, material: Material) -> Reunido:
    """Return what a training would read now."""
    # A phrase about a record that nobody can be led to would teach a topic that must not be answered.
    wordings = (*material.frases, *aprendido.frases(db))
    alive = (phrase for phrase in wordings if not all(_is_gone(label, catalogo) for label in phrase.etiquetas))
    phrases = (*alive, *frases.of_catalogue(catalogo))
    asked, left_out = preguntas.alive((*material.preguntas, *aprendido.preguntas(db)), catalogo.tramites)
    return Reunido(catalogo, phrases, asked, left_out, corpus_hash(phrases, material.fuentes))


def learn(services: Services, material: Material, *, force: bool = False, train: Train = search.train) -> Aprendido:
    """Train if something changed and put the model in force unless the saved questions speak against it.

    `force` puts in force what the saved questions stop. Some tens of seconds; no transaction is open meanwhile.
    """
    with only_trainer(services) as mine:
        if not mine:
            return Aprendido("ocupado")
        with services.db.reading_session() as db:
            reunido = gather(db, catalog.load(db, services.current.entidad), material)
            known, before = modelo.of_corpus(db, reunido.corpus), modelo.en_vigor(db)
        if before is not None and before.corpus == reunido.corpus:
            _overtake(services)
            return Aprendido("igual", before)
        if known is not None and not force and _is_settled(known, reunido):
            return Aprendido("detenido" if known.estado == "detenido" else "descartado", known)
        candidate = known.id if known is not None else _train(services, reunido, train)
        return _settle(services, reunido, before, candidate, force=force)


def pending(db: Session, reunido: Reunido) -> bool:
    """Return whether `learn` would do anything."""
    before, waiting = modelo.en_vigor(db), modelo.detenido(db)
    if before is not None and before.corpus == reunido.corpus:
        return waiting is not None
    known = modelo.of_corpus(db, reunido.corpus)
    return known is None or not _is_settled(known, reunido)


def accept(db: Session, services: Services, stopped: Modelo, by: str) -> None:
    """Put a stopped model in force all the same. Who did it is written down."""
    modelo.activate(db, stopped.id)
    _decided(db, services, stopped, "activar modelo detenido", by)


def discard(db: Session, services: Services, stopped: Modelo, by: str) -> None:
    """Decide against a stopped model; the one in force stays."""
    modelo.discard(db, stopped.id)
    _decided(db, services, stopped, "descartar modelo detenido", by)


def corpus_hash(phrases: Sequence[Frase], sources: Iterable[bytes]) -> str:
    """Return a hash that changes when a phrase, its label, its source or the code that reads it does."""
    digest = hashlib.sha256()
    for phrase in phrases:
        digest.update(repr((phrase.texto, phrase.etiquetas, phrase.fuente)).encode())
    for source in sources:
        digest.update(source)
    return digest.hexdigest()


def _is_settled(known: Modelo, reunido: Reunido) -> bool:
    """Tell whether the verdict on a model stands: somebody discarded it, or the same questions stopped it."""
    same = known.informe.get("huella") == judging.fingerprint(reunido.preguntas)
    return known.estado == "descartado" or (known.estado == "detenido" and same)


def _train(services: Services, reunido: Reunido, train: Train) -> int:
    trained = train(reunido.frases, LENGUAJE)
    umbral = trained.calibracion.get("umbral")
    with services.db.session() as db:
        return modelo.keep(
            db, trained.sha256, trained.datos, services.clock(), corpus=reunido.corpus, frases=len(reunido.frases),
            umbral=umbral,
        )  # fmt: skip


def _settle(services: Services, reunido: Reunido, before: Modelo | None, candidate: int, *, force: bool) -> Aprendido:
    verdict = _judged(services, reunido, before, candidate)
    with services.db.session() as db:
        if modelo.hold(db, candidate) == "descartado" and not force:
            return Aprendido("descartado", modelo.of_corpus(db, reunido.corpus))  # somebody decided while it was judged
        now_in_force = modelo.en_vigor(db)
        if (now_in_force and now_in_force.id) != (before and before.id):
            return Aprendido("ocupado")  # somebody decided meanwhile: the next run compares with that one
        modelo.report(db, candidate, verdict.informe(reunido.preguntas, reunido.fuera))
        if not verdict.motivos or force:
            modelo.activate(db, candidate)
            if verdict.motivos:
                detail = {"motivos": list(verdict.motivos)}
                auditoria.record(
                    db, "catalina entrenar", "activar modelo detenido", f"modelo:{candidate}", services.clock(), detail
                )
            events.close_alarm(db.connection(), STOPPED, services.clock())
            return Aprendido("activado", modelo.en_vigor(db))
        modelo.stop(db, candidate)
        events.alarm(db.connection(), STOPPED, "; ".join(verdict.motivos), services.clock())
        return Aprendido("detenido", modelo.detenido(db))


def _judged(services: Services, reunido: Reunido, in_force: Modelo | None, candidate: int) -> Veredicto:
    """Ask both models. Where none is in force, or it cannot be read any more, there is nothing to lose."""
    with services.db.reading_session() as db:
        old, new = modelo.active(db), modelo.blob(db, candidate)
    after = judging.ask(reunido.preguntas, understanding(reunido.catalogo, new))
    try:
        before = after if old is None else judging.ask(reunido.preguntas, understanding(reunido.catalogo, old))
    except MismatchedModel:
        before = after
    informe = in_force.informe if in_force else {}
    return judging.judge(judging.remembered(before, informe), after, int(informe.get("perdidas", 0)))


def _overtake(services: Services) -> None:
    """Let go of a stopped model once what it was made from is no longer so."""
    with services.db.session() as db:
        if modelo.overtake(db):
            events.close_alarm(db.connection(), STOPPED, services.clock())


def _decided(db: Session, services: Services, stopped: Modelo, action: str, by: str) -> None:
    detail = {"motivos": list(stopped.informe.get("motivos", ()))}
    auditoria.record(db, by, action, f"modelo:{stopped.id}", services.clock(), detail)
    events.close_alarm(db.connection(), STOPPED, services.clock())


def _is_gone(label: str, catalogo: Catalogo) -> bool:
    return label.startswith("tramite/") and label.removeprefix("tramite/") not in catalogo.tramites


def _sources() -> Iterable[bytes]:
    folder = resources.files("flows.understanding")
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".py")), key=lambda item: item.name)
    return (item.read_bytes() for item in (*files, resources.files("knowledge") / "search.py"))
