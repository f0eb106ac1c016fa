"""What the person may do with a request: give what is missing, withdraw it. Leaving is always one of the ways."""

from collections.abc import Mapping

from flows.answers import N_, Text, YesNo
from flows.context import Context
from flows.effects import Archivos, CompletarSolicitud, RetirarSolicitud
from flows.enclosures import AttachmentAnswer
from flows.engine import Ask, Do, Flow, Go
from flows.ficha_solicitud import ficha
from flows.llevar import ENTREGABLES, MAX_ARCHIVOS, traidos
from flows.messages import Json, Option
from flows.paginas import fitted
from flows.radicar_preguntas import kind_of_file

_TITLES = {"completar": N_("Completarla ahora"), "retirar": N_("Retirarla"), "menu": N_("Ir al menú")}


def caso(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Offer what may be done with the request `codigo`; `acciones` names it, as it stood when its state was told."""
    t = context.t
    ways = [*inicio.get("acciones", "").split(), "menu"]
    options = fitted([Option(way, t(_TITLES[way])) for way in ways if way in _TITLES])
    elegida = yield Ask("accion", t("¿Qué quieres hacer con tu solicitud?"), options)
    if elegida == "completar":
        return Go("completar", {"codigo": inicio["codigo"]})
    if elegida == "menu":
        return Go("menu")
    if not (yield Ask("seguro", t("Si la retiras, no habrá respuesta. ¿La retiro?"), YesNo(yes=N_("Sí, retírala")))):
        yield t("Está bien, tu solicitud sigue su curso.")
        return None
    done = yield Do("retirar", RetirarSolicitud(inicio["codigo"]))
    yield t("Listo, quedó retirada.") if done else t("Esa solicitud ya terminó. No hay nada por retirar.")
    yield t("Si la necesitas otra vez, escribe *radicar*.")
    return None


def completar(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Take what the entity asked for, words and files, and send it after a yes."""
    t, before, sent = context.t, traidos(inicio), list[Json]()
    texto = yield Ask("texto", t("Escribe lo que te pidieron. Los archivos van después."), Text(3, 3000))
    question = t("¿Tienes fotos o documentos? Envíalos uno por uno, o salta.")
    if before:
        question = t("Recibidos: {n}. ¿Otro? Envíalo, o salta para seguir.").format(n=len(before))
    while len(before) + len(sent) < MAX_ARCHIVOS:
        item = yield Ask(f"archivo.{len(sent)}", question, AttachmentAnswer(ENTREGABLES))
        if item is None:
            break
        sent.append(item)
        question = t("Recibidos: {n}. ¿Otro? Envíalo, o salta para seguir.").format(n=len(before) + len(sent))
    files = [*before, *sent]
    if not (yield Ask("enviar", t("¿Lo envío? Archivos: {n}.").format(n=len(files)), YesNo(yes=N_("Sí, enviar")))):
        yield t("No envié nada. Para intentarlo de nuevo, escribe *estado*.")
        return None
    refs = tuple((item["ref"], f"{t(kind_of_file(item['tipo']))} {n}") for n, item in enumerate(files, start=1))
    done = yield Do("completar", CompletarSolicitud(inicio["codigo"], texto, Archivos(refs)))
    if not done:
        yield t("Esa solicitud ya no espera datos, y no envié nada. Para ver cómo va, escribe *estado*.")
        return None
    yield t("Listo, quedó anotado. El plazo sigue desde mañana.")
    found = context.solicitud(inicio["codigo"])
    if found is not None:
        yield ficha(context, found)
    return None
