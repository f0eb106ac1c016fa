"""The desk of who attends by chat: who waits, my conversations, and taking one. Words are on the page of each talk."""

from datetime import datetime, timedelta
from functools import cache
from hashlib import blake2b
from importlib import resources
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.exceptions import NotFound

from bot import atencion
from bot.audience import audience
from bot.headers import CSP
from bot.panel.entrada import staff
from bot.panel.escribir import SCRIPT_POLICY
from bot.panel.presencia import Puesto, disponible, fresca, puesto
from bot.services import Services
from flows.fila import hora
from knowledge import auditoria, charlas, cola
from knowledge.atencion import MOTIVOS
from knowledge.jornada import BOGOTA

CANALES = {"whatsapp": "WhatsApp", "web": "Chat de la página", "consola": "Consola"}
CERCA = timedelta(minutes=15)
MINUTO = timedelta(minutes=1)
SCRIPT = "vivo.js"


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/conversaciones")
    @audience("staff:agente,administrador")
    def conversaciones() -> ResponseReturnValue:
        return _desk(services)

    @room.post("/conversaciones/siguiente")
    @audience("staff:agente")
    def tomar_siguiente() -> ResponseReturnValue:
        return _take_next(services)

    @room.post("/conversaciones/<int(max=2147483647):cual>/tomar")
    @audience("staff:agente")
    def tomar_charla(cual: int) -> ResponseReturnValue:
        return _take(services, cual)

    @room.get("/vivo/<version>.js")
    @audience("citizen")
    def vivo_js(version: str) -> Response:
        response = Response(_script(), mimetype="text/javascript")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def unchanged(marca: str) -> bool:
    """Return whether the page that the browser holds is still true."""
    return request.if_none_match.contains(marca)


def live(page: str, marca: str, more: str = "") -> Response:
    """Return a page that keeps itself fresh: its mark, and leave to run our one file."""
    response = Response(page, mimetype="text/html")
    response.set_etag(marca)
    response.headers["Content-Security-Policy"] = f"{CSP}{SCRIPT_POLICY}{more}"
    return response


def minute(now: datetime) -> str:
    """Return what changes each minute, as «hace 3 min» does."""
    return now.strftime("%d%H%M")


