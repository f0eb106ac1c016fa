"""Fields that hold several rows of parts, as the entity's channels: boxes in the form, «a | b | c» lines in the record. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

BLANK = 2  # rows that are offered empty
MOST = 40
SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Parte:
    """One box of a row; with `choices`, a list to choose from."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...] = ()
    required: bool = True


_CONFIRMED = Parte("confirmado", "¿Confirmado?", (("no", "No"), ("sí", "Sí")))
_CANAL = (
    ("", "Escoge"),
    ("correo", "Correo"),
    ("telefono", "Teléfono"),
    ("whatsapp", "WhatsApp"),
    ("web", "Página web"),
    ("direccion", "Dirección"),
)
CONTACTO = (
    Parte("canal", "Canal", _CANAL),
    Parte("valor", "Dato"),
    Parte("para", "Para qué"),
    _CONFIRMED,
    Parte("fuente", "De dónde sale", required=False),
)
EMERGENCIA = (Parte("linea", "Línea"), Parte("para", "Para qué"), _CONFIRMED)
PARTES: Mapping[str, tuple[Parte, ...]] = {
    "contactos": CONTACTO,
    "denuncia_canales": CONTACTO,
    "emergencias": EMERGENCIA,
}


def rows(partes: tuple[Parte, ...], text: str) -> list[list[str]]:
    """Return what each box shows for the lines of a record, and the empty rows after them."""
    found = [[*line.split(SEPARATOR), *[""] * len(partes)][: len(partes)] for line in text.split("\n") if line]
    return [*found, *[[""] * len(partes)] * BLANK]


def lines(field: str, partes: tuple[Parte, ...], form: MultiDict[str, str]) -> str:
    """Return the lines that the boxes say. A row whose words were all taken out disappears."""
    found = []
    for n in range(MOST):
        told = [_told(one, form.get(f"{field}.{n}.{one.name}", "")) for one in partes]
        if any(text for one, text in zip(partes, told, strict=True) if not one.choices):
            found.append(SEPARATOR.join(told if partes[-1].required or told[-1] else told[:-1]))
    return "\n".join(found)


def missing(partes: tuple[Parte, ...], text: str) -> str | None:
    """Return what to complete in the first row that lacks something."""
    for number, told in enumerate(rows(partes, text)[:-BLANK], start=1):
        lacks = [one.label for one, said in zip(partes, told, strict=True) if one.required and not said.strip()]
        if lacks:
            return f"en el renglón {number} falta: {', '.join(lacks)}. Si no va, borra sus palabras."
    return None


def _told(parte: Parte, text: str) -> str:
    first = parte.choices[0][0] if parte.choices else ""
    return " ".join(text.replace("|", "/").split()) or first
