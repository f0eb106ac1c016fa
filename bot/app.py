"""The web application of one process: every blueprint, one set of security headers, error pages in plain words."""

from dataclasses import dataclass

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from bot import panel, probes, public
from bot.audience import declared
from bot.channels import twilio, web
from bot.services import Services
from knowledge.db import Unavailable

MAX_BODY = 1024 * 1024  # nothing a citizen types is longer; a route that takes files says its own

# What a page may do unless it says otherwise: show our style and our pictures, and send forms to us.
CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(services: Services) -> Flask:
    """Return the application.

    Raises:
        UndeclaredAudience: a route does not say who may call it.
    """
    app = Flask("bot", static_folder=None)
    https = services.settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=services.settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_NAME="__Host-catalina" if https else "catalina",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    for room in (twilio, web, panel, public, probes):
        app.register_blueprint(room.blueprint(services))
    declared(app)
    _secure(app, https=https)
    _explain_errors(app)
    if proxies := services.settings.proxies:
        # Without it every citizen would seem to write from the balancer's address.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    return app


def _secure(app: Flask, *, https: bool) -> None:
    headers = {**HEADERS, "Strict-Transport-Security": "max-age=31536000"} if https else HEADERS

    @app.after_request
    def _headers(response: Response) -> Response:
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a person reads when a page cannot be shown."""

    titulo: str
    texto: str


TROUBLE = {
    400: Trouble("No entendimos lo que llegó", "Vuelve a la página anterior y envíalo otra vez."),
    403: Trouble(
        "Esta página no es para esta cuenta", "Si crees que deberías verla, habla con quien administra las cuentas."
    ),
    404: Trouble(
        "Esta página no existe", "Puede que la dirección tenga una letra de más o que la página cambió de lugar."
    ),
    405: Trouble("Esta dirección se usa de otra forma", "Vuelve al inicio y entra desde allí."),
    413: Trouble("Eso es demasiado grande", "Envía un mensaje más corto o un archivo más pequeño."),
    415: Trouble("Ese tipo de contenido no se recibe aquí", "Vuelve a la página anterior y envíalo otra vez."),
    429: Trouble("Llegaron muchos mensajes seguidos", "Espera un minuto y vuelve a intentarlo. Nada se perdió."),
    503: Trouble("Estamos en una pausa corta", "Espera un minuto y vuelve a intentarlo. Si es urgente, llama al 123."),
}
OUR_FAULT = Trouble("Algo falló de nuestro lado", "No es culpa tuya. Vuelve a intentarlo en un minuto.")


def _explain_errors(app: Flask) -> None:
    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        # A view that made its own answer keeps it.
        return error.response or _trouble(error.code or 500)

    @app.errorhandler(Unavailable)
    def _outage(_: Unavailable) -> ResponseReturnValue:
        return _trouble(503, {"Retry-After": "30"})

    @app.errorhandler(Exception)
    def _defect(error: Exception) -> ResponseReturnValue:
        # The type and the route, never the message: it may quote what a citizen wrote.
        app.logger.error("%s in %s", type(error).__name__, request.endpoint)
        return _trouble(500)


def _trouble(code: int, headers: dict[str, str] | None = None) -> ResponseReturnValue:
    said = TROUBLE.get(code, OUR_FAULT)
    if request.path.startswith(("/api/", "/webhooks/")):
        return jsonify(error=f"{said.titulo}. {said.texto}"), code, headers or {}
    return Response(_page(said), code, headers or {}, mimetype="text/html")


def _page(said: Trouble) -> str:
    return (
        '<!doctype html><html lang="es"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{said.titulo} · Catalina</title></head><body><main><h1>{said.titulo}</h1><p>{said.texto}</p>"
        '<p><a href="/chat">Conversar con Catalina</a> · <a href="/">Ir al inicio</a></p></main></body></html>'
    )
