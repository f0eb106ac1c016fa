"""A hoja de vida as one page: the same words that the chat says, section after section. The panel previews with it."""

from dataclasses import dataclass

from flows import fichas
from flows.context import Context
from flows.firmas import signature
from knowledge.values import Seccion, Tramite


@dataclass(frozen=True, slots=True)
class Parte:
    """One section: its heading and its lines."""

    titulo: str
    lineas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hoja:
    """A trámite ready to be printed."""

    nombre: str
    slug: str
    partes: tuple[Parte, ...]
    firma: str


def hoja(context: Context, record: Tramite) -> Hoja:
    """Return every section that has something to say, and who signs it."""
    partes = tuple(Parte(context.t(fichas.TITLES[s]), _lines(context, record, s)) for s in fichas.sections(record))
    return Hoja(fichas.name(context, record), record.slug, partes, signature(context, record))


def _lines(context: Context, record: Tramite, seccion: Seccion) -> tuple[str, ...]:
    """Return a section's lines. A bubble is heading, body and signature with a blank line between; a page wants the body."""
    bodies = (bubble.split("\n\n", 1)[1].rsplit("\n\n", 1)[0] for bubble in fichas.pages(context, record, seccion))
    return tuple(line for body in bodies for line in body.split("\n") if line)
