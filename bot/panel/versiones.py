"""One version of a hoja de vida: what it changes, how a citizen would read it, publish, give back, restore."""

from collections.abc import Iterable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from werkzeug.exceptions import NotFound

from bot.audience import audience
from bot.panel import archivo
from bot.panel.archivo import open_hoja
from bot.panel.cambios import changes
from bot.panel.campos import NOMBRES
from bot.panel.entrada import Staff, staff
from bot.panel.hojas import names_of, remarks
from bot.public import reading
from bot.public.hoja import hoja as as_page
from bot.services import Services
from knowledge import auditoria, personal, tramites
from knowledge.lint import Aviso
from knowledge.reglas import broken
from knowledge.tramites import HojaRow, HojaVersionRow, NoSePuede
from knowledge.values import Tramite

OPEN = frozenset({"borrador", "en_revision"})


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/hojas/<slug>/versiones/<int(max=2147483647):numero>")
    @audience("staff:editor,revisor,administrador")
    def version(slug: str, numero: int) -> ResponseReturnValue:
        with services.db.reading_session() as db:
            hoja, row = found_version(db, slug, numero)
            return _shown(services, db, hoja, row)

    @room.post("/hojas/<slug>/versiones/<int(max=2147483647):numero>/publicar")
    @audience("staff:revisor,administrador")
    def publicar(slug: str, numero: int) -> ResponseReturnValue:
        with services.db.session() as db:
            hoja, row = _held(db, slug, numero)
            tramite = tramites.value(row)
            refused = (
                why_not(db, staff(), row)
                or unfit(remarks(services, tramite))
                or _unwritable(db, services, hoja, tramite)
            )
            if refused is None:
                _publish(db, services, hoja, row)
            where = hoja.slug  # an import may have given it another address
        flash(refused or "Publicada. Catalina ya responde con este texto.")
        return redirect(url_for("panel.version", slug=where, numero=numero), 303)

    @room.post("/hojas/<slug>/versiones/<int(max=2147483647):numero>/devolver")
    @audience("staff:revisor,administrador")
    def devolver(slug: str, numero: int) -> ResponseReturnValue:
        note = request.form.get("nota", "").strip()[:500]
        if note:
            with services.db.session() as db:
                hoja, row = _held(db, slug, numero)
                _give_back(db, services, hoja, row, note)
        flash("Devuelta con tu nota." if note else "Escribe por qué la devuelves.")
        return redirect(url_for("panel.version", slug=slug, numero=numero), 303)

    @room.post("/hojas/<slug>/versiones/<int(max=2147483647):numero>/restaurar")
    @audience("staff:editor,revisor,administrador")
    def restaurar(slug: str, numero: int) -> ResponseReturnValue:
        with services.db.session() as db:
            hoja, row = found_version(db, slug, numero)
            fresh = _restore(db, services, hoja, row)
        flash(f"La versión {numero} volvió como borrador. Revísala antes de publicarla.")
        return redirect(url_for("panel.version", slug=slug, numero=fresh), 303)


def _held(db: Session, slug: str, numero: int) -> tuple[HojaRow, HojaVersionRow]:
    """Return a version as it is now, and keep others from deciding about it until the transaction ends."""
    hoja, row = found_version(db, slug, numero)
    db.refresh(hoja, with_for_update=True)
    db.refresh(row)
    return hoja, row


def _unwritable(db: Session, services: Services, hoja: HojaRow, tramite: Tramite) -> str | None:
    """Return what the form would not have taken, as a file or an old version may bring it."""
    owner = archivo.by_slug(db, tramite.slug)
    if owner is not None and owner.id != hoja.id:
        return f"Su dirección web ya es de «{owner.nombre}». Cámbiala en un borrador nuevo."
    return next(iter(broken(tramite, NOMBRES, names_of(services).territorio).values()), None)


def why_not(db: Session, who: Staff, row: HojaVersionRow) -> str | None:
    """Return why this person cannot publish this version, or None.

    Nobody approves their own draft while another person could; an office of one may, and the audit says so.
    """
    newest = tramites.history(db, row.hoja_id)[0]
    if row.estado not in OPEN:
        return "Esta versión no es un borrador."
    if newest.id != row.id:
        return f"Hay una versión más nueva, la {newest.numero}. Publica esa, o restaura esta."
    if row.author == who.usuario and personal.others_publish(db, db.get_one(personal.Account, who.account_id)):
        return "Tú escribiste este borrador. Debe publicarlo otra persona."
    return None


def unfit(avisos: Iterable[Aviso]) -> str | None:
    """Return what to mend before a text may be published, or None."""
    mend = [aviso.texto for aviso in avisos if aviso.impide]
    return (
        f"Todavía no se puede publicar. {mend[0]}" + (f" Y {len(mend) - 1} más." if mend[1:] else "") if mend else None
    )


def _publish(db: Session, services: Services, hoja: HojaRow, row: HojaVersionRow) -> None:
    assert row.id is not None
    tramites.publicar(db, row.id, staff().usuario, services.clock())
    detail = {"version": row.numero, "mismo_autor": row.author == staff().usuario}
    auditoria.record(db, staff().usuario, "publicar", f"hoja:{hoja.id}", services.clock(), detail)


def _give_back(db: Session, services: Services, hoja: HojaRow, row: HojaVersionRow, note: str) -> None:
    assert row.id is not None
    try:
        tramites.rechazar(db, row.id, staff().usuario, services.clock(), note)
    except NoSePuede:
        return  # somebody published or gave it back a moment ago; the page says which
    auditoria.record(db, staff().usuario, "devolver", f"hoja:{hoja.id}", services.clock(), {"version": row.numero})


def _restore(db: Session, services: Services, hoja: HojaRow, row: HojaVersionRow) -> int:
    assert row.id is not None
    fresh = db.get_one(HojaVersionRow, tramites.restaurar(db, row.id, staff().usuario, services.clock()))
    detail = {"de": row.numero, "version": fresh.numero}
    auditoria.record(db, staff().usuario, "restaurar", f"hoja:{hoja.id}", services.clock(), detail)
    return fresh.numero


def found_version(db: Session, slug: str, numero: int) -> tuple[HojaRow, HojaVersionRow]:
    hoja = open_hoja(db, slug)
    row = archivo.numbered(db, hoja, numero)
    if row is None:
        raise NotFound
    return hoja, row


def _shown(services: Services, db: Session, hoja: HojaRow, row: HojaVersionRow) -> str:
    live = archivo.published(db, hoja)
    avisos = remarks(services, tramites.value(row))
    return render_template(
        "panel/version.html",
        slug=hoja.slug,
        row=row,
        vigente=live,
        cambios=changes(live.contenido, row.contenido, names_of(services)) if live and live.id != row.id else [],
        pagina=as_page(reading(services), tramites.as_published(row, services.clock())),
        avisos=avisos,
        impide=why_not(db, staff(), row) if staff().may(*personal.PUBLICAN) else "No publicas con esta cuenta.",
        corregir=unfit(avisos),
        abierta=row.estado in OPEN,
        revisa=staff().may(*personal.PUBLICAN),
    )
