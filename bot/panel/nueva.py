"""A trámite that nobody has written down yet: the least that makes a draft; the form of the hoja asks for the rest."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session
from werkzeug.exceptions import Forbidden

from bot.audience import audience
from bot.panel import archivo
from bot.panel.entrada import staff
from bot.services import Services
from knowledge import auditoria, tramites
from knowledge.importers.fuentes.organizacion import slug
from knowledge.tramites import HojaRow
from knowledge.values import SECCIONES, Catalogo, Dependencia, Tramite

LIMITS = {"nombre": 200, "titulo_corto": 24, "proposito": 800, "dependencia_id": 100, "tema": 100}
LABELS = {
    "nombre": "Nombre", "titulo_corto": "Nombre corto", "proposito": "Para qué sirve", "dependencia_id": "Dependencia",
    "tema": "Tema",
}  # fmt: skip


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/hojas/nueva")
    @audience("staff:editor,revisor,administrador")
    def nueva_hoja() -> ResponseReturnValue:
        nombre = request.args.get("nombre", "")[: LIMITS["nombre"]]
        return _page(services, {"nombre": nombre[:1].upper() + nombre[1:], "titulo_corto": nombre[:24]}, {})

    @room.post("/hojas/nueva")
    @audience("staff:editor,revisor,administrador")
    def crear_hoja() -> ResponseReturnValue:
        form = {name: " ".join(request.form.get(name, "").split()) for name in LIMITS}
        catalogo = services.current.get().catalogo
        offices = _offices(catalogo)
        if form["dependencia_id"] in catalogo.dependencias and form["dependencia_id"] not in offices:
            raise Forbidden
        errores = _errors(form, offices, _themes(catalogo))
        address = slug(form["nombre"])[:70]
        if not errores:
            try:
                with services.db.session() as db:
                    if not _keep(db, services, form, address, offices):
                        errores = {"nombre": "Ya hay un trámite con ese nombre. Búscalo en la lista, o escribe otro."}
            except IntegrityError:  # two people wrote it at once
                errores = {"nombre": "Otra persona lo acaba de crear. Búscalo en la lista."}
        if errores:
            return _page(services, form, errores), 422
        flash("Borrador creado. Completa lo que falta; todavía no lo ven los ciudadanos.")
        return redirect(url_for("panel.editar", slug=address), 303)


def _keep(
    db: Session, services: Services, form: Mapping[str, str], address: str, offices: Mapping[str, Dependencia]
) -> bool:
    """Write the draft. Return False when the address is another record's."""
    record_id = f"hoja-{address}"
    if db.get(HojaRow, record_id) is not None or archivo.by_slug(db, address) is not None:
        return False
    office = offices[form["dependencia_id"]]
    tramite = Tramite(
        id=record_id, slug=address, nombre=form["nombre"], titulo_corto=form["titulo_corto"], alcance="cartagena", tipo="trámite",
        tema=form["tema"], proposito=form["proposito"], dependencia=office.nombre, dependencia_id=office.id,
        por_confirmar=tuple(seccion for seccion in SECCIONES if seccion != "que_es"), fuentes=(f"{office.nombre}, por el panel",),
    )  # fmt: skip
    tramites.guardar_borrador(db, tramite, staff().usuario, services.clock(), "Trámite nuevo")
    auditoria.record(db, staff().usuario, "crear", f"hoja:{record_id}", services.clock(), {"nombre": form["nombre"]})
    return True


def _errors(form: Mapping[str, str], offices: Mapping[str, Dependencia], themes: tuple[str, ...]) -> dict[str, str]:
    found = {name: f"Escribe «{LABELS[name]}»." for name, value in form.items() if not value}
    found |= {
        name: f"«{LABELS[name]}» tiene {len(value)} letras. Déjalo en {LIMITS[name]} o menos."
        for name, value in form.items()
        if len(value) > LIMITS[name]
    }
    if "nombre" not in found and not slug(form["nombre"]):
        found["nombre"] = "Escribe el nombre con letras."
    if form["dependencia_id"] not in offices:
        found["dependencia_id"] = "Escoge la dependencia que lo atiende."
    if form["tema"] not in themes:
        found["tema"] = "Escoge uno de los temas."
    return found


def _offices(catalogo: Catalogo) -> Mapping[str, Dependencia]:
    """Return the offices for which this person may write."""
    who = staff()
    own = who.dependencia_id if not who.may("revisor", "administrador") else None
    return {office.id: office for office in catalogo.dependencias.values() if own in (None, office.id)}


def _themes(catalogo: Catalogo) -> tuple[str, ...]:
    return tuple(sorted({record.tema for record in catalogo.tramites.values()}))


def _page(services: Services, form: Mapping[str, str], errores: Mapping[str, str]) -> str:
    catalogo = services.current.get().catalogo
    offices = sorted(_offices(catalogo).values(), key=lambda office: office.nombre)
    return render_template(
        "panel/nueva.html", form=form, errores=errores, dependencias=offices, temas=_themes(catalogo), etiquetas=LABELS,
        limites=LIMITS,
    )  # fmt: skip
