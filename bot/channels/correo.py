"""E-mail to citizens. A server that takes a mail says nothing about its reader: no receipt exists."""

from dataclasses import dataclass

from bot.channels.smtp import Correo
from notifier.ports import Receipt, Road, Salida, SendFailed


@dataclass(frozen=True)
class CorreoRoad(Correo):
    """The road of the notices that go by e-mail."""

    def road(self) -> Road:
        """Return the two functions that the delivery calls."""
        return Road(self.send, self.find)

    def send(self, salida: Salida) -> Receipt:
        """Hand one mail to the server.

        Raises:
            SendError, SendRefused, SendUnknown: as `Correo.deliver` says.
        """
        to = salida.address.removeprefix("correo:")
        mail = self.mail(to, salida.asunto, salida.texto, f"aviso-{salida.id}")
        self.deliver(to, mail)
        return Receipt(str(mail["Message-ID"]))

    def find(self, salida: Salida) -> tuple[str, ...]:
        """Raise: a mail that may have left cannot be looked for, and is not sent again."""
        raise SendFailed("unknown", "smtp-cannot-say")
