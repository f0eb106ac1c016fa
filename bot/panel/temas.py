"""Topics as staff read them, and who may teach which."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.panel.entrada import Staff
from bot.services import Services
from bot.teaching import Bundle, label_of
from knowledge import personal
from knowledge.values import Catalogo


@dataclass(frozen=True, slots=True)
class Temas:
    """Every topic by its label, and those that the person at the panel may teach."""

    nombres: Mapping[str, str]
    propios: Mapping[str, str]

    def nombre(self, label: str) -> str:
        """Return how a topic is called; one that is not published is told by its label."""
        return self.nombres.get(label, label)

    def dicho(self, said: str) -> str:
        """Return in words where a question led: a topic, or the options that were offered, «¿uno · otro?»."""
        if not said.startswith("¿"):
            return self.nombre(said)
        return f"¿{' · '.join(map(self.nombre, said.strip('¿?').split(' · ')))}?"


def temas(services: Services, bundle: Bundle, who: Staff) -> Temas:
    """Return the topics of today for this person."""
    catalogo = services.current.get().catalogo
    names = bundle.titles(catalogo)
    return Temas(names, {label: title for label, title in names.items() if may_teach(who, label, catalogo)})


def may_teach(who: Staff, label: str, catalogo: Catalogo) -> bool:
    """Return whether this person may add to a topic: an editor to the trámites of the own office, who publishes to all."""
    if who.may(*personal.PUBLICAN):
        return True
    records = (record for record in catalogo.tramites.values() if record.flujo is None and label_of(record) == label)
    return any(who.dependencia_id in (None, record.dependencia_id) for record in records)
