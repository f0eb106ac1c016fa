"""What the engine itself starts: going on, giving up, not knowing, and its own failures."""

from collections.abc import Mapping
from dataclasses import dataclass

from flows.answers import Choice, Rejected
from flows.buscar import nearest
from flows.context import Context
from flows.derivar import referral, suggested
from flows.engine import Ask, Flow, Forget, Go, Later, Resume
from flows.llevar import llevados
from flows.messages import Json, Message, Option
from flows.oficinas import office_line
from flows.opciones import candidate_options, candidates, follow, listable
from flows.titulos import titulo_of
from flows.understanding import yes_no

OTRA = "otra"
LUEGO = "luego"


@dataclass(frozen=True, slots=True)
class GoOn:
    """Go on, later, or drop it. A plain «no» never drops what was told: it means later."""

    choices: tuple[Option, ...]
    open: bool = False

    def options(self, context: Context) -> tuple[Option, ...]:
        return self.choices

    def read(self, message: Message, context: Context) -> Json | Rejected:
        said = yes_no(message.text) if message.option is None else None
        if said is None:
            return Choice(self.choices).read(message, context)
        return "si" if said else LUEGO

    def keep(self, value: Json, context: Context) -> Json | Rejected:
        return value if value == LUEGO else Choice(self.choices).keep(value, context)


def aclarar(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask which of at most three things was meant."""
    t = context.t
    options = candidate_options(candidates(inicio)[:3])
    elegido = yield Ask("cual", t("¿Quisiste decir…?"), listable(context, [*options, Option(OTRA, t("Otra cosa"))]))
    if elegido != OTRA:
        return follow(elegido, inicio)
    yield t("Cuéntamelo con otras palabras, por favor. Por ejemplo: *certificado de residencia*.")
    yield t("También puedes escribir *menú* o *funcionario*.")
    return None


def no_se(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say that the answer is not known here, and offer the nearest topics, a person and the office."""
    t = context.t
    texto = inicio.get("texto", "")
    elsewhere = referral(context, inicio)
    yield elsewhere or t("Eso no lo sé. Prefiero decírtelo antes que inventar.")
    found = suggested(context, inicio)
    if not elsewhere and not inicio.get("ajeno"):
        found = candidate_options(candidates(inicio)[:2]) or nearest(context, texto, 2)
    options = [*found, Option("funcionario", t("Hablar con alguien")), Option("menu", t("Ver el menú"))]
    pregunta = t("¿Te sirve algo de esto?") if found else t("¿Qué quieres hacer?")
    elegido = yield Ask("cual", f"{office_line(context)}\n\n{pregunta}", listable(context, options))
    if elegido == "funcionario":
        upset = inicio.get("otra_entidad") == "molestia"
        return Go("funcionario", {"motivo": "molestia" if upset else "no_entendi"})
    return follow(elegido, inicio)


def rescate(context: Context, inicio: Mapping[str, str]) -> Flow:
    """After three misses, offer what never fails: the menu and a person."""
    t = context.t
    flujo = inicio.get("flujo")
    options = [Option("menu", t("Ver el menú")), Option("funcionario", t("Hablar con alguien"))]
    if flujo:
        options.insert(0, Option("seguir", t("Intentar otra vez")))
    yield t("Perdona, no logro entenderte. No es culpa tuya: todavía estoy aprendiendo.")
    elegido = yield Ask("que", t("¿Cómo prefieres seguir?"), Choice(tuple(options)))
    return Resume(flujo) if elegido == "seguir" else Go(elegido, {"motivo": "no_entendi"})


def reanudar(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Offer to go on with a form left half-way. `ya` goes on at once, `nuevo` offers to begin anew."""
    t = context.t
    flujo = inicio["flujo"]
    if inicio.get("ya"):
        return Resume(flujo)
    pregunta = t("¿Seguimos donde quedamos?") if inicio.get("pausa") else t("¿Seguimos con {titulo}?")
    second = Option("nuevo", t("Empezar de nuevo")) if inicio.get("nuevo") else Option(LUEGO, t("Más tarde"))
    elegido = yield Ask(
        "seguir",
        pregunta.format(titulo=t(titulo_of(flujo))),
        GoOn((Option("si", t("Sí, seguimos")), second, Option("borrar", t("No, bórralo")))),
    )
    match elegido:
        case "si":
            return Resume(flujo, llevados(inicio))  # a file that came meanwhile goes along
        case "nuevo":
            rest = {k: v for k, v in inicio.items() if k not in ("flujo", "nuevo", "pausa")}
            return Forget(flujo, then=Go(flujo, rest))
        case "luego":
            yield t("Lo guardo. Cuando quieras, escribe *seguir*.")
            return Later(flujo)
    yield t("Listo, lo borré. ¿En qué más te ayudo? Escribe *menú* para ver las opciones.")
    return Forget(flujo)


def cancelado(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say what was dropped and, honestly, what was already filed."""
    t = context.t
    if not inicio.get("titulo"):
        yield t("Aquí no hay nada por cancelar. Para una cita o una solicitud, pregunta en la oficina que te atendió.")
    elif inicio.get("hecho"):
        yield t("Listo, lo dejamos aquí. Lo que ya quedó registrado sigue su curso.")
    else:
        yield t("Listo, cancelé {titulo}. No quedó nada registrado.").format(titulo=t(inicio["titulo"]))
    yield t("¿Te ayudo con otra cosa? Escribe *menú* para ver las opciones.")
    return None


def disculpa(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Apologise when a flow of ours failed."""
    t = context.t
    yield t("Perdona, algo falló de mi lado. Ya avisé para que lo revisen.")
    if inicio.get("borrador"):
        yield t("Guardé lo que me contaste. Escribe *seguir* para retomarlo.")
    yield t("Escribe *funcionario* y te atiende una persona, o *menú* para otra cosa.")
    return None
