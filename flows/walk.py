"""List the paths of a flow without talking to anybody: every option once, one sample for open answers. Pure and bounded.

From it the tests prove that there is no dead end, that every screen fits a phone, and what a release may change.
"""

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from flows.answers import Answer, Date, Email, Number, Radicado, Rejected, Text
from flows.context import Context
from flows.effects import (
    AbrirEnlace,
    AnotarIntento,
    CompletarSolicitud,
    ConsultarFila,
    DarDeBaja,
    Effect,
    MisSolicitudes,
    PedirAcompanamiento,
    PedirFuncionario,
    RegistrarDenuncia,
    RegistrarSolicitud,
    ResumirMisDatos,
    RetirarSolicitud,
    SalirDeLaFila,
    SepararWeb,
    Suscribir,
)
from flows.enclosures import AttachmentAnswer, LocationAnswer, Told
from flows.engine import Ask, Do, Ending, FlowBody, Frame, Outcome, advance
from flows.messages import Attachment, Json, Location, Message, Option, to_json

_CODIGO = "9CFJ-MQTW-Z477"
_CONSTANCIA = {"codigo": _CODIGO, "fecha": "2026-03-30", "hora": "12:00", "vence": "2026-04-22", "dias": 15}
_FREE_TEXT = "Ayer en la tarde, frente al parque del barrio, me pasó lo que le cuento aquí. "


@dataclass(frozen=True, slots=True)
class Stop:
    """One screen of a path: what was said, what was asked, what the walker answered. `before` is the frame it met."""

    said: tuple[str, ...]
    ask: Ask
    options: tuple[Option, ...]
    reply: Message
    before: Frame
    state: Hashable

    @property
    def text(self) -> str:
        """Return the words of the screen, as the bubble shows them."""
        return "\n\n".join((*self.said, self.ask.text))


@dataclass(frozen=True, slots=True)
class Path:
    """One way through a flow: to its end, or to a screen from which another path goes on (`joins`)."""

    flow: str
    stops: tuple[Stop, ...] = ()
    effects: tuple[Effect, ...] = ()
    farewell: tuple[str, ...] = ()  # what is said after the last answer
    ending: Ending = None
    joins: Hashable = None
    frame: Frame | None = None

    @property
    def ended(self) -> bool:
        """Return whether the path goes to the end."""
        return self.joins is None

    @property
    def messages(self) -> int:
        """Return how many messages the entity pays for on this path."""
        return len(self.stops) + 1


def without_way_out(paths: Iterable[Path]) -> set[Hashable]:
    """Return the screens from which no reply leads to an end: a circle that holds the citizen."""
    leads: dict[Hashable, set[Hashable]] = {}
    out: set[Hashable] = set()
    for path in (path for path in paths if path.stops):
        states = [stop.state for stop in path.stops]
        for state, following in zip(states, [*states[1:], path.joins], strict=True):
            leads.setdefault(state, set()).add(following)
        if path.ended:
            out.add(states[-1])
    grown = True
    while grown:
        more = {state for state, following in leads.items() if state not in out and following & out}
        out |= more
        grown = bool(more)
    return set(leads) - out


def samples(answer: Answer, context: Context) -> tuple[Message, ...]:
    """Return one message for each option that is shown, and one for what may be written instead."""
    pressed = tuple(Message(option=o.id) for o in answer.options(context))
    written = _written(answer, context)
    pin = (Message(location=Location(10.4236, -75.5483)),) if isinstance(answer, LocationAnswer) else ()
    return (*pressed, *((written,) if written is not None else ()), *pin)


