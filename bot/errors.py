"""What a person reads when a page cannot be shown: what happened, whose fault it is not, and what to do."""

from dataclasses import dataclass

from flask import Flask, Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from bot.look import look
from bot.services import Services
from knowledge.db import Unavailable


@dataclass(frozen=True, slots=True)
class Trouble:
    """A title and the one thing to do next."""

    titulo: str
    texto: str


TROUBLE = {
    400: Trouble("No entendimos lo que llegó", "Vuelve a la página anterior y envíalo otra vez."),
    403: Trouble("Esta página no es para esta cuenta", "Si crees que deberías verla, habla con quien administra las cuentas."),
    404: Trouble("Esta página no existe", "Puede que la dirección tenga una letra de más o que la página cambió de lugar."),
    405: Trouble("Esta dirección se usa de otra forma", "Vuelve al inicio y entra desde allí."),
    413: Trouble("Eso es demasiado grande", "Envía un mensaje más corto o un archivo más pequeño."),
    415: Trouble("Ese tipo de contenido no se recibe aquí", "Vuelve a la página anterior y envíalo otra vez."),
    429: Trouble("Llegaron muchos mensajes seguidos", "Espera un minuto y vuelve a intentarlo."),
    503: Trouble("Estamos en una pausa corta", "Espera un minuto y vuelve a intentarlo. Si es urgente, llama al 123."),
}  # fmt: skip
OUR_FAULT = Trouble("Algo falló de nuestro lado", "No es culpa tuya. Vuelve a intentarlo en un minuto.")


def explain_errors(app: Flask, services: Services) -> None:
    """Answer every error of the application in plain words: a page for people, JSON for programs."""

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> ResponseReturnValue:
        if error.response is not None:
            return error.response  # a view that made its own answer keeps it
        if error.code is not None and error.code < 400:
            return error.get_response()  # a redirection is no error
        return _trouble(services, error.code or 500, dict(error.get_headers()).get("Allow"))

    @app.errorhandler(Unavailable)
    def _outage(_: Unavailable) -> ResponseReturnValue:
        return _trouble(services, 503)

    @app.errorhandler(Exception)
    def _defect(error: Exception) -> ResponseReturnValue:
        # Type and route, never the message: it may quote what a citizen wrote.
        app.logger.error("%s in %s", type(error).__name__, request.endpoint)
        return _trouble(services, 500)


def _trouble(services: Services, code: int, allow: str | None = None) -> Response:
    said = TROUBLE.get(code, OUR_FAULT)
    if request.path.startswith(("/api/", "/webhooks/")):
        answer = jsonify(error=f"{said.titulo}. {said.texto}")
    else:
        answer = Response(render_template("problema.html", look=look(services), said=said), mimetype="text/html")
    answer.status_code = code
    if code == 503:
        answer.headers["Retry-After"] = "30"
    if allow:
        answer.headers["Allow"] = allow
    return answer
