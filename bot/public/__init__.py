"""The public pages: what Catalina is, every published trámite as a page that can be printed, and the style of all pages."""

from dataclasses import replace

import segno
from flask import Blueprint, Response, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.look import look, stylesheet_in_force
from bot.packed import packed
from bot.public import api, datos, definiciones, estadisticas, informes, solicitudes
from bot.public.hoja import amount, detailed, shows_parts
from bot.public.listado import listado
from bot.public.schema import as_script, service
from bot.services import Services
from flows.buscar import found
from flows.context import Context
from flows.vigencia import lapsed
from knowledge.values import SECCIONES, Tramite
from knowledge.values.ficha import said_norm, said_requirement

FOUND = 20
PAGES = ("/", "/tramites", "/solicitudes", "/estadisticas", "/estadisticas/definiciones", "/datos", "/chat")
HIDDEN = ("/panel/", "/api/", "/webhooks/", "/documentos/")  # nothing there is for a search engine
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#0943B5"/>'
    '<path d="M22 12a7 7 0 1 0 0 8" fill="none" stroke="#fff" stroke-width="4" stroke-linecap="round"/></svg>'
)


def blueprint(services: Services) -> Blueprint:
    """Return the routes of the public pages."""
    routes = Blueprint("public", __name__, template_folder="templates")

    @routes.get("/")
    @audience("citizen")
    def home() -> str:
        entidad = services.current.get().catalogo.entidad
        whatsapp = next((c for c in entidad.contactos if c.canal == "whatsapp"), None)
        return render_template(
            "public/home.html",
            look=look(services),
            entidad=entidad,
            whatsapp=whatsapp,
            encendido=services.settings.whatsapp_on,
        )

    @routes.get("/tramites")
    @audience("citizen")
    def tramites() -> str:
        context, q = reading(services), request.args.get("q", "").strip()[:200]
        results = found(context, q, FOUND) if q else []
        lista = listado(context, request.args.get("tema", ""), request.args.get("desde", 0, int))
        return render_template("public/tramites.html", look=look(services), lista=lista, q=q, results=results)

    @routes.get("/tramites/<slug>")
    @audience("citizen")
    def tramite(slug: str) -> str:
        context = reading(services)
        record = next((r for r in context.catalogo.tramites.values() if r.slug == slug), None)
        if record is None:
            raise NotFound
        address = f"{services.settings.public_url}/tramites/{slug}"
        return render_template(
            "public/tramite.html",
            look=look(services),
            record=record,
            hoja=detailed(context, record),
            con_partes=shows_parts(context, record),
            direccion=address,
            datos=as_script(service(_told(context, record), context.catalogo.entidad, address)),
            qr=drawn(address),
            hoy=context.hoy,
            vencida=record.revisar_antes_de is not None and record.revisar_antes_de < context.hoy,
            requisito=said_requirement,
            precio=amount,
            norma=said_norm,
        )

    @routes.get("/sitemap.xml")
    @audience("citizen")
    def sitemap() -> Response:
        base, records = services.settings.public_url, services.current.get().catalogo.tramites.values()
        page = render_template("public/sitemap.xml", base=base, paginas=PAGES, records=records)
        return Response(page, mimetype="application/xml")

    @routes.get("/robots.txt")
    @audience("citizen")
    def robots() -> Response:
        hidden = "".join(f"Disallow: {path}\n" for path in HIDDEN)
        text = f"User-agent: *\n{hidden}Sitemap: {services.settings.public_url}/sitemap.xml\n"
        return Response(text, mimetype="text/plain")

    @routes.get("/estilo/<version>/catalina.css")
    @audience("citizen")
    def stylesheet(version: str) -> Response:
        return _kept(stylesheet_in_force(services), "text/css", days=365)

    @routes.get("/icono.svg")
    @audience("citizen")
    def icon() -> Response:
        return _kept(ICON, "image/svg+xml", days=7)

    for part in (datos, definiciones, estadisticas, informes, solicitudes, api):
        part.add_routes(routes, services)
    return routes


def drawn(address: str) -> Markup:
    """Return an address as a drawing that a phone reads from paper."""
    drawing = segno.make(address, error="m", micro=False).svg_inline(
        border=2, omitsize=True, svgclass=None, lineclass=None, title="Código QR de esta página"
    )
    return Markup(drawing)  # noqa: S704 - made of numbers by the library


def _kept(body: str, mimetype: str, days: int) -> Response:
    """Return something that a browser may keep for so many days without asking again."""
    response = packed(body, mimetype)
    response.headers["Cache-Control"] = f"public, max-age={days * 86_400}, immutable"
    return response


def _told(context: Context, record: Tramite) -> Tramite:
    """Return a record as programs may read it: what is past or long unreviewed is as good as unconfirmed."""
    if lapsed(context, record):
        return replace(record, por_confirmar=SECCIONES)
    if any(valor.vence_el and valor.vence_el < context.hoy for valor in record.valores):
        return replace(record, por_confirmar=(*record.por_confirmar, "costo"))
    return record


def reading(services: Services) -> Context:
    """Return the world as an anonymous reader of a page sees it."""
    vigente = services.current.get()
    return Context(
        ahora=services.clock(),
        catalogo=vigente.catalogo,
        comprension=vigente.comprension,
        traducir=services.traducir,
        solicitud=lambda _: None,
        canal="web",
        url_publica=services.settings.public_url,
    )
