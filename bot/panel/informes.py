"""Reports of figures as staff see them: state, who they were sent to, one that failed made again, and the PDF of a filter."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel.entrada import staff
from bot.periodos import nombre
from bot.refusals import Refused
from bot.reportes import archivo as files
from bot.reportes.correo import SIN_CORREO, por_enviar
from bot.reportes.filtro import Llena, mine, pedir
from bot.services import Services
from knowledge import auditoria, reportes
from knowledge.cifras import EnvioRow
from knowledge.reportes import FALLIDO, LISTO, PENDIENTE, Fila
from notifier.cifras.periods import Periodo

ID = "<int(max=2147483647):report_id>"
ENVIADO = {
    "pendiente": "por enviar", "enviado": "enviado", "fallido": "no se pudo enviar",
    "incierto": "no se sabe si salió; no se envía otra vez",
}  # fmt: skip
ESTADOS = {PENDIENTE: "Se está haciendo", LISTO: "Hecho", FALLIDO: "No se pudo hacer"}


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/indicadores/informes")
    @audience("staff:analista,administrador,revisor,gestor,oficial")
    def informes() -> str:
        return _list(services)

    @room.post(f"/indicadores/informes/{ID}/rehacer")
    @audience("staff:administrador,analista")
    def rehacer_informe(report_id: int) -> ResponseReturnValue:
        with services.db.session() as db:
            if not reportes.rehacer(db, report_id):
                flash("Ese informe no está entre los que fallaron.")
            else:
                auditoria.record(db, staff().usuario, "rehacer informe", f"reporte:{report_id}", services.clock())
                flash("Se está haciendo otra vez. Recarga esta página en unos segundos.")
        return redirect(url_for("panel.informes"), 303)

    @room.post("/indicadores/pdf")
    @audience("staff:analista,administrador,revisor,gestor,oficial")
    def pedir_cifras_pdf() -> ResponseReturnValue:
        return _ask(services)

    @room.get(f"/indicadores/pdf/{ID}")
    @audience("staff:analista,administrador,revisor,gestor,oficial")
    def cifras_pdf_pedido(report_id: int) -> ResponseReturnValue:
        row = files.status(services, report_id)
        if row is None or not mine(row, publico=False):
            raise NotFound
        return render_template("panel/informe_pedido.html", fila=row, periodo=_period)

    @room.get(f"/indicadores/pdf/{ID}.pdf")
    @audience("staff:analista,administrador,revisor,gestor,oficial")
    def cifras_pdf(report_id: int) -> Response:
        row = files.whole(services, report_id) if mine(files.status(services, report_id), publico=False) else None
        if row is None:
            raise NotFound
        return files.pdf(row, f"cifras-{row.desde}-{row.hasta}")


def _list(services: Services) -> str:
    with services.db.reading_session() as db:
        rows, sent = list(reportes.periodicos(db)), reportes.envios(db)
    return render_template(
        "panel/informes.html", listas=files.by_kind(rows), envios=sent, periodo=_period, estados_informe=ESTADOS, aviso_correo=_waits(services), dicho_envio=_said,
        puede=staff().may("administrador", "analista"), LISTO=LISTO, FALLIDO=FALLIDO,
    )  # fmt: skip


def _ask(services: Services) -> ResponseReturnValue:
    try:
        report_id = pedir(services, files.asked(request.form), publico=False, usuario=staff().usuario)
    except Refused as refused:
        status = 503 if isinstance(refused, Llena) else 422
        return render_template("panel/informe_pedido.html", fallo=str(refused)), status
    with services.db.session() as db:
        auditoria.record(db, staff().usuario, "pedir informe", f"reporte:{report_id}", services.clock())
    return redirect(url_for("panel.cifras_pdf_pedido", report_id=report_id), 303)


def _period(row: Fila) -> str:
    return nombre(Periodo(row.desde, row.hasta))


def _waits(services: Services) -> str:
    return SIN_CORREO if not services.settings.correo_on and por_enviar(services) else ""


def _said(envio: EnvioRow) -> str:
    return f"{ENVIADO[envio.estado]}{f' ({envio.error})' if envio.error else ''}"
