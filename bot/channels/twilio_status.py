"""Read a status callback. Pure."""

from collections.abc import Mapping

from bot.channels.twilio_errors import action_of_callback
from notifier.ladder import Status

_ESTADO = {
    "accepted": "enviada", "scheduled": "enviada", "queued": "enviada", "sending": "enviada", "sent": "enviada",
    "delivered": "entregada", "read": "leida",
}  # fmt: skip
_FAILED = frozenset({"failed", "undelivered", "canceled"})


def status_of(form: Mapping[str, str]) -> Status | None:
    """Return what a callback says in our words, None for a status that says nothing of the ladder."""
    name = (form.get("MessageStatus") or form.get("SmsStatus") or form.get("EventType") or "").strip().lower()
    provider_id = form.get("MessageSid") or form.get("SmsSid") or ""
    if name in _ESTADO:
        return Status(name, provider_id[:64], _ESTADO[name])
    if name in _FAILED:
        code = form.get("ErrorCode", "").strip()
        number = int(code) if code.isascii() and code.isdigit() and len(code) < 9 else None
        return Status(name, provider_id[:64], None, action_of_callback(number), "" if number is None else str(number))
    return None
