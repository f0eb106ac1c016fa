"""A hoja de vida as one page: the same words that the chat says, section after section. The panel previews with it."""

from dataclasses import dataclass

from flows import fichas
from flows.context import Context
from flows.firmas import signature
from flows.secciones import TITLES, lines, sections
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
    partes = tuple(_parte(context, record, seccion) for seccion in sections(record))
    return Hoja(fichas.name(context, record), record.slug, partes, signature(context, record))


def _parte(context: Context, record: Tramite, seccion: Seccion) -> Parte:
    return Parte(context.t(TITLES[seccion]), tuple(line for line in lines(context, record, seccion) if line))
