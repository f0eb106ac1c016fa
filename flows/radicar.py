"""File a petition, a complaint or a trámite, from the first question to the receipt. Whatever the law does not need may be skipped.

Where the entity files elsewhere, `flows.donde_radicar` guides to its channels: nothing is filed here then.
"""

from collections.abc import Generator, Mapping

from flows.answers import N_, YesNo
from flows.context import Context
from flows.donde_radicar import clases, named
from flows.effects import Archivos, RegistrarSolicitud, Suscribir
from flows.engine import Ask, Do, Flow, Go
from flows.llevar import lugar_traido, traidos
from flows.messages import Json, Option
from flows.notificaciones import VERSION_TEXTO
from flows.oficinas import offices_named, offices_of
from flows.opciones import short
from flows.paginas import VOLVER, pick
from flows.peticion import kind_of, looks_like_petition
from flows.radicar_preguntas import ADELANTADOS, DENUNCIA, Datos, archivos_de, faltantes, preguntar, radicable
from flows.radicar_textos import antes, consentimiento, contenido, lineas, recibo, resumen
from flows.revision import CAMBIAR, Revision
from knowledge.avisos import TEMA_SOLICITUDES
from knowledge.values import Tramite

CAMBIOS = 12
VENTANILLA = "ventanilla-unica"
_OWN = frozenset({"central", "localidad"})  # what is not the entity itself gets it by a transfer, not from this chat
_OFFER = YesNo(yes=N_("Sí, radícala"), no=N_("No"))


def radicar(context: Context, inicio: Mapping[str, str]) -> Flow:
    """Ask what is missing, read it back, file it and give the receipt."""
    if not context.radica_aqui:
        return Go("donde_radicar", inicio)
    record = radicable(context, inicio.get("tramite", ""))
    begun = _of_record(record) if record else (yield from _of_words(context, inicio))
    if isinstance(begun, Go):
        return begun
    yield antes(context, record)
    if files := traidos(inicio):
        yield context.t("📎 Archivos que ya van con tu solicitud: {n}.").format(n=len(files))
    if "tipo" not in begun:
        tipo = yield Ask("tipo.0", context.t("¿Qué quieres hacer?"), clases(context))
        if tipo in ("denuncia", "funcionario"):
            return Go(tipo)
        begun = {**begun, "tipo": tipo}
    if brought := _brought(inicio):
        begun = {**begun, **brought}
    told = yield from faltantes(context, begun, 0)
    datos = told if DENUNCIA in told else (yield from _mend(context, told))
    if datos is None:
        yield context.t("No envié nada y no quedó nada radicado. Si cambias de idea, escribe *radicar*.")
        return None
    return Go("denuncia") if DENUNCIA in datos else (yield from _send(context, datos))


def _brought(inicio: Mapping[str, str]) -> Datos:
    """Return the files and the place that were told before the request began."""
    files, place = traidos(inicio), lugar_traido(inicio)
    return {**({ADELANTADOS: files} if files else {}), **({"lugar": place} if place else {})}


def _of_record(record: Tramite) -> Datos:
    return {"tramite": record.id, "tipo": "peticion_general", "objeto": record.nombre}


def _of_words(context: Context, inicio: Mapping[str, str]) -> Generator[Ask, Json, Datos | Go]:
    """Return what the first words already tell. A petition told in them is kept as it was written, after a yes."""
    texto = inicio.get("texto", "")
    tipo = named(texto)
    if looks_like_petition(texto):
        question = context.t("Eso parece una solicitud. ¿La radico con tus palabras?")
        if (yield Ask("ofrecer", f"«{short(texto, 300)}»\n\n{question}", _OFFER)):
            return {"tipo": tipo or kind_of(texto), "objeto": texto}
        if inicio.get("ofrecida"):
            return Go("no_se", {"texto": texto})
    return {"tipo": tipo} if tipo else {}


