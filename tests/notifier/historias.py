"""Thousands of lives of notices at once: people who write or leave, a vendor with every code, slow, dead, late and twice."""

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count, cycle

from bot.channels.twilio_errors import ACTIONS, action_of_answer
from bot.channels.twilio_status import status_of
from notifier import ladder
from notifier.avisos import despachar
from notifier.avisos_seguir import seguir
from notifier.delivery import run_once, sweep
from notifier.ports import Receipt, Salida, SendError, SendFailed, SendUnknown
from tests.notifier.libro import Libro

CODES = sorted(code for codes in ACTIONS.values() for code in codes)
DAYS = 9.0  # in which things happen; after them the vendor is well and nobody does anything
REST = 12.0


@dataclass
class Vendor:
    """Accepts or fails as the dice say, and tells later what became of it: twice, reversed, days after, or never."""

    libro: Libro
    dice: random.Random
    well: bool = False
    serial: "count[int]" = field(default_factory=lambda: count(1))
    accepted: list[tuple[Salida, datetime, str]] = field(default_factory=list)
    doubtful: set[int] = field(default_factory=set)  # rows whose fate was unknown for a while
    callbacks: list[tuple[datetime, int, int, dict[str, str]]] = field(default_factory=list)
    answers: "Iterator[int]" = field(default_factory=lambda: cycle(CODES))
    refusals: "Iterator[int]" = field(default_factory=lambda: cycle(CODES))
    said: Counter[str] = field(default_factory=Counter)
    dead: bool = False

    def send(self, salida: Salida) -> Receipt:
        if self.dead and not self.well:
            self.said["dead"] += 1
            raise SendError("provider", "no-connection")
        match (
            "ok"
            if self.well
            else self.dice.choices(("ok", "answer", "callback", "lost", "never", "silent"), (5, 3, 3, 1, 1, 1))[0]
        ):
            case "answer":
                raise self._refusal(salida)
            case "callback":
                return self._accept(salida, ("queued", "sent", f"failed:{next(self.refusals)}"))
            case "lost":
                self.doubtful.add(salida.id)
                self._accept(salida, ("sent", "delivered"))
                raise SendUnknown("ReadTimeout")
            case "never":
                self.doubtful.add(salida.id)
                raise SendUnknown("ReadTimeout")
            case "silent":
                return self._accept(salida, ())
            case _:
                return self._accept(salida, ("queued", "sent", "delivered", "read"))

    def _refusal(self, salida: Salida) -> SendFailed:
        code = next(self.answers)
        self.said[f"answer:{code}"] += 1
        action = action_of_answer(400, code)
        if action == "unknown":
            self.doubtful.add(salida.id)
            return SendUnknown(str(code))
        return SendFailed(action, str(code))

    def _accept(self, salida: Salida, names: tuple[str, ...]) -> Receipt:
        sid, now = f"SM{next(self.serial)}", self.libro.post.clock()
        self.accepted.append((salida, now, sid))
        told = list(names) if salida.channel != "correo" else []
        if self.dice.random() < 0.3:
            told.reverse()
        if self.dice.random() < 0.3:
            told += told
        for name in told:
            status, _, code = name.partition(":")
            if code:
                self.said[f"callback:{code}"] += 1
            late = timedelta(seconds=self.dice.choice((0, 1, 20, 4000, 90_000, 400_000)) * (not self.well))
            form = {"MessageSid": sid, "MessageStatus": status, "ErrorCode": code}
            heapq.heappush(self.callbacks, (now + late, next(self.serial), salida.id, form))
        return Receipt(sid)

    def find(self, salida: Salida) -> tuple[str, ...]:
        if self.dead and not self.well:
            raise SendFailed("provider", "503")
        return tuple(sid for sent, _, sid in self.accepted if sent.id == salida.id)

    def tell(self) -> None:
        """Send the callbacks whose time has come."""
        now = self.libro.post.clock()
        due = []
        while self.callbacks and self.callbacks[0][0] <= now:
            due.append(heapq.heappop(self.callbacks))
        with self.libro.post.db.writing() as db:
            for _, _, row, form in due:
                status = status_of(form)
                assert status is not None
                ladder.told(db, row, status, now)


@dataclass
class Historias:
    """A city of people with notices, and what happened to each."""

    libro: Libro
    seed: int
    people: int
    left: dict[int, datetime] = field(default_factory=dict)
    avisos: dict[int, int] = field(default_factory=dict)  # notice → contact
    limites: dict[int, date | None] = field(default_factory=dict)

    def run(self) -> Vendor:
        """Let everything happen and come to rest."""
        dice, clock = random.Random(self.seed), self.libro.post.clock
        vendor = Vendor(self.libro, dice)
        self.libro.post.road.send, self.libro.post.road.find = vendor.send, vendor.find  # type: ignore[method-assign]
        self.libro.plantilla = "HX" + "a" * 32
        contacts = [self._person(dice) for _ in range(self.people)]
        end = clock.now + timedelta(days=DAYS)
        plan = sorted(self._plan(dice, contacts, end), key=lambda step: step[0])
        back = clock.now + timedelta(days=DAYS / 2)
        while clock.now < end:
            if back is not None and clock.now >= back:
                clock.now, back = clock.now - timedelta(hours=5), None
            while plan and plan[0][0] <= clock.now:
                _, what, contact = plan.pop(0)
                self._happens(dice, what, contact)
            vendor.dead = dice.random() < 0.1
            self._tick(vendor)
            clock.forward(seconds=dice.choice((5, 61, 400, 3600, 9000, 20_000)))
        vendor.well = True
        end += timedelta(days=REST)
        while clock.now < end:
            self._tick(vendor)
            clock.forward(hours=2)
        return vendor

    def _tick(self, vendor: Vendor) -> None:
        despachar(self.libro.avisador())
        while run_once(self.libro.delivery(), 100):
            pass
        vendor.tell()
        sweep(self.libro.delivery())
        seguir(self.libro.avisador())

    def _person(self, dice: random.Random) -> int:
        channel = dice.choices(("whatsapp", "web"), (12, 1))[0]
        contact = self.libro.person(channel, wrote=dice.random() < 0.7, yes=dice.random() < 0.9)
        for extra in ("sms", "correo"):
            if dice.random() < 0.25:
                self.libro.address(contact, extra)
        return contact

    def _plan(self, dice: random.Random, contacts: list[int], end: datetime) -> Iterator[tuple[datetime, str, int]]:
        began = self.libro.post.clock.now
        for contact in contacts:
            for _ in range(dice.randint(1, 3)):
                yield began + dice.random() * (end - began), "aviso", contact
            for _ in range(dice.choice((0, 0, 1, 2, 4))):
                yield began + dice.random() * (end - began), dice.choice(("writes", "writes", "hushed")), contact
            if dice.random() < 0.1:
                yield began + dice.random() * (end - began), "leaves", contact

    def _happens(self, dice: random.Random, what: str, contact: int) -> None:
        match what:
            case "aviso":
                day = self.libro.post.clock().date()
                limite = dice.choice((None, None, day, day + timedelta(days=1), day + timedelta(days=10)))
                which = self.libro.aviso(contact, limite=limite)
                self.avisos[which], self.limites[which] = contact, limite
            case "leaves":
                self.libro.leaves(contact)
                self.left.setdefault(contact, self.libro.post.clock())
            case _:
                self.libro.writes(contact, hears=what == "writes")
