"""Calls: what the Oficina de Cooperación publishes, how to apply, who helps. The disclaimer goes with every answer."""

from collections.abc import Mapping, Sequence

from flows.answers import N_, Choice, Text
from flows.context import Context
from flows.engine import Ask, Flow, Go
from flows.fuentes import source_line
from flows.hallar import asked, bag, ranked
from flows.messages import Option
from flows.paginas import VOLVER, fitted, pick, row, volver
from knowledge.values import Convocatoria

ROUNDS = 8  # then it begins anew: a frame of endless answers would be replayed whole at each message
_EJEMPLO = "ejemplo"
_GENERIC = "convocatoria convocatorias beca becas premio premios subvencion subvenciones aplicar postular call calls"
_MENU = (
    ("como", N_("Cómo aplicar"), N_("Los pasos, uno por uno")),
    ("programas", N_("Programas de la ciudad"), N_("Los que abren por convocatoria")),
    ("ejemplos", N_("Proyectos que ganaron"), N_("Nacieron de una convocatoria")),
    ("tema", N_("Buscar por tema"), N_("Vivienda, cultura, fiestas…")),
    ("acompanamiento", N_("Pedir acompañamiento"), N_("La Oficina te ayuda a postularte")),
    ("avisos", N_("Recibir avisos"), N_("Cuando publiquen convocatorias")),
    ("menu", N_("Ir al menú"), N_("Todo lo demás que hago")),
)


def convocatorias(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Tell what is published and offer the ways on. Words that name a call lead straight to it."""
    servicio = context.catalogo.servicio_convocatorias
    found = matching(context, inicio.get("texto", ""))
    if found:
        yield context.t("Esto es lo más cercano que tengo publicado.")
        if (ending := (yield from _browse(context, "hallada", found))) is not None:
            return ending
    else:
        yield f"📣 *{servicio.oficina}*\n{servicio.que_se_difunde} {servicio.periodicidad}"
        yield context.t("La lista del mes y sus enlaces no están en mis datos. Pídelos en la Oficina.")
    for number in range(ROUNDS):
        elegida = yield Ask(f"ver.{number}", with_disclaimer(context, context.t("¿Qué quieres ver?")), _menu(context))
        if elegida in ("acompanamiento", "menu"):
            return Go(elegida)
        if elegida == "avisos":
            return Go("notificaciones", {"accion": "alta", "tema": "convocatorias"})
        if (ending := (yield from _show(context, elegida, number))) is not None:
            return ending
    return Go("convocatorias")


def with_disclaimer(context: Context, question: str) -> str:
    """Put what every answer about calls must say before its question (RC-71, RC-72)."""
    free = context.t("Participar es gratis. No le pagues a nadie por ayudarte.")
    return f"⚠️ {context.catalogo.servicio_convocatorias.descargo} {free}\n\n{question}"


def matching(context: Context, texto: str) -> list[Convocatoria]:
    """Return the calls that a citizen's words name; none for a general question."""
    calls = context.catalogo.convocatorias
    hits = ranked(asked(texto, _GENERIC), [bag(c.titulo, c.convocante, c.descripcion) for c in calls])
    return [calls[n] for n, _ in hits]


def _menu(context: Context) -> Choice:
    return fitted([Option(i, context.t(title), context.t(what)) for i, title, what in _MENU])


def _show(context: Context, elegida: str, number: int) -> Flow:
    match elegida:
        case "como":
            yield _como_aplicar(context)
            return None
        case "programas":
            return (
                yield from _browse(context, f"programas.{number}", [c for c in _calls(context) if not _is_example(c)])
            )
        case "ejemplos":
            return (yield from _browse(context, f"ejemplos.{number}", [c for c in _calls(context) if _is_example(c)]))
        case _:
            return (yield from _search(context, number))


def _search(context: Context, number: int) -> Flow:
    question = context.t("¿Qué tema buscas? Escríbelo en pocas palabras.")
    tema = yield Ask(f"tema.{number}", with_disclaimer(context, question), Text(min_chars=3, max_chars=120))
    found = matching(context, tema)
    if found:
        return (yield from _browse(context, f"halladas.{number}", found))
    yield context.t("No tengo convocatorias de ese tema. En la Oficina saben cuáles publicaron este mes.")
    return None


def _browse(context: Context, key: str, calls: Sequence[Convocatoria]) -> Flow:
    """Let one of several calls be chosen and show it; a single one is shown at once."""
    if len(calls) == 1:
        return (yield from _card(context, key, calls[0]))
    question = with_disclaimer(context, context.t("¿Cuál quieres ver?"))
    elegida = yield from pick(context, key, question, [_row(context, c) for c in calls])
    if elegida == VOLVER:
        return None
    return (yield from _card(context, key, next(c for c in calls if c.id == elegida)))


def _row(context: Context, call: Convocatoria) -> Option:
    tramite = context.catalogo.tramites.get(call.tramite_id or "")
    return row(call.id, tramite.titulo_corto if tramite else call.titulo, call.titulo)


def _card(context: Context, key: str, call: Convocatoria) -> Flow:
    yield card(context, call)
    if call.tramite_id not in context.catalogo.tramites:
        return None
    options = (Option("tramite", context.t("Ver el trámite")), volver(context))
    question = with_disclaimer(context, context.t("¿Quieres ver sus requisitos y pasos?"))
    if (yield Ask(f"{key}.tramite", question, Choice(options))) == VOLVER:
        return None
    return Go("tramites", {"tramite": str(call.tramite_id)})


def card(context: Context, call: Convocatoria) -> str:
    """Return one call: who calls, whether it is open, what for, and where it comes from."""
    convoca = context.t("Convoca: {quien}.").format(quien=call.convocante)
    enlace = (
        context.t("Enlace según la fuente, por confirmar: {enlace}").format(enlace=call.enlace) if call.enlace else ""
    )
    lines = (
        f"*{call.titulo}*",
        convoca,
        estado(context, call),
        call.descripcion,
        enlace,
        source_line(context, call.fuente),
    )
    return "\n".join(line for line in lines if line)


def estado(context: Context, call: Convocatoria) -> str:
    """Return whether a call is open, honestly: a date that has passed closes it, whatever the record says."""
    t = context.t
    closed = call.estado == "cerrada" or (call.cierre is not None and call.cierre < context.hoy)
    if _is_example(call):
        return t("Ya pasó. Es un ejemplo de lo que se puede lograr.")
    if closed and call.cierre:
        return t("Cerró el {dia}.").format(dia=call.cierre.strftime("%d/%m/%Y"))
    if closed:
        return t("Ya cerró.")
    if call.estado == "abierta" and call.cierre:
        return t("Abierta hasta el {dia}.").format(dia=call.cierre.strftime("%d/%m/%Y"))
    if call.estado == "permanente":
        return t("Abierta todo el año.")
    return t("Por confirmar si está abierta. Pregunta a quien convoca.")


def _como_aplicar(context: Context) -> str:
    servicio = context.catalogo.servicio_convocatorias
    steps = "\n".join(f"{n}. {paso}" for n, paso in enumerate(servicio.como_aplicar, start=1))
    title = context.t("*Cómo aplicar*")
    return f"{title}\n{steps}\n\n{servicio.acompanamiento}\n{source_line(context, servicio.fuente)}"


def _calls(context: Context) -> tuple[Convocatoria, ...]:
    return context.catalogo.convocatorias


def _is_example(call: Convocatoria) -> bool:
    return call.tipo.startswith(_EJEMPLO)
