"""What a turn may read. Built by `bot` before the turn; nothing in it writes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from flows.understanding import Understanding
from knowledge.values import Catalogo, ComoVa, Idioma, Solicitud

BOGOTA = ZoneInfo("America/Bogota")
Canal = Literal["whatsapp", "web", "consola"]


@dataclass(frozen=True, slots=True)
class Persona:
    """What a flow may know of the contact it talks with. No name, no number."""

    aviso_version: str | None = None  # the privacy notice already shown
    suscripciones: tuple[str, ...] = ()
    idioma_pedido: bool = False  # the language was asked for, not noticed


@dataclass(frozen=True, slots=True)
class Context:
    """The read-only world of one turn.

    `ahora` is an aware UTC instant. A flow may change its words with the context, but a branch that decides which
    questions come must hang on an answer or on the result of a `Do`: those are kept, the context is not.
    """

    ahora: datetime
    catalogo: Catalogo
    comprension: Understanding
    traducir: Callable[[Idioma, str], str]
    solicitud: Callable[[str], Solicitud | None]
    canal: Canal
    persona: Persona = Persona()
    idioma: Idioma = "es"
    denuncias_abiertas: bool = False  # at least one officer can open what is sealed
    radica_aqui: bool = False  # the entity decided that petitions are filed here, and somebody attends them
    url_publica: str | None = None
    como_va: Callable[[], ComoVa | None] = lambda: None  # read only when somebody asks for it

    def t(self, texto: str) -> str:
        """Return the Spanish source text in the language of the conversation."""
        return self.traducir(self.idioma, texto)

    @property
    def hoy(self) -> date:
        """Return today's date in Cartagena."""
        return self.ahora.astimezone(BOGOTA).date()

    def hablando(self, idioma: Idioma) -> "Context":
        """Return the same world in another language."""
        return replace(self, idioma=idioma)
