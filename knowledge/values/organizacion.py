"""Offices, places of attention, territory."""

from dataclasses import dataclass
from datetime import date

CLASES_DE_DIA = ("festivo de ley", "día no hábil local", "suspensión de términos")


@dataclass(frozen=True, slots=True)
class Dependencia:
    """An office. `contacto` holds only what a source publishes by office; names of people are never kept here."""

    id: str
    nombre: str
    tipo: str
    direccion: str | None = None
    telefono: str | None = None
    correo: str | None = None
    web: str | None = None
    whatsapp: str | None = None
    horario: str | None = None
    contacto_verificado: bool = False
    fuente: str = ""
    alias: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PuntoAtencion:
    """A place where a service is given."""

    nombre: str
    servicios: tuple[str, ...]
    barrio: str | None = None
    localidad: int | None = None
    direccion: str | None = None
    horario: str | None = None
    fuente: str = ""
    dependencia_id: str | None = None  # the office that answers for it, where one was named


@dataclass(frozen=True, slots=True)
class DiaNoHabil:
    """A day, or several in a row, that no term counts."""

    fecha: date
    nombre: str
    hasta: date | None = None
    clase: str | None = None  # one of CLASES_DE_DIA; None: a holiday of law
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class Lugar:
    """A barrio, corregimiento, island or sector. `localidad` is trusted only when `localidad_verificada`.

    `tipo` «conjunto» and «ambiguo» name several places (`incluye`, their slugs): ask which one, never choose.
    """

    slug: str
    nombre: str
    tipo: str
    localidad: int | None = None
    localidad_verificada: bool = False
    alias: tuple[str, ...] = ()
    incluye: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Territorio:
    """The rectangle in which the entity's places lie, in degrees (WGS 84). It holds the islands, so it also holds sea."""

    sur: float
    norte: float
    oeste: float
    este: float

    def holds(self, lat: float, lon: float) -> bool:
        """Say whether a point lies inside."""
        return self.sur <= lat <= self.norte and self.oeste <= lon <= self.este
