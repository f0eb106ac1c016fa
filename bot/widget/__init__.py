"""The web chat as other sites of the entity show it: one script, and the page that tells their web team how."""

from flask import Blueprint, Response, render_template, request

from bot.audience import audience
from bot.headers import WITH_WIDGET
from bot.look import look
from bot.packed import packed
from bot.public import drawn
from bot.services import Services
from bot.widget.script import script_in_force

# A site pastes the address once and for all, so the file keeps its name. For ten minutes nobody asks; for a day after
# that a page shows what it has at once and asks beside.
CACHE = "public, max-age=600, stale-while-revalidate=86400"


def blueprint(services: Services) -> Blueprint:
    """Return the routes of the widget."""
    routes = Blueprint("widget", __name__, template_folder="templates")

    @routes.get("/catalina.js")
    @audience("citizen")
    def script() -> Response:
        made = script_in_force(services)
        response = packed(made.text, "text/javascript")
        response.headers["Cache-Control"] = CACHE
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.set_etag(made.version, weak=True)  # the same words, however they are packed
        response.make_conditional(request)
        return response

    @routes.get("/incrustar")
    @audience("citizen")
    def embed() -> Response:
        base = services.settings.public_url
        page = render_template(
            "widget/incrustar.html",
            look=look(services),
            base=base,
            qr=drawn(f"{base}/chat"),
            sitios=services.settings.web_origins,
        )
        response = Response(page, mimetype="text/html")
        response.headers["Content-Security-Policy"] = f"{WITH_WIDGET}; frame-src 'self'; frame-ancestors 'none'"
        return response

    return routes