def hace(passed: timedelta) -> str:
    """Return how long ago in words."""
    minutes = max(0, passed // MINUTO)
    if minutes < 1:
        return "hace menos de un minuto"
    if minutes < 60:
        return f"hace {minutes} min"
    if minutes < 48 * 60:
        return f"hace {minutes // 60} h {minutes % 60} min"
    return f"hace {minutes // 1440} días"


def momento(at: datetime | None, now: datetime) -> str:
    """Return a moment in Cartagena: «hoy 3:40 p. m.», «30/03 3:40 p. m.»."""
    if at is None:
        return ""
    local = at.astimezone(BOGOTA)
    return f"{'hoy' if local.date() == now.astimezone(BOGOTA).date() else local.strftime('%d/%m')} {hora(at)}"


def luz(hasta: datetime | None, now: datetime) -> tuple[str, str]:
    """Return colour and words of a promise."""
    if hasta is None:
        return "", "Sin hora prometida"
    if hasta <= now:
        return "mal", f"Pasó la hora prometida: {momento(hasta, now)}"
    near = hasta - now <= CERCA
    return ("borrador", f"Se acerca la hora prometida: {momento(hasta, now)}") if near else ("vigente", f"Prometida para {momento(hasta, now)}")  # fmt: skip


def oficina(services: Services, which: str | None) -> str:
    """Return the name of an office, or of the general queue."""
    found = services.current.get().catalogo.dependencias.get(which or "")
    return found.nombre if found else "Fila general"


def how_many(services: Services) -> int | None:
    """Return how many wait for this person; None for who does not attend."""
    if not staff().may("agente", "administrador"):
        return None
    with services.db.reading() as db:
        return len(_waiting(db, puesto(db, services.clock())))


def _waiting(db: Connection, who: Puesto) -> list[Any]:
    return [row for row in charlas.abiertas(db) if row.estado == "en_cola" and _sees(who, row)]


def _sees(who: Puesto, row: Any) -> bool:
    return who.puede(row.cola) or staff().may("administrador")


def _desk(services: Services) -> ResponseReturnValue:
    fresca(services)
    now = services.clock()
    with services.db.reading() as db:
        who, there = puesto(db, now), disponible(db)
        rows = [row for row in charlas.abiertas(db) if row.agente == staff().usuario or _sees(who, row)]
        banned = charlas.vetados(db, now) if staff().may("administrador") else []
    marca = f"{charlas.sello_de(rows)}{minute(now)}{there:d}{len(banned)}"
    if unchanged(marca):
        return Response(status=304)
    waits = [_espera(services, who, row, now) for row in rows if row.estado == "en_cola"]
    others = [_suya(services, row, now) for row in rows if row.estado == "con_persona" and row.agente != staff().usuario]  # fmt: skip
    page = render_template(
        "panel/conversaciones.html", esperan=waits, mias=[_suya(services, row, now) for row in rows if row.agente == staff().usuario],
        otras=others if staff().may("administrador") else [], atiende=who.yo is not None, disponible=there, marca=marca, guion=script_version(),
        vetados=[(row.id, momento(row.hasta, now)) for row in banned], a_la_vez=cola.A_LA_VEZ,
    )  # fmt: skip
    return live(page, marca)


def _espera(services: Services, who: Puesto, row: Any, now: datetime) -> dict[str, Any]:
    color, promesa = luz(row.hasta, now)
    return {
        "id": row.id, "tema": row.tema or "Sin tema", "motivo": MOTIVOS.get(row.motivo, row.motivo), "canal": CANALES.get(row.canal, row.canal),
        "hace": hace(now - row.pedida_at), "color": color, "promesa": promesa, "oficina": oficina(services, row.cola),
        "sobre": oficina(services, row.dependencia_id) if row.dependencia_id else "", "puede": who.puede(row.cola),
    }  # fmt: skip


def _suya(services: Services, row: Any, now: datetime) -> dict[str, Any]:
    spoke = row.ciudadano_at or row.pedida_at
    return {
        "id": row.id, "tema": row.tema or "Sin tema", "canal": CANALES.get(row.canal, row.canal), "hace": hace(now - spoke),
        "sin_responder": row.agente_at is None or row.agente_at < spoke, "agente": row.agente, "oficina": oficina(services, row.cola),
    }  # fmt: skip


def _take_next(services: Services) -> ResponseReturnValue:
    """Take the oldest talk that still waits; of two who ask at once each gets another one."""
    now = services.clock()
    with services.db.session() as db:
        connection = db.connection()
        who, rows = puesto(connection, now), charlas.abiertas(connection)
        held = sum(row.agente == staff().usuario for row in rows)
        if held >= cola.A_LA_VEZ:
            flash(f"Ya tienes {held} conversaciones. Termina una antes de tomar la siguiente.")
            return redirect(url_for("panel.conversaciones"), 303)
        for row in rows:
            if row.estado == "en_cola" and who.puede(row.cola) and _taken(connection, row.id, now):
                auditoria.record(db, staff().usuario, "tomar conversación", f"atencion:{row.id}", now)
                return redirect(url_for("panel.charla", cual=row.id), 303)
    flash("Ya no espera nadie.")
    return redirect(url_for("panel.conversaciones"), 303)


def _taken(db: Connection, cual: int, now: datetime) -> bool:
    row = atencion.leer(db, cual)
    return row is not None and cola.tomar(db, row.id, row.contact_id, staff().usuario, now)


def _take(services: Services, cual: int) -> ResponseReturnValue:
    now = services.clock()
    with services.db.session() as db:
        connection = db.connection()
        row = atencion.leer(connection, cual)
        if row is not None and not puesto(connection, now).puede(row.cola):
            raise NotFound
        if row is not None and _taken(connection, cual, now):
            auditoria.record(db, staff().usuario, "tomar conversación", f"atencion:{cual}", now)
            return redirect(url_for("panel.charla", cual=cual), 303)
        if row is not None and row.agente == staff().usuario:
            return redirect(url_for("panel.charla", cual=cual), 303)
    return gone(services, cual)


def gone(services: Services, cual: int, texto: str = "") -> ResponseReturnValue:
    """Say why an act on a talk was not done: it is over, or somebody else has it; and give back what was typed."""
    with services.db.reading_session() as db:
        row, who = cola.una(db.connection(), cual), puesto(db.connection(), services.clock())
        acts = auditoria.of_subject(db, f"atencion:{cual}")
    # Who could never open it learns nothing of it; who had it a moment ago holds words for it.
    had = (staff().usuario, "ver conversación") in {(act.actor, act.action) for act in acts}
    if row is None or not (had or _sees(who, row)):
        raise NotFound
    names = {one.usuario: one.nombre for one in who.todos}
    quien = names.get(row.agente or "", row.agente or "")
    page = render_template("panel/charla_no.html", terminada=row.cerrada_at is not None, tiene=quien, texto=texto)
    return page, 409


def script_version() -> str:
    """Return what changes when the script does, so that browsers may keep it."""
    return blake2b(_script().encode(), digest_size=6).hexdigest()


@cache
def _script() -> str:
    return (resources.files("bot") / "panel" / "static" / SCRIPT).read_text(encoding="utf-8")
