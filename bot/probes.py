"""`/health`: the process answers. `/ready`: it can serve citizens, and if not, what is missing."""

from collections.abc import Callable
from datetime import timedelta

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlmodel import col

from bot.audience import audience
from bot.services import Services
from knowledge.catalog import SinContenido
from knowledge.conversaciones import Heartbeat
from knowledge.db import Unavailable
from knowledge.migrations import HEAD, current

ALIVE = timedelta(seconds=60)

Check = Callable[[], str | None]  # what is wrong, or None


def blueprint(services: Services) -> Blueprint:
    """Return the two probes."""
    room = Blueprint("probes", __name__)

    @room.get("/health")
    @audience("operator")
    def health() -> ResponseReturnValue:
        return jsonify(estado="ok")

    @room.get("/ready")
    @audience("operator")
    def ready() -> ResponseReturnValue:
        found = {name: _tried(check) for name, check in checks(services).items()}
        missing = {name: why for name, why in found.items() if why}
        model = (
            "entrenado"
            if not missing.get("catalogo") and services.current.get().comprension.con_modelo
            else "solo reglas"
        )
        body = {"estado": "no está listo" if missing else "listo", "falta": missing, "comprension": model}
        return jsonify(body), 503 if missing else 200

    return room


def checks(services: Services) -> dict[str, Check]:
    """Return what must hold before a citizen is sent here. Understanding by rules alone is said, not refused."""
    return {
        "esquema": lambda: _schema(services),
        "catalogo": lambda: None if services.current.get().catalogo.tramites else "no hay trámites publicados",
        "entrega": lambda: _delivery(services),
    }


def _tried(check: Check) -> str | None:
    try:
        return check()
    except (Unavailable, SinContenido) as error:
        return f"no se pudo leer ({type(error).__name__})"


def _schema(services: Services) -> str | None:
    with services.db.reading() as db:
        found = current(db)
    return None if found == HEAD else f"está en {found}, se necesita {HEAD}: catalina init"


def _delivery(services: Services) -> str | None:
    """A web process cannot answer on WhatsApp when nobody delivers: the balancer and the operator must know."""
    with services.db.reading() as db:
        last = db.execute(select(col(Heartbeat.at)).where(col(Heartbeat.name) == "delivery")).scalar_one_or_none()
    if last is None:
        return "nadie entrega los mensajes todavía"
    return None if services.clock() - last < ALIVE else "nadie entrega los mensajes desde hace más de un minuto"
