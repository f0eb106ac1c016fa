"""The web application of one process: every blueprint, one set of security headers."""

from flask import Flask, Request, Response, request
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface
from werkzeug.middleware.proxy_fix import ProxyFix

from bot import entidad_api, metrics, panel, probes, public, sonda_http, widget
from bot.audience import declared
from bot.channels import twilio, web
from bot.errors import explain_errors
from bot.headers import CSP
from bot.services import Services

MAX_BODY = 1024 * 1024  # nothing a citizen types is longer; a route that takes files says its own

WEBHOOKS = "/webhooks/"

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
    app.session_interface = _PanelSessions()
    https = services.settings.public_url.startswith("https://")
    app.config.update(
        SECRET_KEY=services.settings.secret_key,
        MAX_CONTENT_LENGTH=MAX_BODY,
        SESSION_COOKIE_NAME="__Host-catalina" if https else "catalina",
        SESSION_COOKIE_SECURE=https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    for room in (twilio, web, widget, panel, public, probes, sonda_http, metrics, entidad_api):
        app.register_blueprint(room.blueprint(services))
    declared(app)
    _secure(app, https=https)
    explain_errors(app, services)
    if proxies := services.settings.proxies:
        # Without it every citizen would seem to write from the balancer's address.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app


class _PanelSessions(SecureCookieSessionInterface):
    """Cookies for the staff alone: what a provider sends has none, and none is ever set there."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return NullSession() if request.path.startswith(WEBHOOKS) else super().open_session(app, request)


def _secure(app: Flask, *, https: bool) -> None:
    headers = {**HEADERS, "Strict-Transport-Security": "max-age=31536000"} if https else HEADERS

    @app.after_request
    def _headers(response: Response) -> Response:
        if request.path.startswith(WEBHOOKS):
            return response  # no browser reads it, and it is the hot path
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", "no-store")
        return response
