"""Go on with the same conversation in the other channel: the code, what became of it, a yes before, and the way back."""

from collections.abc import Mapping

from flows.answers import N_, YesNo
from flows.context import Context
from flows.effects import AbrirEnlace, SepararWeb, UnirEnlace
from flows.engine import Ask, Do, Flow

_FUE: Mapping[str, str] = {
    "ya": N_("Este chat ya estaba unido. No hace falta nada más."),
    "mal_escrito": N_("Al código le falta o le cambia una letra. Cópialo de nuevo y envíalo, por favor."),
    "desconocido": N_("Ese código no lo conozco. Míralo otra vez, o pide otro donde lo viste."),
    "vencido": N_("Ese código ya venció: dura 15 minutos. Pide otro donde lo viste."),
    "usado": N_("Ese código ya se usó, y sirve una sola vez. Pide otro donde lo viste."),
    "otro_lado": N_("Ese código se escribe en el otro chat, no en este."),
    "reservado": N_("En uno de los dos chats contaste algo reservado. Para cuidarte, no los uno. Sigue en cada uno aparte."),
    "otro_numero": N_("Ese chat de la web ya sigue en otro número. Abre uno nuevo en la web y pide otro código."),
    "dos_personas": N_("En los dos chats te atiende una persona. Cuando una termine, pide otro código."),
    "te_atiende": N_("Aquí te atiende una persona. Cuando termine, pide otro código."),
    "sin_whatsapp": N_("Por ahora no atiendo por WhatsApp. Sigamos aquí."),
}  # fmt: skip


PREGUNTAR = "preguntar"  # the code is good, and whose WhatsApp it is has not said yes
_SEGUIR = YesNo(yes=N_("Sí, seguir aquí"), no=N_("No"))


def enlace(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Say what became of a code, give one, or take the conversation away from the browsers."""
    if fue := inicio.get("fue"):
        yield from _became(context, *fue.split(":"))
    elif inicio.get("accion") == "separar":
        yield from _separate(context)
    else:
        yield from _give(context, inicio.get("a", ""))
    return None


def _became(context: Context, fue: str, canal: str) -> Flow:
    t = context.t
    if fue == PREGUNTAR:
        yield from _joins(context)
    elif fue == "listo" and canal == "web":
        yield t("Listo. Este chat y tu WhatsApp ya son el mismo.")
        yield t("Lo que se habló antes en WhatsApp no se ve aquí.")
    elif fue == "listo":
        yield t("Listo. Este WhatsApp y el chat de la web ya son el mismo.")
        yield t("¿No fuiste tú, o el equipo no es tuyo? Escribe *separar*.")
    elif fue.startswith("espera-"):
        espera = t("Van muchos códigos seguidos. Espera {minutos} minutos y prueba otra vez.")
        yield espera.format(minutos=fue.removeprefix("espera-"))
    else:
        yield t(_FUE[fue])
    return None


def _joins(context: Context) -> Flow:
    """Ask first: a link that somebody forwarded is sent with one tap, and nothing of that conversation was shown yet."""
    t = context.t
    asked = t("¿Quieres seguir aquí la conversación que empezaste en la web?")
    warned = t("Si no fuiste tú, responde que no: quien la empezó leería lo que hablemos.")
    if (yield Ask("unir", f"{asked} {warned}", _SEGUIR)):
        yield Do("unido", UnirEnlace())
        yield from _became(context, "listo", context.canal)
    else:
        yield t("Está bien, no uní nada. Este WhatsApp sigue aparte.")
    return None


def _give(context: Context, canal: str) -> Flow:
    t = context.t
    if canal == "whatsapp" and context.canal == "whatsapp":
        yield t("Ya estamos en WhatsApp. Cuéntame qué necesitas.")
        return None
    if canal == "web" and context.canal != "whatsapp":
        yield t("Ya estamos en la web. Cuéntame qué necesitas.")
        return None
    made = yield Do("codigo", AbrirEnlace())
    if made.get("no"):
        yield t(_FUE[made["no"]])
        return None
    if context.canal == "whatsapp":
        yield t("Abre en tu navegador {donde} y escribe allí esto:").format(donde=made["donde"])
    else:
        yield t("Abre {donde} y envía el mensaje que aparece escrito. También puedes escribirlo tú:").format(
            donde=made["donde"]
        )
    yield t("Seguir chat {codigo}").format(codigo=made["codigo"])
    yield t("Dura 15 minutos y sirve una sola vez. No se lo des a nadie: vería lo que hablemos.")
    return None


def _separate(context: Context) -> Flow:
    t = context.t
    if context.canal != "whatsapp":
        yield t("Eso se hace desde tu WhatsApp: escríbeme allí la palabra *separar*.")
    elif (yield Do("separar", SepararWeb())):
        yield t("Listo. Ningún navegador ve ya esta conversación.")
    else:
        yield t("Esta conversación no está en ningún navegador.")
    return None
