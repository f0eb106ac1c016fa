"""What the delivery asks of a channel: a function that sends, one that looks for what may have been sent, three errors."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

# What a failure means for the row. Each vendor keeps a table from its own codes to these.
Action = Literal[
    "throttle",  # never processed: slower, then again
    "provider",  # the vendor or the way to it is down: again soon
    "unknown",  # it may have been sent: find out before anything else
    "dead",  # nobody is at that address
    "opted_out",  # the person does not want messages
    "window",  # the 24 hours are over: only a template may go
    "defect",  # our fault: somebody must look
    "stop",  # the account or the sender is at fault: nothing can go
    "tomorrow",  # the day's quota is spent
    "never",  # the vendor will not carry this one
    "template",  # the template is unusable
    "expired",  # it waited too long at the vendor
]


@dataclass(frozen=True, slots=True)
class Opcion:
    """One thing that may be chosen under a message."""

    id: str
    titulo: str
    descripcion: str = ""


@dataclass(frozen=True, slots=True)
class Plantilla:
    """A message that the vendor approved beforehand, and what fills its blanks, in order."""

    sid: str
    valores: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Salida:
    """One message to send. `since` is when this attempt was claimed."""

    id: int
    contact_id: int
    address: str
    channel: str
    kind: str
    texto: str
    opciones: tuple[Opcion, ...]
    confidential: bool
    attempts: int
    since: datetime
    plantilla: Plantilla | None = None  # WhatsApp outside its window: sent in place of the words
    asunto: str = ""  # of an e-mail


@dataclass(frozen=True, slots=True)
class Receipt:
    """The vendor took it under this id."""

    provider_id: str


class SendFailed(Exception):
    """Base of the three; `action` says what the row becomes and `code` is the vendor's, for the operator."""

    def __init__(self, action: Action, code: str) -> None:
        super().__init__(f"{action} ({code})")
        self.action = action
        self.code = code


class SendError(SendFailed):
    """It was never processed and may be tried again."""


class SendRefused(SendFailed):
    """It will never go like this."""


class SendUnknown(SendFailed):
    """It may have been sent; look for it before another attempt."""

    def __init__(self, code: str) -> None:
        super().__init__("unknown", code)


Send = Callable[[Salida], Receipt]
# The vendor's ids of messages that could be this one, oldest first; raises SendFailed when the vendor does not say.
Find = Callable[[Salida], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Road:
    """One way out: a port with a second implementation for each vendor."""

    send: Send
    find: Find


Roads = Mapping[str, Road]  # by channel
