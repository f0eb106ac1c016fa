"""How is my request going? Only what the entity recorded is told, and only to who holds its code."""

import re
from collections.abc import Generator, Mapping
from datetime import date, timedelta

from flows.answers import N_, Choice, Date, Radicado
from flows.canales import ventanilla
from flows.codes import without_code
from flows.context import Context
from flows.engine import Ask, Flow
from flows.messages import Json, Option
from knowledge.codigos import ALPHABET, LENGTH, normalise
from knowledge.values import Solicitud

INTENTOS = 3  # more codes in a row look like guessing, and help nobody who copied one wrongly
HOLGURA = timedelta(days=1)  # a paper handed in at night is recorded the day after
SIN_CODIGO = N_("Sin el código o el radicado no puedo ver tu caso. Así cuido tus datos.")
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


def estado(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask for the code, tell the state, or say plainly that there is none and where else to ask."""
    given = inicio.get("codigo") or inicio.get("radicado")
    if not given and without_code(inicio.get("texto", "")):
        yield context.t(SIN_CODIGO)
        yield elsewhere(context)
        return None
    for number in range(INTENTOS):
        codigo = given or (yield Ask(f"codigo.{number}", _question(context, number), Radicado()))
        given = None
        if codigo is None:
            yield context.t(SIN_CODIGO)
            break
        if _misread(codigo):
            yield context.t("Ese código no cuadra: parece que una letra o un número cambió. Cópialo con calma.")
            continue
        found = yield from _look_up(context, codigo, number)
        if found is not None:
            yield ficha(context, found)
            return None
        yield context.t(
            "No encontré una solicitud con esos datos. Revisa el código. También puede ser que aún no la cargaran aquí."
        )
        if number == INTENTOS - 1 or not (yield from _again(context, number)):
            break
    yield elsewhere(context)
    return None


def _question(context: Context, number: int) -> str:
    if number == 0:
        return context.t("Escribe tu código de seguimiento o el número de radicado. Está en tu comprobante.")
    return context.t("Escribe otra vez el código completo.")


def _again(context: Context, number: int) -> Generator[Ask, Json, bool]:
    options = Choice((Option("otro", context.t("Escribir otro código")), Option("donde", context.t("Dónde preguntar"))))
    elegida = yield Ask(f"seguir.{number}", context.t("¿Qué quieres hacer?"), options)
    return bool(elegida == "otro")


def _look_up(context: Context, codigo: str, number: int) -> Generator[Ask, Json, Solicitud | None]:
    """Find a request. A radicado can be guessed from a neighbour's, so the day it was handed in must fit too.

    The day is asked before looking, so that the question tells nothing about whether the number exists.
    """
    if normalise(codigo) is not None:
        return context.solicitud(codigo)
    question = context.t("¿Qué día pusiste la solicitud? Así sé que es tuya. Está en tu comprobante.")
    day = yield Ask(f"dia.{number}", question, Date(future=False, optional=True))
    found = context.solicitud(codigo) if day is not None else None
    return found if found is not None and abs(found.recibida_el - date.fromisoformat(day)) <= HOLGURA else None


def _misread(codigo: str) -> bool:
    """Return whether it is a code of ours with a slip of the pen. Arithmetic alone: no list of codes is looked at."""
    bare = codigo.replace("-", "")
    ours = len(bare) == LENGTH and not bare.isdigit() and re.fullmatch(r"\w{4}-\w{4}-\w{4}|\w{12}", codigo)
    return bool(ours) and (normalise(bare) is None or any(c not in ALPHABET for c in bare))


def ficha(context: Context, found: Solicitud) -> str:
    """Return the state in a citizen's words: what it means, who has it, which day of the term it is."""
    t = context.t
    titulo, explicacion = ESTADOS[found.estado]
    lines = (
        f"*{t(TIPOS.get(found.tipo, N_('Solicitud')))} {found.radicado or found.codigo}*",
        t("Estado: *{estado}*.").format(estado=t(titulo)),
        t(explicacion),
        t("La tiene: {dependencia}.").format(dependencia=found.dependencia or t("por confirmar con la dependencia")),
        t("La recibieron el {dia}.").format(dia=_day(found.recibida_el)),
        _term(context, found),
    )
    updated = t("Actualizado el {dia}.").format(dia=_day(found.actualizada_el)) if found.actualizada_el else ""
    return "\n".join(line for line in (*lines, updated) if line)


def _term(context: Context, found: Solicitud) -> str:
    """Return where the legal term stands, and what the law says when it is over."""
    t = context.t
    if found.estado in TERMINADAS:
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
    if found.tipo == "informacion_o_documentos":
        said = f"{said} {t('Si pediste información, se entiende aceptada, salvo reserva legal.')}"
    return said


def elsewhere(context: Context) -> str:
    """Return where else a state can be asked for."""
    t = context.t
    platform = t("Si la hiciste en la página, entra a {sede}, sección *Trámites en Línea*.")
    return "\n\n".join(
        (
            platform.format(sede=context.catalogo.entidad.sede_electronica),
            f"{t('También puedes preguntar aquí:')}\n{ventanilla(context)}",
            t("Para hablar con una persona, escribe *funcionario*."),
        )
    )


def _day(day: date | None) -> str:
    return day.strftime("%d/%m/%Y") if day else ""
