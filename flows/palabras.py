"""Whole messages that open one thing wherever they are written: «alta», «silencio», «estado», «mis solicitudes»."""

from collections.abc import Mapping

from flows.engine import Go
from knowledge.folding import fold

_ALTA = Go("notificaciones", {"accion": "alta"})
_SILENCIO = Go("notificaciones", {"accion": "silencio"})
_MIAS = Go("estado")
_RADICAR = Go("radicar")
_CALIFICAR = Go("encuesta", {"accion": "calificar"})
_A_LA_WEB = Go("enlace", {"accion": "pasar", "a": "web"})
_A_WHATSAPP = Go("enlace", {"accion": "pasar", "a": "whatsapp"})
_SEPARAR = Go("enlace", {"accion": "separar"})
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
    "seguir en la web": _A_LA_WEB,
    "seguir en web": _A_LA_WEB,
    "continuar en la web": _A_LA_WEB,
    "pasar a la web": _A_LA_WEB,
    "continue on the web": _A_LA_WEB,
    "seguir en whatsapp": _A_WHATSAPP,
    "seguir por whatsapp": _A_WHATSAPP,
    "continuar en whatsapp": _A_WHATSAPP,
    "pasar a whatsapp": _A_WHATSAPP,
    "continue on whatsapp": _A_WHATSAPP,
    "separar": _SEPARAR,
    "separar la web": _SEPARAR,
    "unlink": _SEPARAR,
}


def opened_by(texto: str) -> Go | None:
    """Return what a message opens when it is nothing but that word. «Baja» is an opt-out, read before anything."""
    return _OPENS.get(fold(texto)) if len(texto) <= 40 else None
