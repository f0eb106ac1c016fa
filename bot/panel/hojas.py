"""The list of hojas de vida and the form that writes a new draft of one."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.datastructures import MultiDict

from bot.audience import audience
from bot.headers import CSP
from bot.panel import archivo, celdas, escribir, formulario, renglones
from bot.panel.archivo import Filtro, open_hoja
from bot.panel.cambios import changes
from bot.panel.campos import APARTADOS, PAR_DE
from bot.panel.celdas import Form, Nombres
from bot.panel.entrada import staff
from bot.panel.escribir import typed_base
from bot.panel.vista import ESTADOS, hora
from bot.services import Services
from flows.context import BOGOTA
from knowledge import auditoria, escrituras, personal, referencia, tramites
from knowledge.lint import Aviso, review
from knowledge.tramites import HojaVersionRow
from knowledge.values import Tramite

PAGE = 60
OFFERED = 600  # names that a field proposes: more would be a page of their own


class Cruce(Exception):
    """Somebody else kept a version while this one was being written."""

    def __init__(self, other: HojaVersionRow) -> None:
        super().__init__()
        self.other = other


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/hojas")
    @audience("staff:editor,revisor,administrador")
    def hojas() -> ResponseReturnValue:
        return _list(services)

    @room.get("/hojas/<slug>")
    @audience("staff:editor,revisor,administrador")
    def editar(slug: str) -> ResponseReturnValue:
        names = names_of(services)
        with services.db.reading_session() as db:
            hoja = open_hoja(db, slug)
            version, writing = archivo.newest(db, hoja), escribir.found(db, hoja)
            if writing is not None:
                return _form(names, slug, version, escribir.form_of(writing), base=writing.base, escritura=writing)
            form = formulario.with_blank_rows(formulario.said(tramites.value(version), names))
            return _form(names, slug, version, form, base=version.numero)

    @room.post("/hojas/<slug>")
    @audience("staff:editor,revisor,administrador")
    def guardar(slug: str) -> ResponseReturnValue:
        act, _, about = request.form.get("accion", "").partition(":")
        if act in ("fila", "pasar"):
            return _reshaped(services, slug, act, about)
        if act == "revisar":
            return _reviewed(services, slug)
        return _save(services, slug)


def _list(services: Services) -> str:
    filtro = _filter(services)
    since = min(max(0, request.args.get("desde", 0, int)), 2**31 - 1)
    with services.db.reading_session() as db:
        shown, total = archivo.fichas(db, filtro, since, PAGE)
        themes = archivo.themes(db)
    offices = sorted(services.current.get().catalogo.dependencias.values(), key=lambda office: office.nombre)
    return render_template(
        "panel/hojas.html", fichas=shown, total=total, filtro=filtro, desde=since, pagina=PAGE,
        temas=[(theme, theme) for theme in themes], dependencias=[(office.id, office.nombre) for office in offices],
        dado={name: value for name, value in request.args.items() if name != "desde" and value},
        asigna=staff().may(*personal.PUBLICAN),
    )  # fmt: skip


def _filter(services: Services) -> Filtro:
    """Return what the list was asked to be narrowed to; what nobody offered narrows nothing."""
    args = request.args
    return Filtro(
        q=args.get("q", "")[:200],
        estado=args.get("estado", "") if args.get("estado") in (*ESTADOS, "pendientes") else "",
        dependencia=args.get("dependencia", "")[:100],
        tema=args.get("tema", "")[:100],
        nivel=int(args["nivel"]) if args.get("nivel") in ("1", "2", "3", "4") else None,
        por_confirmar=args.get("falta") == "confirmar",
        vencidas=services.clock().astimezone(BOGOTA).date() if args.get("falta") == "vigencia" else None,
    )


def names_of(services: Services) -> Nombres:
    """Return the names in force of offices and trámites."""
    return celdas.nombres(services.current.get().catalogo)


def _reshaped(services: Services, slug: str, act: str, about: str) -> Response:
    """Show the form again with a row more, or with rows in place of lines. Nothing is kept."""
    form = MultiDict(request.form)
    if act == "fila":
        formulario.with_one_more(form, about)
    else:
        formulario.with_blank_rows(renglones.with_rows(form, about), about)
    with services.db.reading_session() as db:
        before = archivo.newest(db, open_hoja(db, slug))
        return _form(names_of(services), slug, before, form, base=typed_base())


def _reviewed(services: Services, slug: str) -> ResponseReturnValue:
    """Show the form again with what a colleague would say of it. Nothing is kept."""
    with services.db.reading_session() as db:
        before, tramite = _read(db, services, slug)
        avisos = remarks(services, tramite)
        return _form(names_of(services), slug, before, _typed(), base=typed_base(), avisos=avisos)


def _read(db: Session, services: Services, slug: str) -> tuple[HojaVersionRow, Tramite]:
    """Return the newest version and the trámite that was typed over it, or end the request with what to correct."""
    names, form = names_of(services), _typed()
    before = archivo.newest(db, open_hoja(db, slug))
    read = formulario.read(form, tramites.value(before), names, office=staff_office())
    if read.tramite is None:
        page = _form(names, slug, before, form, base=typed_base(), errores=read.errores)
        page.status_code = 422
        abort(page)
    return before, read.tramite


def remarks(services: Services, tramite: Tramite) -> list[Aviso]:
    """Return what a colleague would say of a text today, beside what is published."""
    published = services.current.get().catalogo.tramites.values()
    return review(tramite, published, services.clock().astimezone(BOGOTA).date())


def _save(services: Services, slug: str) -> ResponseReturnValue:
    with services.db.reading_session() as db:
        _, tramite = _read(db, services, slug)
    try:
        with services.db.session() as db:
            numero = _keep(db, services, slug, tramite)
    except Cruce as cruce:
        return _conflict(names_of(services), slug, cruce.other, tramite), 409
    flash(f"Borrador guardado a las {hora(services.clock)}. Todavía no lo ven los ciudadanos.")
    return redirect(url_for("panel.version", slug=slug, numero=numero), 303)


def _keep(db: Session, services: Services, slug: str, tramite: Tramite) -> int:
    """Add the draft, unless somebody else added one since the form was opened."""
    hoja = open_hoja(db, slug)
    db.refresh(hoja, with_for_update=True)
    last = archivo.newest(db, hoja)
    if last.numero != typed_base():
        db.expunge(last)
        raise Cruce(last)
    note = request.form.get("motivo", "").strip()[:300] or None
    version_id = tramites.guardar_borrador(db, tramite, staff().usuario, services.clock(), note)
    numero = db.get_one(HojaVersionRow, version_id).numero
    escrituras.forget(db, staff().usuario, hoja.id)
    auditoria.record(db, staff().usuario, "guardar borrador", f"hoja:{hoja.id}", services.clock(), {"version": numero})
    return numero


def staff_office() -> str | None:
    """Return the only office whose trámites this person may write, None when they are all of them."""
    bound = staff().dependencia_id is not None and not staff().may("revisor", "administrador")
    return staff().dependencia_id if bound else None


def _typed() -> Form:
    """Return what was typed, its rows one after the other and new ones to write in."""
    return formulario.with_blank_rows(formulario.tidy(MultiDict(request.form)))


def _conflict(names: Nombres, slug: str, other: HojaVersionRow, mine: Tramite) -> Response:
    """Show both texts. Saving again keeps this one as the newest; the other stays in the history."""
    differ = changes(other.contenido, tramites.content(mine), names)
    return _form(names, slug, other, _typed(), base=other.numero, cruce=other, cambios=differ)


def _form(names: Nombres, slug: str, version: HojaVersionRow, form: Form, *, base: int, **more: object) -> Response:
    page = render_template(
        "panel/editar.html", slug=slug, version=version, form=form, base=base, apartados=APARTADOS,
        ocultos=formulario.hidden(form), filas=lambda path: formulario.rows(form, path),
        opciones=lambda campo, value: celdas.choices(campo, names, value), vecinos=sorted(names.vecinos.values()) if len(names.vecinos) <= OFFERED else (),
        motivo=form.get("motivo", ""), pares=PAR_DE, **{"errores": {}, "cruce": None, "cambios": (), "avisos": None, "escritura": None, **more},
        guion=escribir.script_version(), con_referencia=version.contenido["alcance"] == "nacional" and referencia.of(version.hoja_id) is not None,
    )  # fmt: skip
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = CSP + escribir.SCRIPT_POLICY
    return response
