"""One conversation: what the citizen said before and since, what the forms hold, files, notes, and a box to answer.

Only who attends it reads its words; each reading is audited, once an hour. Who may serve its queue sees that it waits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlmodel import Session, col, select
from werkzeug.exceptions import NotFound

from bot import atencion, contacts
from bot.audience import audience
from bot.contado import contado
from bot.panel import anexos
from bot.panel.conversaciones import CANALES, hace, live, luz, minute, momento, oficina, script_version, unchanged
from bot.panel.entrada import staff
from bot.panel.presencia import Puesto, fresca, puesto
from bot.services import Services
from flows.buscar import found
from knowledge import auditoria, charlas, cola, respuestas
from knowledge.atencion import CIERRES, MOTIVOS
from knowledge.auditoria import AuditRow
from knowledge.expediente import Fichero
from notifier import outbox

LEIDA = timedelta(hours=1)
HALLADAS = 6
CAMINOS = {
    "pendiente": "por enviar", "tomada": "por enviar", "incierta": "por enviar", "enviada": "enviada", "entregada": "entregada",
    "leida": "leída", "espera": "espera a que vuelva a escribir", "fallida": "no le llegó", "descartada": "no se envió",
}  # fmt: skip
FICHEROS = {"copiada": "listo", "pendiente": "pendiente"}
CLASES = {"audio": "Nota de voz", "image": "Foto", "video": "Video", "text": "Contacto"}
MEDIA_POLICY = "; media-src 'self'"
ENDINGS = {
    **anexos.ENDINGS, "audio/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/aac": ".aac", "audio/amr": ".amr", "audio/mp4": ".m4a",
    "video/mp4": ".mp4", "image/gif": ".gif",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Borrador:
    """What is being written in the box: the words, the search for a trámite, and what to correct."""

    envio: str
    texto: str = ""
    busca: str = ""
    nota: str = ""
    errores: Mapping[str, str] = field(default_factory=dict)


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/conversaciones/<int(max=2147483647):cual>")
    @audience("staff:agente,administrador")
    def charla(cual: int) -> ResponseReturnValue:
        fresca(services)
        return pagina(services, cual, nuevo(services))

    @room.get("/conversaciones/<int(max=2147483647):cual>/archivos/<ficha>")
    @audience("staff:agente")
    def archivo_charla(cual: int, ficha: str) -> ResponseReturnValue:
        return _file(services, cual, ficha)


def nuevo(services: Services, texto: str = "") -> Borrador:
    """Return an empty box whose form counts once."""
    return Borrador(services.azar(16).hex(), texto)


def pagina(services: Services, cual: int, borrador: Borrador) -> ResponseReturnValue:
    """Return the page of a talk, with what is being written. Its words only to who attends it."""
    now = services.clock()
    with services.db.reading_session() as db:
        row, who = charlas.con_promesa(db.connection(), cual), puesto(db.connection(), now)
        if row is None or row.contact_id is None or not visible(who, row):
            raise NotFound
        if not mia(row):
            return _from_outside(services, who, row, now)
        marca = charlas.marca(db.connection(), row) + minute(now)
        if unchanged(marca):
            return Response(status=304)
        page = _rendered(services, db, who, row, borrador, marca)
    _read(services, cual, now)
    return live(page, marca, MEDIA_POLICY), (422 if borrador.errores else 200)


def mia(row: Any) -> bool:
    """Return whether this person attends the talk now."""
    return bool(row.estado == "con_persona" and row.agente == staff().usuario and staff().may("agente"))


def visible(who: Puesto, row: Any) -> bool:
    """Return whether this person may know of the talk at all."""
    return mia(row) or who.puede(row.cola) or staff().may("administrador")


def destinos(services: Services, who: Puesto, row: Any) -> list[tuple[str, str]]:
    """Return where a talk may go: the queues that somebody attends, and the agents who are there."""
    queues = [
        cola.GENERAL,
        *sorted({cola.cola_de(who.todos, one.dependencia_id) for one in who.todos} - {cola.GENERAL}),
    ]
    people = [one for one in who.todos if one.presente and one.usuario != row.agente]
    return [
        *((f"cola:{one}", f"Fila: {oficina(services, one)}") for one in queues if one != row.cola),
        *((f"agente:{one.usuario}", f"{one.nombre}, {oficina(services, one.dependencia_id)}") for one in people),
    ]


def _rendered(services: Services, db: Session, who: Puesto, row: Any, borrador: Borrador, marca: str) -> str:
    connection, now = db.connection(), services.clock()
    context = atencion.context_of(services, connection, row.contact_id, now)
    lineas = charlas.palabras(connection, row)
    halladas = found(context, borrador.busca, HALLADAS) if borrador.busca else []
    names = {one.usuario: one.nombre for one in who.todos}
    return render_template(
        "panel/charla.html", row=row, borrador=borrador, marca=marca, guion=script_version(), tema=row.tema or "Sin tema",
        lineas=lineas, caminos={n: CAMINOS.get(e, e) for n, e in charlas.caminos(connection, row.contact_id).items()},
        contado=contado(services, context.hablando("es"), contacts.by_id(connection, row.contact_id)), ventana=_ventana(connection, row, now),
        ficheros=[_fichero(one) for one in charlas.archivos(connection, row, charlas.desde(lineas, row))],
        notas=charlas.notas(connection, services.sello, row.id), nombres=names, modelos=respuestas.modelos(db), cierres=CIERRES,
        halladas=[(one.id, one.nombre) for one in halladas], destinos=destinos(services, who, row), momento=lambda at: momento(at, now),
        canal=CANALES.get(row.canal, row.canal), oficina=oficina(services, row.cola), hace=hace(now - (row.ciudadano_at or row.pedida_at)),
        motivo=MOTIVOS.get(row.motivo, row.motivo), ultima=max((line.seq for line in lineas if line.de == "ciudadano"), default=0),
        idioma_persona="inglés" if context.idioma == "en" else "",
    )  # fmt: skip


def _from_outside(services: Services, who: Puesto, row: Any, now: datetime) -> ResponseReturnValue:
    """Return the page of a talk that another person attends, or that waits or is over: what it is, none of its words."""
    color, promesa = luz(row.hasta, now)
    names = {one.usuario: one.nombre for one in who.todos}
    return render_template(
        "panel/charla_fuera.html", row=row, tema=row.tema or "Sin tema", color=color, promesa=promesa, canal=CANALES.get(row.canal, row.canal),
        oficina=oficina(services, row.cola), motivo=MOTIVOS.get(row.motivo, row.motivo), hace=hace(now - row.pedida_at), puede=who.puede(row.cola),
        tiene=names.get(row.agente or "", row.agente), destinos=destinos(services, who, row), cierre=CIERRES.get(row.cierre, ""),
        administra=staff().may("administrador"),
    )  # fmt: skip


def _ventana(db: Connection, row: Any, now: datetime) -> tuple[str, str]:
    """Return colour and words of WhatsApp's window; nothing elsewhere."""
    last = charlas.ultima_entrada(db, row.contact_id) if row.canal == "whatsapp" else None
    if last is None:
        return "", ""
    until = last + outbox.WINDOW
    if until <= now:
        return "ojo", "Pasaron 24 horas: tu mensaje le llegará cuando vuelva a escribir."
    return "bien", f"Puedes escribirle hasta {momento(until, now)}".removesuffix(".") + "."


