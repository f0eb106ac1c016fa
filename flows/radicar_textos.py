"""What is said when filing: the first words, the summary by numbered lines, what is kept, and the receipt."""

from collections.abc import Mapping
from datetime import date

from flows.answers import N_
from flows.context import Context
from flows.ficha_solicitud import nombre
from flows.messages import Json, Option
from flows.opciones import short
from flows.paginas import excerpt, row
from flows.radicar_preguntas import DOCUMENTOS, Datos, archivos_de, campos, mapa
from flows.radicar_tramite import requisitos_de, respondido, verificadas
from knowledge.values import Tramite

SUMMARY_CHARS = 60
OBJETO_CHARS = 240
RAZONES_CHARS = 140
TITULOS: Mapping[str, str] = {
    "tipo": N_("Clase"),
    "objeto": N_("Qué pides"),
    "razones": N_("Por qué"),
    "lugar": N_("Dónde"),
    "archivos": N_("Archivos"),
    "quien": N_("Quién la pone"),
    "nombre": N_("Nombre"),
    "documento": N_("Documento"),
    "respuesta": N_("Respuesta"),
}
_CANALES = {"whatsapp": N_("por chat de WhatsApp"), "web": N_("por el chat de la página"), "consola": N_("por chat")}


def antes(context: Context, record: Tramite | None) -> str:
    """Return what filing means, and of a trámite what the entity looks up by itself."""
    t = context.t
    if record is None:
        return t("Radicar es entregar tu solicitud y recibir un código. Son pocas preguntas y puedes saltar varias.")
    said = t("Vamos a radicar: *{tramite}*. Lo que no tengas hoy lo puedes entregar después.")
    lines = [said.format(tramite=record.nombre)]
    checked = [short(texto, 120) for texto in verificadas(record)[:4]]
    lines += (
        [t("Esto no te lo pido, la entidad lo verifica: {cosas}.").format(cosas="; ".join(checked))] if checked else []
    )
    return "\n".join(lines)


def lineas(context: Context, datos: Datos) -> tuple[Option, ...]:
    """Return a row for each line of the summary; its id is the field. No two rows are called alike."""
    asked = requisitos_de(context, datos["tramite"]) if "tramite" in datos else {}
    fields = campos(context, datos)
    titles = [context.t(TITULOS[c]) if c in TITULOS else short(asked[c].texto, 24) for c in fields]
    again = [titles[:n].count(title) for n, title in enumerate(titles)]
    unique = [f"{short(title, 20)} {n + 1}" if n else title for title, n in zip(titles, again, strict=True)]
    return tuple(row(campo, title) for campo, title in zip(fields, unique, strict=True))


def resumen(context: Context, datos: Datos) -> str:
    """Return what will be filed, a numbered line a field, each cut short."""
    told = [(line.title, _told(context, datos, line.id)) for line in lineas(context, datos)]
    lines = [f"{n}. {title}: {short(said, SUMMARY_CHARS)}" for n, (title, said) in enumerate(told, start=1)]
    record = context.catalogo.tramites.get(datos.get("tramite", ""))
    head = record.nombre if record else context.t("Tu solicitud")
    return "\n".join((f"*{head}*", *lines))


def _told(context: Context, datos: Datos, campo: str) -> str:
    t, value = context.t, datos.get(campo)
    match campo:
        case "tipo":
            return nombre(context, str(value))
        case "lugar":
            return lugar_dicho(value) or t("sin decir")
        case "archivos":
            return ", ".join(nombre for _, nombre in archivos_de(context, datos)) or t("ninguno")
        case "quien":
            return t("con tu nombre") if value == "nombre" else t("sin tu nombre")
        case "documento":
            return _documento(context, value)
        case "respuesta":
            return _respuesta(context, value)
        case "objeto" | "razones" | "nombre":
            return " ".join(str(value or "").split()) or t("sin decir")
        case _:
            return respondido(context, value)


def lugar_dicho(lugar: Json) -> str:
    """Return a place as it was told: its words, or its pin."""
    if not lugar:
        return ""
    return (
        str(lugar["texto"])
        if "texto" in lugar
        else f"📍 {lugar['nombre'] or '{:.5f}, {:.5f}'.format(lugar['lat'], lugar['lon'])}"
    )


def _documento(context: Context, documento: Json) -> str:
    said = context.t(DOCUMENTOS[documento["tipo"]])
    return f"{said} {documento['numero']}" if documento.get("numero") else said


def _respuesta(context: Context, respuesta: Json) -> str:
    return respuesta["donde"] or context.t("por este chat")


