"""The box of a conversation: say something, begin with a text, or send what is published of a trámite. Each form counts once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from bot import atencion
from bot.audience import audience
from bot.panel.charla import Borrador, back, mia, nuevo, pagina
from bot.panel.conversaciones import gone
from bot.panel.entrada import staff
from bot.public import reading
from bot.services import Services
from flows.buscar import found
from flows.fichas import overview
from knowledge import auditoria, cola, respuestas
from knowledge.conversaciones import Seen
from notifier.upsert import insert_or_ignore

LIMITE = 1300
BUSCA = 200


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""
    where = "/conversaciones/<int(max=2147483647):cual>/decir"

    @room.get(where, endpoint="volver_a_la_charla")
    @audience("staff:agente")
    def volver(cual: int) -> ResponseReturnValue:
        # Who logs in again after the form was sent lands here.
        return redirect(url_for("panel.charla", cual=cual), 303)

    @room.post(where)
    @audience("staff:agente")
    def decir_charla(cual: int) -> ResponseReturnValue:
        escrito = _typed(services)
        match request.form.get("accion", "").partition(":"):
            case "modelo", _, _:
                return pagina(services, cual, _begun(services, escrito))
            case "buscar", _, _:
                return pagina(services, cual, _searched(services, escrito))
            case "hoja", _, tramite:
                return _send_record(services, cual, escrito, tramite)
            case _:
                return _say(services, cual, escrito)


def dicho(services: Services, db: Connection, row: Any, escrito: Borrador, texto: str, now: datetime) -> bool:
    """Say the words of a form that was not sent before. The contact is held. Returns whether they were said now."""
    seen = {"provider": "panel", "provider_id": f"{row.id}:{staff().usuario}:{escrito.envio}", "at": now}
    if not insert_or_ignore(db, Seen, seen, ("provider", "provider_id")):
        return False
    atencion.decir(services, db, row, staff().nombre, texto, now)
    return True


def _typed(services: Services) -> Borrador:
    form = request.form
    texto = form.get("texto", "").replace("\r\n", "\n").strip()
    return Borrador(form.get("envio", "")[:64] or nuevo(services).envio, texto, form.get("busca", "").strip()[:BUSCA])


def _begun(services: Services, escrito: Borrador) -> Borrador:
    """Return the box with a text of ours after what was typed."""
    with services.db.reading_session() as db:
        wanted = request.form.get("modelo", "")
        texto = next((one.texto for one in respuestas.modelos(db) if one.id == wanted), "")
    return replace(escrito, texto="\n\n".join(filter(None, (escrito.texto, texto))))


def _searched(services: Services, escrito: Borrador) -> Borrador:
    if not escrito.busca:
        return replace(escrito, errores={"busca": "Escribe de qué trámite se trata."})
    return escrito if found(reading(services), escrito.busca, 1) else replace(escrito, errores={"busca": "No hay un trámite publicado así. Prueba con otras palabras."})  # fmt: skip


def _say(services: Services, cual: int, escrito: Borrador) -> ResponseReturnValue:
    errores = _errors(services, escrito)
    if errores:
        return pagina(services, cual, replace(escrito, errores=errores))
    return _said(services, cual, escrito, escrito.texto, "responder", {}) or back(cual)


def _errors(services: Services, escrito: Borrador) -> dict[str, str]:
    if not escrito.texto:
        return {"texto": "Escribe tu respuesta."}
    if atencion.largo(escrito.texto):
        return {"texto": f"Es muy largo para un mensaje: tiene {len(escrito.texto)} letras. Déjalo en {LIMITE}, o envíalo en dos."}  # fmt: skip
    with services.db.reading_session() as db:
        gaps = respuestas.sin_llenar(escrito.texto, respuestas.modelos(db))
    return {"texto": f"Falta llenar o borrar: {', '.join(gaps)}."} if gaps else {}


def _send_record(services: Services, cual: int, escrito: Borrador, tramite: str) -> ResponseReturnValue:
    """Send the short answer of a trámite with its link; what was being written stays in the box."""
    record = services.current.get().catalogo.tramites.get(tramite)
    if record is None:
        return pagina(services, cual, replace(escrito, errores={"busca": "Ese trámite ya no está publicado. Busca otro."}))  # fmt: skip
    now = services.clock()
    with services.db.reading() as db:
        row = _row(db, cual)
        context = reading(services) if row is None else atencion.context_of(services, db, row.contact_id, now)
    said, base = overview(replace(context, canal="whatsapp"), record), services.settings.public_url
    texto = f"{said}\n\n{base}/tramites/{record.slug}" if base else said
    refused = _said(services, cual, escrito, texto, "enviar hoja de vida", {"tramite": record.id})
    if refused is not None:
        return refused
    return pagina(services, cual, nuevo(services, escrito.texto)) if escrito.texto else back(cual)


def _row(db: Connection, cual: int) -> Any | None:
    row = cola.una(db, cual)
    return row if row is not None and row.contact_id is not None else None


def _said(
    services: Services, cual: int, escrito: Borrador, texto: str, action: str, detail: dict[str, object]
) -> ResponseReturnValue | None:
    """Say it in a talk that is still this person's; else return the page that says why not, with the words."""
    now = services.clock()
    with services.db.session() as db:
        row = atencion.leer(db.connection(), cual)
        if row is not None and mia(row):
            if dicho(services, db.connection(), row, escrito, texto, now):
                auditoria.record(db, staff().usuario, action, f"atencion:{cual}", now, detail)
            return None
    return gone(services, cual, escrito.texto)
