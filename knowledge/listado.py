"""What a list of hojas de vida shows, searches and narrows by, taken from a version's content. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from knowledge.folding import fold
from knowledge.plazos import UN_DIA


def listed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the list's columns of a version, by their names in the table of hojas."""
    name, office = content["nombre"], content["dependencia"]
    return {
        "nombre": name,
        "dependencia": office,
        "dependencia_id": content.get("dependencia_id"),
        "nombre_plano": fold(name),
        "buscar": fold(" ".join((name, office, *content.get("alias", ())))),
        "tema": content["tema"],
        "nivel": content.get("nivel", 1),
        "por_confirmar": bool(content.get("por_confirmar")),
        "vence_el": first_end(content),
    }


def first_end(content: Mapping[str, Any]) -> date | None:
    """Return the earliest of the days after which a version tells something that is past."""
    parts = (*content.get("vigencias", ()), *content.get("valores", ()))
    last_days = [part.get("vence_el") for part in parts] + [content.get("revisar_antes_de")]
    days = [date.fromisoformat(day) for day in last_days if day]
    if past_since := content.get("vencido_desde"):  # a first day, where the others are last ones
        days.append(date.fromisoformat(past_since) - UN_DIA)
    return min(days, default=None)
