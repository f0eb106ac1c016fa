"""A small invented city: flows that show one law each, and a conversation that keeps its session as JSON text."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from flows.answers import Choice, Date, Text, YesNo
from flows.context import Context, Persona
from flows.effects import CambiarIdioma, RegistrarAviso, Suscribir
from flows.engine import Ask, Do, Flow, Forget, Frame, Go, Resume, Say
from flows.messages import Bubble, Message
from flows.session import Session, dump, load
from flows.settle import Turn
from flows.spec import FlowSpec
from flows.turn import complete, turn
from flows.understanding import Understanding, understanding
from knowledge.values import Catalogo, Entidad, ServicioConvocatorias, Territorio, Tramite

NOON = datetime(2026, 3, 30, 17, 0, tzinfo=UTC)
AVISO = "2026-toy"


def curso(context: Context, inicio: Mapping[str, str]) -> Flow:
    """A form: enrol in a course."""
    yield Say("Vamos a inscribirte.")
    nombre = yield Ask("nombre", "¿Cómo te llamas?", Text(min_chars=2))
    dia = yield Ask("dia", f"¿Qué día puedes, {nombre}?", Choice.of(lunes="Lunes", martes="Martes", jueves="Jueves"))
    if dia == "jueves":
        yield Ask("jornada", "¿En qué jornada?", Choice.of(manana="Mañana", tarde="Tarde"))
    yield Ask("desde", "¿Desde qué fecha?", Date(past=False))
    nota = yield Ask("nota", "¿Algo que debamos saber?", Text(optional=True))
    nuevo = yield Do("alta", Suscribir("curso", "1"))
    yield f"Quedaste para el {dia}." if nuevo else "Ya estabas."
    seguro = yield Ask("aviso", "¿Te avisamos un día antes?", YesNo())
    yield f"Listo, {nombre}. Nota: {nota}. Aviso: {'sí' if seguro else 'no'}."


def secreto(context: Context, inicio: Mapping[str, str]) -> Flow:
    """A confidential form."""
    yield Ask("hechos", "¿Qué pasó?", Text(min_chars=10))
    yield Ask("lugar", "¿Dónde?", Text())
    recibo = yield Do("recibo", Suscribir("denuncia", "1"))
    yield f"Quedó guardado: {recibo}."


def tramites(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Something that only shows."""
    if "tramite" not in inicio:
        cual = yield Ask("cual", "¿Cuál trámite?", Choice.of(**{i: t.titulo_corto for i, t in TRAMITES.items()}))
        yield f"*{TRAMITES[cual].nombre}*"
    else:
        yield f"*{TRAMITES[inicio['tramite']].nombre}* {inicio.get('seccion', '')}"
    seccion = yield Ask("seccion", "¿Qué más quieres saber?", Choice.of(costo="Cuánto cuesta", donde="Dónde"))
    yield f"Sobre {seccion}: por confirmar."


def reanudar(context: Context, inicio: Mapping[str, str]) -> Flow:
    sigue = yield Ask("seguir", f"¿Seguimos con {inicio['flujo']}?", YesNo())
    again = Go(inicio["flujo"]) if inicio.get("nuevo") else None
    return Resume(inicio["flujo"]) if sigue else Forget(inicio["flujo"], then=again)


def rescate(context: Context, inicio: Mapping[str, str]) -> Flow:
    que = yield Ask(
        "que", "No logro entenderte.", Choice.of(menu="Ver el menú", funcionario="Una persona", sigo="Seguir")
    )
    return {"menu": Go("menu"), "funcionario": Go("funcionario"), "sigo": Resume(inicio.get("flujo"))}[que]


def menu(context: Context, inicio: Mapping[str, str]) -> Flow:
    que = yield Ask("que", "¿Qué necesitas?", Choice.of(tramites="Trámites", curso="Un curso", ayuda="Ayuda"))
    return Go(que)


def idioma(context: Context, inicio: Mapping[str, str]) -> Flow:
    cual = yield Ask("cual", "¿Español o inglés?", Choice.of(es="Español", en="English"))
    yield Do("cambio", CambiarIdioma(cual))
    yield "Listo."


def says(*paragraphs: str) -> Any:
    """Return a flow that says its piece and ends."""

    def body(context: Context, inicio: Mapping[str, str]) -> Flow:
        yield from [p.format(**{"titulo": "", "tipo": "", "flujo": "", "accion": "", **inicio}) for p in paragraphs]
        return None

    return body


PLAIN = {
    "saludo": "Hola, buen día.", "gracias": "Con gusto.", "no_se": "No sé de eso.", "aclarar": "¿Quisiste decir otra cosa?",
    "cancelado": "Cancelado: {titulo}.", "despedida": "Hasta luego.", "disculpa": "Perdón, algo falló. Escribe *menú*.",
    "adjunto": "Recibí tu {tipo}.", "emergencia": "Llama al 123 ya: {tipo}.", "ayuda": "Esto es la ayuda.",
    "funcionario": "Te atiende una persona.", "notificaciones": "Avisos: {accion}.", "convocatorias": "Becas.",
}  # fmt: skip


def spec(name: str, body: Any, **how: Any) -> FlowSpec:
    return FlowSpec(name, body, **how)


