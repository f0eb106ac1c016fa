"""Side effects as data. A flow describes one in a `Do`; `bot.effects` carries it out in the turn's transaction.

Each class says in its docstring what comes back to the flow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.values import Idioma


@dataclass(frozen=True, slots=True)
class RegistrarAviso:
    """Keep the proof that this version of the privacy notice was shown, when and where. Returns None."""

    version: str


@dataclass(frozen=True, slots=True)
class CambiarIdioma:
    """Remember the language the person asked for. Returns None."""

    idioma: Idioma


@dataclass(frozen=True, slots=True)
class Suscribir:
    """Opt the contact in to notices of one purpose, with proof (version, date, channel). Returns True when it was new."""

    tema: str
    version_texto: str


@dataclass(frozen=True, slots=True)
class DarDeBaja:
    """Opt the contact out of every proactive notice. Returns True when there was one to end."""


@dataclass(frozen=True, slots=True)
class RegistrarDenuncia:
    """Seal the report to the officers' public keys and file it. Returns the receipt: 16 digits in groups of four.

    `contenido` is what the officer will read. For «anonima» no row links the case to the contact.
    """

    modo: Literal["anonima", "reserva", "identificada"]
    contenido: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class PedirFuncionario:
    """Leave a request to be attended by a person of an office. Returns True when it was kept, False when one was open."""

    tema: str
    dependencia_id: str | None


@dataclass(frozen=True, slots=True)
class PedirAcompanamiento:
    """Ask the Oficina de Cooperación for help to apply to a call. Returns True when kept, False when one was open."""

    tema: str


@dataclass(frozen=True, slots=True)
class ReportarDato:
    """Tell the dependencia that a published value may be wrong. Returns None."""

    tramite_id: str | None
    detalle: str
    adjunto: str | None = None


@dataclass(frozen=True, slots=True)
class Calificar:
    """Keep a satisfaction rating from 1 to 5. Returns None."""

    puntaje: int
    comentario: str | None


@dataclass(frozen=True, slots=True)
class ResumirMisDatos:
    """Count what is kept about the contact. Returns {"mensajes": int, "desde": "AAAA-MM-DD", "suscripciones": [str], "solicitudes": int}."""


@dataclass(frozen=True, slots=True)
class BorrarMisDatos:
    """Erase what is kept about the contact, but for what the law obliges to keep. Returns None."""


Effect = (
    RegistrarAviso
    | CambiarIdioma
    | Suscribir
    | DarDeBaja
    | RegistrarDenuncia
    | PedirFuncionario
    | PedirAcompanamiento
    | ReportarDato
    | Calificar
    | ResumirMisDatos
    | BorrarMisDatos
)
