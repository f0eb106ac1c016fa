"""What the edges that teach share: which topics there are, how they are called, and what a new text is checked against."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from bot import training
from bot.training import Material
from flows.understanding import INTENTS
from flows.understanding.index import INTENT_TITLES
from knowledge import aprendido
from knowledge.aprendido import Paquete
from knowledge.values import Catalogo, Tramite


@dataclass
class Bundle:
    """What comes with the product, read at the first use and kept: it does not change while a process runs."""

    @cached_property
    def material(self) -> Material:
        """Return the bundled phrases and saved questions."""
        return training.bundled()

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Return the labels of other entities, «otra/<entidad>»."""
        labels = {label for phrase in self.material.frases for label in phrase.etiquetas if label.startswith("otra/")}
        return tuple(sorted(labels))

    @cached_property
    def _known(self) -> Paquete:
        return aprendido.paquete(frozenset(), self.material.frases, self.material.preguntas)

    def known(self, catalogo: Catalogo) -> Paquete:
        """Return what a new phrase or question is checked against today."""
        labels = frozenset((*INTENTS, *self.others, *(label_of(record) for record in catalogo.tramites.values())))
        return Paquete(labels, self._known.frases, self._known.preguntas)

    def titles(self, catalogo: Catalogo) -> Mapping[str, str]:
        """Return every topic with its name: the records by name, then what else Catalina attends, then other entities."""
        records = sorted(catalogo.tramites.values(), key=lambda record: record.nombre.casefold())
        named = {label_of(record): record.nombre for record in records if record.flujo is None}
        intents = {intent: INTENT_TITLES[intent][0] for intent in INTENTS}
        elsewhere = {other: "Otra entidad: " + other.removeprefix("otra/").replace("-", " ") for other in self.others}
        return {**named, **intents, **elsewhere}


def label_of(record: Tramite) -> str:
    """Return the label under which the wordings of a record stand; of a flow's record they belong to the intent."""
    return record.flujo or f"tramite/{record.id}"