def contenido(context: Context, datos: Datos) -> dict[str, Json]:
    """Return what the entity will read. Of an anonymous one there is neither name nor contact in it."""
    fields = campos(context, datos)
    kept: dict[str, Json] = {"objeto": datos["objeto"]}
    kept |= {c: datos[c] for c in ("razones", "nombre") if c in fields and datos.get(c)}
    if "lugar" in fields and datos["lugar"]:
        kept["lugar"] = lugar_dicho(datos["lugar"])
        kept |= {"mapa": mapa(datos["lugar"])} if "lat" in datos["lugar"] else {}
    if "documento" in fields:
        kept["documento"] = _documento(context, datos["documento"])
    if "respuesta" in fields:
        kept["responder"] = dict(datos["respuesta"])
    if "tramite" in datos:
        asked = requisitos_de(context, datos["tramite"])
        kept["requisitos"] = [[item.texto, respondido(context, datos.get(c))] for c, item in asked.items()]
    return kept


def recibo(context: Context, datos: Datos, constancia: Mapping[str, Json]) -> str:
    """Return the receipt that Decreto 1166 de 2016 asks for, cut so that it is one message with the question after it."""
    t = context.t
    kept = list(constancia["archivos"])
    lost = len(archivos_de(context, datos)) - len(kept)
    lines = [
        t("✅ *Quedó radicada.* Código de seguimiento: *{codigo}*").format(codigo=constancia["codigo"]),
        t("Recibida: {dia}, {hora}.").format(dia=_day(constancia["fecha"]), hora=constancia["hora"]),
        t("La presenta: {quien}.").format(quien=_presents(context, datos)),
        *_asked(context, datos),
        t("Anexos: {archivos}.").format(archivos=short(", ".join(kept), 160) if kept else t("ninguno")),
        *(
            [t("No pude guardar {n} de tus archivos. Puedes llevarlos a la oficina.").format(n=lost)]
            if lost > 0
            else []
        ),
        _received(context, datos),
        t("Plazo: {dias} días hábiles. Vence el {vence}.").format(
            dias=constancia["dias"], vence=_day(constancia["vence"])
        ),
        t("Guarda el código. Para saber cómo va, escribe *estado*."),
    ]
    return "\n".join(lines)


def _asked(context: Context, datos: Datos) -> list[str]:
    t = context.t
    if "tramite" in datos:
        asked = requisitos_de(context, datos["tramite"])
        later = [
            short(item.texto, 60)
            for c, item in asked.items()
            if respondido(context, datos.get(c)) == t("lo entrego después")
        ]
        owed = [t("Falta entregar: {cosas}.").format(cosas=short("; ".join(later), 240))] if later else []
        return [t("Trámite: {nombre}.").format(nombre=short(str(datos["objeto"]), 160)), *owed]
    told = excerpt(" ".join(str(datos["objeto"]).split()), OBJETO_CHARS)
    lines = [f"{nombre(context, datos['tipo'])}: {told}"]
    if "razones" in campos(context, datos) and datos.get("razones"):
        why = excerpt(" ".join(str(datos["razones"]).split()), RAZONES_CHARS)
        lines.append(t("Razones: {razones}").format(razones=why))
    if "lugar" in campos(context, datos) and datos["lugar"]:
        lines.append(t("Lugar: {lugar}").format(lugar=short(lugar_dicho(datos["lugar"]), 100)))
    return lines


def _presents(context: Context, datos: Datos) -> str:
    fields = campos(context, datos)
    if "nombre" not in fields:
        return context.t("una persona que no dio su nombre")
    document = datos["documento"] if "documento" in fields else {}
    numbered = f", {_documento(context, document)}" if document.get("numero") else ""
    where = (
        f", {short(datos['respuesta']['donde'], 120)}" if "respuesta" in fields and datos["respuesta"]["donde"] else ""
    )
    return f"{datos['nombre']}{numbered}{where}"


def _received(context: Context, datos: Datos) -> str:
    t, entidad = context.t, context.catalogo.entidad
    spoken = any(item["tipo"].startswith("audio/") for item, _ in archivos_de(context, datos))
    how = t("de palabra, con un audio") if spoken else t(_CANALES[context.canal])
    said = t("La recibió: {asistente}, asistente virtual de la {entidad}, {como}.")
    return said.format(asistente=entidad.asistente, entidad=entidad.nombre_corto, como=how)


def consentimiento(context: Context) -> str:
    """Return what a person says yes to: notices about their own requests, and nothing else."""
    return context.t("¿Aceptas que te avise por aquí cada cambio de tus solicitudes? Sales cuando quieras con *BAJA*.")


def _day(day: str) -> str:
    return date.fromisoformat(day).strftime("%d/%m/%Y")
