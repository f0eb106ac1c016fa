"""How well Catalina understands: the model in force, its score, and one that the saved questions stopped."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from bot import judging, training
from bot.audience import audience
from bot.panel.entrada import staff
from bot.panel.temas import temas
from bot.services import Services
from bot.teaching import Bundle
from bot.training import accept, discard
from knowledge import modelo, personal

DECIDED = {
    "activar": "Activado. Catalina responde con este modelo en segundos.",
    "descartar": "Descartado. Sigue el modelo anterior.",
}


def add_routes(room: Blueprint, services: Services, bundle: Bundle) -> None:
    """Add the routes of this part."""

    @room.get("/entender")
    @audience("staff:editor,revisor,administrador")
    def entender() -> ResponseReturnValue:
        vigente = services.current.get()
        with services.db.reading_session() as db:
            reunido = training.gather(db, vigente.catalogo, bundle.material)
            shown = _state(db, reunido)
        score = judging.score(judging.ask(reunido.preguntas, vigente.comprension))
        return render_template(
            "panel/entender.html",
            **shown,
            puntaje=score,
            fuera=sorted({question.etiqueta for question in reunido.fuera}),
            temas=temas(services, bundle, staff()),
            decide=staff().may(*personal.PUBLICAN),
        )

    @room.post("/entender/modelos/<int(max=2147483647):model_id>/<any(activar, descartar):que>")
    @audience("staff:revisor,administrador")
    def decidir_modelo(model_id: int, que: str) -> ResponseReturnValue:
        with services.db.session() as db:
            done = _decide(db, services, model_id, que)
        flash(DECIDED[que] if done else "Ese modelo ya no espera una decisión.")
        return redirect(url_for("panel.entender"), 303)


def _state(db: Session, reunido: training.Reunido) -> dict[str, Any]:
    """Return the model in force, the one that waits stopped, and whether something is still to be learnt."""
    stopped = modelo.detenido(db)
    pending = training.pending(db, reunido)
    return {
        "vigente": modelo.en_vigor(db),
        # One that was made from what is no longer so is about to be let go: nobody need decide about it.
        "detenido": None if pending else stopped,
        "por_aprender": pending,
    }


def _decide(db: Session, services: Services, model_id: int, que: str) -> bool:
    """Carry out the decision on the model that was shown. Return whether it still waited for one."""
    if modelo.hold(db, model_id) != "detenido":
        return False  # somebody was quicker: two decisions at once would leave no model in force
    stopped = modelo.detenido(db)
    if stopped is None or stopped.id != model_id:
        return False
    (accept if que == "activar" else discard)(db, services, stopped, staff().usuario)
    return True
