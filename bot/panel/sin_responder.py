"""«Preguntas sin responder»: what several people asked in vain, and one click to teach it, to measure it or to write it down."""

from datetime import timedelta

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.panel.entrada import staff
from bot.panel.mensajes import missed
from bot.panel.temas import temas
from bot.retention import Retention
from bot.services import Services
from bot.teaching import Bundle
from bot.unanswered import MIN_PEOPLE, Grupo, groups
from flows.context import BOGOTA
from flows.understanding import decide
from knowledge import auditoria

SHOWN = 30


def add_routes(room: Blueprint, services: Services, bundle: Bundle) -> None:
    """Add the routes of this part."""

    @room.get("/sin-responder")
    @audience("staff:revisor,administrador")
    def sin_responder() -> ResponseReturnValue:
        found = _read(services)
        return render_template(
            "panel/sin_responder.html",
            grupos=[(grupo, _nearest(services, grupo)) for grupo in found[:SHOWN]],
            total=len(found),
            temas=temas(services, bundle, staff()),
            fuente=f"Preguntas sin responder, {services.clock().astimezone(BOGOTA):%m/%Y}",
            dias=Retention().words,
            minimo=MIN_PEOPLE,
        )


def _read(services: Services) -> list[Grupo]:
    """Group what was not answered, and leave the line of audit."""
    now, comprension = services.clock(), services.current.get().comprension
    with services.db.reading_session() as db:
        since = now - timedelta(days=Retention().words)
        found = groups(missed(db, services.settings.secret_key, since, lambda text: decide(text, comprension)))
    if found:
        with services.db.session() as db:
            seen = {"grupos": len(found), "mensajes": sum(grupo.mensajes for grupo in found)}
            auditoria.record(db, staff().usuario, "leer preguntas sin responder", "mensajes", now, seen)
    return found


def _nearest(services: Services, grupo: Grupo) -> str:
    """Return the label that is offered first for a group: what it comes nearest to, if anything."""
    decision = decide(grupo.texto, services.current.get().comprension)
    near = next(iter(decision.alternativas), None)
    record = decision.tramite or (near.tramite if near else None)
    return f"tramite/{record}" if record else ""
