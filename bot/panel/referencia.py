"""How another entity does it: shown to staff alone, and the beginning of a draft where they ask for it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel import archivo
from bot.panel.archivo import open_hoja
from bot.panel.entrada import staff
from bot.services import Services
from knowledge import auditoria, referencia, tramites
from knowledge.referencia import Referencia
from knowledge.tramites import HojaRow


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/hojas/<slug>/referencia")
    @audience("staff:editor,revisor,administrador")
    def ver_referencia(slug: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            hoja, found = _found(db, slug)
            return render_template("panel/referencia.html", slug=slug, nombre=hoja.nombre, referencia=found)

    @room.post("/hojas/<slug>/referencia")
    @audience("staff:editor,revisor,administrador")
    def traer_referencia(slug: str) -> ResponseReturnValue:
        now, who = services.clock(), staff().usuario
        with services.db.session() as db:
            hoja, found = _found(db, slug)
            db.refresh(hoja, with_for_update=True)
            draft = referencia.drafted(tramites.value(archivo.newest(db, hoja)), found)
            tramites.guardar_borrador(
                db, draft, who, now, f"Desde la referencia de {found.entidad}: falta confirmarlo todo"
            )
            auditoria.record(db, who, "traer referencia", f"hoja:{hoja.id}", now)
        flash("Borrador creado con la referencia. Confirma cada dato con la dependencia antes de publicarlo.")
        return redirect(url_for("panel.editar", slug=slug), 303)


def _found(db: Session, slug: str) -> tuple[HojaRow, Referencia]:
    hoja = open_hoja(db, slug)
    found = referencia.of(hoja.id)
    # Once the city has written its own, another entity's way is no beginning any more.
    if found is None or archivo.newest(db, hoja).contenido["alcance"] == "cartagena":
        raise NotFound
    return hoja, found
