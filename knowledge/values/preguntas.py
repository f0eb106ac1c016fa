"""Questions that belong to no trámite, as staff answer them, and texts with which staff begin an answer."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PreguntaFrecuente:
    """A question, the other ways in which it is asked, and its one answer."""

    id: str
    pregunta: str
    respuesta: str
    otras: tuple[str, ...] = ()
    fuente: str = ""


@dataclass(frozen=True, slots=True)
class RespuestaModelo:
    """A text to begin an answer to a request with. What must be filled stands between brackets: «[dirección]»."""

    id: str
    titulo: str
    cuando: str
    texto: str
    fuente: str = ""
