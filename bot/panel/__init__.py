"""The staff's pages, first form: log in, hojas de vida with their history, what Catalina learns, and the officer's denuncias.

Every page works without JavaScript: a form is posted, the answer is a redirect. `guard` checks each request against what
its route declares, so a route that forgot to declare is refused, not open.
"""

from flask import Blueprint, Response, request
from flask.blueprints import BlueprintSetupState
from flask_login import current_user

from bot.panel import (
    acceso,
    acordar,
    anexos,
    asignar,
    atendiendo,
    avisos,
    bandeja,
    charla,
    codigo,
    contenido_versiones,
    contenidos,
    conversaciones,
    definiciones,
    denuncias,
    descargas,
    en_su_nombre,
    ensenar,
    entender,
    escribir,
    explicar,
    historia,
    hojas,
    importar,
    indicadores,
    informes,
    nueva,
    pendientes,
    presencia,
    prioridades,
    probar,
    referencia,
    responder_charla,
    responsables,
    sin_responder,
    solicitudes,
    tramitando,
    ventanilla,
    versiones,
)
from bot.panel.entrada import guard, login_manager, staff
from bot.panel.vista import page_context
from bot.services import Services
from bot.teaching import Bundle
from knowledge import auditoria


def blueprint(services: Services) -> Blueprint:
    """Return the routes of the panel."""
    room = Blueprint("panel", __name__, template_folder="templates", url_prefix="/panel")
    room.record_once(lambda state: _wire(state, services))
    room.before_request(lambda: importar.receive(services))
    room.before_request(anexos.receive)
    room.before_request(guard)
    room.after_request(lambda response: _published(services, response))
    room.after_request(lambda response: _written_down(services, response))
    room.context_processor(lambda: page_context(services))
    for part in (
        acceso,
        codigo,
        hojas,
        asignar,
        nueva,
        versiones,
        historia,
        contenidos,
        contenido_versiones,
        denuncias,
        probar,
        referencia,
        escribir,
        importar,
        descargas,
        prioridades,
        indicadores,
        informes,
        bandeja,
        ventanilla,
        solicitudes,
        tramitando,
        responsables,
        avisos,
        pendientes,
        conversaciones,
        presencia,
        charla,
        responder_charla,
        atendiendo,
        en_su_nombre,
        definiciones,
        acordar,
    ):
        part.add_routes(room, services)
    bundle = Bundle()
    for lessons in (entender, ensenar, explicar, sin_responder):
        lessons.add_routes(room, services, bundle)
    return room


def _published(services: Services, response: Response) -> Response:
    """Answer with what was just published from the next message on, and not some seconds later."""
    if request.method == "POST":
        services.current.look_again()
    return response


def _written_down(services: Services, response: Response) -> Response:
    """Leave a line of audit of who asked for a page of another role, or sent a form that is not ours."""
    refused = {400: "petición rechazada", 403: "acceso negado"}.get(response.status_code)
    if refused is not None and current_user.is_authenticated:
        with services.db.session() as db:
            auditoria.record(db, staff().usuario, refused, f"pagina:{request.endpoint}", services.clock())
    return response


def _wire(state: BlueprintSetupState, services: Services) -> None:
    app = state.app
    app.secret_key = app.secret_key or services.settings.secret_key
    # A form may lie open as long as its log-in lives; the token still ends with the log-in.
    app.config["WTF_CSRF_TIME_LIMIT"] = None
    login_manager(services).init_app(app, add_context_processor=False)
