"""Take a request at a desk, for who speaks it or brings it on paper, and give the receipt that Decreto 1166 de 2016 asks for."""

import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel import anexos, semaforos
from bot.panel.anexos import Anexo, AnexoMalo
from bot.panel.bandeja import own_office
from bot.panel.entrada import staff
from bot.panel.formas import NOT_HERE
from bot.panel.solicitudes import audited, lines, offices
from bot.services import Services
from knowledge import auditoria, codigos, expediente, personal
from knowledge.plazos import FueraDelCalendario, TipoDesconocido
from knowledge.tramitar import CIUDADANO, Mesa, Nueva, registrar

FORMAS = {"hablada": "La dijo de viva voz", "escrita": "La trajo escrita"}
SHORT = frozenset({"sugerencia", "felicitacion"})  # an idea or a praise needs no reasons
LIMITS = {
    "objeto": 10_000,
    "razones": 10_000,
    "nombre": 200,
    "documento": 60,
    "representante": 200,
    "lugar": 300,
    "responder": 300,
}
FIELDS = ("forma", "tipo", "dependencia", "anonima", "envio", *LIMITS)
MISSING = {
    "forma": "Escoge cómo llegó.",
    "tipo": "Escoge la clase.",
    "dependencia": "Escoge la dependencia que responde.",
    "objeto": "Escribe qué pide.",
    "razones": "Escribe por qué lo pide, con sus palabras.",
    "nombre": "Escribe el nombre, o marca que no quiere darlo.",
    "responder": "Escribe dónde recibe la respuesta, o marca que no quiere dar su nombre.",
}


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/solicitudes/nueva")
    @audience("staff:gestor,administrador")
    def ventanilla() -> ResponseReturnValue:
        return form(services, {"envio": services.azar(16).hex(), "dependencia": staff().dependencia_id or ""}, {})

    @room.post("/solicitudes/nueva")
    @audience("staff:gestor,administrador")
    def radicar() -> ResponseReturnValue:
        return _file(services)

    @room.get("/solicitudes/<codigo>/constancia")
    @audience("staff:gestor,administrador")
    def constancia(codigo: str) -> ResponseReturnValue:
        return _receipt(services, codigo)


def form(
    services: Services, escrito: Mapping[str, str], errores: Mapping[str, str], charla: int | None = None, ficheros: int = 0
) -> ResponseReturnValue:  # fmt: skip
    """Return the form; for somebody of a conversation with so many files where `charla` names it."""
    mesa = services.mesa(services.clock())
    kinds = [
        (name, f"{semaforos.tipo(name)} ({semaforos.habiles(termino.dias)})")
        for name, termino in mesa.terminos.items()
        if name not in NOT_HERE
    ]
    page = render_template(
        "panel/ventanilla.html", escrito=escrito, errores=errores, formas=FORMAS, tipos=kinds, dependencias=offices(services).items(),
        limites=LIMITS, acepta=anexos.ACCEPT, mega=anexos.MAX_BYTES // 1_000_000, archivos=anexos.MOST_FILES,
        entidad=services.current.get().catalogo.entidad, charla=charla, ficheros=ficheros,
    )  # fmt: skip
    return (page, 422) if errores else page


def _file(services: Services) -> ResponseReturnValue:
    escrito = {name: request.form.get(name, "").replace("\r\n", "\n").strip() for name in FIELDS}
    errores = errors(services, escrito)
    try:
        files = anexos.judged(request.files.getlist("archivos"))
    except AnexoMalo as error:
        errores, files = {**errores, "archivos": str(error)}, []
    if errores:
        return form(services, escrito, errores)
    mesa, code = _of_this_form(services, escrito, files)
    try:
        _register(services, mesa, escrito, files)
    except IntegrityError:
        # The same form was sent twice: the first one filed it. Anything else that is not unique is a defect.
        if not _is_filed(services, code):
            raise
    except (TipoDesconocido, FueraDelCalendario) as error:
        return form(services, escrito, {"tipo": str(error)})
    return redirect(url_for("panel.constancia", codigo=code), 303)


