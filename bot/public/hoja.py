"""A hoja de vida as one page: the same words that the chat says, section after section. The panel previews with it.

Where a record has the parts of the register, the page shows them as they are (steps with what each takes, a table of
prices, places); what else the chat says in that section follows as lines.
"""

from dataclasses import dataclass

from flows import fichas
from flows.context import Context
from flows.firmas import signature
from flows.partes import excepted, forms, pay_at, places
from flows.secciones import TITLES, lines, sections
from flows.vigencia import lapsed
from knowledge.values import Seccion, Tramite, Valor
from knowledge.values.ficha import said_price


@dataclass(frozen=True, slots=True)
class Parte:
    """One section: its heading and its lines."""

    titulo: str
    lineas: tuple[str, ...]
    seccion: Seccion


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


def detailed(context: Context, record: Tramite) -> Hoja:
    """Return the page without the lines that its parts already say, where it may show its parts."""
    whole = hoja(context, record)
    if not shows_parts(context, record):
        return whole
    return Hoja(
        whole.nombre, whole.slug, tuple(_without_parts(context, part, record) for part in whole.partes), whole.firma
    )


def shows_parts(context: Context, record: Tramite) -> bool:
    """Return whether the parts may be shown: those of the city's own records, and not when their review is long past."""
    return record.alcance == "cartagena" and not lapsed(context, record)


def amount(valor: Valor) -> str:
    """Return what a price says after its name: «$25.000»."""
    return said_price(Valor("", valor.valor, valor.moneda)).removeprefix(": ") or "Depende"


def _without_parts(context: Context, part: Parte, record: Tramite) -> Parte:
    made: dict[Seccion, list[str]] = {
        "requisitos": [
            *([f"• {line}" for line in record.requisitos] if record.momentos else []),
            *forms(context, record),
            *excepted(context, record),
        ],
        "pasos": [f"Paso {n}: {text}" for n, text in enumerate(record.pasos, start=1)] if record.momentos else [],
        "costo": [
            *(f"• {said_price(valor)}" for valor in record.valores),
            *pay_at(context, record),
            *excepted(context, record),
        ],
        "donde": [context.t("Puntos de atención:"), *places(context, record)] if record.puntos else [],
        "norma": [f"• {line}" for line in record.base_legal] if record.normas else [],
    }
    said = made.get(part.seccion, [])
    return Parte(part.titulo, tuple(line for line in part.lineas if line not in said), part.seccion)


def _parte(context: Context, record: Tramite, seccion: Seccion) -> Parte:
    return Parte(context.t(TITLES[seccion]), tuple(line for line in lines(context, record, seccion) if line), seccion)
