"""The web chat: an API for programs and a page for people, which works without JavaScript.

The answer of a POST carries the replies: nothing is sent later through the outbox. A message is named by its browser
(`cid`), so one that is sent again, because the answer was lost, is answered with what it would have been answered.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, g, jsonify, render_template, request

from bot.audience import audience
from bot.channels import web_enlace, web_files
from bot.channels.web_limits import POLL_COST, TALK_COST, Limits
from bot.channels.web_log import Line, Log, read_log
from bot.channels.web_request import (
    MAX_BODY,
    MAX_TEXT,
    Refused,
    Said,
    form_token,
    new_cid,
    new_token,
    read_asked,
    read_form,
    read_said,
    too_long,
)
from bot.headers import WITH_WIDGET
from bot.inbound import Inbound
from bot.inbox import receive
from bot.look import look
from bot.origin import counted_as
from bot.services import Services
from flows.answers import N_
from flows.radicar_preguntas import kind_of_file
from knowledge.db import Unavailable
from knowledge.values import Idioma

POLL_MS = 30_000
ATTENDED_POLL_MS = 3_000  # somebody of the staff answers, or will
RETRY_AFTER_S = 5
SHOWN = 30  # lines of the page; older ones would only cost data
_JSON = ("application/json", "text/plain")  # the second one needs no preflight: a round trip less


def blueprint(services: Services) -> Blueprint:
    """Return the routes of the web chat."""
    routes = Blueprint("web", __name__, template_folder="templates")
    limits = Limits(services.clock)

    @routes.post("/api/chat")
    @audience("citizen")
    def talk() -> Response:
        said = read_said(_json_body())
        _afford(services, limits, said.token, TALK_COST)
        _take(services, said)
        return _api(services, said.token, read_log(services, address(said.token), said.despues), said.despues)

    @routes.post("/api/chat/poll")
    @audience("citizen")
    def poll() -> Response:
        asked = read_asked(_json_body())
        _afford(services, limits, asked.token, POLL_COST)
        return _api(services, asked.token, read_log(services, address(asked.token), asked.despues), asked.despues)

    @routes.post("/api/chat/enlace")
    @audience("citizen")
    def enlace() -> Response:
        asked = read_asked(_json_body())
        _afford(services, limits, asked.token, TALK_COST)
        return jsonify(**web_enlace.made(services, address(asked.token)))

    @routes.get("/chat")
    @audience("citizen")
    def page() -> Response:
        return _page(services, new_token(), Log())

    @routes.post("/chat")
    @audience("citizen")
    def page_talk() -> Response:
        if (request.content_length or 0) > MAX_BODY * 3:  # a form writes a letter with accent in up to nine bytes
            return _page(services, new_token(), Log(), refused=too_long())
        return _talk_by_form(services, limits)

    web_files.add_routes(routes, _files(services, limits))

    @routes.errorhandler(Refused)
    def refused(error: Refused) -> Response:
        return _error(services, error)

    @routes.errorhandler(Unavailable)
    def unavailable(_: Unavailable) -> Response:
        return _error(services, _out_of_service())

    @routes.after_request
    def headers(response: Response) -> Response:
        return _secured(response, services)

    return routes


def address(token: str) -> str:
    """Return the address of a conversation. The token itself is kept nowhere: a copy of the database opens no chat."""
    return f"web:{hashlib.sha256(token.encode()).hexdigest()}"


def _take(services: Services, said: Said) -> None:
    where = address(said.token)
    receive(
        services,
        Inbound(
            provider="web",
            provider_id=f"{where.removeprefix('web:')}:{said.cid}",
            channel="web",
            addresses=(where,),
            message=said.message,
            received_at=services.clock(),
        ),
    )


def _json_body() -> bytes:
    if request.mimetype not in _JSON:
        raise Refused(415, "tipo", N_("Envía el cuerpo como JSON (application/json o text/plain)."))
    if request.content_length is None:
        raise Refused(411, "tamano", N_("Falta el tamaño del cuerpo (Content-Length)."))
    if request.content_length > MAX_BODY:
        raise too_long()
    return request.get_data()


def _afford(services: Services, limits: Limits, token: str, cost: float) -> None:
    wait = limits.spend(address(token), counted_as(services, "chat"), cost)
    if wait is not None:
        slower = N_("Vas muy rápido para mí. Espera {segundos} segundos y envíalo otra vez.")
        raise Refused(429, f"espera:{wait}", slower, segundos=wait)
    g.conversacion = address(token)


def _talk_by_form(services: Services, limits: Limits) -> Response:
    """Answer the page's form. Whatever fails, the page comes back with the words still in the box."""
    token = form_token(request.form)
    try:
        said = read_form(request.form, token)
        _afford(services, limits, token, TALK_COST)
        _take(services, said)
        return _page(services, token, read_log(services, address(token), said.despues))
    except Refused as error:
        return _page(services, token, _log_or_nothing(services, address(token)), error, request.form)
    except Unavailable:
        return _page(services, token, Log(), _out_of_service(), request.form)


