"""How is my request going? Only what the entity recorded is told, and only to who holds its code or filed it here."""

import re
from collections.abc import Generator, Mapping, Sequence
from datetime import date

from flows.answers import N_, Choice, Date, Radicado
from flows.canales import ventanilla
from flows.codes import without_code
from flows.context import Context
from flows.effects import AnotarIntento, MisSolicitudes
from flows.encuesta import CALIFICABLES
from flows.engine import Ask, Do, Ending, Flow, Go
from flows.ficha_solicitud import ESTADOS, TIPOS, ficha
from flows.messages import Json, Option
from flows.paginas import fitted
from knowledge.actos import ABIERTAS
from knowledge.codigos import ALPHABET, LENGTH, normalise
from knowledge.values import Solicitud

__all__ = ["ESTADOS", "TIPOS", "elsewhere", "estado", "ficha"]

INTENTOS = 3  # more codes in a row look like guessing, and help nobody who copied one wrongly
LISTADAS = 7  # with the other ways a phone shows ten rows
OTRA = "otra"
SIN_CODIGO = N_("Sin el código o el radicado no puedo ver tu caso. Así cuido tus datos.")


def estado(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Tell one of the person's own requests, or the one whose code they hold; say plainly when there is no state."""
    given = inicio.get("codigo") or inicio.get("radicado")
    if not given:
        mias = yield Do("mias", MisSolicitudes())
        if mias:
            elegida = yield Ask("mia", context.t("¿Cuál quieres ver?"), _listed(context, mias))
            if elegida == "menu":
                return Go("menu")
            if elegida != OTRA:
                return (yield from _own(context, next(row for row in mias if row["codigo"] == elegida)))
        elif without_code(inicio.get("texto", "")):
            yield context.t(SIN_CODIGO)
            yield elsewhere(context)
            return None
    return (yield from _by_code(context, given))


def _listed(context: Context, mias: Sequence[Mapping[str, str]]) -> Choice:
    """Return a row for each request. A row says what it is; its code is told under it."""
    t = context.t
    titles = [f"{t(_CORTOS.get(row['tipo'], N_('Solicitud')))} {row['codigo'][:4]}" for row in mias]
    rows = [
        Option(
            row["codigo"],
            title if titles.count(title) == 1 else row["codigo"],
            f"{row['codigo']} · {t(ESTADOS[row['estado']][0])}",
        )
        for row, title in zip(mias[:LISTADAS], titles, strict=False)
    ]
    return fitted([*rows, Option(OTRA, t("Tengo otro código")), Option("menu", t("Ir al menú"))])


_CORTOS: Mapping[str, str] = {**TIPOS, "informacion_o_documentos": N_("Información")}


def _own(context: Context, mia: Mapping[str, Json]) -> Generator[str, Json, Ending]:
    """Tell one of the person's own requests, and lead to what may be done with it."""
    found = context.solicitud(mia["codigo"])
    if found is None:
        yield elsewhere(context)
        return None
    yield ficha(context, found)
    return _next(found, mia=True, calificada=mia["calificada"], con_codigo=True)


def _by_code(context: Context, given: str | None) -> Flow:
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
        is_radicado = normalise(codigo) is None
        looked = AnotarIntento(found.codigo if found else codigo, found is not None, is_radicado)
        seen = yield Do(f"intento.{number}", looked)
        if seen["espera"]:
            yield (_wait_radicado if is_radicado else _wait)(context, seen["espera"])
            break
        if found is not None and seen["hallada"]:
            yield ficha(context, found)
            con_codigo = normalise(codigo) == found.codigo
            return _next(found, mia=seen["mia"], calificada=seen["calificada"], con_codigo=con_codigo)
        yield context.t(
            "No encontré una solicitud con esos datos. Revisa el código. También puede ser que aún no la cargaran aquí."
        )
        if is_radicado:
            yield context.t("Si la radicaste conmigo, búscala con tu código o escribe *mis solicitudes*.")
        if number == INTENTOS - 1 or not (yield from _again(context, number)):
            break
    yield elsewhere(context)
    return None


def _next(found: Solicitud, *, mia: bool, calificada: bool, con_codigo: bool) -> Ending:
    """Return where to go on: to what may be done with a request that is open, to its rating once it was answered."""
    if mia and not calificada and found.estado in CALIFICABLES:
        return Go("encuesta", {"codigo": found.codigo})
    ways = ["completar"] if found.aqui and found.estado == "por_completar" and (mia or con_codigo) else []
    ways += ["retirar"] if mia and found.aqui and found.estado in ABIERTAS else []
    return Go("caso", {"codigo": found.codigo, "acciones": " ".join(ways)}) if ways else None


def _wait(context: Context, minutes: int) -> str:
    """Say to wait, in the same words whether the last code was right or wrong."""
    if minutes == 1:
        return context.t("Probaste varios códigos que no están. Para cuidar los casos de todos, espera un minuto.")
    return context.t(
        "Probaste varios códigos que no están. Para cuidar los casos de todos, espera {minutos} minutos."
    ).format(minutos=minutes)


def _wait_radicado(context: Context, minutes: int) -> str:
    """Say to wait, whether the last radicado was right or wrong, and the way that has no wait."""
    t = context.t
    said = t("Ya buscaste varios radicados. Para cuidar los casos de todos, espera {minutos} min para buscar otro.")
    return f"{said.format(minutos=minutes)} {t('Con el código de seguimiento puedes buscar ya.')}"


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

    What is worked on here has a code, and only that opens it: neighbours share the day as well. The day is asked before
    looking, so that the question tells nothing about whether the number exists.
    """
    if normalise(codigo) is not None:
        return context.solicitud(codigo)
    question = context.t("¿Qué día pusiste la solicitud? Así sé que es tuya. Está en tu comprobante.")
    day = yield Ask(f"dia.{number}", question, Date(future=False, optional=True))
    found = context.solicitud(codigo) if day is not None else None
    return found if found is not None and por_radicado(found, date.fromisoformat(day)) else None


def por_radicado(found: Solicitud, day: date) -> bool:
    """Return whether its radicado and that day are enough to be told of it."""
    return not found.aqui and found.recibida_el == day


def _misread(codigo: str) -> bool:
    """Return whether it is a code of ours with a slip of the pen. Arithmetic alone: no list of codes is looked at."""
    bare = codigo.replace("-", "")
    ours = len(bare) == LENGTH and not bare.isdigit() and re.fullmatch(r"\w{4}-\w{4}-\w{4}|\w{12}", codigo)
    return bool(ours) and (normalise(bare) is None or any(c not in ALPHABET for c in bare))


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
