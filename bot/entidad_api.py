"""The entity's own system tells what changed: a signed list of the rows that a file of requests would have.

The signature covers the moment, a full stop and the body as it came. A request is taken once: what is sent again is answered
as done. Without the secret in the settings there is no such address.
"""

import hashlib
import hmac
import json
from typing import Any

from flask import Blueprint, Response, jsonify, request
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import RequestEntityTooLarge

from bot.audience import audience
from bot.importing import tools_of
from bot.public.open311 import error
from bot.services import Services
from knowledge import auditoria
from knowledge.conversaciones import Seen
from knowledge.db import Unavailable
from knowledge.importers.report import Options, Outcome, Report, told
from knowledge.importers.run import import_file
from knowledge.tramitar import ENTIDAD
from notifier.upsert import insert_or_ignore

PATH = "/api/entidad/solicitudes"
SIGNATURE, MOMENT = "X-Catalina-Signature", "X-Catalina-Timestamp"
OLDEST_S = 300
MOST_ROWS, MOST_ERRORS = 1_000, 100
FILE = "solicitudes.json"


class _Refused(Exception):
    """Undoes the transaction; carries what is wrong."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def signature(secret: str, moment: str, body: bytes) -> str:
    """Return the header that a sender of this body at that moment (seconds since 1970) must give."""
    made = hmac.new(secret.encode(), moment.encode("latin-1") + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={made}"


def blueprint(services: Services) -> Blueprint:
    """Return the webhook's route."""
    routes = Blueprint("entidad", __name__)

    @routes.post(PATH)
    @audience("provider")
    def recibir() -> Response:
        secret = services.settings.webhook_secret
        if not secret:
            return _no(404, "Esta dirección no está encendida.")
        try:
            body = request.get_data(cache=False)
        except RequestEntityTooLarge:
            return _no(413, "El envío pesa más de 1 MB. Divídelo en varios.")
        why = _untrusted(services, secret, body)
        if why is not None:
            return _no(401, why)
        if body.count(b'"radicado"') > MOST_ROWS:
            return _no(413, f"Se reciben hasta {MOST_ROWS} solicitudes por envío. Divídelo en varios.")
        if _holds_what_nobody_writes(body):
            return _no(400, "Hay un carácter que no se puede guardar: un nulo o medio símbolo. Quítalo.")
        try:
            return _taken(services, body)
        except (
            Unavailable,
            IntegrityError,
        ):  # another sender is writing the same radicado: the second time it is there
            answer = _no(503, "Ahora no se puede recibir. Envíalo otra vez en un minuto.")
            answer.headers["Retry-After"] = "60"
            return answer

    return routes


def _untrusted(services: Services, secret: str, body: bytes) -> str | None:
    """Return why this does not come from the entity's system, now; None when it does."""
    moment, given = request.headers.get(MOMENT, ""), request.headers.get(SIGNATURE, "")
    good = hmac.compare_digest(signature(secret, moment, body).encode(), given.encode("latin-1", "replace"))
    if not good or not (moment.isascii() and moment.isdigit() and len(moment) <= 12):
        return f"La firma no corresponde. Revisa el secreto, {MOMENT} y que el cuerpo se firme tal como va."
    if abs(services.clock().timestamp() - int(moment)) > OLDEST_S:
        return (
            f"{MOMENT} se aparta más de {OLDEST_S // 60} minutos de nuestro reloj. Firma de nuevo con la hora actual."
        )
    return None


def _holds_what_nobody_writes(body: bytes) -> bool:
    """Return whether there is a NUL or half a character in it, which no database keeps. A broken JSON is said by the import."""
    try:
        text = json.dumps(json.loads(body), ensure_ascii=False)
        text.encode()
    except UnicodeEncodeError:
        return True
    except (ValueError, RecursionError):
        return False
    return "\\u0000" in text


def _taken(services: Services, body: bytes) -> Response:
    """Import it and remember that it came, both or neither."""
    now, tools = services.clock(), tools_of(services)
    this = hashlib.sha256(request.headers[SIGNATURE].encode("latin-1", "replace")).hexdigest()
    try:
        with services.db.session() as db:
            seen = {"provider": ENTIDAD, "provider_id": this, "at": now}
            if not insert_or_ignore(db.connection(), Seen, seen, ("provider", "provider_id")):
                return _done(Report(), repeated=True)
            options = Options(ENTIDAD, now, publish=True)
            report = import_file(db, "solicitudes", FILE, body, options, tools)
            if report.problems:
                raise _Refused(report)
            if set(report.outcomes) - {Outcome.SAME}:
                auditoria.record(db, ENTIDAD, "importar", "webhook:solicitudes", now, told(report, options))
    except _Refused as refused:
        problems = [str(item).removeprefix(f"{FILE}, ") for item in refused.report.problems]
        answer = jsonify([item for said in problems[:MOST_ERRORS] for item in error(400, said)])
        answer.status_code = 400
        return answer
    services.wake_delivery()
    return _done(report, repeated=False)


def _done(report: Report, *, repeated: bool) -> Response:
    counts: dict[str, Any] = {
        f"{item.value}s" if item is not Outcome.SAME else "iguales": report.count(item) for item in Outcome
    }
    return jsonify(**counts, repetido=repeated)


def _no(code: int, description: str) -> Response:
    answer = jsonify(error(code, description))
    answer.status_code = code
    return answer