def registry(*extra: FlowSpec) -> dict[str, FlowSpec]:
    """Return the toy flows; those given replace the ones of the same name."""
    specs = [
        *(spec(name, says(text)) for name, text in PLAIN.items()),
        spec("curso", curso, form=True, titulo="tu inscripción"),
        spec("denuncia", secreto, form=True, confidential=True, titulo="tu denuncia", draft=timedelta(hours=24)),
        spec("tramites", tramites),
        spec("menu", menu, floating=True),
        spec("idioma", idioma),
        spec("reanudar", reanudar, floating=True),
        spec("rescate", rescate, floating=True),
        *extra,
    ]
    return {s.name: s for s in specs}


def _tramite(ident: str, nombre: str, corto: str, *alias: str) -> Tramite:
    return Tramite(
        id=ident, slug=ident, nombre=nombre, titulo_corto=corto, alcance="cartagena", tipo="tramite", tema="hacienda",
        proposito="", dependencia="Hacienda", alias=alias,
    )  # fmt: skip


TRAMITES = {
    t.id: t
    for t in (
        _tramite("paz", "Paz y salvo predial", "Paz y salvo", "paz y salvo del predial"),
        _tramite("residencia", "Certificado de residencia", "Residencia", "carta de residencia"),
    )
}


@cache
def city() -> Catalogo:
    """Return an invented city with two trámites."""
    entidad = Entidad(
        nombre="Alcaldía de Prueba", nombre_corto="la Alcaldía", asistente="Prueba", responsable_datos="la Alcaldía",
        politica_datos_url=None, correo_datos=None, sede_electronica="prueba.example", horario="", contactos=(),
        denuncia_canales=(), emergencias=(("123", "todo", True),), transito_reportes="", version_aviso=AVISO,
        territorio=Territorio(sur=10.0, norte=11.0, oeste=-76.0, este=-75.0),
    )  # fmt: skip
    oficina = ServicioConvocatorias("la Oficina", "", "", (), "", "", "")
    return Catalogo("1", entidad, TRAMITES, {}, (), (), oficina, (), (), (), ())


@cache
def comprension() -> Understanding:
    return understanding(city(), None)


def context(now: datetime = NOON, **changes: Any) -> Context:
    """Return the world of one turn, with the privacy notice already shown."""
    plain = Context(
        ahora=now, catalogo=city(), comprension=comprension(), traducir=lambda _, texto: texto, solicitud=lambda _: None,
        canal="consola", persona=Persona(AVISO),
    )  # fmt: skip
    return replace(plain, **changes)


@dataclass
class Talk:
    """One person's conversation with the toy city. The session is JSON text between two messages."""

    flows: Mapping[str, FlowSpec] = field(default_factory=registry)
    now: datetime = NOON
    stored: str = field(default_factory=lambda: json.dumps(dump(Session())))
    done: list[tuple[int, str, object]] = field(default_factory=list)
    last: Turn | None = None
    persona: Persona = field(default_factory=lambda: Persona(AVISO))

    def __call__(self, said: str | Message) -> Bubble:
        message = Message(text=said) if isinstance(said, str) else said
        world = context(self.now, persona=self.persona)
        begun = turn(world, self.session, message, self.flows)
        self.last = complete(world, begun, self.flows, self._perform)
        self.stored = json.dumps(dump(self.last.session), ensure_ascii=False)
        for effect in self.last.effects:
            if isinstance(effect, RegistrarAviso):
                self.persona = Persona(effect.version)
        assert self.last.bubble is not None
        return self.last.bubble

    def all(self, *said: str) -> Bubble:
        """Say several things and return the last reply."""
        return [self(text) for text in said][-1]

    def press(self, option: str) -> Bubble:
        """Press a button or a row by its id."""
        return self(Message(text="", option=option))

    def wait(self, **span: float) -> None:
        self.now += timedelta(**span)

    def deploy(self, flows: Mapping[str, FlowSpec]) -> None:
        """Put another release in place between two messages."""
        self.flows = flows

    @property
    def session(self) -> Session:
        return load(json.loads(self.stored))

    @property
    def answers(self) -> dict[str, Any]:
        frame = self.session.frame
        return dict(frame.answers) if frame else {}

    @property
    def asked(self) -> str | None:
        return self.session.asked

    @property
    def effects(self) -> list[object]:
        return [effect for _, _, effect in self.done]

    def _perform(self, frame: Frame, do: Do) -> Any:
        where = (frame.run, f"{frame.flow}.{do.key}")
        # What UNIQUE(contact, run, key) says in SQL.
        assert where not in [(run, key) for run, key, _ in self.done], f"{where} twice"
        self.done.append((*where, do.effect))
        return len(self.done) == 1 if isinstance(do.effect, Suscribir) else None


def titles(bubble: Bubble) -> list[str]:
    return [o.title for o in bubble.options]


def flows_with(flows: Mapping[str, FlowSpec], name: str, body: Any) -> dict[str, FlowSpec]:
    """Return another release in which one flow has another body."""
    return {**flows, name: replace(flows[name], body=body)}


def keys(items: Iterable[Any]) -> list[str]:
    return [i.key for i in items]


def started() -> Talk:
    """Return a person who is being asked for the day of the course."""
    talk = Talk()
    talk.all("menú", "2", "Ana")
    assert talk.asked == "dia"
    return talk
