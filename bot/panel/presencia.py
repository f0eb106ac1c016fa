"""Who attends just now: the switch of an agent, kept fresh by the open pages of the desk."""

from datetime import datetime, timedelta
from typing import NamedTuple

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, select, update
from sqlmodel import col

from bot.audience import audience
from bot.panel.entrada import staff
from bot.services import Services
from knowledge import auditoria, cola
from knowledge.atencion import PresenciaRow
from knowledge.cola import Agente
from notifier.upsert import insert_or_ignore

FRESH = timedelta(seconds=45)  # a row written at every poll would make every poll a write


class Puesto(NamedTuple):
    """Who looks at the desk: themselves as an agent, None for who only administers; and everybody who attends."""

    yo: Agente | None
    todos: list[Agente]

    def puede(self, de: str) -> bool:
        """Return whether they may take from a queue."""
        return self.yo is not None and cola.puede(self.yo, self.todos, de)


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.post("/conversaciones/presencia")
    @audience("staff:agente")
    def presencia() -> ResponseReturnValue:
        there, now = request.form.get("disponible") == "si", services.clock()
        with services.db.session() as db:
            _write(db.connection(), staff().usuario, now, disponible=there)
            auditoria.record(db, staff().usuario, "atender" if there else "pausar", f"cuenta:{staff().usuario}", now)
        flash("Quedaste disponible." if there else "Quedaste en pausa. Nadie nuevo te espera a ti.")
        return redirect(url_for("panel.conversaciones"), 303)


def puesto(db: Connection, now: datetime) -> Puesto:
    """Return who looks at the desk."""
    everybody = cola.agentes(db, now)
    return Puesto(next((one for one in everybody if one.usuario == staff().usuario), None), everybody)


def disponible(db: Connection) -> bool:
    """Return what the switch of this person says."""
    mine = select(col(PresenciaRow.disponible)).where(col(PresenciaRow.usuario) == staff().usuario)
    return bool(db.execute(mine).scalar())


def fresca(services: Services) -> None:
    """Note that the desk of somebody who attends is open, at most every so often."""
    now, mine = services.clock(), col(PresenciaRow.usuario) == staff().usuario
    with services.db.reading() as db:
        row = db.execute(select(col(PresenciaRow.disponible), col(PresenciaRow.vista_at)).where(mine)).first()
    if row is not None and row.disponible and now - row.vista_at > FRESH:
        with services.db.writing() as db:
            db.execute(update(PresenciaRow).where(mine).values(vista_at=now))


def _write(db: Connection, usuario: str, now: datetime, *, disponible: bool) -> None:
    row = {"usuario": usuario, "disponible": disponible, "vista_at": now}
    if not insert_or_ignore(db, PresenciaRow, row, ("usuario",)):
        db.execute(update(PresenciaRow).where(col(PresenciaRow.usuario) == usuario).values(**row))
