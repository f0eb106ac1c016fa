"""Giving many trámites to one office at once: counted and confirmed first, a draft of each after."""

from collections.abc import Sequence
from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col, select

from bot.audience import audience
from bot.panel import archivo
from bot.panel.entrada import staff
from bot.services import Services
from knowledge import auditoria, tramites
from knowledge.tramites import HojaRow
from knowledge.values import Dependencia

MOST = 60  # as many as a page of the list shows


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.post("/hojas/asignar")
    @audience("staff:revisor,administrador")
    def asignar() -> ResponseReturnValue:
        slugs = list(dict.fromkeys(request.form.getlist("hoja")))[:MOST]
        office = services.current.get().catalogo.dependencias.get(request.form.get("dependencia", ""))
        if not slugs or office is None:
            flash("Marca los trámites y escoge la dependencia.")
            return redirect(url_for("panel.hojas"), 303)
        if request.form.get("confirmado") != "si":
            with services.db.reading_session() as db:
                found = _hojas(db, slugs)
                return render_template("panel/asignar.html", hojas=found, dependencia=office)
        with services.db.session() as db:
            done = _assign(db, services, _hojas(db, slugs), office)
        flash(f"{done} {'trámite quedó' if done == 1 else 'trámites quedaron'} en borrador para {office.nombre}.")
        return redirect(url_for("panel.hojas", dependencia=office.id), 303)


def _hojas(db: Session, slugs: Sequence[str]) -> Sequence[HojaRow]:
    return db.exec(select(HojaRow).where(col(HojaRow.slug).in_(slugs)).order_by(col(HojaRow.nombre_plano))).all()


def _assign(db: Session, services: Services, hojas: Sequence[HojaRow], office: Dependencia) -> int:
    """Write a draft of each that is not the office's already. Returns how many. Nobody has confirmed yet that it attends."""
    who, now, done = staff().usuario, services.clock(), 0
    for hoja in hojas:
        db.refresh(hoja, with_for_update=True)
        before = tramites.value(archivo.newest(db, hoja))
        if before.dependencia_id == office.id:
            continue
        after = replace(before, dependencia=office.nombre, dependencia_id=office.id, dependencia_verificada=False)
        tramites.guardar_borrador(db, after, who, now, f"Asignado a {office.nombre}")
        auditoria.record(db, who, "asignar", f"hoja:{hoja.id}", now, {"dependencia": office.id})
        done += 1
    return done
