"""One mail to one server, over SMTP, with the standard library: what each answer means for who wants it sent."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formataddr
from typing import NoReturn
from urllib.parse import unquote, urlsplit

from bot.settings import Settings
from notifier.ports import Action, SendError, SendRefused, SendUnknown

TIMEOUT_S = 15.0
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Correo:
    """What sending needs: where the server is, from which address, and whose name stands beside it."""

    settings: Settings
    nombre: str
    tls: Callable[[], ssl.SSLContext] = ssl.create_default_context

    def mail(self, to: str, asunto: str, texto: str, name: str) -> EmailMessage:
        """Return a mail. `name` is ours and the same in every attempt: a reader's program shows a repeat once."""
        mail = EmailMessage(policy=SMTP)
        mail["From"] = formataddr((self.nombre, self.settings.smtp_from))
        mail["To"] = to
        mail["Subject"] = " ".join(asunto.split()) or self.nombre
        mail["Message-ID"] = f"<{name}@{self.settings.smtp_from.partition('@')[2]}>"
        mail["Auto-Submitted"] = "auto-generated"  # no answering machine answers it
        mail.set_content(texto, cte="quoted-printable")  # not every server takes eight bits
        return mail

    def deliver(self, to: str, mail: EmailMessage) -> None:
        """Hand one mail to the server.

        Raises:
            SendError: it was not taken and may be tried again.
            SendRefused: it will never go like this.
            SendUnknown: the line broke after its words had left.
        """
        try:
            server = self._connected()
            try:
                self._hand_over(server, to, mail.as_bytes())
            finally:
                with suppress(smtplib.SMTPException, OSError):
                    server.docmd("QUIT")  # what it answers changes nothing: the mail was taken or was not
                server.close()
        except smtplib.SMTPAuthenticationError as error:
            raise SendError("stop", f"smtp-{error.smtp_code}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise SendError("provider", type(error).__name__) from error

    def _hand_over(self, server: smtplib.SMTP, to: str, mail: bytes) -> None:
        self._greet(server)
        _expect(server.mail(self.settings.smtp_from)[0], "defect")
        _expect(server.rcpt(to)[0], "dead")
        try:
            _expect(server.data(mail)[0], "never")
        except smtplib.SMTPDataError as error:
            _refuse(error.smtp_code, "never")
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise SendUnknown("smtp-disconnected") from error

    def _connected(self) -> smtplib.SMTP:
        where = urlsplit(self.settings.smtp_url)
        host, port = where.hostname or "", where.port or PORTS[where.scheme]
        if where.scheme == "smtps":
            return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_S, context=self.tls())
        return smtplib.SMTP(host, port, timeout=TIMEOUT_S)

    def _greet(self, server: smtplib.SMTP) -> None:
        where = urlsplit(self.settings.smtp_url)
        server.ehlo_or_helo_if_needed()
        if where.scheme == "smtp" and server.has_extn("starttls"):
            server.starttls(context=self.tls())
            server.ehlo()
        if where.username:
            server.login(unquote(where.username), unquote(where.password or ""))


def _expect(code: int, refused: Action) -> None:
    if not 200 <= code < 300:
        _refuse(code, refused)


def _refuse(code: int, action: Action) -> NoReturn:
    if 400 <= code < 500:
        raise SendError("provider", f"smtp-{code}")
    raise SendRefused(action, f"smtp-{code}")
