"""The page of priorities: the order, the roadmap, the judgement of staff for each trámite, and the files."""

from importlib import import_module

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import Forbidden, NotFound

from bot.audience import audience
from bot.panel.entrada import staff
from bot.panel.juicio import Juzgado, leer
from bot.prioridades import HEADS, ROUTE_HEADS, Informe, cells, informe, months, quarters, route_cells
from bot.refusals import Refused
from bot.services import Services
from flows.context import BOGOTA
from knowledge import auditoria, informes
from knowledge import prioridades as calificaciones
from knowledge.personal import PUBLICAN
from knowledge.prioridades import Adelantada, CalificacionRow
from knowledge.values import Tramite
from notifier.prioridades import SAID_ALIGNED

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/prioridades")
    @audience("staff:editor,revisor,administrador,analista")
    def prioridades() -> ResponseReturnValue:
        return _page(services)

    @room.get("/prioridades/prioridades.xlsx")
    @audience("staff:editor,revisor,administrador,analista")
    def prioridades_xlsx() -> ResponseReturnValue:
        # Only who asks for a spreadsheet pays for the library that writes it.
        data = import_module("bot.prioridades_xlsx").as_xlsx(_informe(services))
        return _file(data, XLSX, "prioridades.xlsx")

    @room.post("/prioridades/pdf")
    @audience("staff:editor,revisor,administrador,analista")
    def pedir_pdf() -> ResponseReturnValue:
        return _ask_for_pdf(services)

    @room.get("/prioridades/informe-<int(max=2147483647):row_id>.pdf")
    @audience("staff:editor,revisor,administrador,analista")
    def prioridades_pdf(row_id: int) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            row = db.get(informes.InformeRow, row_id)
            if row is None or row.pdf is None:
                raise NotFound
            return _file(row.pdf, "application/pdf", f"prioridades-{row.desde:%Y-%m}-{row.hasta:%Y-%m}.pdf")

    @room.get("/prioridades/<slug>")
    @audience("staff:editor,revisor,administrador")
    def calificar(slug: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            return _form(services, db, _tramite(services, slug))

    @room.post("/prioridades/<slug>")
    @audience("staff:editor,revisor,administrador")
    def guardar_calificacion(slug: str) -> ResponseReturnValue:
        return _save(services, _tramite(services, slug))


def _informe(services: Services) -> Informe:
    """Return the report of the months asked for; of months that cannot be, that of the last three."""
    desde, hasta = request.values.get("desde", "")[:10], request.values.get("hasta", "")[:10]
    try:
        return informe(services, *months(services, desde, hasta))
    except Refused as refused:
        flash(f"{refused} Aquí ves los tres últimos meses.")
        return informe(services, *months(services, "", ""))


def _page(services: Services) -> str:
    found = _informe(services)
    with services.db.reading_session() as db:
        made = [(row.id, row.desde, row.hasta, row.estado, row.error, row.created_at) for row in informes.ultimos(db)]
    return render_template(
        "panel/prioridades.html", informe=found, heads=HEADS, route_heads=ROUTE_HEADS, hechos=made,
        filas=[(one.candidato.slug, cells(one)) for one in found.lista], puede=staff().may("editor", *PUBLICAN),
        ruta=[(office, [(one.candidato.slug, route_cells(one)) for one in group]) for office, group in found.ruta],
    )  # fmt: skip


def _ask_for_pdf(services: Services) -> ResponseReturnValue:
    found = _informe(services)
    with services.db.session() as db:
        row = informes.pedir(db, found.desde, found.hasta, staff().usuario, services.clock())
        detail = {"desde": str(found.desde), "hasta": str(found.hasta)}
        auditoria.record(db, staff().usuario, "pedir informe", f"informe:{row.id}", services.clock(), detail)
    flash("El PDF se está preparando. Recarga esta página en unos segundos.")
    desde, hasta = f"{found.desde:%Y-%m}", f"{found.hasta:%Y-%m}"
    return redirect(url_for("panel.prioridades", desde=desde, hasta=hasta, _anchor="archivos"), 303)


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _tramite(services: Services, slug: str) -> Tramite:
    """Return a published trámite that this person may judge, or end the request in words."""
    found = next((one for one in services.current.get().catalogo.tramites.values() if one.slug == slug), None)
    if found is None:
        raise NotFound
    bound = staff().dependencia_id is not None and not staff().may(*PUBLICAN)
    if bound and found.dependencia_id != staff().dependencia_id:
        raise Forbidden
    return found


def _save(services: Services, tramite: Tramite) -> ResponseReturnValue:
    now = services.clock()
    offices = services.current.get().catalogo.dependencias
    told = leer(request.form, frozenset(offices), quarters(now.astimezone(BOGOTA).date()))
    if told.errores:
        with services.db.reading_session() as db:
            return _form(services, db, tramite, told), 422
    try:
        with services.db.session() as db:
            calificaciones.calificar(db, told.row(tramite.id, staff().usuario, now), told.base)
            detail = {"complejidad": told.complejidad, "ventanilla": told.ventanilla, "trimestre": told.trimestre}
            auditoria.record(db, staff().usuario, "calificar", f"hoja:{tramite.id}", now, detail)
    except Adelantada:
        with services.db.reading_session() as db:
            return _form(services, db, tramite, told, cruce=calificaciones.vigente(db, tramite.id)), 409
    flash("Guardado. Ya cuenta en el orden de prioridad.")
    return redirect(url_for("panel.calificar", slug=tramite.slug), 303)


def _form(
    services: Services, db: Session, tramite: Tramite, told: Juzgado | None = None, cruce: CalificacionRow | None = None
) -> str:
    catalogo = services.current.get().catalogo
    rows = calificaciones.historia(db, tramite.id)
    shown = told or Juzgado.of(rows[0] if rows else None)
    chosen = [*quarters(services.clock().astimezone(BOGOTA).date())]
    chosen = chosen if shown.trimestre in ("", *chosen) else [shown.trimestre, *chosen]
    names = {office.id: office.nombre for office in catalogo.dependencias.values()}
    return render_template(
        "panel/calificar.html", tramite=tramite, valores=shown, base=cruce.id if cruce else shown.base, cruce=cruce,
        errores=shown.errores, historia=rows, trimestres=chosen, oficinas=names, alineaciones=SAID_ALIGNED,
    )  # fmt: skip
