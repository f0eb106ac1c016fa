"""Whole messages that open one thing wherever they are written: «alta», «silencio», «estado», «mis solicitudes»."""

from collections.abc import Mapping

from flows.engine import Go
from knowledge.folding import fold

_ALTA = Go("notificaciones", {"accion": "alta"})
_SILENCIO = Go("notificaciones", {"accion": "silencio"})
_MIAS = Go("estado")
_RADICAR = Go("radicar")
_CALIFICAR = Go("encuesta", {"accion": "calificar"})
_OPENS: Mapping[str, Go] = {
    "alta": _ALTA,
    "darme de alta": _ALTA,
    "silencio": _SILENCIO,
    "silenciar": _SILENCIO,
    "silence": _SILENCIO,
    "estado": _MIAS,
    "status": _MIAS,
    "mis solicitudes": _MIAS,
    "ver mis solicitudes": _MIAS,
    "mis peticiones": _MIAS,
    "mis quejas": _MIAS,
    "mis casos": _MIAS,
    "my requests": _MIAS,
    "calificar": _CALIFICAR,
    "rate": _CALIFICAR,
    "rate it": _CALIFICAR,
    "file": _RADICAR,
    "file it": _RADICAR,
}


def opened_by(texto: str) -> Go | None:
    """Return what a message opens when it is nothing but that word. «Baja» is an opt-out, read before anything."""
    return _OPENS.get(fold(texto)) if len(texto) <= 40 else None
