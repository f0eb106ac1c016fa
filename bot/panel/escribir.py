"""What is being written and is no draft yet: kept a second after each key, found again after the browser was closed."""

from functools import cache
from hashlib import blake2b
from importlib import resources

from flask import Blueprint, Response, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from bot.audience import audience
from bot.panel.archivo import open_hoja
from bot.panel.celdas import Form
from bot.panel.entrada import staff
from bot.panel.vista import hora
from bot.services import Services
from knowledge import escrituras
from knowledge.escrituras import EscrituraRow, Pairs
from knowledge.tramites import HojaRow

# The page of the form may run our one file and talk to us; every other page runs nothing.
SCRIPT_POLICY = "; script-src 'self'; connect-src 'self'"
NOT_TYPED = frozenset({"csrf_token", "accion", "base"})


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.post("/hojas/<slug>/escribiendo")
    @audience("staff:editor,revisor,administrador")
    def autoguardar(slug: str) -> ResponseReturnValue:
        with services.db.session() as db:
            hoja = open_hoja(db, slug)
            db.refresh(hoja, with_for_update=True)  # two windows of one person: one behind the other
            escrituras.keep(db, staff().usuario, hoja.id, typed_base(), typed_pairs(), services.clock())
        return jsonify(hora=hora(services.clock))

    @room.post("/hojas/<slug>/escribiendo/dejar")
    @audience("staff:editor,revisor,administrador")
    def dejar(slug: str) -> ResponseReturnValue:
        with services.db.session() as db:
            escrituras.forget(db, staff().usuario, open_hoja(db, slug).id)
        flash("Listo. Este es el texto de la última versión.")
        return redirect(url_for("panel.editar", slug=slug), 303)

    @room.get("/guardar/<version>.js")
    @audience("citizen")
    def guardar_js(version: str) -> Response:
        response = Response(_script(), mimetype="text/javascript")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def found(db: Session, hoja: HojaRow) -> EscrituraRow | None:
    """Return what this person was writing of a record."""
    return escrituras.of(db, staff().usuario, hoja.id)


def form_of(row: EscrituraRow) -> Form:
    """Return the form as it was typed."""
    return MultiDict(escrituras.pairs(row))


def typed_pairs() -> Pairs:
    """Return what was typed in the form that was sent, without what only the machine reads."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_TYPED]


def typed_base() -> int:
    """Return the version on which the form was opened, 0 where it does not say."""
    base = request.form.get("base", "")
    return int(base) if base.isascii() and base.isdigit() and len(base) < 9 else 0


def script_version() -> str:
    """Return what changes when the script does, so that browsers may keep it."""
    return blake2b(_script().encode(), digest_size=6).hexdigest()


@cache
def _script() -> str:
    return (resources.files("bot") / "panel" / "static" / "guardar.js").read_text(encoding="utf-8")