def _written(answer: Answer, context: Context) -> Message | None:
    match answer:
        case Told():
            return _written(answer.words, context)
        case Text():
            return Message(text=(_FREE_TEXT * (answer.min_chars // len(_FREE_TEXT) + 1))[: answer.max_chars].strip())
        case Number():
            return Message(text=str(max(answer.low, min(5, answer.high))))
        case Date():
            day = context.hoy if answer.past else context.hoy + timedelta(days=1)
            return Message(text=day.isoformat())
        case Radicado():
            return Message(text="CTG-2026-000123")
        case AttachmentAnswer():
            return Message(attachments=(Attachment("muestra", f"{answer.kinds[0]}/jpeg"),))
        case LocationAnswer():
            return Message(text="Manga, cerca del puente")
        case Email():
            return Message(text="rosa@example.com")
        case _:
            return None


_AT = "2026-03-30T19:40:00+00:00"
_NOBODY: dict[str, Json] = {
    "mia": False,
    "vetada": False,
    "delante": 0,
    "abierta": False,
    "abre": None,
    "hacia": None,
    "hasta": None,
}
_FILAS = (
    _NOBODY,
    {**_NOBODY, "abre": _AT},
    {**_NOBODY, "abierta": True, "abre": _AT, "hacia": _AT, "hasta": _AT},
    {**_NOBODY, "mia": True, "delante": 3, "abierta": True, "abre": _AT, "hacia": _AT, "hasta": _AT},
)


def results(effect: Effect) -> tuple[Json, ...]:  # noqa: C901 - one closed list
    """Return what an effect may give back to a flow, each once."""
    match effect:
        case (
            Suscribir()
            | DarDeBaja()
            | PedirAcompanamiento()
            | CompletarSolicitud()
            | RetirarSolicitud()
            | SalirDeLaFila()
        ):
            return (True, False)
        case ConsultarFila():
            return tuple({**fila, "vetada": vetada} for fila in _FILAS for vetada in (False, True))
        case PedirFuncionario():
            return tuple({**fila, "nueva": nueva} for fila in _FILAS for nueva in (True, False))
        case RegistrarSolicitud():
            names = [name for _, name in effect.archivos.refs]
            made = {**_CONSTANCIA, "archivos": names}
            return ({**made, "suscrita": False}, {**made, "suscrita": True, "archivos": names[1:]})
        case MisSolicitudes():
            return ([], [{"codigo": _CODIGO, "tipo": "queja", "estado": "asignada", "calificada": False}])
        case AnotarIntento(hallada=hallada):
            seen = {"espera": 0, "hallada": hallada, "mia": False, "calificada": False}
            return (seen, {**seen, "mia": hallada}, {**seen, "espera": 1}, {**seen, "espera": 15})
        case RegistrarDenuncia():
            return ("1234 5678 9012 3456",)
        case AbrirEnlace():
            made = {"codigo": "K7QM3-RT9XW", "donde": "https://catalina.example/chat"}
            return (made, {"no": "reservado"}, {"no": "sin_whatsapp"})
        case SepararWeb():
            return (True, False)
        case ResumirMisDatos():
            full: Json = {"mensajes": 12, "desde": "2026-01-05", "suscripciones": ["convocatorias"], "solicitudes": 1}
            return (full, {"mensajes": 0, "desde": "2026-01-05", "suscripciones": [], "solicitudes": 0})
        case _:
            return (None,)


def by_screen(flow: str, outcome: Outcome) -> Hashable:
    """Tell states apart by all that is read: each record is a state of its own."""
    assert outcome.ask is not None
    return (flow, outcome.said, outcome.ask.text)


def by_question(flow: str, outcome: Outcome) -> Hashable:
    """Tell states apart by the question alone: one record stands for all."""
    assert outcome.ask is not None
    return (flow, general(outcome.ask.key))


def general(key: str) -> str:
    """Return the key of a question without the number of its round: `seccion.3` is `seccion`."""
    return ".".join(part for part in key.split(".") if not part.isdigit())


@dataclass
class _Walker:
    """What has been seen so far, and the branches that wait to be taken."""

    body: FlowBody
    context: Context
    state: Callable[[str, Outcome], Hashable]
    waiting: deque[tuple[Path, Frame]] = field(default_factory=deque)
    met: set[Hashable] = field(default_factory=set)

    def finish(self, path: Path, frame: Frame) -> Path:
        """Follow one branch to its end or to a screen that was met, leaving those beside it for later."""
        while True:
            outcome = advance(self.body, self.context, frame)
            if outcome.effect is not None:
                path, frame = self._perform(path, outcome, outcome.effect)
            elif outcome.ask is None:
                return replace(path, farewell=outcome.said, ending=outcome.ending, frame=outcome.frame)
            elif (state := self.state(path.flow, outcome)) in self.met:
                return replace(path, joins=state, frame=outcome.frame)
            else:
                self.met.add(state)
                path, frame = self._answer(path, outcome, outcome.ask, state)

    def _perform(self, path: Path, outcome: Outcome, effect: Do) -> tuple[Path, Frame]:
        path = replace(path, effects=(*path.effects, effect.effect))
        first, *others = ((path, outcome.frame.with_result(effect.key, r)) for r in results(effect.effect))
        if (path.flow, effect.key) not in self.met:
            self.met.add((path.flow, effect.key))
            self.waiting.extend(others)
        return first

    def _answer(self, path: Path, outcome: Outcome, ask: Ask, state: Hashable) -> tuple[Path, Frame]:
        options, branches = ask.answer.options(self.context), []
        for message in samples(ask.answer, self.context):
            if not isinstance(ask.answer.read(message, self.context), Rejected):
                stop = Stop(outcome.said, ask, options, message, outcome.frame, state)
                after = outcome.frame.with_raw(ask.key, to_json(message))
                branches.append((replace(path, stops=(*path.stops, stop)), after))
        if not branches:
            raise ValueError(f"{path.flow}.{ask.key}: no sample is accepted")
        self.waiting.extend(branches[1:])
        return branches[0]


def walk(
    flow: str,
    body: FlowBody,
    context: Context,
    inicio: Mapping[str, str] | None = None,
    state: Callable[[str, Outcome], Hashable] = by_screen,
) -> Iterator[Path]:
    """Yield paths until every branch of every screen was taken once.

    Raises:
        ValueError: a question accepts no sample.
        FlowError: the flow breaks its own rules.
    """
    walker = _Walker(body, context, state)
    walker.waiting.append((Path(flow), Frame(flow, run=1, inicio=dict(inicio or {}))))
    while walker.waiting:
        yield walker.finish(*walker.waiting.popleft())
