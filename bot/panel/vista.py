"""What every page of the panel shows: who is in, the menu of their roles, moments in Cartagena's time."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from bot.look import look
from bot.panel.entrada import Staff
from bot.services import Services
from flows.context import BOGOTA
from knowledge.personal import ROLES

MENU: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("panel.conversaciones", "Conversaciones", ("agente", "administrador")),
    ("panel.solicitudes", "Solicitudes", ("gestor", "administrador")),
    ("panel.pendientes", "Pendientes", ("gestor", "administrador")),
    ("panel.avisos", "Avisos", ("gestor", "administrador")),
    ("panel.hojas", "Trámites", ("editor", "revisor", "administrador")),
    ("panel.contenidos", "Contenidos", ("editor", "revisor", "administrador")),
    ("panel.prioridades", "Prioridades", ("editor", "revisor", "administrador", "analista")),
    ("panel.indicadores", "Indicadores", ("analista", "administrador", "revisor", "gestor", "oficial")),
    ("panel.entender", "Entender", ("editor", "revisor", "administrador")),
    ("panel.explicar", "Por qué", ("editor", "revisor", "administrador")),
    ("panel.sin_responder", "Sin responder", ("revisor", "administrador")),
    ("panel.importar", "Cargar archivos", ("revisor", "administrador")),
    ("panel.responsables", "Responsables", ("administrador",)),
    ("panel.denuncias", "Denuncias", ("oficial",)),
    ("panel.definiciones", "Definiciones de indicadores", ROLES),
)
ESTADOS = {
    "borrador": "Borrador",
    "en_revision": "En revisión",
    "publicado": "Publicada",
    "rechazado": "Devuelta",
    "retirado": "Retirada",
}


def page_context(services: Services) -> dict[str, Any]:
    """Return what every template of the panel may use."""
    who = current_user if isinstance(current_user._get_current_object(), Staff) else None
    return {
        "look": look(services),
        "quien": who,
        "menu": [(endpoint, title) for endpoint, title, roles in MENU if who is not None and who.may(*roles)],
        "csrf_token": generate_csrf,
        "cuando": cuando,
        "estados": ESTADOS,
    }


def cuando(moment: datetime | None) -> str:
    """Return a moment as people here write it: «30/03/2026, 12:05»."""
    return "" if moment is None else moment.astimezone(BOGOTA).strftime("%d/%m/%Y, %H:%M")


def hora(clock: Callable[[], datetime]) -> str:
    """Return the time of day in Cartagena."""
    return clock().astimezone(BOGOTA).strftime("%H:%M")
