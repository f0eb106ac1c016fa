"""The entity itself, and the state of a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from knowledge.actos import Estado
from knowledge.values.organizacion import Territorio


@dataclass(frozen=True, slots=True)
class Contacto:
    """An official channel of the entity."""

    canal: Literal["correo", "telefono", "whatsapp", "web", "direccion"]
    valor: str
    para: str
    confirmado: bool
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class Entidad:
    """What another city changes to run the same code: name, hours, channels, emergency lines, colours."""

    nombre: str
    nombre_corto: str
    asistente: str
    responsable_datos: str
    politica_datos_url: str | None
    correo_datos: str | None
    sede_electronica: str
    horario: str
    contactos: tuple[Contacto, ...]
    denuncia_canales: tuple[Contacto, ...]
    emergencias: tuple[tuple[str, str, bool], ...]  # (line, what for, confirmed)
    transito_reportes: str
    version_aviso: str
    gracia_revision_dias: int = 90  # how long after its review date a hoja de vida may still answer, with a warning
    colores: Mapping[str, str] = field(default_factory=dict)
    territorio: Territorio | None = None  # None: no coordinates are believed
    jornada: tuple[tuple[str, str, str], ...] = ()  # (day, from, to): when people attend by chat; empty: nobody says
    jornada_confirmada: bool = False  # until then those hours are said to be unconfirmed
    temas_para_personas: tuple[str, ...] = ()  # ids of records after whose answer a person is offered first
    oficinas_indicadores: tuple[str, ...] = ()  # ids of the offices that agree what each indicator means
    precios_mensajes: tuple[
        tuple[str, float], ...
    ] = ()  # (channel or «channel/kind», pesos of a message): what it costs
    radica_aqui: bool = False  # the entity decided that petitions are filed in this product
    reportes_a: tuple[tuple[str, str], ...] = ()  # (kind of report, e-mail): to whom each report of figures goes
    # (indicator, dimension, least, most): out of which the operators are told
    bandas: tuple[tuple[int, str, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AdjuntoSolicitud:
    """A file that came with the entity's answer. `token` is part of its address and cannot be guessed."""

    token: str
    nombre: str
    content_type: str
    size: int = 0  # bytes


@dataclass(frozen=True, slots=True)
class Solicitud:
    """The state of one request, as the citizen may read it after giving its code. No personal data.

    `mensaje` and `adjuntos` are there only for who holds the code: a radicado can be guessed.
    """

    codigo: str
    tipo: str
    estado: Estado
    dependencia: str
    recibida_el: date
    vence_el: date | None
    dias_habiles_transcurridos: int | None
    dias_habiles_plazo: int | None  # with the extension
    radicado: str | None = None
    actualizada_el: date | None = None
    aqui: bool = False  # filed in this product, not only followed
    completar_hasta: date | None = None  # until when the citizen may give what is missing
    competente: str = ""  # the body it was handed over to
    tramite_id: str | None = None
    mensaje: str = ""  # the entity's last words to the citizen
    adjuntos: tuple[AdjuntoSolicitud, ...] = ()
