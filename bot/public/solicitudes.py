"""A request's state as a page, and the entity's documents. Works without a script; the code never stands in an address."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.consulta import Espera, FaltaComprobar, Pedido, consultar
from bot.documentos import documento
from bot.look import look
from bot.services import Services
from flows.context import BOGOTA
from flows.estado import TIPOS
from flows.ficha_solicitud import en_palabras
from knowledge.actos import TERMINADAS

NOT_FOUND = "No encontré una solicitud con esos datos. Revisa lo que escribiste. Si la radicaste conmigo, búscala con tu código."
NEEDS_DAY = "Con el radicado escribe también el día en que pusiste la solicitud. Así sé que es tuya."
NEEDS_TEXT = "Escribe tu código de seguimiento o tu radicado."
BAD_DAY = "Ese día no se entiende. Escríbelo así: 30/03/2026."


def add_routes(routes: Blueprint, services: Services) -> None:
    """Add the pages."""

    @routes.get("/solicitudes")
    @audience("citizen")
    def solicitudes() -> str:
        return _form(services)

    @routes.post("/solicitudes")
    @audience("citizen")
    def solicitud() -> ResponseReturnValue:
        return _looked_up(services, request.form.get("texto", "").strip(), request.form.get("dia", "").strip())

    @routes.get("/documentos/<token>")
    @audience("citizen")
    def documentos(token: str) -> Response:
        with services.db.reading_session() as db:
            found = documento(db, services.settings, token)
        if found is None:
            raise NotFound
        given = send_file(found.path, mimetype=found.content_type, as_attachment=True, download_name=found.nombre)
        given.headers["Cache-Control"] = "no-store"  # and nosniff and no-referrer as every page has them
        return given


def _looked_up(services: Services, texto: str, dia: str) -> ResponseReturnValue:
    try:
        found = consultar(services, Pedido(texto, recibida=_day(dia))) if texto else None
    except ValueError as error:
        said = NEEDS_DAY if isinstance(error, FaltaComprobar) else BAD_DAY
        return _form(services, said, texto, dia), 422
    except Espera as wait:
        until = wait.until.astimezone(BOGOTA)
        page = _form(services, f"Hubo muchos intentos. Prueba otra vez después de las {until:%H:%M}.", texto, dia)
        return page, 429, {"Retry-After": str(int((wait.until - services.clock()).total_seconds()) + 1)}
    if found is None:
        return _form(services, NOT_FOUND if texto else NEEDS_TEXT, texto, dia), 404 if texto else 422
    return _page(
        services, "public/solicitud.html", s=found, estado=en_palabras(found), tipo=TIPOS.get(found.tipo, "Solicitud"),
        terminada=found.estado in TERMINADAS, hoy=services.clock().astimezone(BOGOTA).date(),
    )  # fmt: skip


def _form(services: Services, fallo: str | None = None, texto: str = "", dia: str = "") -> str:
    return _page(services, "public/solicitudes.html", fallo=fallo, texto=texto, dia=dia)


def _page(services: Services, template: str, **more: Any) -> str:
    return render_template(template, look=look(services), **more)


def _day(text: str) -> date | None:
    """Read a day as a browser sends it, or as people write it."""
    if "/" in text:
        day, month, year = text.split("/")
        if max(map(len, (day, month, year))) > 4:
            raise ValueError("no such day")
        return date(int(year), int(month), int(day))
    return date.fromisoformat(text) if text else None
