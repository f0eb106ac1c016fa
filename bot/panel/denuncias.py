"""The officer's page: which denuncias there are, and one opened in memory by the officer's passphrase.

What was told is decrypted for one answer and kept nowhere: no session, no log, no cache of the browser. Each opening
leaves its line of audit before anything is shown.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel.entrada import staff
from bot.panel.vista import cuando
from bot.services import Services
from flows.denuncia_textos import CAMPOS
from knowledge import auditoria, denuncias, ingresos, personal
from knowledge.sellado import CannotOpen, open_private_key

# The questions as the citizen read them, but for the one that speaks to the citizen.
PREGUNTAS = {**CAMPOS, "contacto": "Cómo contactar a la persona"}
MODOS = {"anonima": "Anónima", "reserva": "Con reserva", "identificada": "Identificada"}


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/denuncias", endpoint="denuncias")
    @audience("staff:oficial")
    def listado() -> ResponseReturnValue:
        if not staff().has_key:
            return redirect(url_for("panel.llave"), 303)
        with services.db.reading_session() as db:
            cases = denuncias.cases(db, staff().account_id)
        return render_template("panel/denuncias.html", casos=cases, modos=MODOS)

    @room.get("/denuncias/<case_id>")
    @audience("staff:oficial")
    def denuncia(case_id: str) -> ResponseReturnValue:
        return _closed(services, case_id, None)

    @room.post("/denuncias/<case_id>")
    @audience("staff:oficial")
    def abrir(case_id: str) -> ResponseReturnValue:
        return _open(services, case_id, request.form.get("frase", ""))


def _case(services: Services, case_id: str) -> denuncias.Caso:
    with services.db.reading_session() as db:
        found = next((c for c in denuncias.cases(db, staff().account_id) if c.id == case_id and c.abrible), None)
    if found is None:
        raise NotFound
    return found


def _closed(services: Services, case_id: str, fallo: str | None) -> ResponseReturnValue:
    case = _case(services, case_id)
    page = render_template("panel/denuncia.html", caso=case, modos=MODOS, lineas=None, fallo=fallo)
    return page, 422 if fallo else 200


def _open(services: Services, case_id: str, frase: str) -> ResponseReturnValue:
    case, now, key = _case(services, case_id), services.clock(), f"llave:{staff().usuario}"
    with services.db.session() as db:
        wait = ingresos.wait_until(db, key, now)
        if wait is None:
            ingresos.note_failure(db, key, now)
    if wait is not None:
        return _closed(services, case_id, f"Hubo demasiados intentos. Prueba después de las {cuando(wait)[-5:]}.")
    try:
        told = _unsealed(services, case_id, frase)
    except CannotOpen:
        with services.db.session() as db:
            auditoria.record(db, staff().usuario, "frase equivocada", f"denuncia:{case_id}", now)
        return _closed(services, case_id, "Esa frase no abre tu llave. Revísala y prueba otra vez.")
    with services.db.session() as db:
        ingresos.forget_failures(db, key)
        auditoria.record(db, staff().usuario, "abrir denuncia", f"denuncia:{case_id}", now)
    return render_template("panel/denuncia.html", caso=case, modos=MODOS, lineas=_lines(told), fallo=None)


def _unsealed(services: Services, case_id: str, frase: str) -> dict[str, Any]:
    with services.db.reading_session() as db:
        sealed = db.get_one(personal.Account, staff().account_id).private_key_sealed
    if sealed is None:
        raise CannotOpen("this officer has no key yet")
    # Stretching the passphrase is slow on purpose: no transaction is open meanwhile.
    private = open_private_key(sealed, frase)
    with services.db.reading_session() as db:
        return denuncias.open_case(db, case_id, staff().account_id, private)


def _lines(told: dict[str, Any]) -> list[tuple[str, str]]:
    """Return question and answer in the order of the conversation; a question nobody foresaw keeps its own name."""
    order = [*PREGUNTAS, *(name for name in told if name not in PREGUNTAS)]
    return [(PREGUNTAS.get(n, n.replace("_", " ").capitalize()), str(told[n])) for n in order if told.get(n)]
