"""What goes in and out of a turn, whatever the channel."""

from dataclasses import dataclass
from typing import Any

Json = Any  # what json.loads may return; kept as one name so that signatures say what travels in a session row


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen. Titles: ≤ 20 characters as one of three buttons, ≤ 24 as one of ten rows."""

    id: str
    title: str
    description: str = ""  # ≤ 72 characters, shown under a row


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file the citizen sent, by our own reference; the bytes are copied after the turn."""

    ref: str
    content_type: str

    @property
    def kind(self) -> str:
        """Return the family that decides how it is answered: image, audio, video, text (a vCard) or application."""
        return self.content_type.partition("/")[0] or "application"


@dataclass(frozen=True, slots=True)
class Location:
    """A pin, in WGS 84 degrees."""

    lat: float
    lon: float
    label: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a citizen. `option` is the id of a pressed button or row, exactly as we offered it."""

    text: str = ""
    option: str | None = None
    attachments: tuple[Attachment, ...] = ()
    location: Location | None = None
    enlace: str = ""  # what became of «Seguir chat …», which is read before the conversation is looked up


@dataclass(frozen=True, slots=True)
class Bubble:
    """One reply: a text and what may be chosen under it. A confidential one is never kept in the clear."""

    text: str
    options: tuple[Option, ...] = ()
    confidential: bool = False


def to_json(message: Message) -> Json:
    """Return the message as JSON values, as a session row keeps an answer that could not be read yet."""
    return {
        "text": message.text,
        "option": message.option,
        "attachments": [[a.ref, a.content_type] for a in message.attachments],
        "location": [message.location.lat, message.location.lon, message.location.label] if message.location else None,
    }


def from_json(raw: Json) -> Message:
    """Return the message that `to_json` wrote."""
    return Message(
        text=raw["text"],
        option=raw["option"],
        attachments=tuple(Attachment(*pair) for pair in raw["attachments"]),
        location=Location(*raw["location"]) if raw["location"] else None,
    )