def _files(services: Services, limits: Limits) -> web_files.Chat:
    def answer(said: Said) -> Response:
        return _api(services, said.token, read_log(services, address(said.token), said.despues), said.despues)

    def page(token: str | None, refused: Refused | None) -> Response:
        known = form_token({"token": token or ""})
        return _page(services, known, _log_or_nothing(services, address(known)), refused)

    return web_files.Chat(services, limits, address, _afford, answer, page)


def _log_or_nothing(services: Services, where: str) -> Log:
    try:
        return read_log(services, where, 0)
    except Unavailable:
        return Log()


def _out_of_service() -> Refused:
    return Refused(
        503,
        f"espera:{RETRY_AFTER_S}",
        N_("En este momento no puedo responder. Tu mensaje sigue en tu equipo: envíalo otra vez en un rato."),
    )


def _api(services: Services, token: str, log: Log, despues: int) -> Response:
    new = log.after(despues)
    return jsonify(
        token=token,
        mensajes=[_as_json(line) for line in new],
        pendiente=log.pendiente,
        poll_ms=ATTENDED_POLL_MS if log.pendiente else POLL_MS,
        idioma=log.idioma,
        atiende={"nombre": log.atiende} if log.atiende else None,
        reservado=log.reservado or any(line.reservado for line in new),
        ahora=services.clock().isoformat(),  # a telephone whose clock is wrong can still tell how much time went by
    )


def _as_json(line: Line) -> dict[str, Any]:
    record: dict[str, Any] = {"seq": line.seq, "de": _who(line), "texto": line.text, "hora": line.at.isoformat()}
    record["opciones"] = [{"id": o.id, "titulo": o.title, "descripcion": o.description} for o in line.options]
    if line.nombre:
        record["nombre"] = line.nombre
    if line.archivos:
        record["archivos"] = list(line.archivos)
    return {**record, "cid": line.cid} if line.mine else record


def _who(line: Line) -> str:
    if line.mine:
        return "tu"
    return "persona" if line.nombre else "catalina"


def _error(services: Services, error: Refused) -> Response:
    codigo, _, wait = error.codigo.partition(":")
    idioma = _idioma(services)
    response = jsonify(error={"codigo": codigo, "mensaje": error.words(lambda text: services.traducir(idioma, text))})
    response.vary.add("Accept-Language")
    return _with_status(response, error.status, wait)


def _idioma(services: Services) -> Idioma:
    """Return the language of a refusal: its conversation's; that of the browser where none is known or may be looked up."""
    browser = request.accept_languages.best_match(("es", "en"), "es")
    if where := g.get("conversacion"):  # not before it was afforded: who goes too fast costs no reading
        log = _log_or_nothing(services, where)
        browser = log.idioma if log.lines else browser
    return "en" if browser == "en" else "es"


def _page(
    services: Services, token: str, log: Log, refused: Refused | None = None, form: Mapping[str, str] | None = None
) -> Response:
    """Return the whole conversation as a page. A message that was not taken keeps its `cid`: sent again, it is the same."""
    lines, kept = log.lines[-SHOWN:], form or {}
    idioma: Idioma = "en" if log.idioma == "en" else "es"
    html = render_template(
        "chat/page.html",
        look=look(services),
        token=token,
        cid=kept.get("cid") or new_cid(),
        despues=lines[-1].seq if lines else kept.get("despues", 0),
        texto=kept.get("texto", ""),
        lines=lines,
        older=len(log.lines) > len(lines),
        options=lines[-1].options if lines and not lines[-1].mine else (),
        refused=refused,
        idioma=idioma,
        t=lambda text: services.traducir(idioma, text),
        max_text=MAX_TEXT,
        acepta=web_files.ACCEPT,
        archivo=kind_of_file,
        reservado=log.reservado,
    )
    wait = refused.codigo.partition(":")[2] if refused else ""
    return _with_status(Response(html, mimetype="text/html"), refused.status if refused else 200, wait)


def _with_status(response: Response, status: int, wait: str) -> Response:
    response.status_code = status
    if wait:
        response.headers["Retry-After"] = wait
    return response


def _secured(response: Response, services: Services) -> Response:
    """Forbid every third party and every copy: the page holds the secret of the conversation.

    The sites that the entity names may show the page in a frame, and read what the API answers. No cookie is involved.
    """
    origins = services.settings.web_origins
    framed = " ".join(("'self'", *origins))
    response.headers.setdefault("Content-Security-Policy", f"{WITH_WIDGET}; frame-ancestors {framed}")
    response.headers["Cache-Control"] = "no-store"
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.add("Vary", "Origin")
    if request.headers.get("Origin") in origins:
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
    return response
