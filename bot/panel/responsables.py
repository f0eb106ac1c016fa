"""Who answers in each office, in order, and how many business days each has before it goes to the next."""

import json

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel.entrada import staff
from bot.panel.solicitudes import offices
from bot.services import Services
from knowledge import auditoria, personal, responsables

MOST = 6
Fila = tuple[str, str]  # user name, days, as they are typed


class Cruce(Exception):
    """Somebody else changed the list while this one was being written."""


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/responsables", endpoint="responsables")
    @audience("staff:administrador")
    def listado() -> ResponseReturnValue:
        with services.db.reading_session() as db:
            chains = responsables.cadenas(db)
            names = {account.usuario: account.nombre for account in personal.accounts(db)}
        return render_template("panel/responsables.html", oficinas=offices(services).items(), cadenas=chains, nombres=names)  # fmt: skip

    @room.get("/responsables/<dependencia_id>")
    @audience("staff:administrador")
    def responsables_de(dependencia_id: str) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            kept = _kept(db, dependencia_id)
            return _form(services, db, dependencia_id, kept, _mark(kept), {})

    @room.post("/responsables/<dependencia_id>")
    @audience("staff:administrador")
    def guardar_responsables(dependencia_id: str) -> ResponseReturnValue:
        return _save(services, dependencia_id)


def _kept(db: Session, dependencia_id: str) -> list[Fila]:
    return [(row.usuario, str(row.dias)) for row in responsables.cadena(db, dependencia_id)]


def _mark(rows: list[Fila]) -> str:
    return json.dumps(rows)


def _form(  # noqa: PLR0913 - one form and what is wrong with it
    services: Services, db: Session, dependencia_id: str, rows: list[Fila], base: str, errores: dict[str, str], *, cruce: bool = False
) -> ResponseReturnValue:  # fmt: skip
    name = offices(services).get(dependencia_id)
    if name is None:
        raise NotFound
    people = [(one.usuario, one.nombre) for one in responsables.gestores(db, dependencia_id)]
    gone = [
        (usuario, f"{usuario}: ya no trabaja aquí") for usuario, _ in rows if usuario and usuario not in dict(people)
    ]
    filas = [*rows, *[("", "")] * (MOST - len(rows))]
    page = render_template(
        "panel/responsables_de.html", id=dependencia_id, nombre=name, personas=[*people, *gone], filas=filas, base=base,
        errores=errores, cruce=cruce, hay=bool(people), mas_dias=responsables.MOST_DAYS,
    )  # fmt: skip
    return (page, 409 if cruce else 422) if errores or cruce else page


def _save(services: Services, dependencia_id: str) -> ResponseReturnValue:
    typed = [
        (request.form.get(f"usuario-{n}", "")[:60], request.form.get(f"dias-{n}", "").strip()[:10]) for n in range(MOST)
    ]
    rows, base = [row for row in typed if any(row)], request.form.get("base", "")
    with services.db.reading_session() as db:
        here = {one.usuario for one in responsables.gestores(db, dependencia_id)}
        errores = _errors(rows, here)
        if errores:
            return _form(services, db, dependencia_id, rows, base, errores)
    try:
        with services.db.session() as db:
            _write(services, db, dependencia_id, rows, base)
    except Cruce:
        with services.db.reading_session() as db:
            return _form(services, db, dependencia_id, rows, _mark(_kept(db, dependencia_id)), {}, cruce=True)
    flash("Guardado. Vale desde el próximo caso y desde la próxima revisión de la noche.")
    return redirect(url_for("panel.responsables"), 303)


def _write(services: Services, db: Session, dependencia_id: str, rows: list[Fila], base: str) -> None:
    if dependencia_id not in offices(services):
        raise NotFound
    auditoria.hold(db)  # two at once: the second reads what the first one wrote
    before = _kept(db, dependencia_id)
    if _mark(before) != base:
        raise Cruce
    responsables.escribir(db, dependencia_id, [(usuario, int(dias)) for usuario, dias in rows])
    detail = {"antes": before, "ahora": rows}
    auditoria.record(db, staff().usuario, "cambiar responsables", f"dependencia:{dependencia_id}", services.clock(), detail)  # fmt: skip


def _errors(rows: list[Fila], here: set[str]) -> dict[str, str]:
    """Return what to correct, by field."""
    found: dict[str, str] = {}
    for n, (usuario, dias) in enumerate(rows):
        if usuario not in here:
            found[f"usuario-{n}"] = f"Puesto {n + 1}: escoge una persona de esta dependencia."
        elif usuario in [other for other, _ in rows[:n]]:
            found[f"usuario-{n}"] = f"Puesto {n + 1}: esa persona ya está arriba."
        if not (dias.isascii() and dias.isdigit() and 1 <= int(dias) <= responsables.MOST_DAYS):
            found[f"dias-{n}"] = f"Puesto {n + 1}: escribe los días hábiles, de 1 a {responsables.MOST_DAYS}."
    return found
