"""What citizens must still be told: what waits, what failed and why, and the people an official has to reach."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.audience import audience
from bot.panel import semaforos
from bot.panel.bandeja import own_office
from bot.panel.entrada import staff
from bot.services import Services
from knowledge import auditoria, bandeja, tablero
from knowledge.tablero import TareaCerrada

PAGE = 50
MOST_SEEN = 200  # notices of one request that one form may close
MAS = " Mientras tanto llegó otra novedad: díselo también."
COMO = {**semaforos.EN_PERSONA, tablero.IMPOSIBLE: "no se pudo: ya se intentó por otros medios"}
PLANTILLAS = {
    "approved": "Aprobada",
    "pending": "WhatsApp la revisa",
    "received": "WhatsApp la revisa",
    "unsubmitted": "Sin enviar a revisión",
    "rejected": "Rechazada",
    "paused": "En pausa",
    "disabled": "Desactivada",
}
CATEGORIAS = {"UTILITY": "Utilidad", "MARKETING": "Publicidad", "AUTHENTICATION": "Verificación"}
SIRVE = frozenset({"approved"})


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/avisos")
    @audience("staff:gestor,administrador")
    def avisos() -> ResponseReturnValue:
        return _page(services)

    @room.post("/avisos/<int(max=2147483647):task_id>")
    @audience("staff:gestor,administrador")
    def cerrar_aviso(task_id: int) -> ResponseReturnValue:
        return _close(services, task_id)


def _page(services: Services, fallo: int | None = None) -> ResponseReturnValue:
    own, estado = own_office(), request.args.get("estado", "en_espera")
    estado = estado if estado in tablero.ABIERTOS else "en_espera"
    offices = services.current.get().catalogo.dependencias
    with services.db.reading_session() as db:
        tasks = tablero.tareas(db, own, after("tarea"), PAGE + 1)
        rows = tablero.avisos(db, estado, own, after("aviso"), PAGE + 1)
        page = render_template(
            "panel/avisos.html", tareas=tasks[:PAGE], mas_tareas=len(tasks) > PAGE, avisos=rows[:PAGE], mas_avisos=len(rows) > PAGE,
            conteos=tablero.conteos(db, own), muchos=bandeja.MOST, estado=estado, nombres=semaforos.AVISOS, como=COMO, fallo=fallo,
            plantillas=tablero.plantillas(db), estados_plantilla=PLANTILLAS, categorias=CATEGORIAS, sirve=SIRVE, todas=own is None,
            hecho=lambda clase: semaforos.HECHOS.get(clase, clase), motivo=semaforos.motivo, oficinas=offices,
        )  # fmt: skip
    return (page, 422) if fallo is not None else page


def after(name: str) -> int:
    """Return after which row the page begins; what no row can be called begins at the first."""
    given = request.args.get(name, 0, int)
    return given if 0 <= given <= bandeja.MOST_ID else 0


def _close(services: Services, task_id: int) -> ResponseReturnValue:
    como, now = request.form.get("como", ""), services.clock()
    if como not in COMO:
        return _page(services, fallo=task_id)
    try:
        with services.db.session() as db:
            closed = tablero.cerrar(db, task_id, own_office(), como, _seen(), now)
            detail = {"como": como, "quedan": closed.quedan}
            auditoria.record(db, staff().usuario, "cerrar aviso", f"tarea:{task_id}", now, detail)
    except TareaCerrada:
        flash("Ese aviso ya lo cerró otra persona, o no es de tu dependencia.")
    else:
        flash(f"Anotado{f' en {closed.codigo}' if closed.codigo else ''}: {COMO[como]}.{MAS if closed.quedan else ''}")
    return redirect(url_for("panel.avisos"), 303)


def _seen() -> frozenset[int]:
    """Return the notices that were on the page: what came since then nobody has told."""
    given = request.form.getlist("visto")[:MOST_SEEN]
    return frozenset(int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 10)
