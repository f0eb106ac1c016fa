"""What is done with a conversation beside answering: notes, another person, back to the queue, its end, and no more insults."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import insert
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot import atencion, relevo
from bot.audience import audience
from bot.panel.charla import back, destinos, mia, nuevo, pagina, visible
from bot.panel.conversaciones import gone
from bot.panel.entrada import staff
from bot.panel.presencia import puesto
from bot.services import Services
from knowledge import auditoria, cola
from knowledge.atencion import CIERRES, NotaRow

VETO = timedelta(days=7)
NOTA = 2000
Act = Callable[[Session, Any, datetime], dict[str, object] | None]


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""
    one = "/conversaciones/<int(max=2147483647):cual>"

    @room.post(f"{one}/nota")
    @audience("staff:agente")
    def anotar_charla(cual: int) -> ResponseReturnValue:
        return _note(services, cual)

    @room.post(f"{one}/pasar")
    @audience("staff:agente,administrador")
    def pasar_charla(cual: int) -> ResponseReturnValue:
        return _hand_over(services, cual)

    @room.post(f"{one}/devolver")
    @audience("staff:agente,administrador")
    def devolver_charla(cual: int) -> ResponseReturnValue:
        return _give_back(services, cual)

    @room.post(f"{one}/cerrar")
    @audience("staff:agente")
    def cerrar_charla(cual: int) -> ResponseReturnValue:
        return _close(services, cual)

    @room.post(f"{one}/perdonar")
    @audience("staff:administrador")
    def perdonar(cual: int) -> ResponseReturnValue:
        return _forgive(services, cual)


def _note(services: Services, cual: int) -> ResponseReturnValue:
    nota = request.form.get("nota", "").replace("\r\n", "\n").strip()
    why = "" if 0 < len(nota) <= NOTA else "Escribe la nota." if not nota else f"Tiene {len(nota)} letras. Déjala en {NOTA}."  # fmt: skip
    if why:
        return pagina(services, cual, replace(nuevo(services), nota=nota, errores={"nota": why}))

    def act(db: Session, row: Any, now: datetime) -> dict[str, object]:
        _keep_note(services, db, row.id, nota, now)
        return {}

    return _done(services, cual, "anotar", act, nota) or back(cual)


def _keep_note(services: Services, db: Session, cual: int, nota: str, now: datetime) -> None:
    sealed = services.sello.close(nota)
    db.connection().execute(insert(NotaRow).values(atencion_id=cual, usuario=staff().usuario, texto=sealed, at=now))


def _hand_over(services: Services, cual: int) -> ResponseReturnValue:
    """Hand the talk to a queue or to an agent who is there, with a note for who takes it."""
    kind, _, target = request.form.get("destino", "").partition(":")
    nota = request.form.get("nota", "").replace("\r\n", "\n").strip()[:NOTA]
    with services.db.reading() as db:
        row, who = cola.una(db, cual), puesto(db, services.clock())
        if row is None or not visible(who, row):
            raise NotFound
        offered = dict(destinos(services, who, row))
    if f"{kind}:{target}" not in offered:
        flash("Escoge a quién pasa la conversación. Solo se ofrece quien está disponible ahora.")
        return back(cual)
    name = next((one.nombre for one in who.todos if one.usuario == target), "")

    def act(db: Session, row: Any, now: datetime) -> dict[str, object] | None:
        if kind == "cola":
            relevo.devolver(services, db.connection(), row, now, target)
        elif not relevo.pasar(services, db.connection(), row, target, name, now):
            return None
        if nota:
            _keep_note(services, db, cual, nota, now)
        return {"a": f"{kind}:{target}", "de": row.agente}

    refused = _done(services, cual, "pasar conversación", act, nota, admin=True)
    flash(f"La conversación pasó a: {offered[f'{kind}:{target}']}.") if refused is None else None
    return refused or redirect(url_for("panel.conversaciones"), 303)


def _give_back(services: Services, cual: int) -> ResponseReturnValue:
    def act(db: Session, row: Any, now: datetime) -> dict[str, object] | None:
        if row.estado != "con_persona":
            return None
        relevo.devolver(services, db.connection(), row, now)
        return {"de": row.agente}

    refused = _done(services, cual, "devolver a la fila", act, admin=True)
    flash("La conversación volvió a la fila, en el puesto que tenía.") if refused is None else None
    return refused or redirect(url_for("panel.conversaciones"), 303)


def _close(services: Services, cual: int) -> ResponseReturnValue:
    cierre = next((one for one in CIERRES if one == request.form.get("cierre")), None)
    if cierre is None:
        return pagina(services, cual, replace(nuevo(services), errores={"cierre": "Escoge por qué termina."}))
    if cierre == "abuso" and request.form.get("confirmado") != "si":
        with services.db.reading() as db:
            row = cola.una(db, cual)
        if row is None or not mia(row):
            return gone(services, cual)
        return render_template("panel/charla_abuso.html", cual=cual, dias=VETO.days)

    def act(db: Session, row: Any, now: datetime) -> dict[str, object]:
        atencion.cerrar(services, db.connection(), row, staff().nombre, cierre, now)
        if cierre == "abuso":
            cola.sin_persona(db.connection(), row.contact_id, now + VETO)
        return {"cierre": cierre}

    refused = _done(services, cual, "cerrar conversación", act)
    flash(f"La conversación terminó. {CIERRES[cierre]}.") if refused is None else None
    return refused or redirect(url_for("panel.conversaciones"), 303)


def _forgive(services: Services, cual: int) -> ResponseReturnValue:
    """Let a contact ask for a person again."""
    now = services.clock()
    with services.db.session() as db:
        row = cola.una(db.connection(), cual)
        if row is None or row.contact_id is None or row.cierre != "abuso":
            raise NotFound
        cola.hold(db.connection(), row.contact_id)
        cola.sin_persona(db.connection(), row.contact_id, now)
        auditoria.record(db, staff().usuario, "deshacer veto", f"atencion:{cual}", now)
    flash("Listo. Esa persona ya puede pedir otra vez que la atiendan.")
    return redirect(url_for("panel.conversaciones"), 303)


def _done(
    services: Services, cual: int, action: str, act: Act, texto: str = "", *, admin: bool = False
) -> ResponseReturnValue | None:  # fmt: skip
    """Do one act with a talk that is still this person's, with its line of audit; else return the page that says why not."""
    now = services.clock()
    with services.db.session() as db:
        row = atencion.leer(db.connection(), cual)
        if row is not None and (mia(row) or (admin and staff().may("administrador"))):
            detail = act(db, row, now)
            if detail is not None:
                auditoria.record(db, staff().usuario, action, f"atencion:{cual}", now, detail)
                return None
            db.rollback()  # an act that declines leaves nothing that no audit tells of
    return gone(services, cual, texto)
