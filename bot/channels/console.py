"""The terminal as a channel: the same inbox as WhatsApp and the web, one line in, one bubble out."""

import unicodedata
from dataclasses import dataclass

from bot.inbound import Inbound
from bot.inbox import receive
from bot.services import Services
from flows.messages import Bubble, Message

PROVIDER = "consola"
ATTENDED = "(Te atiende una persona: le llega lo que escribas. Escribe *salir* para volver con {asistente}.)"


@dataclass(frozen=True, slots=True)
class Terminal:
    """One person at a keyboard. `contacto` names the person; the same name goes on with the same conversation."""

    services: Services
    contacto: str

    @property
    def address(self) -> str:
        """Return the address under which the contact is known."""
        return f"{PROVIDER}:{self.contacto}"

    def say(self, text: str, message_id: str) -> Bubble:
        """Send one line and return the reply. `message_id` is new for each line.

        Raises:
            Unavailable: the database does not answer; nothing was kept.
        """
        inbound = Inbound(
            provider=PROVIDER,
            provider_id=message_id,
            channel="consola",
            addresses=(self.address,),
            message=Message(text=printable(text)),
            received_at=self.services.clock(),
        )
        taken = receive(self.services, inbound)
        if taken.duplicate:
            raise ValueError("a line needs an id of its own: this one was used before")
        asistente = self.services.current.get().catalogo.entidad.asistente
        return taken.bubble or Bubble(ATTENDED.format(asistente=asistente))


def printable(text: str) -> str:
    """Return what was typed without the control characters that arrows and pastes leave in a line."""
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc")


def lines(bubble: Bubble) -> list[str]:
    """Return the reply as a terminal shows it: the text, then the options with the number that chooses each."""
    rows = [f"{n}. {o.title}" for n, o in enumerate(bubble.options, start=1)]
    return [*bubble.text.splitlines(), *([""] if rows else []), *rows]
