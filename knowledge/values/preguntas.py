"""Questions that belong to no trámite, as staff answer them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PreguntaFrecuente:
    """A question, the other ways in which it is asked, and its one answer."""

    id: str
    pregunta: str
    respuesta: str
    otras: tuple[str, ...] = ()
    fuente: str = ""
