"""The people of a drill: each says its script in order, and each message again until it is acknowledged, as Twilio does."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import requests
from twilio.request_validator import RequestValidator

from bot.channels import twilio
from tests.drill.child import PUBLIC, TOKEN
from tests.twilio.fake import ACCOUNT

ENCUESTA = ("quiero calificar el servicio", "5", "saltar")
DENUNCIA = (
    "quiero denunciar un caso de corrupción", "1", "El funcionario me pidió plata para darme el permiso de la obra",
    "saltar", "saltar", "saltar", "saltar", "2", "no", "1",
)  # fmt: skip
PEOPLE = 4  # who talk at once
PATIENCE_S = 30.0


class Undecided(AssertionError):
    """The drill could not do what it was asked: a fault was never hit, or things never came to rest."""


@dataclass
class Citizen:
    """One person: a number, what it says in order, and how much of it was acknowledged."""

    number: str
    script: tuple[str, ...]
    acknowledged: int = 0


@dataclass
class Report:
    """What the drill did."""

    kills: Counter[str] = field(default_factory=Counter)
    people: list[Citizen] = field(default_factory=list)
    repeated: int = 0  # requests that were sent again
    told: int = 0  # notices that arrived, each once


class Crowd:
    """People who talk at once, each in order: the next message when the last was acknowledged."""

    def __init__(self, url: str, report: Report) -> None:
        self.url, self.report = url, report
        self.over = threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._talk, args=[n], daemon=True) for n in range(PEOPLE)]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        """Let everybody end the conversation they are in, and begin none."""
        self.over.set()

    def join(self) -> None:
        """Wait for everybody to have said all."""
        for thread in self.threads:
            thread.join(timeout=PATIENCE_S)
            if thread.is_alive():
                raise Undecided("somebody is still talking")

    def _talk(self, lane: int) -> None:
        while not self.over.is_set():
            with self.lock:
                serial = len(self.report.people)
                citizen = Citizen(f"+57300{serial:07d}", DENUNCIA if lane == 0 else ENCUESTA)
                self.report.people.append(citizen)
            for said in citizen.script:
                self._say(citizen, said)

    def _say(self, citizen: Citizen, said: str) -> None:
        """Send one message until it is acknowledged, as Twilio does with connection retries."""
        fields = {
            "MessageSid": f"SM{citizen.number[1:]}{citizen.acknowledged:020d}", "AccountSid": ACCOUNT, "Body": said, "NumMedia": "0",
            "From": f"whatsapp:{citizen.number}", "To": "whatsapp:+573000000000", "WaId": citizen.number[1:], "SmsStatus": "received",
        }  # fmt: skip
        signature = RequestValidator(TOKEN).compute_signature(PUBLIC + twilio.PATH, fields)
        end = time.monotonic() + PATIENCE_S * 2
        while time.monotonic() < end:
            try:
                answer = requests.post(
                    self.url + twilio.PATH, data=fields, headers={"X-Twilio-Signature": str(signature)}, timeout=10
                )
                if answer.status_code == 200:
                    citizen.acknowledged += 1
                    return
            except requests.RequestException:
                pass
            self.report.repeated += 1
            time.sleep(0.12)
        raise Undecided(f"{citizen.number} was never acknowledged")
