"""What understanding returns: plain frozen values, the reasons beside the verdict."""

from dataclasses import dataclass

from knowledge.values import Idioma, Seccion

INTENTS: tuple[str, ...] = (
    "saludo",
    "menu",
    "ayuda",
    "tramite",
    "convocatorias",
    "estado",
    "radicar",
    "denuncia",
    "notificaciones",
    "cooperacion",
    "participacion",
    "dato_publico",
    "funcionario",
    "encuesta",
    "idioma",
    "mis_datos",
    "error_dato",
    "gracias",
    "despedida",
    "cancelar",
    "emergencia",
    "fuera_de_alcance",
)
ACLARAR = "aclarar"


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing the person may have meant; `titulo` is what a clarifying question shows."""

    intencion: str
    tramite: str | None
    titulo: str
    confianza: float


@dataclass(frozen=True, slots=True)
class Entity:
    """A piece of the text with a type of its own; `inicio` and `fin` count in the cleaned original (`clean`)."""

    tipo: str
    valor: str
    texto: str
    inicio: int
    fin: int


@dataclass(frozen=True, slots=True)
class Reason:
    """A named rule that took part, with what it saw."""

    regla: str
    detalle: str


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict on one message. `intencion` is one of INTENTS or «aclarar»; `confianza` is calibrated, 0–1."""

    intencion: str
    tramite: str | None
    confianza: float
    alternativas: tuple[Candidate, ...]
    seccion: Seccion | None
    entidades: tuple[Entity, ...]
    idioma: Idioma
    normalizado: str
    razones: tuple[Reason, ...]
    emergencia: str | None
