"""What changed between two versions of a hoja de vida, field by field and in the words of the form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.panel.formulario import CAMPOS, Campo

# What a person decides by: a mistake here costs somebody a trip or money, so it is shown first.
HEAVY = frozenset({"requisitos", "costo", "requiere_pago", "termino", "url"})


@dataclass(frozen=True, slots=True)
class Cambio:
    """One field that is not the same."""

    label: str
    antes: str
    ahora: str
    pesa: bool


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Cambio]:
    """Return the fields that differ between two stored versions, the ones that matter most first."""
    found = [
        Cambio(
            campo.label, _said(campo, before.get(campo.name)), _said(campo, now.get(campo.name)), campo.name in HEAVY
        )
        for campo in CAMPOS
        if (before.get(campo.name) or None) != (now.get(campo.name) or None)
    ]
    return sorted(found, key=lambda change: not change.pesa)


def _said(campo: Campo, value: Any) -> str:
    names: dict[str, str] = dict(campo.choices)
    if value is None or value in ("", [], ()):
        return "(vacío)"
    if isinstance(value, bool):
        return "Sí" if value else "No"
    if isinstance(value, (list, tuple)):
        return "\n".join(names.get(str(item), str(item)) for item in value)
    return names.get(value, str(value))
