"""A load client small enough to share two cores with what it measures: requests are made before, sockets stay open."""

import socket
import threading
from dataclasses import dataclass, field
from itertools import count
from time import perf_counter
from urllib.parse import urlencode

from twilio.request_validator import RequestValidator

from bot.channels.twilio import PATH

ACCOUNT = "AC" + "0" * 32
TOKEN = "token-of-the-bench"
PUBLIC = "https://catalina.example"
PEOPLE = 400
SAID = (
    "hola",
    "cuánto vale el paz y salvo predial",
    "2",
    "qué papeles piden para el certificado de residencia",
    "menú",
    "gracias",
)


@dataclass
class Requests:
    """Signed requests of Twilio, each with an id of its own, as the bytes that go over the wire."""

    serial: "count[int]" = field(default_factory=count)

    def make(self, how_many: int) -> list[bytes]:
        """Return that many."""
        validator = RequestValidator(TOKEN)
        return [self._one(validator, next(self.serial)) for _ in range(how_many)]

    def _one(self, validator: RequestValidator, n: int) -> bytes:
        person = f"57300{n % PEOPLE:07d}"
        fields = {
            "SmsMessageSid": f"SM{n:032x}", "MessageSid": f"SM{n:032x}", "AccountSid": ACCOUNT, "NumMedia": "0", "NumSegments": "1",
            "ProfileName": "Ana", "WaId": person, "From": f"whatsapp:+{person}", "To": "whatsapp:+573000000000",
            "Body": SAID[n // PEOPLE % len(SAID)], "SmsStatus": "received", "ApiVersion": "2010-04-01", "MessageType": "text",
        }  # fmt: skip
        body = urlencode(fields).encode()
        signature = validator.compute_signature(PUBLIC + PATH, fields)
        head = (
            f"POST {PATH} HTTP/1.1\r\nHost: catalina.example\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            f"X-Twilio-Signature: {signature}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


@dataclass(frozen=True)
class Round:
    """One measurement: requests a second, and the time of each answer in milliseconds."""

    rate: float
    times_ms: tuple[float, ...]
    failed: int

    @property
    def p99_ms(self) -> float:
        """Return the time that one answer in a hundred exceeds."""
        return sorted(self.times_ms)[int(len(self.times_ms) * 0.99)]


def drive(port: int, requests: list[bytes], seconds: float, connections: int = 8) -> Round:
    """Send requests over that many connections for so long, or until they are used up."""
    times: list[float] = []
    failures: list[int] = []
    waiting = iter(requests)
    lock, end = threading.Lock(), perf_counter() + seconds

    def lane() -> None:
        with socket.create_connection(("127.0.0.1", port)) as wire:
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while perf_counter() < end:
                with lock:
                    raw = next(waiting, None)
                if raw is None:
                    return
                began = perf_counter()
                wire.sendall(raw)
                status = _answer(wire)
                times.append((perf_counter() - began) * 1000)
                if status != 200:
                    failures.append(status)

    began = perf_counter()
    lanes = [threading.Thread(target=lane) for _ in range(connections)]
    for thread in lanes:
        thread.start()
    for thread in lanes:
        thread.join()
    return Round(len(times) / (perf_counter() - began), tuple(times), len(failures))


def _answer(wire: socket.socket) -> int:
    """Read one answer whole and return its status."""
    data = wire.recv(65536)
    while b"\r\n\r\n" not in data:
        data += wire.recv(65536)
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    missing = int(lengths[0]) - len(body) if lengths else 0
    while missing > 0:
        missing -= len(wire.recv(65536))
    return int(head[9:12])
