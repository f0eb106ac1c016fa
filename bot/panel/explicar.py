"""Why a message is understood so: one that staff type, and the real ones that were not understood."""

from datetime import timedelta

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.explaining import Explaining
from bot.panel import mensajes
from bot.panel.entrada import staff
from bot.panel.mensajes import Pagina
from bot.retention import Retention
from bot.services import Services
from bot.teaching import Bundle
from flows.understanding.text import MAX_CHARS
from knowledge import auditoria


def add_routes(room: Blueprint, services: Services, bundle: Bundle) -> None:
    """Add the routes of this part."""
    explaining = Explaining(services, bundle)

    @room.get("/explicar")
    @audience("staff:editor,revisor,administrador")
    def explicar() -> ResponseReturnValue:
        return render_template("panel/explicar.html", texto="", ex=None, limite=MAX_CHARS)

    # A form that is posted: words in an address stay in logs and in the history of the browser.
    @room.post("/explicar")
    @audience("staff:editor,revisor,administrador")
    def explicado() -> ResponseReturnValue:
        texto = request.form.get("texto", "").strip()[:MAX_CHARS]
        if not texto:
            return render_template("panel/explicar.html", texto="", ex=None, limite=MAX_CHARS), 422
        return render_template(
            "panel/explicar.html",
            texto=texto,
            ex=explaining.explain(texto),
            dice=explaining.answer(texto),
            datos=mensajes.shown_entities,
            limite=MAX_CHARS,
        )

    # Who works on one office's trámites has no need of what all citizens write.
    @room.get("/no-entendidos", endpoint="no_entendidos")
    @audience("staff:revisor,administrador")
    def no_entendidos() -> ResponseReturnValue:
        pagina = _read(services, explaining, request.args.get("antes", None, int))
        return render_template(
            "panel/no_entendidos.html", pagina=pagina, datos=mensajes.shown_entities, dias=Retention().words
        )


def _read(services: Services, explaining: Explaining, antes: int | None) -> Pagina:
    """Read a page of messages and leave the line of audit before anything is shown."""
    now = services.clock()
    before = antes if antes is not None and 0 < antes < 2**31 else None
    with services.db.reading_session() as db:
        since = now - timedelta(days=Retention().words)
        pagina = mensajes.latest(db, services.settings.secret_key, since, before, explaining.explain)
    if pagina.mensajes:
        with services.db.session() as db:
            seen = {"mensajes": [m.id for m in pagina.mensajes]}
            auditoria.record(db, staff().usuario, "leer mensajes no entendidos", "mensajes", now, seen)
    return pagina
