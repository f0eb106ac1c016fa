"""Reports of figures for anybody: the periodic ones as page, PDF and data, and the PDF of any filter, made by a job."""

import json

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.cifras.papel import vista
from bot.look import look
from bot.origin import counted_as
from bot.periodos import dia
from bot.periodos import nombre as nombre_de
from bot.refusals import Refused
from bot.reportes import archivo as files
from bot.reportes.filtro import RETRY_S, Llena, Seguidas, mine, pedir, spend
from bot.services import Services
from flows.context import BOGOTA
from knowledge import reportes
from knowledge.cifras import ReporteRow
from knowledge.reportes import FALLIDO, LISTO
from notifier.cifras.periods import Periodo

ID = "<int(max=2147483647):report_id>"


def add_routes(routes: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @routes.get("/estadisticas/informes")
    @audience("citizen")
    def informes() -> str:
        with services.db.reading_session() as db:
            rows = list(reportes.periodicos(db))
        lists = files.by_kind([row for row in rows if row.estado != FALLIDO])
        return render_template(
            "public/informes.html", look=look(services), listas=lists, periodo=_period, hecho=_made, LISTO=LISTO
        )

    @routes.get("/estadisticas/informes/<nombre>", endpoint="informe")
    @routes.get("/estadisticas/informes/<nombre>.html", endpoint="informe_html")
    @audience("citizen")
    def informe(nombre: str) -> Response:
        row = _periodic(services, nombre)
        page = render_template("public/informe.html", look=look(services), fila=row, nombre=nombre, **vista(json.loads(row.datos or "{}")))  # fmt: skip
        answer = Response(page, mimetype="text/html")
        answer.headers["Cache-Control"] = "public, max-age=3600"  # its words are for ever, its look is not
        return answer

    @routes.get("/estadisticas/informes/<nombre>.pdf")
    @audience("citizen")
    def informe_pdf(nombre: str) -> ResponseReturnValue:
        row = _periodic(services, nombre)
        if row.estado != LISTO:
            raise NotFound
        return _kept(files.pdf(row, f"catalina-{nombre}"))

    @routes.get("/estadisticas/informes/<nombre>.json")
    @audience("citizen")
    def informe_json(nombre: str) -> ResponseReturnValue:
        answer = Response(_periodic(services, nombre).datos, mimetype="application/json")
        answer.headers["Access-Control-Allow-Origin"] = "*"  # open data: any page may read it
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        answer.add_etag()
        return _kept(answer)

    _add_asked(routes, services)


def _add_asked(routes: Blueprint, services: Services) -> None:
    """Add the routes of the PDF of a filter."""

    @routes.post("/estadisticas/pdf")
    @audience("citizen")
    def pedir_pdf() -> ResponseReturnValue:
        return _ask(services)

    @routes.get(f"/estadisticas/pdf/{ID}")
    @audience("citizen")
    def pdf_pedido(report_id: int) -> ResponseReturnValue:
        row = files.status(services, report_id)
        if row is None or not mine(row, publico=True):
            raise NotFound
        return _page(services, fila=row, periodo=_period)

    @routes.get(f"/estadisticas/pdf/{ID}.pdf")
    @audience("citizen")
    def pdf_hecho(report_id: int) -> ResponseReturnValue:
        row = files.whole(services, report_id) if mine(files.status(services, report_id), publico=True) else None
        if row is None:
            raise NotFound
        return _kept(files.pdf(row, f"catalina-cifras-{row.desde:%Y-%m}-{row.hasta:%Y-%m}"))


def _periodic(services: Services, nombre: str) -> ReporteRow:
    which = files.named(nombre)
    with services.db.reading_session() as db:
        row = reportes.de_periodo(db, which) if which is not None else None
    if row is None or row.datos is None:
        raise NotFound
    return row


def _ask(services: Services) -> ResponseReturnValue:
    try:
        spend(services, counted_as(services, "pdf"))
        report_id = pedir(services, files.asked(request.form), publico=True)
    except Seguidas as wait:
        return _page(services, fallo=str(wait)), 429, {"Retry-After": str(wait.seconds)}
    except Llena as full:
        return _page(services, fallo=str(full)), 503, {"Retry-After": str(RETRY_S)}
    except Refused as refused:
        return _page(services, fallo=str(refused)), 422
    return redirect(url_for("public.pdf_pedido", report_id=report_id), 303)


def _page(services: Services, **more: object) -> str:
    return render_template("public/informe_pedido.html", look=look(services), **more)


def _kept(answer: Response) -> ResponseReturnValue:
    answer.headers["Cache-Control"] = files.FOR_EVER
    return answer.make_conditional(request)


def _period(row: reportes.Fila) -> str:
    return nombre_de(Periodo(row.desde, row.hasta))


def _made(row: reportes.Fila) -> str:
    return dia(row.created_at.astimezone(BOGOTA).date())
