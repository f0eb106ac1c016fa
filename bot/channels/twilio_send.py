"""Send through Twilio's official client, and find what may have been sent."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, NoReturn

from requests.adapters import HTTPAdapter
from requests.exceptions import ConnectionError as RequestConnectionError
from requests.exceptions import ConnectTimeout, RequestException
from sqlalchemy import select
from sqlmodel import col
from twilio.base.exceptions import TwilioException, TwilioRestException, TwilioServiceException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from twilio.rest.content.v1.content import ContentList
from urllib3.exceptions import NewConnectionError

from bot.channels.twilio_errors import action_of_answer
from bot.channels.whatsapp import fingerprint, twilio_content
from bot.settings import Settings
from knowledge.conversaciones import ContentCache
from knowledge.db import Database
from notifier.parts import plain, split
from notifier.ports import Plantilla, Receipt, Road, Salida, SendError, SendFailed, SendRefused, SendUnknown
from notifier.upsert import insert_or_ignore

log = logging.getLogger(__name__)

TIMEOUT_S = 15.0
SKEW = timedelta(minutes=2)  # between the vendor's clock and ours
LOOK_BACK = 50
CONNECTIONS = 20


def make_client(settings: Settings, timeout_s: float = TIMEOUT_S) -> Client:
    """Return Twilio's client for our account, deaf to the environment and mute in the log.

    Its own logger writes numbers and its environment may hold other credentials. An empty mapping would be taken for
    none given, so it holds one empty name.
    """
    silent = logging.getLogger(f"{__name__}.client")
    silent.disabled = True
    # At DEBUG it writes the address of each request, and that of a list holds a number.
    logging.getLogger("urllib3").setLevel(logging.INFO)
    http = TwilioHttpClient(timeout=timeout_s, logger=silent)
    for scheme in ("https://", "http://"):
        http.session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))
    client = Client(
        settings.twilio_account_sid, settings.twilio_auth_tokens[0], http_client=http, environment={"TWILIO_REGION": ""}
    )
    if settings.twilio_api_url:
        for domain in (client.api, client.content, client.messaging):
            domain.base_url = settings.twilio_api_url
    return client


@dataclass(frozen=True)
class TwilioRoad:
    """What sending needs. No transaction is open while the vendor is asked."""

    client: Client
    db: Database
    settings: Settings
    clock: Callable[[], datetime]

    def road(self) -> Road:
        """Return the two functions that the delivery calls."""
        return Road(self.send, self.find)

    def send(self, salida: Salida) -> Receipt:
        """Send one message.

        Raises:
            SendError: it was never processed and may be tried again.
            SendRefused: it will never go like this.
            SendUnknown: it may have been sent.
        """
        return create(self.client, self.settings, salida, self._words(salida))

    def _words(self, salida: Salida) -> dict[str, str]:
        if salida.plantilla is not None:
            return template_words(salida.plantilla)
        content = twilio_content(salida)
        content_sid = self._content_sid(content) if content else None
        return {"content_sid": content_sid} if content_sid else {"body": plain(salida.texto, salida.opciones)}

    def find(self, salida: Salida) -> tuple[str, ...]:
        """Return the vendor's ids of messages that could be this one, oldest first.

        Raises:
            SendFailed: the vendor does not answer.
        """
        words = {_folded(salida.texto), _folded(plain(salida.texto, salida.opciones))}
        if salida.plantilla is None:
            return listed(self.client, self.settings, salida, lambda body: body in words)
        # What a template says is written at the vendor's: of it we know what filled its blanks.
        filled = [_folded(value) for value in salida.plantilla.valores]
        return listed(self.client, self.settings, salida, lambda body: all(value in body for value in filled))

    def _content_sid(self, content: dict[str, Any]) -> str | None:
        """Return the id of an interactive content, created the first time. None: send it as plain text."""
        key = fingerprint(content)
        with self.db.reading() as db:
            cached = db.execute(
                select(col(ContentCache.provider_id)).where(col(ContentCache.sha256) == key)
            ).scalar_one_or_none()
        if cached is not None:
            return cached or None
        request = ContentList.ContentCreateRequest(
            {"friendly_name": f"catalina_{key[:16]}", "language": "es", "types": ContentList.Types(content)}
        )
        try:
            made = self.client.content.v1.contents.create(request).sid or ""
        except (TwilioException, RequestException) as error:
            # Buttons are a comfort: without them the same words go with numbers.
            log.warning("an interactive content was not created: %s", type(error).__name__)
            if not _is_final(error):
                return None
            made = ""  # refused for what it is: the next one alike is not even asked
        with self.db.writing() as db:
            insert_or_ignore(db, ContentCache, {"sha256": key, "provider_id": made, "at": self.clock()}, ("sha256",))
        return made or None


def template_words(plantilla: Plantilla) -> dict[str, str]:
    """Return how a template is sent. The vendor refuses an empty value and a line break."""
    filled = {str(n): _folded(value) or "—" for n, value in enumerate(plantilla.valores, 1)}
    return {"content_sid": plantilla.sid, "content_variables": json.dumps(filled, ensure_ascii=False)}


def create(client: Client, settings: Settings, salida: Salida, words: dict[str, str]) -> Receipt:
    """Send one message, by WhatsApp or by SMS as its channel says. Its receipts name its row of the outbox.

    Raises:
        SendFailed: as `TwilioRoad.send`.
    """
    to, sender = _ends(settings, salida)
    callback = f"{settings.public_url}/webhooks/twilio/status/{salida.id}"
    try:
        made = client.messages.create(to=to, from_=sender, status_callback=callback, **words)
    except (TwilioException, RequestException) as error:
        _raise(error)
    if not made.sid:
        raise SendUnknown("no-sid")
    return Receipt(made.sid)


def listed(client: Client, settings: Settings, salida: Salida, could_be: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the ids of the messages that the vendor took for this person since the attempt began and whose words fit.

    The list is asked by person only: a filter by date would leave out what is queued and has no date yet.

    Raises:
        SendFailed: the vendor does not answer.
    """
    to, sender = _ends(settings, salida)
    try:
        known = client.messages.list(to=to, limit=LOOK_BACK, page_size=LOOK_BACK)
    except (TwilioException, RequestException) as error:
        _raise(error)
    ours = [
        m
        for m in known
        if m.from_ == sender
        and could_be(_folded(m.body or ""))
        and (m.date_created is None or m.date_created.astimezone(UTC) >= salida.since - SKEW)
    ]
    ours.sort(key=lambda m: m.date_created or salida.since)
    return tuple(str(m.sid) for m in ours)