def _kind(row: Any) -> str:
    """Return the type of a file without what a telephone adds: «audio/ogg; codecs=opus»."""
    return str(row.content_type).partition(";")[0].strip()


def _fichero(row: Any) -> dict[str, Any]:
    kind = row.content_type.partition("/")[0]
    return {
        "ficha": charlas.ficha(row.ref), "clase": CLASES.get(kind, "Documento"), "audio": kind == "audio", "at": row.created_at,
        "estado": FICHEROS.get(row.estado, "rechazado"), "size": row.size,
    }  # fmt: skip


def _read(services: Services, cual: int, now: datetime) -> None:
    """Write down that this person reads it, once an hour."""
    subject = f"atencion:{cual}"
    lately = select(AuditRow.id).where(
        col(AuditRow.subject) == subject, col(AuditRow.actor) == staff().usuario, col(AuditRow.action) == "ver conversación",
        col(AuditRow.at) > now - LEIDA,
    )  # fmt: skip
    with services.db.reading_session() as db:
        if db.exec(lately.limit(1)).first() is not None:
            return
    with services.db.session() as db:
        auditoria.record(db, staff().usuario, "ver conversación", subject, now)


def _file(services: Services, cual: int, ficha: str) -> ResponseReturnValue:
    with services.db.reading() as db:
        row = cola.una(db, cual)
        if row is None or row.contact_id is None or not mia(row):
            raise NotFound
        files = charlas.archivos(db, row, charlas.desde(charlas.palabras(db, row), row))
        one = next((f for f in files if charlas.ficha(f.ref) == ficha and f.estado == "copiada"), None)
    if one is None:
        raise NotFound
    kind = _kind(one)
    name = f"{_fichero(one)['clase']}{ENDINGS.get(kind, '')}"
    response = anexos.given(services, Fichero(ficha, name, kind, one.size or 0, "ciudadano", 0, "listo", one.path))
    if kind.startswith("audio/") and kind in ENDINGS:
        response.mimetype = kind  # what is heard in the page must say what it is; it is still only saved
    with services.db.session() as db:
        auditoria.record(db, staff().usuario, "bajar archivo", f"atencion:{cual}", services.clock())
    return response


def back(cual: int) -> ResponseReturnValue:
    """Return to the page of a talk."""
    return redirect(url_for("panel.charla", cual=cual, _anchor="conversacion"), 303)
