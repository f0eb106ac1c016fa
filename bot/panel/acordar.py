"""What an office does with the wording of an indicator: propose it, accept it, refuse it with its reason, take it back."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import Forbidden, NotFound

from bot.audience import audience
from bot.definiciones import that_agree
from bot.panel.definiciones import ONE, Nota, known, own_office, page
from bot.panel.entrada import staff
from bot.panel.redactar import Redactado, leer
from bot.services import Services
from knowledge import definiciones
from knowledge.definiciones import Firma, NoSeAcuerda
from knowledge.indicadores import Indicador
from knowledge.redaccion import faltas

DICHO = {
    "aceptar": "Aceptaste por tu oficina.",
    "rechazar": "Quedó rechazada, con tu nota. Ya se puede proponer otra.",
    "retirar": "Retirada. Ya se puede proponer otra.",
}


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.post(ONE)
    @audience("staff:*")
    def proponer_definicion(indicador: int) -> ResponseReturnValue:
        return _propose(services, known(indicador))

    @room.post(f"{ONE}/<int(max=2147483647):version>/<any(aceptar, rechazar, retirar):acto>")
    @audience("staff:*")
    def responder_definicion(indicador: int, version: int, acto: str) -> ResponseReturnValue:
        return _answer(services, known(indicador), version, acto)


def _signature(services: Services) -> Firma:
    """Return for which office this person signs; who is of none of them is refused, whatever their role."""
    own = own_office(services)
    if own is None:
        raise Forbidden
    return Firma(own, staff().usuario)


def _propose(services: Services, indicador: Indicador) -> ResponseReturnValue:
    firma, told, now = _signature(services), leer(request.form), services.clock()
    with services.db.reading_session() as db:
        wrong = faltas(told.propuesta(), definiciones.historia(db, indicador.id), definiciones.dia(now))
        if wrong:
            return page(services, db, indicador, replace(told, errores=wrong)), 422
    try:
        with services.db.session() as db:
            number = definiciones.proponer(db, that_agree(services), indicador.id, told.propuesta(), firma, now)
    except NoSeAcuerda as error:
        return _crossed(services, indicador, told, firma, str(error))
    flash(_kept(services, number))
    return redirect(url_for("panel.definicion", indicador=indicador.id), 303)


def _crossed(
    services: Services, indicador: Indicador, told: Redactado, firma: Firma, why: str
) -> ResponseReturnValue:  # fmt: skip
    """Show what others did meanwhile, over what was typed; a button that was pressed twice did it once, and says so."""
    with services.db.reading_session() as db:
        found = definiciones.historia(db, indicador.id)
        mine = found.abierta
        if mine is None or mine.usuario != firma.usuario or mine.dice != (told.nombre, told.texto, told.meta):
            return page(services, db, indicador, replace(told, base=found.numero), cruce=why), 409
    flash(_kept(services, mine.version))
    return redirect(url_for("panel.definicion", indicador=indicador.id), 303)


def _kept(services: Services, number: int) -> str:
    others = len(that_agree(services)) > 1
    then = "Tu oficina ya la acepta. Falta lo que digan las demás." if others else "Quedó acordada."
    return f"Propuesta guardada como versión {number}. {then}"


def _answer(services: Services, indicador: Indicador, version: int, acto: str) -> ResponseReturnValue:
    firma, nota = _signature(services), request.form.get("nota", "")
    try:
        with services.db.session() as db:
            done = ACTOS[acto](services, db, _numbered(db, indicador, version), firma, nota)
    except NoSeAcuerda as error:
        with services.db.reading_session() as db:
            if error.campo:
                return page(services, db, indicador, nota=Nota(nota, str(error))), 422
            return page(services, db, indicador, nota=Nota(nota), cruce=str(error)), 409
    flash(f"{DICHO[acto]}{done}")
    return redirect(url_for("panel.definicion", indicador=indicador.id), 303)


def _accept(services: Services, db: Session, which: int, firma: Firma, nota: str) -> str:
    last = definiciones.aceptar(db, that_agree(services), which, firma, nota, services.clock())
    return " Era la última: la definición quedó acordada." if last else " Faltan otras oficinas."


def _refuse(services: Services, db: Session, which: int, firma: Firma, nota: str) -> str:
    definiciones.rechazar(db, that_agree(services), which, firma, nota, services.clock())
    return ""


def _withdraw(services: Services, db: Session, which: int, firma: Firma, nota: str) -> str:
    definiciones.retirar(db, that_agree(services), which, firma, services.clock())
    return ""


ACTOS: Mapping[str, Callable[[Services, Session, int, Firma, str], str]] = {
    "aceptar": _accept,
    "rechazar": _refuse,
    "retirar": _withdraw,
}


def _numbered(db: Session, indicador: Indicador, version: int) -> int:
    found = (one.id for one in definiciones.historia(db, indicador.id).versiones if one.version == version)
    number = next(found, None)
    if number is None:
        raise NotFound
    return number