def _ends(settings: Settings, salida: Salida) -> tuple[str, str]:
    """Return to which address and from which sender a message goes."""
    if salida.channel == "sms":
        return salida.address.removeprefix("sms:"), settings.twilio_sms_from
    return salida.address, settings.twilio_whatsapp_from


def sms_road(client: Client, settings: Settings) -> Road:
    """Return the road of SMS: plain words, the same vendor, the same receipts."""
    return Road(
        lambda salida: create(client, settings, salida, {"body": split(salida.texto)[0]}),
        lambda salida: listed(client, settings, salida, lambda body: body == _folded(split(salida.texto)[0])),
    )


def _folded(text: str) -> str:
    return " ".join(text.split())


def _is_final(error: Exception) -> bool:
    return isinstance(error, (TwilioRestException, TwilioServiceException)) and error.status in (400, 413, 422)


def _raise(error: Exception) -> NoReturn:
    failure = failure_of(error)
    raise failure from error


def failure_of(error: Exception) -> SendFailed:
    """Return what an exception of the client means. Only what surely never reached the vendor may be tried again."""
    if isinstance(error, (TwilioRestException, TwilioServiceException)):
        code = _number(error.code)
        action = action_of_answer(error.status, code)
        if action == "unknown":
            return SendUnknown(str(code or error.status))
        again = action in ("throttle", "provider", "stop", "tomorrow")
        return (SendError if again else SendRefused)(action, str(code or error.status))
    if isinstance(error, ConnectTimeout) or (isinstance(error, RequestConnectionError) and _never_connected(error)):
        return SendError("provider", "no-connection")
    return SendUnknown(type(error).__name__)


def _never_connected(error: RequestConnectionError) -> bool:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def _number(code: object) -> int | None:
    try:
        return int(str(code))
    except ValueError:
        return None