def _mend(context: Context, datos: Datos) -> Generator[str | Ask, Json, Datos | None]:
    """Read everything back until it is sent or dropped. Ends with None when the person does not send it."""
    for number in range(1, CAMBIOS + 1):
        yield resumen(context, datos)
        elegido = yield Ask(f"revisar.{number}", _before_sending(context), _revision(context, datos, last=False))
        if not elegido.startswith(CAMBIAR):
            return datos if elegido == "enviar" else None
        campo = elegido.partition(":")[2] or (yield from _which(context, datos, number))
        if campo == VOLVER:
            continue
        datos = {**datos, **(yield from preguntar(context, datos, campo, number))}
        datos = yield from faltantes(context, datos, number)
        if DENUNCIA in datos:
            return datos
    yield resumen(context, datos)
    last = yield Ask("revisar.final", _before_sending(context), _revision(context, datos, last=True))
    return datos if last == "enviar" else None


def _before_sending(context: Context) -> str:
    return context.t("¿La envío así? Para cambiar una línea, escribe por ejemplo *cambiar 2*.")


def _revision(context: Context, datos: Datos, *, last: bool) -> Revision:
    t = context.t
    ways = (Option("enviar", t("Enviar")), Option(CAMBIAR, t("Cambiar algo")), Option("no_enviar", t("No enviar")))
    return Revision(ways[::2], ()) if last else Revision(ways, lineas(context, datos))


def _which(context: Context, datos: Datos, number: int) -> Generator[Ask, Json, str]:
    return (yield from pick(context, f"cambiar.{number}", context.t("¿Qué quieres cambiar?"), lineas(context, datos)))


def _send(context: Context, datos: Datos) -> Flow:
    """File it, give the receipt, and ask whether to tell of changes where a later message can reach the person."""
    t = context.t
    constancia = yield Do("constancia", _solicitud(context, datos))
    yield recibo(context, datos, constancia)
    if datos.get("quien") == "anonima" or context.canal == "web" or constancia["suscrita"]:
        return None
    if not (yield Ask("avisos", consentimiento(context), YesNo(yes=N_("Sí, acepto"), no=N_("No, gracias")))):
        yield t("Está bien. Para saber cómo va, escribe *estado*.")
        return None
    yield Do("suscribir", Suscribir(TEMA_SOLICITUDES, VERSION_TEXTO))
    yield t("Listo. Te aviso por aquí cada cambio. Para dejar de recibirlos, escribe *BAJA*.")
    return None


def _solicitud(context: Context, datos: Datos) -> RegistrarSolicitud:
    record = context.catalogo.tramites.get(datos.get("tramite", ""))
    oficina = _receives(context, datos, record)
    office = context.catalogo.dependencias.get(oficina or "")
    archivos = archivos_de(context, datos)
    return RegistrarSolicitud(
        tipo=datos["tipo"],
        contenido=contenido(context, datos),
        dependencia_id=oficina,
        dependencia=office.nombre if office else "",
        anonima=datos.get("quien") == "anonima",
        archivos=Archivos(tuple((a["ref"], nombre) for a, nombre in archivos)),
        tramite_id=record.id if record else None,
        verbal=any(a["tipo"].startswith("audio/") for a, _ in archivos),
        dias=_term(record),
    )


def _receives(context: Context, datos: Datos, record: Tramite | None) -> str | None:
    """Return the one office that is clear; where several could be meant, the one that hands out what comes in."""
    words = " ".join(str(datos.get(campo) or "") for campo in ("objeto", "razones"))
    offices = offices_of(context, record) if record else offices_named(context, words, 2)
    clear = offices[0] if len(offices) == 1 and offices[0].tipo in _OWN else None
    return clear.id if clear else VENTANILLA if VENTANILLA in context.catalogo.dependencias else None


def _term(record: Tramite | None) -> int | None:
    """Return the term of a trámite where its record gives one in business days; None: the law's."""
    tiempo = record.tiempo if record else None
    return tiempo.cantidad if tiempo is not None and tiempo.unidad == "habil" else None
