"""How the panel and the public page tell the wordings of the indicators: states in words, offices by their names."""

from collections.abc import Mapping, Sequence
from datetime import date

from bot.services import Services
from knowledge.plazos import UN_DIA
from knowledge.redaccion import Historia, Redaccion, Situacion

SITUACIONES: Mapping[Situacion, tuple[str, str]] = {  # in words, and the colour of the style sheet
    "inicial": ("Redacción inicial", ""),
    "propuesta": ("Propuesta", "borrador"),
    "rechazada": ("Rechazada", "mal"),
    "retirada": ("Retirada", ""),
    "acordada": ("Acordada", "vigente"),
    "vigente": ("Vigente", "vigente"),
    "reemplazada": ("Reemplazada", ""),
}
SIN_DIAS: Mapping[Situacion, str] = {
    "inicial": "Sin acordar todavía.",
    "propuesta": "Espera la respuesta de las oficinas.",
    "rechazada": "No la aceptaron todas las oficinas.",
    "retirada": "Se retiró antes de acordarla.",
    "reemplazada": "No llegó a valer: antes se acordó otra.",
}
MEJOR = {"mas": "Es mejor si sube.", "menos": "Es mejor si baja.", "": ""}
SIN_META = "Sin meta acordada"


def that_agree(services: Services) -> tuple[str, ...]:
    """Return the ids of the offices that define the indicators."""
    return services.current.get().catalogo.entidad.oficinas_indicadores


def office_names(services: Services) -> Mapping[str, str]:
    """Return the name of every office, those that agree among them though nobody has described them yet."""
    known = {one.id: one.nombre for one in services.current.get().catalogo.dependencias.values()}
    return {**{office: office for office in that_agree(services)}, **known}


def missing(one: Redaccion, offices: Sequence[str]) -> list[str]:
    """Return the offices that have not answered a proposal."""
    said = {answer.oficina for answer in one.respuestas}
    return [office for office in offices if office not in said]


def described(historia: Historia, one: Redaccion, hoy: date) -> str:
    """Return the days of a wording, or why it has none: «Valió del 01/04/2026 al 30/04/2026.»."""
    found, end, since = historia.situacion(one, hoy), historia.hasta(one), one.desde
    if since is not None and found == "acordada":
        return f"Empieza el {since:%d/%m/%Y}."
    if since is not None and found == "vigente":
        until = f" El {end:%d/%m/%Y} empieza otra." if end is not None else ""
        return f"Vale desde el {since:%d/%m/%Y}.{until}"
    if since is not None and found == "reemplazada" and end is not None and since < end:
        return f"Valió del {since:%d/%m/%Y} al {end - UN_DIA:%d/%m/%Y}."
    return SIN_DIAS.get(found, "")
