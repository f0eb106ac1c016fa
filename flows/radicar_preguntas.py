"""What is asked to file a request, a field at a time. Health, victims' status and data of minors are never asked for."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace

from flows.answers import N_, Choice, Email, Text, YesNo
from flows.context import Context
from flows.donde_radicar import CLASES
from flows.enclosures import AttachmentAnswer, LocationAnswer, Told
from flows.engine import Ask
from flows.funcionario import sounds_like_report
from flows.llevar import ENTREGABLES, MAX_ARCHIVOS
from flows.messages import Json, Option
from flows.paginas import fitted
from flows.radicar_tramite import archivos_entregados, preguntar_requisito, requisitos_de
from knowledge.values import Tramite

Datos = dict[str, Json]
Asked = Generator[str | Ask, Json, Datos]

DENUNCIA = "va_a_denuncia"  # the words tell of corruption and the person prefers to report it
ADELANTADOS = "con_el_relato"  # files that came with the words: they are not asked for again
MIN_OBJETO = 10
MAX_CHARS = 3000
CORTAS = frozenset({"sugerencia", "felicitacion"})
CON_LUGAR = frozenset({"peticion_general", "queja", "reclamo"})
IDENTIDAD = ("nombre", "documento", "respuesta")
OBJETO: Mapping[str, str] = {
    "peticion_general": N_("¿Qué le pides a la Alcaldía?"),
    "informacion_o_documentos": N_("¿Qué información o qué documentos pides?"),
    "consulta": N_("¿Qué quieres consultar?"),
    "queja": N_("¿Qué pasó y quién te atendió?"),
    "reclamo": N_("¿Qué servicio falló y cómo?"),
    "sugerencia": N_("¿Cuál es tu idea?"),
    "felicitacion": N_("¿A quién felicitas y por qué?"),
}
DOCUMENTOS: Mapping[str, str] = {
    "cedula": N_("Cédula"),
    "extranjeria": N_("Cédula de extranjería"),
    "ppt": N_("PPT"),
    "pasaporte": N_("Pasaporte"),
    "otro": N_("Otro documento"),
    "ninguno": N_("No tengo"),
}
_REPORT = YesNo(yes=N_("Sí, denunciar"), no=N_("No, seguir aquí"))


def radicable(context: Context, tramite: str) -> Tramite | None:
    """Return the record of that id when it can be filed in this chat."""
    record = context.catalogo.tramites.get(tramite)
    return record if record is not None and record.nivel >= 3 and record.alcance == "cartagena" else None


def campos(context: Context, datos: Datos) -> tuple[str, ...]:
    """Return the fields of a request, in order: fewer for an idea or a praise, and none of identity without a name."""
    if "tramite" in datos:
        return (*requisitos_de(context, datos["tramite"]), *IDENTIDAD)
    fields = ["tipo", "objeto"]
    if datos["tipo"] not in CORTAS:
        fields.append("razones")
        fields += ["lugar"] if datos["tipo"] in CON_LUGAR else []
    # Whoever sent a file with an idea is asked for the others too.
    if datos.get(ADELANTADOS) or datos.get("archivos") or datos["tipo"] not in CORTAS:
        fields.append("archivos")
    fields.append("quien")
    if datos.get("quien") == "nombre":
        fields += IDENTIDAD[:1] if datos["tipo"] in CORTAS else IDENTIDAD
    return tuple(fields)


def faltantes(context: Context, datos: Datos, number: int) -> Asked:
    """Ask every field that is still missing. `number` is the round: it keeps the keys of the questions apart."""
    while campo := next((c for c in campos(context, datos) if c not in datos), None):
        datos = {**datos, **(yield from preguntar(context, datos, campo, number))}
        if DENUNCIA in datos:
            break
    return datos


def preguntar(context: Context, datos: Datos, campo: str, number: int) -> Asked:
    """Ask one field and return what it gives."""
    if campo in _QUESTIONS:
        return (yield from _QUESTIONS[campo](context, datos, number))
    return {campo: (yield from preguntar_requisito(context, datos["tramite"], campo, number))}


def archivos_de(context: Context, datos: Datos) -> list[tuple[dict[str, str], str]]:
    """Return each file that was sent, with what it is called in the request."""
    asked = archivos_entregados(context, datos["tramite"], datos) if "tramite" in datos else []
    sent = [*datos.get(ADELANTADOS, ()), *(datos.get("archivos") or ())][:MAX_ARCHIVOS]
    return [*asked, *((item, f"{context.t(kind_of_file(item['tipo']))} {n}") for n, item in enumerate(sent, start=1))]


def kind_of_file(content_type: str) -> str:
    """Return what a file is, in a word."""
    return {"image": N_("Foto"), "audio": N_("Audio"), "video": N_("Video")}.get(
        content_type.partition("/")[0], N_("Documento")
    )


def _tipo(context: Context, datos: Datos, number: int) -> Asked:
    options = [Option(i, context.t(title), context.t(what)) for i, title, what in CLASES]
    return {"tipo": (yield Ask(f"tipo.{number}", context.t("¿Qué clase de solicitud es?"), fitted(options)))}


def _objeto(context: Context, datos: Datos, number: int) -> Asked:
    t = context.t
    how = t("Cuéntalo con tus palabras. También puedes dictarlo.")
    answer = Told(Text(MIN_OBJETO, MAX_CHARS), ENTREGABLES)
    told = yield Ask(f"objeto.{number}", f"{t(OBJETO[datos['tipo']])} {how}", answer)
    given: Datos = {"objeto": told["texto"]}
    if told["archivos"]:
        given[ADELANTADOS] = [*datos.get(ADELANTADOS, ()), *told["archivos"]][:MAX_ARCHIVOS]
    if sounds_like_report(told["texto"]) and (
        yield Ask(f"denuncia.{number}", t("Eso parece corrupción. ¿Prefieres denunciarla en reserva?"), _REPORT)
    ):
        given[DENUNCIA] = True
    return given


def _razones(context: Context, datos: Datos, number: int) -> Asked:
    question = context.t("Cuenta las razones de tu solicitud, o salta.")
    return {"razones": (yield Ask(f"razones.{number}", question, Text(max_chars=MAX_CHARS, optional=True)))}


def _lugar(context: Context, datos: Datos, number: int) -> Asked:
    t = context.t
    question = t("¿Dónde queda? Escribe el barrio y la dirección, o envía tu ubicación 📍.")
    lugar = yield Ask(f"lugar.{number}", question, LocationAnswer(optional=True))
    if lugar is not None and "lat" in lugar:
        said = t("Recibí este punto: {donde} ¿Es ahí?").format(donde=mapa(lugar))
        if not (yield Ask(f"punto.{number}", said, YesNo())):
            words = Text(3, 300, optional=True)
            escrito = yield Ask(f"direccion_lugar.{number}", t("Escribe el barrio y la dirección."), words)
            lugar = {"texto": escrito} if escrito else None
    return {"lugar": lugar}


def mapa(lugar: Mapping[str, Json]) -> str:
    """Return where a pin can be looked at, after the name it came with."""
    lat, lon = f"{lugar['lat']:.5f}", f"{lugar['lon']:.5f}"
    link = f"https://www.openstreetmap.org/?mlat={lat}&mlon={lon}#map=18/{lat}/{lon}"
    return f"{lugar['nombre']}, {link}" if lugar.get("nombre") else link


def _archivos(context: Context, datos: Datos, number: int) -> Asked:
    again = "archivos" in datos  # to change the files is to send all of them anew
    t, sent, before = context.t, list[Json](), 0 if again else len(datos.get(ADELANTADOS, ()))
    while before + len(sent) < MAX_ARCHIVOS:
        question = t("¿Tienes fotos o documentos? Envíalos uno por uno, o salta.")
        if before + len(sent):
            question = t("Recibidos: {n}. ¿Otro? Envíalo, o salta para seguir.").format(n=before + len(sent))
        item = yield Ask(f"archivo.{number}.{len(sent)}", question, AttachmentAnswer(ENTREGABLES))
        if item is None:
            break
        sent.append(item)
    return {"archivos": sent, ADELANTADOS: []} if again else {"archivos": sent}


def _quien(context: Context, datos: Datos, number: int) -> Asked:
    t = context.t
    question = t(
        "La ley deja pedir con tu nombre o sin él. "
        "Sin tu nombre, la solicitud no lleva tu contacto ni te aviso: la sigues con el código."
    )
    ways = Choice((Option("nombre", t("Con mi nombre")), Option("anonima", t("Sin mi nombre"))))
    return {"quien": (yield Ask(f"quien.{number}", f"{question} {t('¿Cómo la pones?')}", ways))}


def _nombre(context: Context, datos: Datos, number: int) -> Asked:
    return {"nombre": (yield Ask(f"nombre.{number}", context.t("¿Cuál es tu nombre completo?"), Text(3, 120)))}


def _documento(context: Context, datos: Datos, number: int) -> Asked:
    t = context.t
    kinds = replace(fitted([Option(i, t(title)) for i, title in DOCUMENTOS.items()]), skip="ninguno")
    question = t("¿Qué documento tienes? Sin documento también la recibo.")
    tipo = yield Ask(f"documento.{number}", question, kinds)
    if tipo == "ninguno":
        return {"documento": {"tipo": tipo}}
    numero = yield Ask(f"numero.{number}", t("Escribe el número, o salta."), Text(3, 40, optional=True))
    return {"documento": {"tipo": tipo, "numero": numero or ""}}


def _respuesta(context: Context, datos: Datos, number: int) -> Asked:
    t = context.t
    ways = (
        Option("chat", t("Por este chat")),
        Option("correo", t("Por correo")),
        Option("direccion", t("En mi dirección")),
    )
    por = yield Ask(f"respuesta.{number}", t("¿Por dónde quieres la respuesta?"), Choice(ways))
    donde = ""
    if por == "correo":
        donde = yield Ask(f"correo.{number}", t("Escribe tu correo electrónico."), Email())
    if por == "direccion":
        donde = yield Ask(f"direccion.{number}", t("Escribe tu dirección y tu barrio."), Text(5, 200))
    return {"respuesta": {"por": por, "donde": donde}}


_QUESTIONS: Mapping[str, Callable[[Context, Datos, int], Asked]] = {
    "tipo": _tipo,
    "objeto": _objeto,
    "razones": _razones,
    "lugar": _lugar,
    "archivos": _archivos,
    "quien": _quien,
    "nombre": _nombre,
    "documento": _documento,
    "respuesta": _respuesta,
}
