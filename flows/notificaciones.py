"""Notices: ask for them by purpose, see which, stop them all. Opting in is explicit; opting out is one word."""

import re
from collections.abc import Generator, Mapping

from flows.answers import N_, Choice, YesNo
from flows.context import Context
from flows.effects import DarDeBaja, ResumirMisDatos, Suscribir
from flows.engine import Ask, Do, Flow
from flows.messages import Json, Option
from flows.paginas import VOLVER, fitted, volver
from knowledge.avisos import TEMA_SOLICITUDES
from knowledge.folding import fold

VERSION_TEXTO = "avisos-2026-11"  # the version of the words that a person says yes to: change them, change this
TEMAS: Mapping[str, str] = {
    "convocatorias": N_("Becas y convocatorias"),
    "tramites": N_("Novedades de trámites"),
    "gobierno_abierto": N_("Gobierno abierto"),
    "cooperacion": N_("Cooperación"),
    TEMA_SOLICITUDES: N_("Mis solicitudes"),
}
_STOP = re.compile(
    r"\b(baja|quita\w*|cancela\w*|parar?|deten\w*|desactiva\w*|desuscri\w*|borra\w*|dejar? de|no (?:me )?(?:mande|manden|envie|envien|escriba|escriban)"
    r"|no (?:quiero|deseo) (?:recibir|mas|que me)|ya no|unsubscribe|stop|cancel|turn off|no more)\b"
)
_LIST = re.compile(r"\b(cuales|tengo|estoy inscrit\w*|mis avisos|ver|which|my)\b")


def notificaciones(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Do what was asked for, or ask which of the three it is."""
    accion = inicio.get("accion") or wanted(inicio.get("texto", ""))
    if accion == "baja":
        return (yield from _baja(context))
    if accion == "silencio":
        return (yield from _silencio(context))
    if accion == "alta":
        return (yield from _alta(context, inicio.get("tema")))
    elegida = yield Ask("accion", context.t("¿Qué quieres hacer con los avisos que te mando?"), _acciones(context))
    match elegida:
        case "alta":
            return (yield from _alta(context, None))
        case "ver":
            return (yield from _ver(context))
        case _:
            return (yield from _confirmar_baja(context))


def wanted(texto: str) -> str | None:
    """Return what a sentence asks for: «baja» when it plainly asks to stop, else None: better one question than a slip."""
    words = fold(texto[:200])
    doubtful = (
        "?" in texto
        or _LIST.search(words)
        or re.search(r"\bno (?:quiero|deseo) (?:darme|que me quite|cancelar)", words)
    )
    return "baja" if _STOP.search(words) and not doubtful else None


def _acciones(context: Context) -> Choice:
    t = context.t
    return Choice(
        (Option("alta", t("Recibir avisos")), Option("ver", t("Ver mis avisos")), Option("baja", t("No recibir más")))
    )


def _baja(context: Context) -> Flow:
    """Stop everything at once. Whoever asks to leave is never asked why."""
    ended = yield Do("baja", DarDeBaja())
    yield context.t("Listo. No te mandaré más avisos.") if ended else context.t("Listo. No tienes avisos activos.")
    yield context.t("Puedes seguir escribiéndome. Para recibirlos de nuevo, escribe *avisos*.")
    return None


def _silencio(context: Context) -> Flow:
    """Pause everything at once, and say by which word it comes back."""
    ended = yield Do("silencio", DarDeBaja())
    yield (
        context.t("Listo, quedo en silencio: no te mando avisos.")
        if ended
        else context.t("Listo. No tienes avisos activos.")
    )
    yield context.t("Cuando los quieras otra vez, escribe *alta*.")
    return None


def _confirmar_baja(context: Context) -> Flow:
    if (yield Ask("confirmar_baja", context.t("¿Dejo de mandarte todos los avisos?"), YesNo())):
        return (yield from _baja(context))
    yield context.t("Todo sigue igual. Para dejar de recibirlos, escribe *BAJA* cuando quieras.")
    return None


def _ver(context: Context) -> Flow:
    resumen = yield Do("ver", ResumirMisDatos())
    activos = [context.t(TEMAS[tema]) for tema in resumen.get("suscripciones", ()) if tema in TEMAS]
    if activos:
        yield context.t("Recibes avisos de: {temas}.").format(temas=", ".join(activos))
        yield context.t("Para no recibir ninguno, escribe *BAJA*.")
    else:
        yield context.t("No tienes avisos activos. Para recibirlos, escribe *avisos*.")
    return None


def _alta(context: Context, tema: str | None) -> Flow:
    """Ask for a clear yes to one purpose. The web has no way to reach a person later, so nothing is promised there."""
    if context.canal == "web":
        yield _por_whatsapp(context)
        return None
    elegido = tema if tema is not None and tema in TEMAS else (yield from _tema(context))
    if elegido == VOLVER:
        yield context.t("Está bien, no activé nada.")
        return None
    if not (
        yield Ask(f"acepto.{elegido}", _consentimiento(context, elegido), YesNo(yes=N_("Sí, acepto"), no=N_("No")))
    ):
        yield context.t("Está bien, no activé nada.")
        return None
    nuevo = yield Do(f"alta.{elegido}", Suscribir(elegido, VERSION_TEXTO))
    said = (
        context.t("Listo. Te avisaré de: {tema}.")
        if nuevo
        else context.t("Ya recibías avisos de: {tema}. Siguen activos.")
    )
    yield said.format(tema=context.t(TEMAS[elegido]))
    yield context.t("Para dejar de recibirlos, escribe *BAJA* cuando quieras.")
    return None


def _tema(context: Context) -> Generator[Ask, Json, str]:
    options = [Option(tema, context.t(title)) for tema, title in TEMAS.items()]
    elegido: str = yield Ask("tema", context.t("¿De qué quieres recibir avisos?"), fitted([*options, volver(context)]))
    return elegido


def _consentimiento(context: Context, tema: str) -> str:
    entidad = context.catalogo.entidad
    return context.t(
        "¿Aceptas recibir por aquí avisos de la {entidad} sobre *{tema}*? "
        "Llegan en horario de día, nunca domingos ni festivos. Sales cuando quieras con *BAJA*."
    ).format(entidad=entidad.nombre_corto, tema=context.t(TEMAS[tema]))


def _por_whatsapp(context: Context) -> str:
    whatsapp = next(
        (c.valor for c in context.catalogo.entidad.contactos if c.canal == "whatsapp" and c.confirmado), None
    )
    if whatsapp is None:
        return context.t("Los avisos llegan por WhatsApp. Desde la web no puedo activarlos.")
    return context.t("Los avisos llegan por WhatsApp. Escríbeme *avisos* al {numero}.").format(numero=whatsapp)
