"""A file, a pin or an empty message that nobody asked for. Each kind has a sensible answer, none a blame."""

from collections.abc import Generator, Mapping

from flows.answers import N_, Choice, Rejected, YesNo
from flows.context import Context
from flows.enclosures import LocationAnswer
from flows.engine import Ask, Flow, Go, Resume
from flows.llevar import llevados, lugar_traido, traidos
from flows.messages import Json, Option
from flows.radicar_preguntas import mapa

SAID: Mapping[str, str] = {
    "audio": N_("Recibí tu nota de voz. Yo no la puedo oír, pero una persona sí."),
    "image": N_("Recibí tu foto."),
    "video": N_("Recibí tu video."),
    "application": N_("Recibí tu documento."),
    "sticker": N_("¡Qué buen sticker! 😄"),
    "text": N_("Recibí un contacto. No lo guardo ni le escribo a nadie."),
    "vacio": N_("Tu mensaje llegó vacío."),
    "vencido": N_("Ese archivo ya no lo tengo a la mano. Envíalo otra vez, por favor."),
}
_IN_A_FORM: Mapping[str, str] = {
    "audio": N_("Recibí tu nota de voz, pero no la puedo oír. Escribe la respuesta, o díctala con el micrófono 🎤."),
    "image": N_("Recibí tu foto, pero aquí necesito otra respuesta."),
    "video": N_("Recibí tu video, pero aquí necesito otra respuesta."),
    "application": N_("Recibí tu documento, pero aquí necesito otra respuesta."),
    "ubicacion": N_("Recibí tu ubicación, pero aquí necesito otra respuesta."),
}
_JOIN: Mapping[str, str] = {
    "audio": N_("Recibí tu nota de voz. ¿La dejo junto a tu solicitud?"),
    "image": N_("Recibí tu foto. ¿La dejo junto a tu solicitud?"),
    "video": N_("Recibí tu video. ¿Lo dejo junto a tu solicitud?"),
    "application": N_("Recibí tu documento. ¿Lo dejo junto a tu solicitud?"),
}
_FILE_WITH: Mapping[str, str] = {
    "audio": N_("Radicar con el audio"),
    "image": N_("Radicar con la foto"),
    "video": N_("Radicar con el video"),
    "application": N_("Radicar con esto"),
}
_RESERVADO = N_(
    "En una denuncia no recibo archivos por el chat: no podría guardarlos en reserva. "
    "Cuenta con palabras qué muestra y guárdalo: quien la investigue te lo puede pedir."
)


def adjunto(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say what arrived, and offer what can be done with it."""
    t, tipo, files = context.t, inicio.get("tipo", ""), traidos(inicio)
    if inicio.get("reservado"):
        yield t(_RESERVADO)
        return None
    if inicio.get("formulario"):
        yield t(_IN_A_FORM.get(tipo) or SAID.get(tipo, SAID["application"]))
        return None
    if inicio.get("flujo") and files:
        return (yield from _join(context, inicio))
    if tipo == "ubicacion":
        return (yield from _place(context, inicio))
    yield t(SAID.get(tipo, SAID["application"]))
    if files:
        return (yield from _offer(context, inicio))
    return (yield from _menu(context)) if tipo != "vencido" else None


def _join(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask whether a file joins the form that was interrupted, and give the word back to it."""
    question = _JOIN.get(inicio.get("tipo", ""), _JOIN["application"])
    if (yield Ask("junto", context.t(question), YesNo(yes=N_("Sí, déjala ahí"), no=N_("No, sigamos")))):
        yield context.t("Listo, va junto a tu solicitud. Cuéntalo también con palabras.")
        return Resume(inicio["flujo"], llevados(inicio))
    yield context.t("Está bien, seguimos sin ese archivo.")
    return Resume(inicio["flujo"])


def _offer(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Offer to file a request with it, to leave it for a person, or to go on with words."""
    t, audio = context.t, inicio.get("tipo") == "audio"
    many = len(traidos(inicio))
    if many > 1:
        yield t("Ya tengo {n} archivos.").format(n=many)
    ways = [Option("adjunto:persona", t("Para una persona")), Option("escribir", t("Mejor escribo"))]
    if not audio:
        ways[1:] = [Option("menu", t("Ver el menú"))]
    if context.radica_aqui:
        ways.insert(0, Option("adjunto:radicar", t(_FILE_WITH.get(inicio["tipo"], _FILE_WITH["application"]))))
    elegida = yield from _chosen("que_hacer", t("¿Qué hago con eso? Si es para denunciar, escribe *denuncia*."), ways)
    rest = {**llevados(inicio), **({"texto": inicio["texto"]} if inicio.get("texto") else {})}
    match elegida:
        case "adjunto:radicar":
            return Go("radicar", rest)
        case "adjunto:persona":
            return Go("funcionario", rest)
        case "menu":
            return Go("menu")
    yield t("Te leo. Escribe qué necesitas, o díctalo con el micrófono 🎤 de tu teclado.")
    return None


def _place(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Offer to report something at a pin."""
    t = context.t
    place = LocationAnswer().keep(lugar_traido(inicio), context)
    if isinstance(place, Rejected):
        yield t("Recibí tu ubicación, pero no la encuentro en la ciudad. Escríbeme el barrio y qué necesitas.")
        return (yield from _menu(context))
    yield t("Recibí este punto: {donde}").format(donde=mapa(place))
    if not context.radica_aqui:
        return (yield from _menu(context))
    ways = [Option("reportar", t("Reportar algo ahí")), Option("menu", t("Ver el menú"))]
    elegida = yield from _chosen("lugar", t("¿Qué necesitas en ese lugar?"), ways)
    return Go("radicar", {"lugar": inicio["lugar"]}) if elegida == "reportar" else Go("menu")


def _menu(context: Context) -> Flow:
    yield from _chosen("necesitas", context.t("Cuéntame qué necesitas."), [Option("menu", context.t("Ver el menú"))])
    return Go("menu")


def _chosen(key: str, question: str, ways: list[Option]) -> Generator[Ask, Json, str]:
    chosen: str = yield Ask(key, question, Choice(tuple(ways)))
    return chosen
