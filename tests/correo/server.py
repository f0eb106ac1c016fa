"""A real mail server on this machine: a socket, the commands of RFC 5321, and the answers that a test wants."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Servidor:
    """Takes mails. `answers`: command → what it says instead; «DROP» ends the line there."""

    answers: dict[str, str] = field(default_factory=dict)
    mails: list[tuple[str, str, str]] = field(default_factory=list)  # from, to, words
    logins: list[str] = field(default_factory=list)
    port: int = 0

    def talk(self, wire: socket.socket) -> None:
        """Serve one client until it leaves."""
        file, sender, to = wire.makefile("rb"), "", ""
        wire.sendall(b"220 listo\r\n")
        for line in file:
            command = line.decode().strip()
            verb = command.split(":")[0].split(" ")[0].upper()
            if verb == "MAIL":
                sender = command.split("<")[1].split(">")[0]
            if verb == "RCPT":
                to = command.split("<")[1].split(">")[0]
            if verb == "AUTH":
                self.logins.append(command)
            said = self.answers.get(verb) or _usual(verb)
            if said == "DROP":
                return
            wire.sendall(said.encode() + b"\r\n")
            if verb == "QUIT":
                return
            if verb == "DATA" and said.startswith("354") and not self._words(wire, file, sender, to):
                return

    def _words(self, wire: socket.socket, file: object, sender: str, to: str) -> bool:
        lines = []
        for line in file:  # type: ignore[attr-defined]
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        said = self.answers.get(".", "250 guardado")
        if said == "DROP":
            return False
        if said.startswith("2"):
            self.mails.append((sender, to, b"".join(lines).decode()))
        wire.sendall(said.encode() + b"\r\n")
        return True


def _usual(verb: str) -> str:
    return {"EHLO": "250-aqui\r\n250 AUTH PLAIN", "DATA": "354 sigue", "QUIT": "221 adios", "AUTH": "235 pasa"}.get(
        verb, "250 bien"
    )


@contextmanager
def served(server: Servidor) -> Iterator[Servidor]:
    """Serve on a free port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server.port = listening.getsockname()[1]

        def accept() -> None:
            with suppress(OSError):
                while True:
                    wire, _ = listening.accept()
                    with wire, suppress(OSError):
                        server.talk(wire)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(timeout=5)
