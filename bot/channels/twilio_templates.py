"""Ask Twilio how a WhatsApp template stands, through its official client."""

from collections.abc import Mapping

from requests.exceptions import RequestException
from twilio.base.exceptions import TwilioException
from twilio.rest import Client

from bot.channels.twilio_send import failure_of
from notifier.plantillas import Consultar, Vista


def consultar(client: Client) -> Consultar:
    """Return the function that asks; it raises SendFailed when the vendor does not say."""

    def ask(sid: str) -> Vista:
        try:
            found = client.content.v1.contents(sid).approval_fetch().fetch().whatsapp
        except (TwilioException, RequestException) as error:
            failure = failure_of(error)
            raise failure from error
        return _vista(sid, found or {})

    return ask


def _vista(sid: str, found: Mapping[str, object]) -> Vista:
    def text(name: str) -> str:
        return str(found.get(name) or "")[:200]

    return Vista(
        sid, text("name"), text("category").upper(), text("status").lower() or "unsubmitted", text("rejection_reason")
    )
