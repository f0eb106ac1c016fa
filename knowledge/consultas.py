"""Where a request is looked up: the ones worked on here, and the mirror of the entity's own system.

Both answer alike. What differs is what may be done: the truth of a mirrored request lives elsewhere, so no act is offered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from sqlmodel import Session

from knowledge.actos import Acto, posibles
from knowledge.plazos import Calendario
from knowledge.sellado import Sello
from knowledge.solicitudes import solicitud
from knowledge.values import Solicitud


@dataclass(frozen=True, slots=True)
class Hoy:
    """The day and the calendar by which days are counted, and the key that opens the entity's words."""

    dia: date
    calendario: Calendario
    sello: Sello


class Solicitudes(Protocol):
    """One system of requests."""

    def buscar(self, db: Session, texto: str, hoy: Hoy) -> Solicitud | None:
        """Return the request of that code or radicado; its words only by the code."""

    def actos(self, hallada: Solicitud) -> Sequence[Acto]:
        """Return what may be done with a request that this system found."""


@dataclass(frozen=True, slots=True)
class Propias:
    """The requests that are filed and worked on here."""

    def buscar(self, db: Session, texto: str, hoy: Hoy) -> Solicitud | None:
        """Return one of ours."""
        return solicitud(db, texto, hoy.dia, hoy.calendario, hoy.sello, aqui=True)

    def actos(self, hallada: Solicitud) -> Sequence[Acto]:
        """Return what may follow its state."""
        return posibles(hallada.estado)


@dataclass(frozen=True, slots=True)
class Espejo:
    """The requests of the entity's own system, as its last file or its webhook told them."""

    def buscar(self, db: Session, texto: str, hoy: Hoy) -> Solicitud | None:
        """Return one that is worked on elsewhere."""
        return solicitud(db, texto, hoy.dia, hoy.calendario, hoy.sello, aqui=False)

    def actos(self, hallada: Solicitud) -> Sequence[Acto]:
        """Return nothing: it is changed where it lives."""
        return ()


@dataclass(frozen=True, slots=True)
class Todas:
    """Several systems as one: the first that knows a request answers for it."""

    sistemas: Sequence[Solicitudes] = field(default=(Propias(), Espejo()))

    def buscar(self, db: Session, texto: str, hoy: Hoy) -> Solicitud | None:
        """Return what the first system that knows it says."""
        found = (sistema.buscar(db, texto, hoy) for sistema in self.sistemas)
        return next((hallada for hallada in found if hallada is not None), None)

    def actos(self, hallada: Solicitud) -> Sequence[Acto]:
        """Return what the system in which it lives allows."""
        return Propias().actos(hallada) if hallada.aqui else ()
