"""The public API of requests (Open311 GeoReport v2) and its description.

A code in an address ends up in the logs of whatever carries it, so it may also come in a header or in the body of a POST.
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from flask import Blueprint, Response, jsonify, request

from bot.audience import audience
from bot.consulta import Espera, FaltaComprobar, Pedido, consultar
from bot.public.open311 import error, service_request
from bot.services import Services
from knowledge.db import Unavailable

HEADER = "X-Codigo-Seguimiento"
NOT_FOUND = "No encontré una solicitud con esos datos. Revisa el radicado, el código o el día."
NEEDS_PROOF = (
    f"Con un radicado envía también tu código (codigo o el encabezado {HEADER}). Si no la radicaste por Catalina, sirve el "
    "día en que la recibieron (recibida=AAAA-MM-DD). Si escribiste un código de seguimiento, cópialo otra vez: algo cambió."
)
BAD_DAY = "Escribe «recibida» como AAAA-MM-DD, por ejemplo 2026-03-30."
BAD_BODY = "Envía un formulario o un objeto JSON con codigo, o con radicado y codigo o recibida, todos como texto."
PAUSED = "Estamos en una pausa corta. Espera un minuto y vuelve a intentarlo."
WAIT = "Hubo muchos intentos. Espera y vuelve a intentarlo."
FIELDS = ("radicado", "codigo", "recibida")


class _Bad(ValueError):
    """What came cannot be read; the message says what to send."""


def add_routes(routes: Blueprint, services: Services) -> None:
    """Add the routes of the API."""

    @routes.get("/api/solicitudes/<texto>")
    @routes.get("/api/solicitudes/<texto>.json", endpoint="api_solicitud_json")
    @audience("citizen")
    def api_solicitud(texto: str) -> Response:
        asked = {
            "radicado": texto,
            "codigo": request.args.get("codigo", ""),
            "recibida": request.args.get("recibida", ""),
        }
        return _answered(services, {**asked, "codigo": request.headers.get(HEADER) or asked["codigo"]})

    @routes.post("/api/solicitudes")
    @audience("citizen")
    def api_consultar() -> Response:
        try:
            return _answered(services, _body())
        except _Bad as bad:
            return _refused(400, str(bad))

    @routes.get("/api/openapi.json")
    @audience("citizen")
    def openapi() -> Response:
        document = {**description(), "servers": [{"url": services.settings.public_url}]}
        answer = jsonify(document)
        answer.headers["Access-Control-Allow-Origin"] = "*"
        return answer


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document, which people write by hand."""
    text = (resources.files("bot") / "public" / "openapi.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _body() -> Mapping[str, str]:
    try:
        given: Any = request.form if not request.is_json else request.get_json(silent=True)
    except RecursionError:  # lists in lists without end
        raise _Bad(BAD_BODY) from None
    if not isinstance(given, Mapping) or not set(given) <= set(FIELDS):
        raise _Bad(BAD_BODY)
    asked = {name: given.get(name) or "" for name in FIELDS}
    if not all(isinstance(value, str) for value in asked.values()) or not (asked["radicado"] or asked["codigo"]):
        raise _Bad(BAD_BODY)
    return asked


def _answered(services: Services, asked: Mapping[str, str]) -> Response:
    try:
        found = consultar(services, _read(asked))
    except _Bad as bad:
        return _refused(400, str(bad))
    except FaltaComprobar:
        return _refused(400, NEEDS_PROOF)
    except Espera as wait:
        return _refused(429, WAIT, int((wait.until - services.clock()).total_seconds()) + 1)
    except Unavailable:
        return _refused(503, PAUSED, 30)
    return jsonify([service_request(services, found)]) if found is not None else _refused(404, NOT_FOUND)


def _read(asked: Mapping[str, str]) -> Pedido:
    day = asked["recibida"].strip()
    try:
        return Pedido(asked["radicado"] or asked["codigo"], asked["codigo"], date.fromisoformat(day) if day else None)
    except ValueError:
        raise _Bad(BAD_DAY) from None


def _refused(code: int, description: str, wait: int | None = None) -> Response:
    answer = jsonify(error(code, description))
    answer.status_code = code
    if wait is not None:
        answer.headers["Retry-After"] = str(wait)
    return answer
