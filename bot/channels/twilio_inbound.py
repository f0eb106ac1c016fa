"""Read Twilio's form into an `Inbound`. Pure and tolerant: whatever the form holds, a signed message becomes one.

Fields and quirks: docs/arquitectura.md, «WhatsApp». Unknown fields are ignored here and counted in the signature.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b, sha256
from typing import Any
from urllib.parse import parse_qsl

from werkzeug.datastructures import MultiDict

from bot.inbound import Inbound, Media
from flows.messages import Attachment, Location, Message

MAX_FIELDS = 400
MAX_TEXT = 4096
MAX_MEDIA = 10
MAX_JSON = 20_000

_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_ADDRESS = re.compile(r"whatsapp:(\+[1-9][0-9]{6,14}|[A-Z]{2}\.(ENT\.)?[0-9A-Za-z]{1,128})")
_DIGITS = re.compile(r"whatsapp:\s*([1-9][0-9]{6,14})")
_TYPE = re.compile(r"[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,80}")
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class TooManyFields(ValueError):
    """The form has more fields than any message of the provider."""


class Form(MultiDict[str, str]):
    """The fields of a request, repeated keys included."""

    # The first name by which Twilio's validator asks: the lack of it costs an exception for every field.
    getall = MultiDict.getlist


def form_of(body: bytes) -> Form:
    """Return the fields of a form, repeated keys included, as the signature needs them.

    Raises:
        TooManyFields: there are more than `MAX_FIELDS`.
    """
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"), keep_blank_values=True, errors="replace", max_num_fields=MAX_FIELDS
        )
    except ValueError as error:
        raise TooManyFields("too many fields") from error
    return Form(pairs)


def inbound_of(form: Mapping[str, str], body: bytes, at: datetime) -> Inbound | None:
    """Return the message of a form, or None when nobody whom we could answer on WhatsApp wrote it."""
    addresses = addresses_of(form)
    if not addresses:
        return None
    provider_id = _provider_id(form, body)
    media = tuple(_media(form, provider_id))
    option, title = option_of(form)
    message = Message(
        text=clean(form.get("Body", "") or title),
        option=option,
        attachments=tuple(Attachment(m.ref, m.content_type) for m in media),
        location=_location(form),
    )
    return Inbound("twilio", provider_id, "whatsapp", addresses, message, at, media)


def addresses_of(form: Mapping[str, str]) -> tuple[str, ...]:
    """Return every address of the writer, the one that wrote first. A number may come without its `+`, or not at all."""
    found = [_address(form.get(name, "")) for name in ("From", "ExternalUserId")]
    if found[0] is None and form.get("From", "").strip() in ("", "whatsapp:"):
        found.insert(0, _address("whatsapp:" + form.get("WaId", "")))
    return tuple(dict.fromkeys(a for a in found if a))


def _address(raw: str) -> str | None:
    raw = raw.strip()
    if _ADDRESS.fullmatch(raw):
        return raw
    # A plus sign that was not percent-encoded arrives as a space.
    bare = _DIGITS.fullmatch(raw)
    return f"whatsapp:+{bare[1]}" if bare else None


def _provider_id(form: Mapping[str, str], body: bytes) -> str:
    for name in ("MessageSid", "SmsMessageSid", "SmsSid"):
        if _SID.fullmatch(form.get(name, "")):
            return form[name]
    return "sha256:" + sha256(body).hexdigest()  # no id: the same bytes are the same message


def clean(text: str) -> str:
    """Return the text without what no database keeps or no reader should be fooled by: controls, direction overrides."""
    kept = (
        c for c in text[:MAX_TEXT] if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs") and c not in _BIDI)
    )
    return "".join(kept)


def _media(form: Mapping[str, str], provider_id: str) -> Iterator[Media]:
    # The count is not believed: it may be «abc», −1 or 999.
    for n in range(MAX_MEDIA):
        url = form.get(f"MediaUrl{n}", "").strip()
        if url:
            ref = blake2b(f"{provider_id}/{n}".encode(), digest_size=16).hexdigest()
            yield Media(ref, clean(url)[:1000], _content_type(form.get(f"MediaContentType{n}", "")))


def _content_type(raw: str) -> str:
    bare = raw.partition(";")[0].strip().lower()
    return bare if _TYPE.fullmatch(bare) else "application/octet-stream"


def _location(form: Mapping[str, str]) -> Location | None:
    try:
        lat, lon = float(form["Latitude"]), float(form["Longitude"])
    except (KeyError, ValueError):
        return None
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        return None
    return Location(lat, lon, clean(form.get("Label", "") or form.get("Address", ""))[:200])


def option_of(form: Mapping[str, str]) -> tuple[str | None, str]:
    """Return the id of a pressed button or chosen row, and its title. An id is only a claim: the turn checks that it was shown."""
    title = form.get("ButtonText", "") or form.get("ListTitle", "")
    for name in ("ButtonPayload", "ListId", "ListItemId"):
        if chosen := clean(form.get(name, "")).strip()[:200]:
            return chosen, title
    for name in ("InteractiveData", "ChannelMetadata"):
        found = _reply_in(_json(form.get(name, "")), depth=6)
        if found is not None:
            return found[0], title or found[1]
    return None, title


def _json(raw: str) -> Any:
    if not raw or len(raw) > MAX_JSON:
        return None
    try:
        return json.loads(raw)
    except (ValueError, RecursionError):
        return None


_REPLIES = frozenset({"list_reply", "button_reply", "listReply", "buttonReply", "list", "button"})


def _reply_in(node: Any, depth: int) -> tuple[str, str] | None:
    """Find the reply object wherever the vendor nests it."""
    if depth == 0 or not isinstance(node, (dict, list)):
        return None
    if isinstance(node, dict):
        for name in _REPLIES & node.keys():
            if (reply := _reply(node[name])) is not None:
                return reply
    children = node.values() if isinstance(node, dict) else node[:20]
    return next((r for c in children if (r := _reply_in(c, depth - 1)) is not None), None)


def _reply(node: Any) -> tuple[str, str] | None:
    if not isinstance(node, dict):
        return None
    chosen = next((node[k] for k in ("id", "payload", "itemId") if isinstance(node.get(k), str) and node[k]), None)
    title = next((node[k] for k in ("title", "text") if isinstance(node.get(k), str)), "")
    return (clean(chosen).strip()[:200], clean(title)[:100]) if chosen else None
