"""What both roads to WhatsApp share: which shape a bubble takes and its limits. Pure."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Literal

from notifier.parts import INTERACTIVE_LIMIT, units
from notifier.ports import Opcion, Salida

Shape = Literal["text", "buttons", "list"]
BUTTONS, BUTTON_TITLE = 3, 20
ROWS, ROW_TITLE, ROW_DESCRIPTION = 10, 24, 72
LIST_BUTTON = "Ver opciones"


def shape(salida: Salida) -> Shape:
    """Return how a message goes: with buttons, with a list, or as plain text with numbers.

    Plain where the vendor would keep the words as a resource of its own (confidential), where they are too long, and
    where they hold `{{`, which the vendor would fill in.
    """
    texto, opciones = salida.texto, salida.opciones
    if not opciones or salida.confidential or units(texto) > INTERACTIVE_LIMIT or "{{" in texto:
        return "text"
    if len(opciones) <= BUTTONS and _fit(opciones, BUTTON_TITLE):
        return "buttons"
    if len(opciones) <= ROWS and _fit(opciones, ROW_TITLE) and len({o.titulo for o in opciones}) == len(opciones):
        return "list"
    return "text"


def _fit(opciones: Sequence[Opcion], limit: int) -> bool:
    return all(0 < units(o.titulo) <= limit and o.id and "{{" not in o.titulo + o.descripcion for o in opciones)


def twilio_content(salida: Salida) -> dict[str, Any] | None:
    """Return the interactive content of a message in Twilio's Content API, None when it goes as text."""
    match shape(salida):
        case "buttons":
            actions = [{"type": "QUICK_REPLY", "title": o.titulo, "id": o.id} for o in salida.opciones]
            return {"twilio/quick-reply": {"body": salida.texto, "actions": actions}}
        case "list":
            items = [_row(o) for o in salida.opciones]
            return {"twilio/list-picker": {"body": salida.texto, "button": LIST_BUTTON, "items": items}}
        case _:
            return None


def _row(opcion: Opcion) -> dict[str, str]:
    row = {"id": opcion.id, "item": opcion.titulo}
    if opcion.descripcion and units(opcion.descripcion) <= ROW_DESCRIPTION:
        row["description"] = opcion.descripcion
    return row


def fingerprint(content: dict[str, Any]) -> str:
    """Return the hash under which a created content is found again."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
