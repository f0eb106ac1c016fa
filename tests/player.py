"""Plays transcripts over the real inbox. The grammar is docs/transcripciones.md, written for a clerk.

The session rests in the database between two messages, so each one is dumped to JSON and loaded again.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from flows.context import BOGOTA
from flows.messages import Attachment, Bubble, Location, Message
from knowledge.folding import fold

MARKS = "#><~!@"
_FILES = {
    "foto": "image/jpeg", "audio": "audio/ogg", "video": "video/mp4", "pdf": "application/pdf",
    "sticker": "image/webp", "contacto": "text/vcard",
}  # fmt: skip


class Malformed(ValueError):
    """A line of a transcript means nothing. Says the file, the line and what may be written."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line: its mark, what follows it and where it stands."""

    mark: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Exchange:
    """What one person says and what must come of it."""

    said: Step
    before: tuple[Step, ...] = ()  # the @ lines that precede it
    expected: tuple[Step, ...] = ()
    forbidden: tuple[Step, ...] = ()
    effects: tuple[Step, ...] = ()

    def told(self, step: Step) -> "Exchange":
        """Return the exchange with one more line about its reply."""
        match step.mark:
            case "<":
                return replace(self, expected=(*self.expected, step))
            case "~":
                return replace(self, forbidden=(*self.forbidden, step))
            case _:
                return replace(self, effects=(*self.effects, step))


@dataclass(frozen=True, slots=True)
class Transcript:
    """One conversation."""

    name: str
    exchanges: tuple[Exchange, ...]


def parse(name: str, text: str) -> Transcript:
    """Return the conversation of a file.

    Raises:
        Malformed: a line has no mark, or something is expected before anybody spoke.
    """
    exchanges: list[Exchange] = []
    before: list[Step] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip() or raw.startswith("#"):
            continue
        step = _step(name, number, raw)
        if step.mark == "@":
            before.append(step)
        elif step.mark == ">":
            exchanges.append(Exchange(step, tuple(before)))
            before = []
        elif before or not exchanges:
            raise Malformed(f"{name}:{number}: antes de esta línea falta una que empiece por >")
        else:
            exchanges[-1] = exchanges[-1].told(step)
    if not exchanges or before:
        raise Malformed(f"{name}: al final falta una línea que empiece por >")
    return Transcript(name, tuple(exchanges))


def _step(name: str, number: int, raw: str) -> Step:
    mark, text = raw[0], raw[1:]
    if mark not in MARKS or (text and not text.startswith(" ")):
        raise Malformed(f"{name}:{number}: cada línea empieza por una de estas marcas y un espacio: {' '.join(MARKS)}")
    return Step(mark, text.strip(), number)


def lines_of(bubble: Bubble) -> list[str]:
    """Return the lines a person reads: the text, then the options by number, as a terminal shows them."""
    text = [line.strip() for line in bubble.text.splitlines() if line.strip()]
    return [*text, *(f"{n}. {o.title}" for n, o in enumerate(bubble.options, start=1))]


def matches(expected: str, line: str) -> bool:
    """Tell whether a line of a reply is the expected one; «…» at an end stands for anything."""
    if expected.startswith("…") or expected.endswith("…"):
        return expected.strip("… ") in line
    return expected == line


def missing(expected: Iterable[Step], lines: list[str]) -> Step | None:
    """Return the first expected line that is not found, in order, or None when all are."""
    rest = iter(lines)
    for step in expected:
        if not any(matches(step.text, line) for line in rest):
            return step
    return None


def message_of(text: str) -> Message:
    """Return the message that a `>` line stands for."""
    special = re.fullmatch(r"\[(\w+)(?: ([^\]]+))?\]", text)
    if special is None:
        return Message(text=text.replace("\\n", "\n"))
    kind, rest = fold(special[1]), special[2] or ""
    if kind in _FILES:
        return Message(text=rest, attachments=(Attachment(f"ref-{kind}", _FILES[kind]),))
    match kind:
        case "boton":
            return Message(text=rest, option=rest)
        case "ubicacion":
            lat, lon = rest.split()[:2]
            return Message(location=Location(float(lat), float(lon)))
        case "vacio":
            return Message()
        case "largo":
            return Message(text=("palabra " * (int(rest) // 8 + 1))[: int(rest)])
    raise Malformed(f"[{text}] no se conoce: mira docs/transcripciones.md")


_SPAN = {"m": "minutes", "h": "hours", "d": "days"}


def moved(now: datetime, when: str) -> datetime | None:
    """Return the instant that an `@` line sets, or None when the line is about something else."""
    if jump := re.fullmatch(r"\+(\d+)([mhd])", when):
        return now + timedelta(**{_SPAN[jump[2]]: int(jump[1])})
    if re.fullmatch(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}", when):
        return datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=BOGOTA)
    return None


@dataclass
class Stage:
    """Where a transcript is played: what the player needs of the product, given as functions."""

    say: Callable[[str, str, Message], Bubble]  # (persona, channel, message) → reply
    effects: Callable[[], list[str]]  # names of the effects carried out since it was last asked
    now: Callable[[], datetime]
    set_now: Callable[[datetime], None]
    prepare: Callable[
        [str, list[str]], None
    ]  # («oficial», []), («gestor», []), («solicitud», [code, state]), («acto», [act]), («enlace», [code])


@dataclass
class Played:
    """What happened, for the reports of coverage."""

    bubbles: list[Bubble] = field(default_factory=list)


def play(transcript: Transcript, stage: Stage) -> Played:
    """Play a conversation and raise AssertionError at the first reply that is not as written."""
    played, persona, channel = Played(), "1", "consola"
    for exchange in transcript.exchanges:
        for step in exchange.before:
            persona, channel = _before(step, stage, persona, channel)
        bubble = stage.say(persona, channel, message_of(exchange.said.text))
        played.bubbles.append(bubble)
        _check(transcript.name, exchange, bubble, stage.effects())
    return played


def _before(step: Step, stage: Stage, persona: str, channel: str) -> tuple[str, str]:
    if (instant := moved(stage.now(), step.text)) is not None:
        stage.set_now(instant)
        return persona, channel
    word, *rest = step.text.split()
    match word, rest:
        case "canal", [("consola" | "web" | "whatsapp") as chosen]:
            return persona, chosen
        case "persona", [who]:
            return who, channel
        case (("oficial" | "gestor" | "solicitud" | "acto" | "enlace"), _):
            stage.prepare(word, rest)
            return persona, channel
    raise Malformed(f"línea {step.line}: «@ {step.text}» no se conoce: mira docs/transcripciones.md")


def _check(name: str, exchange: Exchange, bubble: Bubble, effects: list[str]) -> None:
    lines = lines_of(bubble)
    reply = "\n".join(lines)
    where = f"{name}:{exchange.said.line}: > {exchange.said.text}\n--- respuesta ---\n{reply}\n---"
    assert bubble.text.strip(), f"{where}\nla respuesta está vacía"
    gone = missing(exchange.expected, lines)
    assert gone is None, f"{where}\nfalta la línea {gone.line}: < {gone.text}"
    for step in exchange.forbidden:
        assert step.text.strip("… ").lower() not in reply.lower(), f"{where}\nno debía decir: {step.text}"
    wanted = [step.text for step in exchange.effects]
    assert effects == wanted, f"{where}\nquedó hecho {effects}; la conversación dice {wanted}"


def read_folder(folder: Path) -> list[Transcript]:
    """Return every transcript of a folder, in the order of their names."""
    return [parse(path.stem, path.read_text(encoding="utf-8")) for path in sorted(folder.rglob("*.txt"))]
