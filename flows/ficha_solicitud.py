"""The state of a request in a citizen's words: what it means, who has it, which day of the term it is, what the entity said."""

from collections.abc import Mapping
from datetime import date

from flows.answers import N_
from flows.context import Context
from flows.opciones import short
from flows.paginas import excerpt
from knowledge.values import Solicitud

MENSAJE_CHARS = 500
ESTADOS: Mapping[str, tuple[str, str]] = {
    "recibida": (N_("Recibida"), N_("La entidad ya la tiene. Falta decir quién la atiende.")),
    "asignada": (N_("Se asignó al funcionario"), N_("Una persona la está estudiando.")),
    "por_completar": (
        N_("Falta algo de tu parte"),
        N_("La oficina te pidió completar información. Pregúntale qué falta."),
    ),
    "prorrogada": (N_("Con más plazo"), N_("La oficina pidió más tiempo. Debe decirte por qué.")),
    "trasladada": (N_("Se pasó a otra entidad"), N_("El plazo corre de nuevo desde que esa entidad la recibe.")),
    "en_firma": (N_("Pasa a firma"), N_("La respuesta está lista y falta la firma.")),
    "respondida": (N_("Disponible para descargar"), N_("La respuesta ya salió. Búscala donde hiciste la solicitud.")),
    "cerrada": (N_("Cerrada"), N_("El caso terminó.")),
    "desistida": (N_("Cerrada sin respuesta"), N_("La oficina entendió que no seguías con la solicitud.")),
}
# Where the entity works on it in this product, what it asked and what it answered are read right here.
_AQUI: Mapping[str, str] = {
    "por_completar": N_("La oficina te pidió algo para poder seguir. El plazo espera por ti."),
    "respondida": N_("La respuesta ya salió."),
    "desistida": N_("Ya no sigue su curso. Puedes radicarla otra vez."),
}
_AT_WORK = frozenset({"recibida", "asignada", "en_firma"})  # what was said before is no longer what happens
SILENCIO = "informacion_o_documentos"
TERMINADAS = frozenset({"respondida", "cerrada", "desistida"})
TIPOS: Mapping[str, str] = {
    "peticion_general": N_("Petición"),
    "informacion_o_documentos": N_("Solicitud de información"),
    "consulta": N_("Consulta"),
    "queja": N_("Queja"),
    "reclamo": N_("Reclamo"),
    "sugerencia": N_("Sugerencia"),
    "felicitacion": N_("Felicitación"),
}


def en_palabras(found: Solicitud) -> tuple[str, str]:
    """Return the name of a request's state and what it means, both to be translated."""
    titulo, explicacion = ESTADOS[found.estado]
    if not found.aqui:
        return titulo, explicacion
    return titulo_aqui(found.estado, len(found.adjuntos)), _AQUI.get(found.estado, explicacion)


def titulo_aqui(estado: str, documentos: int) -> str:
    """Return the name of the state of a request that is worked on here: without a document nothing is downloaded."""
    return N_("Respondida") if estado == "respondida" and not documentos else ESTADOS[estado][0]


def ficha(context: Context, found: Solicitud) -> str:
    """Return the state of a request, a line a fact; what is not known has no line."""
    t = context.t
    titulo, explicacion = en_palabras(found)
    lines = (
        f"*{nombre(context, found.tipo)} {found.radicado or found.codigo}*",
        t("Estado: *{estado}*.").format(estado=t(titulo)),
        t(explicacion),
        _who(context, found),
        t("La recibieron el {dia}.").format(dia=_day(found.recibida_el)),
        _term(context, found),
        t("Tienes hasta el {dia} para completarla.").format(dia=_day(found.completar_hasta))
        if found.completar_hasta
        else "",
        t("Actualizado el {dia}.").format(dia=_day(found.actualizada_el)) if found.actualizada_el else "",
        *_said(context, found),
    )
    return "\n".join(line for line in lines if line)


def nombre(context: Context, tipo: str) -> str:
    """Return how a kind of request is called."""
    return context.t(TIPOS.get(tipo, N_("Solicitud")))


def _who(context: Context, found: Solicitud) -> str:
    t = context.t
    if found.estado == "trasladada" and found.competente:
        return t("Ahora la tiene: {entidad}.").format(entidad=found.competente)
    return t("La tiene: {dependencia}.").format(dependencia=found.dependencia or t("por confirmar con la dependencia"))


def _said(context: Context, found: Solicitud) -> list[str]:
    """Return what the entity wrote last and the links of what came with it."""
    t = context.t
    told = found.mensaje and found.estado not in _AT_WORK
    lines = [t("La oficina dice: «{mensaje}»").format(mensaje=excerpt(found.mensaje, MENSAJE_CHARS))] if told else []
    if not found.adjuntos:
        return lines
    if not context.url_publica:
        return [*lines, t("Hay {n} documentos. Pídelos en la oficina.").format(n=len(found.adjuntos))]
    base = context.url_publica.rstrip("/")
    return [*lines, *(f"📄 {short(item.nombre, 60)}: {base}/documentos/{item.token}" for item in found.adjuntos)]


def _term(context: Context, found: Solicitud) -> str:
    """Return where the legal term stands, and what the law says when it is over."""
    t = context.t
    waits = found.aqui and found.estado in ("por_completar", "trasladada")
    if found.estado in TERMINADAS or waits:
        return ""
    if found.vence_el is None:
        return t("El plazo está por confirmar con la dependencia.")
    if found.vence_el < context.hoy:
        return _overdue(context, found)
    if found.dias_habiles_transcurridos is None or found.dias_habiles_plazo is None:
        return t("Vence el {vence}.").format(vence=_day(found.vence_el))
    return t("Va en el día hábil {van} de {plazo}. Vence el {vence}.").format(
        van=found.dias_habiles_transcurridos, plazo=found.dias_habiles_plazo, vence=_day(found.vence_el)
    )


def _overdue(context: Context, found: Solicitud) -> str:
    t = context.t
    said = t("El plazo venció el {vence}. Tienes derecho a reclamar la respuesta.").format(vence=_day(found.vence_el))
    if found.tipo == SILENCIO:
        said = f"{said} {t('Si pediste información, se entiende aceptada, salvo reserva legal.')}"
    return said


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
