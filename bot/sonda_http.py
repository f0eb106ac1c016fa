"""The probe over HTTP: `/sonda` answers how it goes here, and whoever keeps the minutes may ask it from another machine."""

import json
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.services import Services
from bot.sonda import MOTIVO, Resultado, preguntar

PATH = "/sonda"
TIMEOUT_S = 10.0
MAX_BYTES = 10_000
LEAST_S = 1.0  # between two real questions of one process
STALE_S = 30.0  # a result that old says nothing about now


@dataclass
class Ultima:
    """The last result of this process. However often it is called, it asks once a second at most, and one at a time."""

    ask: Callable[[], Resultado]
    monotonic: Callable[[], float]
    _held: tuple[float, Resultado] | None = None
    _asking: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> Resultado:
        """Return what comes of asking now, or what came of it a moment ago."""
        if (fresh := self._younger_than(LEAST_S)) is not None:
            return fresh
        if not self._asking.acquire(blocking=False):
            # Nobody queues behind a question that hangs: the threads are the citizens'.
            return self._younger_than(STALE_S) or Resultado(
                bien=False, ms=0, motivo="la pregunta anterior no ha terminado"
            )
        try:
            if (fresh := self._younger_than(LEAST_S)) is not None:
                return fresh
            found = self.ask()
            self._held = (self.monotonic(), found)
            return found
        finally:
            self._asking.release()

    def _younger_than(self, seconds: float) -> Resultado | None:
        held = self._held
        return held[1] if held is not None and self.monotonic() - held[0] < seconds else None


def blueprint(services: Services, monotonic: Callable[[], float] = time.monotonic) -> Blueprint:
    """Return the route. It writes nothing: the minute belongs to who asks."""
    room = Blueprint("sonda", __name__)
    last = Ultima(lambda: preguntar(services, monotonic), monotonic)

    @room.get(PATH)
    @audience("operator")
    def sonda() -> ResponseReturnValue:
        found = last.get()
        return jsonify(asdict(found)), 200 if found.bien else 503

    return room


def preguntar_en(url: str, monotonic: Callable[[], float], timeout_s: float = TIMEOUT_S) -> Resultado:
    """Ask the process that serves at that address. The time is the whole way's. Never raises."""
    began = monotonic()
    try:
        bien, motivo = _told(*_get(url + PATH, timeout_s, lambda: monotonic() - began))
    except TimeoutError:
        bien, motivo = False, f"el servidor no respondió en {timeout_s:g} segundos"
    except Exception as error:  # noqa: BLE001 - whatever fails makes the minute a wrong one, which is what is told
        # The type alone: the words of an error may hold an address that nobody outside should read.
        bien, motivo = False, f"no se pudo preguntar al servidor ({type(error).__name__})"
    return Resultado(bien, round((monotonic() - began) * 1000), motivo)


def _get(url: str, timeout_s: float, passed: Callable[[], float]) -> tuple[int, bytes]:
    """Return status and body. A redirection is not followed: what answers there is not what was asked."""
    asked = urlsplit(url)
    kind = HTTPSConnection if asked.scheme == "https" else HTTPConnection
    connection = kind(asked.netloc, timeout=timeout_s)
    try:
        connection.request("GET", asked.path, headers={"Accept": "application/json"})
        answer, body = connection.getresponse(), b""
        while len(body) < MAX_BYTES and (chunk := answer.read1(MAX_BYTES)):
            body += chunk
            if passed() > timeout_s:  # the connection's own limit begins again at each piece
                raise TimeoutError
        return answer.status, body
    finally:
        connection.close()


def _told(status: int, body: bytes) -> tuple[bool, str]:
    """Return whether the answer was right there, and why not. Anything but the probe's own answer is a wrong minute."""
    if status not in (200, 503):
        return False, f"el servidor respondió {status}"
    said: Any = None
    with suppress(ValueError, RecursionError):  # a page, of a server in between
        said = json.loads(body)
    if not isinstance(said, dict) or said.get("bien") is not (status == 200):
        return False, f"el servidor respondió {status} y no es la respuesta de la sonda"
    return (True, "") if status == 200 else (False, _clean(str(said.get("motivo", ""))))


def _clean(text: str) -> str:
    return "".join(c for c in text if c.isprintable())[:MOTIVO] or "el servidor no dijo por qué"
