"""How a source is named to a citizen: who published it and when, never a file of ours or a long address."""

import re

from flows.answers import N_
from flows.context import Context

# The documents that came with the first content, by the number of their file.
_DOCUMENTS = {
    "000": N_("Boletín de Cooperación Internacional 2025, Alcaldía de Cartagena"),
    "001": N_("Programa de Cooperación Internacional 2008-2011, Alcaldía de Cartagena"),
    "002": N_("Plan de Desarrollo 2024-2027, Cooperación Internacional, Alcaldía de Cartagena"),
    "003": N_("Informe de cooperación 2024, Alcaldía Mayor de Bogotá"),
    "004": N_("Plan de Gobierno Abierto 2026-2027, Alcaldía de Cartagena"),
}
_FILE = re.compile(r"^fuentes/(\d{3})_")
_SITE = re.compile(r"^(?:https?://)?(?:www\.)?([\w.-]+\.[a-z]{2,})(?:/(\d{4}))?")


def source_line(context: Context, fuente: str) -> str:
    """Return the line that says where something comes from, or an empty text when nothing is known."""
    named = publisher(context, fuente)
    return context.t("Fuente: {fuente}.").format(fuente=named) if named else ""


def publisher(context: Context, fuente: str) -> str:
    """Return who published a source, and the year where the address tells it."""
    if document := _FILE.match(fuente):
        known = _DOCUMENTS.get(document[1])
        return context.t(known) if known else ""
    if site := _SITE.match(fuente):
        return f"{site[1]}, {site[2]}" if site[2] else site[1]
    return fuente
