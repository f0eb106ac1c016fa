"""The inbox of requests: what falls due first, narrowed by filters that each say what they are."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from bot.audience import audience
from bot.panel import semaforos
from bot.panel.entrada import staff
from bot.services import Services
from knowledge import bandeja, personal
from knowledge.actos import ESTADOS, NOMBRES
from knowledge.bandeja import NADIE, Filtro, Pagina
from knowledge.tramitar import Mesa

PAGE = 40
DE_QUIEN = {"mias": "Mías", "nadie": "Sin asignar"}


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/solicitudes")
    @audience("staff:gestor,administrador")
    def solicitudes() -> ResponseReturnValue:
        return _list(services)


def own_office() -> str | None:
    """Return the only office whose requests this person sees: None for all of them, nobody's for who has no office."""
    return None if staff().may("administrador") else staff().dependencia_id or ""


def _list(services: Services) -> ResponseReturnValue:
    mesa, catalogo = services.mesa(services.clock()), services.current.get().catalogo
    filtro = _filter(mesa)
    with services.db.reading_session() as db:
        names = {account.usuario: account.nombre for account in personal.accounts(db)}
        # Who has no office sees no request: an empty filter would show everybody's.
        page = Pagina((), None) if own_office() == "" else _page(db, filtro, mesa)
    return render_template(
        "panel/solicitudes.html", filtro=filtro, siguiente=page.siguiente, nombres=names, estados_sol=NOMBRES,
        filas=[(row, semaforos.luz(row, mesa.hoy, mesa.calendario)) for row in page.filas],
        dado={name: value for name, value in request.args.items() if name != "desde" and value},
        sin_oficina=own_office() == "", todas=own_office() is None, urgencias=semaforos.URGENCIA, de_quien=DE_QUIEN,
        dependencias=[(NADIE, "Sin dependencia"), *sorted(((o.id, o.nombre) for o in catalogo.dependencias.values()), key=lambda one: one[1])],
        tipos=sorted(((name, semaforos.tipo(name)) for name in mesa.terminos), key=lambda one: one[1]), tipo=semaforos.tipo,
    )  # fmt: skip


def _page(db: Session, filtro: Filtro, mesa: Mesa) -> Pagina:
    return bandeja.pagina(db, filtro, mesa.hoy, mesa.calendario, bandeja.marca(request.args.get("desde", "")), PAGE)


def _filter(mesa: Mesa) -> Filtro:
    """Return what the list was asked to be narrowed to; what nobody offered narrows nothing."""
    args, own = request.args, own_office()
    asked = {"mias": staff().usuario, "nadie": NADIE}
    return Filtro(
        dependencia=own if own is not None else args.get("dependencia", "")[:100],
        estado=args["estado"] if args.get("estado") in ESTADOS else "",
        urgencia=args["urgencia"] if args.get("urgencia") in bandeja.URGENCIAS else "",
        responsable=asked.get(args.get("de", ""), ""),
        tipo=args["tipo"] if args.get("tipo") in mesa.terminos else "",
        codigo=args.get("q", "").strip()[:60],
    )
