"""One request: what was asked, how its term stands, what was done, its files, and a form for each thing that may follow.

It holds personal data: each opening leaves its line of audit before anything is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel import anexos, semaforos
from bot.panel.bandeja import own_office
from bot.panel.entrada import staff
from bot.panel.formas import Entorno, formas
from bot.panel.pendientes import shown
from bot.services import Services
from knowledge import auditoria, expediente, personal, respuestas
from knowledge.actos import NOMBRES
from knowledge.expediente import Expediente, Paso
from knowledge.responsables import gestores
from knowledge.solicitudes import SolicitudRow

# The questions as the desk and the chat name them; one that nobody foresaw keeps its own name.
PREGUNTAS = {
    "objeto": "Qué pide",
    "razones": "Por qué lo pide",
    "lugar": "Lugar",
    "mapa": "Mapa",
    "requisitos": "Requisitos",
    "nombre": "Quién la presenta",
    "representante": "A nombre de quién",
    "documento": "Documento de identidad",
    "responder": "Dónde recibe la respuesta",
}


@dataclass(frozen=True, slots=True)
class Intento:
    """An act that was sent and not done: what was typed, what to correct, and up to where the page had been read."""

    acto: str
    escrito: Mapping[str, str]
    errores: Mapping[str, str] = field(default_factory=dict)
    visto: int | None = None  # somebody did something since then


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/solicitudes/<codigo>")
    @audience("staff:gestor,administrador")
    def solicitud(codigo: str) -> ResponseReturnValue:
        return page(services, codigo, _begun(services))

    @room.get("/solicitudes/<codigo>/archivos/<token>")
    @audience("staff:gestor,administrador")
    def archivo_solicitud(codigo: str, token: str) -> ResponseReturnValue:
        return _file(services, codigo, token)


def open_case(db: Session, codigo: str) -> SolicitudRow:
    """Return a request that this person may read; of another office it is as if there were none."""
    row, own = expediente.find(db, codigo), own_office()
    if row is None or (own is not None and (not own or row.dependencia_id != own)):
        raise NotFound
    return row


def page(services: Services, codigo: str, intento: Intento | None = None) -> ResponseReturnValue:
    """Return the page of a request, with what could not be done if something was tried. The opening is audited."""
    with services.db.reading_session() as db:
        row = open_case(db, codigo)
        told = expediente.leer(db, row, services.sello)
        text = _rendered(services, db, told, intento)
        subject = f"solicitud:{row.id}"
    audited(services, "ver solicitud", subject)
    failed = intento is not None and (intento.errores or intento.visto is not None)
    return (text, 409 if intento and intento.visto is not None else 422) if failed else text


def audited(services: Services, action: str, subject: str) -> None:
    """Write down who read what, before it is shown."""
    with services.db.session() as db:
        auditoria.record(db, staff().usuario, action, subject, services.clock())


def offices(services: Services) -> dict[str, str]:
    """Return the name of every office in force, by name."""
    found = services.current.get().catalogo.dependencias.values()
    return {one.id: one.nombre for one in sorted(found, key=lambda one: one.nombre)}


def entorno(db: Session, row: SolicitudRow, oficinas: Mapping[str, str]) -> Entorno:
    """Return what the forms of a request choose from."""
    people = [(one.usuario, one.nombre) for one in gestores(db, row.dependencia_id)] if row.dependencia_id else []
    return Entorno(people, [one for one in oficinas.items() if one[0] != row.dependencia_id])


def _begun(services: Services) -> Intento | None:
    """Return the answer that a text begins, where one was asked for."""
    wanted = request.args.get("modelo", "")
    if not wanted:
        return None
    with services.db.reading_session() as db:
        texto = next((one.texto for one in respuestas.modelos(db) if one.id == wanted), "")
    return Intento("responder", {"texto": texto}) if texto else None


def _rendered(services: Services, db: Session, told: Expediente, intento: Intento | None) -> str:
    mesa, oficinas, row = services.mesa(services.clock()), offices(services), told.row
    names = {account.usuario: account.nombre for account in personal.accounts(db)}
    offered = formas(row, mesa, entorno(db, row, oficinas))
    return render_template(
        "panel/solicitud.html", row=row, luz=semaforos.luz(row, mesa.hoy, mesa.calendario), tipo=semaforos.tipo(row.tipo),
        estado=NOMBRES.get(row.estado, row.estado), responsable=names.get(row.responsable or "", row.responsable),  # type: ignore[call-overload]
        plazo=list(semaforos.plazo(row, mesa.hoy, mesa.calendario, mesa.terminos.get(row.tipo))), pedido=lines(_asked(told)),
        ficheros=[one for one in told.ficheros if one.de == "ciudadano"], formas=offered, modelos=respuestas.modelos(db),
        pasos=[_said(paso, names, oficinas) for paso in reversed(told.pasos)], intento=intento, cruce=_crossed(told, intento, names),
        perdido=_lost(intento, {forma.acto for forma in offered}), titulo_sol=_title(told.pedido, row), fecha=semaforos.fecha,
        contacto=_contact(told), pendientes=shown(db, row.codigo), acepta=anexos.ACCEPT, mega=anexos.MAX_BYTES // 1_000_000, archivos=anexos.MOST_FILES,
    )  # fmt: skip


def _contact(told: Expediente) -> list[tuple[str, str]]:
    """Return how to reach the person; nothing of who did not say who they are."""
    if told.row.contact_id is None and "nombre" not in told.pedido:
        return []
    asked = [(PREGUNTAS["responder"], _plain(told.pedido.get("responder")))]
    return [line for line in [*asked, *(("Teléfono de su WhatsApp", phone) for phone in told.telefonos)] if line[1]]


def _asked(told: Expediente) -> Mapping[str, Any]:
    """Return what was asked, without what `_contact` says."""
    return (
        {name: value for name, value in told.pedido.items() if name != "responder"} if _contact(told) else told.pedido
    )


def _title(pedido: Mapping[str, Any], row: SolicitudRow) -> str:
    return f"{semaforos.tipo(row.tipo)} {row.codigo}"


def lines(pedido: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return question and answer in the order of the desk."""
    order = [*PREGUNTAS, *(name for name in pedido if name not in PREGUNTAS)]
    said = [(PREGUNTAS.get(n, n.replace("_", " ").capitalize()), _plain(pedido.get(n))) for n in order]
    return [(question, answer) for question, answer in said if answer]


