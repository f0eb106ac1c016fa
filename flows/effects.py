"""Side effects as data. A flow describes one in a `Do`; `bot.effects` carries it out in the turn's transaction.

Each class says in its docstring what comes back to the flow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from flows.messages import Json
from knowledge.atencion import Motivo
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
class ConsultarFila:
    """See how the queue of an office stands for this person. Changes nothing.

    Returns {mia, vetada, delante, abierta, abre, hacia, hasta}: whether they wait already, whether only the assistant
    answers them, how many are before, whether people attend now, and moments in ISO 8601 or None where nobody can say.
    """

    dependencia_id: str | None = None


@dataclass(frozen=True, slots=True)
class PedirFuncionario:
    """Wait for a person of an office. Returns what `ConsultarFila` does and `nueva`: False when they were waiting already."""

    tema: str
    dependencia_id: str | None
    motivo: Motivo = "pedida"
    archivo: str | None = None  # reference of a file that came with it


@dataclass(frozen=True, slots=True)
class SalirDeLaFila:
    """Stop waiting for a person. Returns whether they were."""


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
    """Keep a satisfaction rating from 1 to 5, of the talk or of the request with that code, once. Returns None."""

    puntaje: int
    comentario: str | None
    codigo: str | None = None


@dataclass(frozen=True, slots=True)
class Archivos:
    """Files that go with a request: the reference of each and what it is called."""

    refs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RegistrarSolicitud:
    """File a request. For an anonymous one no row links it to the contact.

    Returns {"codigo": str, "fecha": "AAAA-MM-DD", "hora": "HH:MM", "vence": "AAAA-MM-DD", "dias": int (business days),
    "archivos": [str] (the names of those kept), "suscrita": bool (told of changes already)}.
    """

    tipo: str
    contenido: Mapping[str, Json]
    dependencia_id: str | None
    dependencia: str
    anonima: bool = False
    archivos: Archivos = Archivos()
    tramite_id: str | None = None
    verbal: bool = False
    dias: int | None = None  # the term of a trámite; None: the law's for the kind


@dataclass(frozen=True, slots=True)
class MisSolicitudes:
    """List what this contact filed here, newest first, at most ten.

    Returns [{"codigo": str, "tipo": str, "estado": str, "calificada": bool}].
    """


@dataclass(frozen=True, slots=True)
class AnotarIntento:
    """Count a code that was looked up; `hallada` says whether it led to a request.

    A radicado counts whether it was right or wrong: the next one is a neighbour's.
    Returns {"espera": int (minutes to wait after too many, 0 for none), "hallada": bool, "mia": bool (this
    contact filed it), "calificada": bool}.
    """

    codigo: str
    hallada: bool
    por_radicado: bool = False


@dataclass(frozen=True, slots=True)
class CompletarSolicitud:
    """Give what the entity asked for. `codigo` is proof enough. Returns False when the request no longer waits for it."""

    codigo: str
    texto: str
    archivos: Archivos = Archivos()


@dataclass(frozen=True, slots=True)
class RetirarSolicitud:
    """End a request that this contact filed. Returns False when it is another's, or over already."""

    codigo: str


@dataclass(frozen=True, slots=True)
class AbrirEnlace:
    """Make a code, good once and for a short time, with which this conversation goes on in the other channel.

    Returns {"codigo": str, "donde": str (the address to open)}, or {"no": "reservado" | "sin_whatsapp"}.
    """


@dataclass(frozen=True, slots=True)
class UnirEnlace:
    """Join the conversation whose code the person wrote, now that they said yes. Returns None.

    The turn is taken again in the conversation of both (`bot.enlace`): what the flow would say next is said there.
    """


@dataclass(frozen=True, slots=True)
class SepararWeb:
    """Take this conversation away from every browser. Returns True when there was one."""


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
    | ConsultarFila
    | PedirFuncionario
    | SalirDeLaFila
    | PedirAcompanamiento
    | ReportarDato
    | Calificar
    | RegistrarSolicitud
    | MisSolicitudes
    | AnotarIntento
    | CompletarSolicitud
    | RetirarSolicitud
    | AbrirEnlace
    | UnirEnlace
    | SepararWeb
    | ResumirMisDatos
    | BorrarMisDatos
)
