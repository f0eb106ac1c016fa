"""Twilio's webhooks: what a citizen wrote and what became of what we sent. Signed, or nothing happens.

A message that was acknowledged is never lost: it is in the database, or in the spool when the database cannot take it.

    POST /webhooks/twilio            MessageSid, From, Body, NumMedia, MediaUrl0, ButtonPayload, ExternalUserId …
    POST /webhooks/twilio/respaldo   the same, after our first address failed, with ErrorCode and ErrorUrl
    POST /webhooks/twilio/status/7   MessageSid, MessageStatus, ErrorCode: the fate of row 7 of the outbox
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from hmac import compare_digest

from flask import Blueprint, Response, abort, request
from flask.typing import ResponseReturnValue
from twilio.request_validator import HMAC_SHA1, HMAC_SHA256, RequestValidator, get_signature_algorithm

from bot.audience import audience
from bot.channels.flood import Flood
from bot.channels.twilio_inbound import Form, TooManyFields, form_of, inbound_of
from bot.channels.twilio_status import status_of
from bot.inbox import receive, where
from bot.services import Services
from bot.spool import Kept, Spool, Take
from knowledge.db import Unavailable
from notifier import events, ladder

log = logging.getLogger(__name__)

PATH = "/webhooks/twilio"
FALLBACK = "/webhooks/twilio/respaldo"
STATUS = "/webhooks/twilio/status/"
MAX_BODY = 256 * 1024
MAX_ID = 2**31 - 1  # what the column holds
TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


def blueprint(services: Services) -> Blueprint:
    """Return the webhooks."""
    room = Blueprint("twilio", __name__)
    door = Door(services, spool_of(services), take(services), Flood(services.clock))

    def post(path: str, name: str, view: Callable[..., ResponseReturnValue]) -> None:
        room.add_url_rule(path, name, audience("provider")(view), methods=["POST"], provide_automatic_options=False)

    post(PATH, "inbound", lambda: door.enter(PATH))
    post(FALLBACK, "fallback", lambda: door.enter(FALLBACK))
    post(f"{STATUS}<int:salida>", "status", lambda salida: door.enter(f"{STATUS}{salida}"))
    return room


def spool_of(services: Services) -> Spool:
    """Return the file in which this machine keeps what the database could not take."""
    return Spool(services.settings.data_dir / "spool" / "twilio.spool", services.sello)


@dataclass
class Door:
    """What the three routes share."""

    services: Services
    spool: Spool
    take: Take
    flood: Flood

    def enter(self, path: str) -> ResponseReturnValue:
        """Check a request and take it, now or as soon as the database can; 200 in every case that a retry cannot help."""
        body, form = _form()
        self._check(path, form)
        writer = form.get("From", "") if path in (PATH, FALLBACK) else None
        if writer is not None and self.flood.over(writer):
            log.warning("a person writes more than we answer; the message was left unread")
        else:
            self._accept(Kept(path, body, self.services.clock()), form)
        return Response(TWIML, mimetype="text/xml")

    def _accept(self, kept: Kept, form: Form) -> None:
        # While something waits, all goes behind it: the order in which a person wrote is kept.
        if self.spool.empty:
            try:
                take_form(self.services, kept, form)
            except Unavailable:
                self._keep(kept)
        else:
            self._keep(kept)

    def _keep(self, kept: Kept) -> None:
        try:
            self.spool.append(kept)
        except OSError as error:
            log.error("neither database nor spool can take a message: %s", type(error).__name__)
            abort(503)
        # Beside the request, not inside it: the provider waits fifteen seconds and the queue may be long.
        threading.Thread(target=self.spool.drain, args=[self.take], name="spool", daemon=True).start()

    def _check(self, path: str, form: Form) -> None:
        if not signed(self.services, path, form) or form.get("AccountSid") != self.services.settings.twilio_account_sid:
            abort(403)


def _form() -> tuple[bytes, Form]:
    """Return the body and its fields; refuse what the signature would not cover and what no message needs."""
    if request.mimetype != "application/x-www-form-urlencoded":
        abort(415)
    request.max_content_length = MAX_BODY
    body = request.get_data(cache=False, parse_form_data=False)
    try:
        return body, form_of(body)
    except TooManyFields:
        abort(413)


def signed(services: Services, path: str, form: Form) -> bool:
    """Return whether one of our tokens signed this form for this path of our public address, never for the request's own."""
    signature = request.headers.get("X-Twilio-Signature")
    if not signature:
        return False
    algorithm = get_signature_algorithm(request.headers.get("X-Twilio-Webhooks-Signature-Settings"))
    url = services.settings.public_url + path
    tokens = services.settings.twilio_auth_tokens
    return any(_fits(RequestValidator(token), url, form, signature, algorithm) for token in tokens)


def _fits(judge: RequestValidator, url: str, form: Form, signature: str, algorithm: str) -> bool:
    # The library signs the address with and without its port, whichever fits. The plain one nearly always does: ask it first.
    if algorithm in (HMAC_SHA1, HMAC_SHA256) and compare_digest(
        judge.compute_signature(url, form, algorithm).encode(), signature.encode()
    ):
        return True
    return bool(judge.validate(url, form, signature, algorithm))


def take(services: Services) -> Take:
    """Return the function that handles a checked request out of the spool. What it is handed twice is taken once."""
    return lambda kept: take_form(services, kept, form_of(kept.body))


def take_form(services: Services, kept: Kept, form: Form) -> None:
    """Handle a checked request. One that a defect of ours makes impossible is put aside, and told.

    Raises:
        Unavailable: the database does not answer; the request must be kept.
    """
    try:
        _handle(services, kept, form)
    except Unavailable:
        raise
    except Exception as error:
        if services.is_outage(error):
            raise Unavailable(type(error).__name__) from error
        log.error("a signed request raised %s; it was put aside", where(error))
        spool_of(services).reject(kept)
        _tell(services, where(error))


def _handle(services: Services, kept: Kept, form: Form) -> None:
    if kept.path.startswith(STATUS):
        _status(services, int(kept.path.removeprefix(STATUS)), form, kept.at)
        return
    inbound = inbound_of(form.to_dict(), kept.body, kept.at)
    if inbound is None:
        log.warning("a signed message came from no WhatsApp address")
        return
    receive(services, inbound)


def _status(services: Services, salida: int, form: Form, at: datetime) -> None:
    status = status_of(form)
    if status is None or salida > MAX_ID:
        return
    with services.db.writing() as db:
        told = ladder.told(db, salida, status, at)
    if told == "new":
        services.wake_delivery()


def _tell(services: Services, reason: str) -> None:
    try:
        with services.db.writing() as db:
            events.alarm(db, "twilio-request-put-aside", reason, services.clock())
    except Unavailable:
        log.error("and it could not be written down")
