"""The second factor at the panel: asking for the code at a log-in, and pairing a phone."""

import io

import segno
from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user
from markupsafe import Markup
from sqlmodel import Session

from bot.audience import audience
from bot.panel.entrada import load_staff, pending_fields, safe_next, staff
from bot.panel.vista import cuando
from bot.services import Services
from knowledge import auditoria, ingresos, personal, segundo_factor
from knowledge.personal import Account
from knowledge.sellado import CannotOpen

WRONG = "El código no coincide. Espera a que cambie y escribe el nuevo."


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/codigo")
    @audience("staff:*")
    def codigo() -> ResponseReturnValue:
        if not staff().needs_code:
            return redirect(url_for("panel.inicio"), 303)
        return _ask(request.args.get("siguiente", ""))

    @room.post("/codigo")
    @audience("staff:*")
    def comprobar_codigo() -> ResponseReturnValue:
        return _check(services, request.form.get("codigo", "")[:40])

    @room.get("/segundo-factor")
    @audience("staff:*")
    def segundo() -> ResponseReturnValue:
        return _pairing(services, segundo_factor.new_secret())

    @room.post("/segundo-factor")
    @audience("staff:*")
    def emparejar() -> ResponseReturnValue:
        return _pair(services)


def _ask(siguiente: str, fallo: str | None = None, status: int = 200) -> ResponseReturnValue:
    return (
        render_template("panel/codigo.html", siguiente=siguiente, pendiente=pending_fields(), fallo=fallo),
        status,
    )


def _check(services: Services, code: str) -> ResponseReturnValue:
    """Check the code of a log-in whose password was right; each attempt is counted before it is checked."""
    now, siguiente = services.clock(), request.form.get("siguiente", "")
    if not staff().needs_code:
        return redirect(safe_next(siguiente), 303)
    wait = _must_wait(services)
    if wait is not None:
        return _ask(siguiente, wait, 429)
    with services.db.session() as db:
        own = db.get_one(Account, staff().account_id)
        token = _opened(db, services, own) if segundo_factor.use(db, services.sello, own, code, now) else None
        if token is None:
            auditoria.record(db, own.usuario, "código que no coincide", f"cuenta:{own.usuario}", now)
    if token is None:
        return _ask(siguiente, WRONG, 401)
    session.clear()
    login_user(load_staff(services, token))
    pendiente = pending_fields()
    if pendiente:
        return render_template("panel/retomar.html", siguiente=safe_next(siguiente), pendiente=pendiente)
    return redirect(safe_next(siguiente), 303)


def _opened(db: Session, services: Services, own: Account) -> str:
    """Put a whole log-in in the place of the half one: a copied cookie of before opens nothing."""
    now = services.clock()
    ingresos.forget_failures(db, _key())
    ingresos.close_session(db, staff().token)
    auditoria.record(db, own.usuario, "entrar con segundo factor", f"cuenta:{own.usuario}", now)
    return ingresos.open_session(db, own, now)


def _pairing(services: Services, secret: str, fallo: str | None = None) -> ResponseReturnValue:
    issuer = services.current.get().catalogo.entidad.asistente
    link = segundo_factor.address(secret, staff().usuario, issuer)
    page = render_template(
        "panel/segundo_factor.html",
        dibujo=_drawn(link),
        clave=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        enlace=link,
        # In the form and not in a row: a secret that no phone has shown yet must not be anywhere.
        sellado=services.sello.close(f"{staff().account_id}:{secret}"),
        obligado=segundo_factor.is_required(staff().roles),
        fallo=fallo,
    )
    return page, 422 if fallo else 200


def _pair(services: Services) -> ResponseReturnValue:
    now = services.clock()
    try:
        owner, _, secret = services.sello.open(request.form.get("sellado", "")).partition(":")
    except (CannotOpen, ValueError):
        owner, secret = "", ""
    if owner != str(staff().account_id):
        return _pairing(services, segundo_factor.new_secret(), "La página venció. Lee el dibujo otra vez.")
    wait = _must_wait(services)
    if wait is not None:
        return _pairing(services, secret, wait)
    with services.db.reading_session() as db:
        account = personal.find(db, staff().usuario)
    if not personal.password_matches(account, request.form.get("clave", "")):
        return _pairing(services, secret, "La contraseña no coincide.")
    step = segundo_factor.step_of(secret, request.form.get("codigo", "")[:40], now)
    if step is None:
        return _pairing(services, secret, WRONG)
    with services.db.session() as db:
        own = db.get_one(Account, staff().account_id)
        # Who came upon an open panel must not make a way in of it: another phone needs a code of the one before.
        before = request.form.get("anterior", "")[:40]
        proved = own.totp_sealed is None or segundo_factor.use(db, services.sello, own, before, now)
        codes = segundo_factor.enrol(db, services.sello, own, secret, step, now) if proved else None
        if codes is not None:
            ingresos.forget_failures(db, _key())
            token = ingresos.open_session(db, own, now)
    if codes is None:
        return _pairing(services, secret, "El código de tu teléfono de antes no coincide.")
    session.clear()
    login_user(load_staff(services, token))
    flash("Tu teléfono quedó emparejado.")
    return render_template("panel/codigos.html", codigos=codes)


def _must_wait(services: Services) -> str | None:
    """Count an attempt before it is checked; return what to say where it must wait."""
    with services.db.session() as db:
        wait = ingresos.attempt(db, _key(), services.clock())
    return None if wait is None else f"Hubo demasiados intentos. Prueba después de las {cuando(wait)[-5:]}."


def _drawn(link: str) -> Markup:
    """Return the QR code as an element of the page: no request of its own, no script."""
    out = io.BytesIO()
    segno.make(link, error="m").save(
        out, kind="svg", scale=5, border=4, xmldecl=False, svgns=True, nl=False, svgclass=None, lineclass=None
    )
    return Markup(out.getvalue().decode())  # noqa: S704 - drawn by the library from our own words, no text in it


def _key() -> str:
    return f"codigo:{staff().usuario}"
