"""What the night left to look at in each office: what falls due, what fell due, what changed hands; each until it is seen."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from bot.audience import audience
from bot.panel.avisos import PAGE, after
from bot.panel.bandeja import own_office
from bot.panel.entrada import staff
from bot.panel.semaforos import fecha
from bot.services import Services
from knowledge import auditoria, pendientes, personal
from knowledge.pendientes import Pendiente
from knowledge.tablero import TareaCerrada

CLASES: Mapping[str, str] = {
    "escalada": "Cambió de manos",
    "por_vencer": "Vence pronto",
    "vencida": "Venció sin respuesta",
    "completar_vencido": "La persona no completó",
}
ROJAS = frozenset({"vencida"})


@dataclass(frozen=True, slots=True)
class Visto:
    """One of them as a page says it."""

    uno: Pendiente
    titulo: str
    dice: str
    para: str  # «ti», a name, or empty
    roja: bool


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/pendientes", endpoint="pendientes")
    @audience("staff:gestor,administrador")
    def listado() -> ResponseReturnValue:
        with services.db.reading_session() as db:
            found = shown(db, despues=after("desde"), most=PAGE + 1)
        return render_template("panel/pendientes.html", pendientes=found[:PAGE], mas=len(found) > PAGE)

    @room.post("/pendientes/<int(max=2147483647):task_id>")
    @audience("staff:gestor,administrador")
    def visto(task_id: int) -> ResponseReturnValue:
        return _seen(services, task_id)


def shown(db: Session, codigo: str | None = None, despues: int = 0, most: int = PAGE) -> list[Visto]:
    """Return what waits for who is logged in; of one request where it is named."""
    found = pendientes.pendientes(db, own_office(), staff().usuario, codigo, despues, most)
    names = {account.usuario: account.nombre for account in personal.accounts(db)} if found else {}
    return [_said(one, names) for one in found]


def how_many(services: Services) -> int:
    """Return how many wait for who is logged in, for the start page."""
    with services.db.reading_session() as db:
        return pendientes.cuantos(db, own_office(), staff().usuario)


def _said(one: Pendiente, names: Mapping[str, str]) -> Visto:
    para = "" if one.para is None else "ti" if one.para == staff().usuario else names.get(one.para, one.para)
    return Visto(one, CLASES.get(one.clase, one.clase), _words(one), para, one.clase in ROJAS)


def _words(one: Pendiente) -> str:
    match one.clase:
        case "por_vencer" if one.vence_el:
            return f"Vence el {fecha(one.vence_el)}."
        case "vencida" if one.vence_el:
            return f"Venció el {fecha(one.vence_el)}. La obligación de responder sigue."
        case "completar_vencido" if one.completar_hasta:
            return f"Tenía hasta el {fecha(one.completar_hasta)}. Mira si pidió más tiempo, o declara que desistió."
        case _:
            return one.detalle


def _seen(services: Services, task_id: int) -> ResponseReturnValue:
    now, where = services.clock(), url_for("panel.pendientes")
    try:
        with services.db.session() as db:
            clase, codigo = pendientes.cerrar(db, task_id, own_office(), staff().usuario, now)
            auditoria.record(db, staff().usuario, "cerrar pendiente", f"tarea:{task_id}", now, {"clase": clase})
    except TareaCerrada:
        flash("Ese pendiente ya lo cerró otra persona, o no es tuyo.")
    else:
        flash(f"Anotado: ya viste lo de {codigo}.")
        where = url_for("panel.solicitud", codigo=codigo) if request.form.get("volver") == "solicitud" else where
    return redirect(where, 303)
