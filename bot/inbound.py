"""One message as a channel hands it to the inbox."""

from dataclasses import dataclass
from datetime import datetime

from flows.context import Canal
from flows.messages import Message
from notifier.media import Copied


@dataclass(frozen=True, slots=True)
class Media:
    """A file that a provider holds for us; `ref` is ours and names it in the message's attachment."""

    ref: str
    url: str
    content_type: str
    copied: Copied | None = None  # what a browser sends is in our folder before its turn begins


@dataclass(frozen=True, slots=True)
class Inbound:
    """What came in. `addresses` all name the same person; the first one wrote and gets the reply."""

    provider: str  # twilio, web, consola: the space in which `provider_id` is unique
    provider_id: str
    channel: Canal
    addresses: tuple[str, ...]
    message: Message
    received_at: datetime
    media: tuple[Media, ...] = ()
