"""What may be done with a request, from which state and to which. Pure; one table, read by the panel, the chat and imports.

States and their names: docs/solicitudes.md. Nothing here knows of accounts or rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Estado = Literal[
    "recibida", "asignada", "por_completar", "prorrogada", "trasladada", "en_firma", "respondida", "cerrada", "desistida"
]  # fmt: skip
Acto = Literal[
    "radicar", "asignar", "escalar", "reclasificar", "requerir", "completar", "ampliar", "prorrogar", "trasladar", "firmar",
    "devolver", "responder", "cerrar", "desistir", "retirar", "importar",
]  # fmt: skip
ESTADOS: tuple[Estado, ...] = get_args(Estado)
ACTOS: tuple[Acto, ...] = get_args(Acto)
TERMINADAS: frozenset[Estado] = frozenset({"respondida", "cerrada", "desistida", "trasladada"})
ABIERTAS: tuple[Estado, ...] = tuple(estado for estado in ESTADOS if estado not in TERMINADAS)
_EN_ESTUDIO: frozenset[Estado] = frozenset({"recibida", "asignada", "prorrogada"})


class ActoImposible(ValueError):
    """That cannot follow. The message says why, in words for who tried."""


@dataclass(frozen=True, slots=True)
class Regla:
    """From which states an act may follow and what it leaves. `hacia` None: the state stays."""

    desde: frozenset[Estado]
    hacia: Estado | None
    avisa: bool  # the citizen is told
    nombre: str  # what the official reads: «Asignar a una persona»


def _regla(desde: frozenset[Estado] | tuple[Estado, ...], hacia: Estado | None, nombre: str, *, avisa: bool) -> Regla:
    return Regla(frozenset(desde), hacia, avisa, nombre)


REGLAS: Mapping[Acto, Regla] = {
    "asignar": _regla(ABIERTAS, None, "Asignar a una persona", avisa=True),
    "escalar": _regla(ABIERTAS, None, "Pasar al siguiente responsable", avisa=False),
    "reclasificar": _regla(("recibida", "asignada"), None, "Corregir la clase", avisa=True),
    "requerir": _regla(_EN_ESTUDIO, "por_completar", "Pedir lo que falta", avisa=True),
    "completar": _regla(("por_completar",), "asignada", "Anotar lo que faltaba", avisa=False),
    "ampliar": _regla(("por_completar",), None, "Dar un mes más para completar", avisa=True),
    "prorrogar": _regla(_EN_ESTUDIO | {"en_firma"}, "prorrogada", "Prorrogar el plazo", avisa=True),
    "trasladar": _regla(_EN_ESTUDIO, "trasladada", "Pasar a otra entidad", avisa=True),
    "firmar": _regla(_EN_ESTUDIO, "en_firma", "Pasar a firma", avisa=True),
    "devolver": _regla(("en_firma",), "asignada", "Devolver de la firma", avisa=False),
    "responder": _regla(_EN_ESTUDIO | {"en_firma"}, "respondida", "Responder", avisa=True),
    "cerrar": _regla(("respondida", "trasladada"), "cerrada", "Cerrar el caso", avisa=True),
    "desistir": _regla(("por_completar",), "desistida", "Declarar que desistió", avisa=True),
    "retirar": _regla(ABIERTAS, "desistida", "Retirar, a petición del ciudadano", avisa=True),
}


INTERNOS: frozenset[Acto] = frozenset(acto for acto, regla in REGLAS.items() if not regla.avisa)  # words for colleagues
# They leave a request with a person; while there is none, it stays «recibida».
A_ALGUIEN: frozenset[Acto] = frozenset({"asignar", "escalar", "completar"})


def despues(acto: Acto, estado: Estado) -> Estado:
    """Return the state that an act leaves.

    Raises:
        ActoImposible: it may not follow that state.
    """
    regla = REGLAS.get(acto)
    if regla is None or estado not in regla.desde:
        name = regla.nombre if regla else acto
        raise ActoImposible(f"«{name}» no se puede: la solicitud está {NOMBRES[estado].lower()}.")
    if acto == "asignar" and estado == "recibida":
        return "asignada"
    return regla.hacia or estado


def puede_contarse(antes: Estado, ahora: Estado) -> bool:
    """Return whether the entity's own system may tell that state after that one: it may skip steps, never undo an end."""
    if antes == ahora:
        return True
    if antes in TERMINADAS:
        return ahora == "cerrada" and antes in REGLAS["cerrar"].desde
    return ahora != "recibida" or antes == "por_completar"


def posibles(estado: Estado) -> tuple[Acto, ...]:
    """Return what may be done in that state, in the order of the table."""
    return tuple(acto for acto, regla in REGLAS.items() if estado in regla.desde)


NOMBRES: Mapping[Estado, str] = {
    "recibida": "Recibida",
    "asignada": "Asignada",
    "por_completar": "Por completar",
    "prorrogada": "Prorrogada",
    "trasladada": "Trasladada",
    "en_firma": "En firma",
    "respondida": "Respondida",
    "cerrada": "Cerrada",
    "desistida": "Desistida",
}