def _plain(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "Sí" if value else "No"
        case dict():
            return "\n".join(f"{name}: {_plain(item)}" for name, item in value.items())
        case [str(name), item] if not isinstance(item, (list, dict)):
            return f"{name}: {_plain(item)}"
        case list() | tuple():
            return "\n".join(_plain(item) for item in value)
        case _:
            return str(value)


def _said(paso: Paso, names: Mapping[str, str], oficinas: Mapping[str, str]) -> dict[str, Any]:
    return {
        "paso": paso,
        "hecho": semaforos.HECHOS.get(paso.acto, paso.acto),
        "quien": semaforos.actor(paso.actor, names),
        "detalle": list(semaforos.detalle(paso, names, oficinas)),
        "avisos": [semaforos.aviso(one) for one in paso.avisos],
    }


def _crossed(told: Expediente, intento: Intento | None, names: Mapping[str, str]) -> list[tuple[str, str, Paso]]:
    if intento is None or intento.visto is None:
        return []
    return [(semaforos.actor(p.actor, names), semaforos.HECHOS.get(p.acto, p.acto), p) for p in told.desde(intento.visto)]  # fmt: skip


def _lost(intento: Intento | None, offered: set[Any]) -> str:
    """Return the words of an act that may no longer follow, so that who wrote them can take them along."""
    return "" if intento is None or intento.acto in offered else intento.escrito.get("texto", "")


def _file(services: Services, codigo: str, token: str) -> ResponseReturnValue:
    with services.db.reading_session() as db:
        row = open_case(db, codigo)
        found = next((one for one in expediente.ficheros(db, row.id or 0) if one.token == token), None)
        subject = f"solicitud:{row.id}"
    if found is None or found.path is None:
        raise NotFound
    response = anexos.given(services, found)
    audited(services, "bajar archivo", subject)
    return response


def back(row: SolicitudRow) -> Response:
    """Return to a request, or to the inbox where it is no longer this person's."""
    own = own_office()
    still = own is None or row.dependencia_id == own
    where = url_for("panel.solicitud", codigo=row.codigo) if still else url_for("panel.solicitudes")
    return redirect(where, 303)  # type: ignore[return-value]
