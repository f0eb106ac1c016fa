"""Doing one act with a request from its page: read the form, do it with its line of audit, or say why not and keep the words."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel import anexos, semaforos
from bot.panel.anexos import AnexoMalo
from bot.panel.entrada import staff
from bot.panel.formas import MAX_LETRAS, NOT_HERE, ORDEN, Entorno
from bot.panel.solicitudes import Intento, back, entorno, offices, open_case, page
from bot.services import Services
from knowledge import auditoria, expediente, personal, respuestas
from knowledge.actos import Acto, ActoImposible
from knowledge.plazos import FueraDelCalendario, Termino, TipoDesconocido
from knowledge.reloj import FueraDePlazo
from knowledge.responsables import primero
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import MOTIVOS, Archivo, Conflicto, Datos, DatosIncompletos, Hecho, actuar

FIELDS = ("texto", "dias", "responsable", "dependencia_id", "competente", "tipo")
WITH_FILES: frozenset[Acto] = frozenset({"responder", "completar"})
REFUSALS = (ActoImposible, FueraDePlazo, DatosIncompletos, FueraDelCalendario, TipoDesconocido)


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""
    one = f"/solicitudes/<codigo>/<any({', '.join(ORDEN)}):acto>"

    @room.get(one, endpoint="volver_del_acto")
    @audience("staff:gestor,administrador")
    def volver(codigo: str, acto: str) -> ResponseReturnValue:
        # Who logs in again after the form was sent lands here.
        return redirect(url_for("panel.solicitud", codigo=codigo), 303)

    @room.post(one)
    @audience("staff:gestor,administrador")
    def actuar(codigo: str, acto: Acto) -> ResponseReturnValue:
        try:
            return _done(services, codigo, acto)
        except NotFound:
            return _moved(services, codigo)


def _moved(services: Services, codigo: str) -> ResponseReturnValue:
    """Give back what was typed to who had opened a request that meanwhile went to another office; to others it is none."""
    with services.db.reading_session() as db:
        row = expediente.find(db, codigo)
        opened = auditoria.of_subject(db, f"solicitud:{row.id}") if row is not None else ()
        if row is None or (staff().usuario, "ver solicitud") not in {(one.actor, one.action) for one in opened}:
            raise NotFound
        names = {account.usuario: account.nombre for account in personal.accounts(db)}
        typed = [request.form.get(name, "").replace("\r\n", "\n").strip() for name in ("competente", "texto")]
        page = render_template(
            "panel/movida.html",
            row=row,
            texto="\n\n".join(filter(None, typed)),
            responsable=names.get(row.responsable or ""),
        )
    return page, 409


def _done(services: Services, codigo: str, acto: Acto) -> ResponseReturnValue:
    """Do the act on a request that is still as it was read; nothing is written otherwise, and no word is lost."""
    escrito = {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    errores = _errors(services, codigo, acto, escrito)
    try:
        files = anexos.judged(_uploads(acto)) if not errores else []
    except AnexoMalo as error:
        errores = {"archivos": str(error)}
    if errores:
        return page(services, codigo, Intento(acto, escrito, errores))
    try:
        with anexos.kept(services, files) as archivos, services.db.session() as db:
            row = open_case(db, codigo)
            done = _act(services, db, row, acto, escrito, archivos)
            db.refresh(row)
            answer, told = back(row), _told(acto, done, row)
    except Conflicto:
        return page(services, codigo, Intento(acto, escrito, visto=_seen()))
    except REFUSALS as error:
        return page(services, codigo, Intento(acto, escrito, {"": str(error)}))
    flash(told)
    return answer


def _act(
    services: Services, db: Session, row: SolicitudRow, acto: Acto, escrito: Mapping[str, str], archivos: tuple[Archivo, ...]
) -> Hecho:  # fmt: skip
    assert row.id is not None
    mesa, office = services.mesa(services.clock()), escrito["dependencia_id"]
    datos = Datos(
        texto=escrito["texto"], dias=_number(escrito["dias"]), competente=escrito["competente"], tipo=escrito["tipo"],
        responsable=(primero(db, office) if office else escrito["responsable"]) or None, dependencia_id=office or None,
        dependencia=offices(services).get(office, ""), archivos=archivos, visto=_seen(),
    )  # fmt: skip
    done = actuar(db.connection(), mesa, row.id, acto, staff().usuario, datos)
    detail = {"acto": done.n, "estado": done.estado, "tarde": done.tarde, "archivos": len(archivos)}
    auditoria.record(db, staff().usuario, acto, f"solicitud:{row.id}", mesa.now, detail)
    return done


def _errors(services: Services, codigo: str, acto: Acto, escrito: Mapping[str, str]) -> dict[str, str]:
    """Return what to correct before anything is tried, by field."""
    with services.db.reading_session() as db:
        row = open_case(db, codigo)
        if len(escrito["texto"]) > MAX_LETRAS:
            return {"texto": f"Tiene {len(escrito['texto'])} letras. Déjalo en {MAX_LETRAS}, o envía un archivo."}
        if acto in MOTIVOS and not escrito["texto"]:
            return {"texto": MOTIVOS[acto]}
        match acto:
            case "asignar":
                return _given_to(entorno(db, row, offices(services)), escrito)
            case "prorrogar":
                return {} if _number(escrito["dias"]) else {"dias": "Escoge cuántos días hábiles más."}
            case "trasladar":
                return (
                    {}
                    if escrito["competente"]
                    else {"competente": "Escribe el nombre de la entidad que recibe el caso."}
                )
            case "reclasificar":
                return _kind(services.mesa(services.clock()).terminos, escrito)
            case "responder":
                gaps = respuestas.sin_llenar(escrito["texto"], respuestas.modelos(db))
                return {"texto": f"Falta llenar o borrar: {', '.join(gaps)}."} if gaps else {}
            case _:
                return {}


def _given_to(choices: Entorno, escrito: Mapping[str, str]) -> dict[str, str]:
    person, office = escrito["responsable"], escrito["dependencia_id"]
    if person and office:
        return {"responsable": "Escoge una sola cosa: una persona o una dependencia."}
    if not person and not office:
        return {"responsable": "Escoge una persona, o abajo otra dependencia."}
    if person and person not in dict(choices.personas):
        return {"responsable": "Esa persona ya no trabaja aquí. Escoge otra."}
    return {"dependencia_id": "Esa dependencia no existe. Escoge otra."} if office and office not in dict(choices.oficinas) else {}  # fmt: skip


def _kind(terminos: Mapping[str, Termino], escrito: Mapping[str, str]) -> dict[str, str]:
    return {} if escrito["tipo"] in terminos.keys() - NOT_HERE else {"tipo": "Escoge la clase que le corresponde."}


def _uploads(acto: Acto) -> list[FileStorage]:
    return request.files.getlist("archivos") if acto in WITH_FILES else []


def _seen() -> int:
    return _number(request.form.get("visto", ""))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _told(acto: Acto, done: Hecho, row: SolicitudRow) -> str:
    late = " Quedó anotado que fue fuera del plazo." if done.tarde else ""
    return f"{semaforos.HECHOS[acto]}.{late} {semaforos.se_avisa(row, acto)}"
