"""What another entity publishes of the same trámite: for staff who begin a draft, never for citizens.

Its number, links, prices and contacts are that entity's and stay out of whatever is drafted from it.
"""

import json
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from knowledge.values import SECCIONES, Momento, Requisito, Tramite


@dataclass(frozen=True, slots=True)
class Referencia:
    """Another entity's own way of it."""

    entidad: str
    requisitos: tuple[str, ...]
    pasos: tuple[str, ...]
    termino: str | None
    resultado: str | None
    canales: tuple[str, ...]


def of(tramite_id: str) -> Referencia | None:
    """Return the reference of a record, where the sources hold one."""
    return _all().get(tramite_id)


def drafted(tramite: Tramite, referencia: Referencia) -> Tramite:
    """Return the trámite with what may serve as a beginning. Everything of it waits for the dependencia to confirm it."""
    demands = tuple(Requisito("documento", text) for text in referencia.requisitos)
    first, *others = referencia.pasos or ("Reúne los documentos",)
    return replace(
        tramite,
        alcance="cartagena",
        momentos=(Momento(first, demands), *(Momento(text) for text in others)),
        canales=tramite.canales or referencia.canales,
        por_confirmar=tuple(seccion for seccion in SECCIONES if seccion != "que_es"),
        dependencia_verificada=False,
    )


@cache
def _all() -> dict[str, Referencia]:
    text = (resources.files("knowledge") / "content" / "borradores_referencia.json").read_text(encoding="utf-8")
    return {
        item["id"]: Referencia(
            item["entidad"], tuple(item["requisitos"] or ()), tuple(item["pasos"] or ()), item["termino"],
            item["resultado"], tuple(item["canales"] or ()),
        )
        for item in json.loads(text)["registros"]
    }  # fmt: skip