def errors(services: Services, escrito: Mapping[str, str]) -> dict[str, str]:
    """Return what to correct, by field."""
    anonymous = escrito["anonima"] == "si"
    spared = {"nombre", "responder"} if anonymous else set()
    spared |= {"razones"} if escrito["tipo"] in SHORT else set()
    needed = [name for name in MISSING if name not in spared]
    found = {name: MISSING[name] for name in needed if not escrito[name]}
    found |= {name: f"Tiene {len(escrito[name])} letras. Déjalo en {most}." for name, most in LIMITS.items() if len(escrito[name]) > most}  # fmt: skip
    known = services.current.get().catalogo
    offered = {"forma": FORMAS, "tipo": known.terminos.keys() - NOT_HERE, "dependencia": known.dependencias}
    return found | {name: MISSING[name] for name, options in offered.items() if escrito[name] not in options}


def _of_this_form(services: Services, escrito: Mapping[str, str], files: list[Anexo]) -> tuple[Mesa, str]:
    """Return a desk whose code hangs on this very form, so that sending it twice cannot file two, and that code."""
    told = json.dumps([staff().usuario, escrito, [sha256(file.data).hexdigest() for file in files]], sort_keys=True)
    mark = hmac.new(services.settings.secret_key.encode(), f"ventanilla:{told}".encode(), "sha256").digest()
    mesa = services.mesa(services.clock())
    return replace(mesa, azar=lambda size: mark[:16] if size == 16 else services.azar(size)), codigos.make(mark[:16])


def _register(services: Services, mesa: Mesa, escrito: Mapping[str, str], files: list[Anexo]) -> None:
    anonymous, office = escrito["anonima"] == "si", escrito["dependencia"]
    told = ("objeto", "razones", "lugar") if anonymous else tuple(LIMITS)
    with anexos.kept(services, files) as archivos, services.db.session() as db:
        nueva = Nueva(
            tipo=escrito["tipo"], contenido={name: escrito[name] for name in told if escrito[name]}, dependencia_id=office,
            dependencia=offices(services)[office], canal="ventanilla", verbal=escrito["forma"] == "hablada",
            archivos=archivos, actor=staff().usuario,
        )  # fmt: skip
        made = registrar(db.connection(), mesa, nueva)
        detail = {"tipo": nueva.tipo, "dependencia": office, "verbal": nueva.verbal, "anonima": anonymous}
        auditoria.record(db, staff().usuario, "recibir solicitud", f"solicitud:{made.id}", mesa.now, detail)


def _is_filed(services: Services, code: str) -> bool:
    with services.db.reading_session() as db:
        return expediente.find(db, code) is not None


def _receipt(services: Services, codigo: str) -> ResponseReturnValue:
    """Show the receipt to who may read the request, and to who took it for another office."""
    mesa, own = services.mesa(services.clock()), own_office()
    with services.db.reading_session() as db:
        row = expediente.find(db, codigo)
        if row is None or not row.aqui:
            raise NotFound
        told = expediente.leer(db, row, services.sello)
        taken_by = told.pasos[0].actor if told.pasos else ""
        if own is not None and taken_by != staff().usuario and (not own or row.dependencia_id != own):
            raise NotFound
        names = {account.usuario: account.nombre for account in personal.accounts(db)}
        page = render_template(
            "panel/constancia.html", row=row, tipo=semaforos.tipo(row.tipo), pedido=lines(told.pedido), recibio=_taken(services, taken_by, names),
            ficheros=[one for one in told.ficheros if one.de == "ciudadano" and one.acto_n == 1], fecha=semaforos.fecha,
            termino=mesa.terminos.get(row.tipo), url=services.settings.public_url, entidad=services.current.get().catalogo.entidad,
            suya=own is None or row.dependencia_id == own, anonima=row.contact_id is None and "nombre" not in told.pedido, habiles=semaforos.habiles,
        )  # fmt: skip
        subject = f"solicitud:{row.id}"
    audited(services, "ver constancia", subject)
    return page


def _taken(services: Services, usuario: str, names: Mapping[str, str]) -> str:
    """Return who took it: what came by itself was taken by the assistant."""
    return (
        services.current.get().catalogo.entidad.asistente if usuario == CIUDADANO else semaforos.actor(usuario, names)
    )
