"""Coming in, going out, the own password, and the officer's passphrase."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from bot.audience import audience
from bot.origin import counted_as
from bot.panel import conversaciones, pendientes
from bot.panel.bandeja import own_office
from bot.panel.entrada import load_staff, pending_fields, safe_next, staff
from bot.panel.vista import cuando
from bot.services import Services
from flows.context import BOGOTA
from knowledge import auditoria, bandeja, ingresos, personal
from knowledge.personal import CuentaInvalida

# Said for every cause: a page that tells «no existe» from «no es» gives away who works here.
WRONG = "El usuario o la contraseña no coinciden. Revísalos y prueba otra vez."
ORIGIN_FREE = 30  # a whole office may share one address


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to come in: how long it must wait, or whose account it names."""

    wait: datetime | None
    account: personal.Account | None


def add_routes(room: Blueprint, services: Services) -> None:
    """Add the routes of this part."""

    @room.get("/")
    @audience("staff:*")
    def inicio() -> ResponseReturnValue:
        counts = waiting(services)
        pending = pendientes.how_many(services) if counts else 0
        return render_template(
            "panel/inicio.html",
            cuentas=counts,
            pendientes=pending,
            muchos=bandeja.MOST,
            charlas=conversaciones.how_many(services),
        )

    @room.get("/entrar")
    @audience("citizen")
    def entrar() -> ResponseReturnValue:
        if current_user.is_authenticated:
            return redirect(safe_next(request.args.get("siguiente")), 303)
        return render_template(
            "panel/entrar.html", siguiente=request.args.get("siguiente", ""), pendiente=(), fallo=None
        )

    @room.post("/entrar")
    @audience("citizen")
    def comprobar() -> ResponseReturnValue:
        return _log_in(services, request.form.get("usuario", "")[:100], request.form.get("clave", "")[:1000])

    @room.post("/salir")
    @audience("staff:*")
    def salir() -> ResponseReturnValue:
        with services.db.session() as db:
            ingresos.close_session(db, staff().token)
            auditoria.record(db, staff().usuario, "salir", f"cuenta:{staff().usuario}", services.clock())
        session.clear()
        return redirect(url_for("panel.entrar"), 303)

    @room.get("/clave")
    @audience("staff:*")
    def clave() -> ResponseReturnValue:
        return render_template("panel/clave.html", fallo=None, primera=staff().must_change)

    @room.post("/clave")
    @audience("staff:*")
    def cambiar_clave() -> ResponseReturnValue:
        return _change_password(services)

    @room.get("/llave")
    @audience("staff:oficial")
    def llave() -> ResponseReturnValue:
        return render_template("panel/llave.html", fallo=None)

    @room.post("/llave")
    @audience("staff:oficial")
    def crear_llave() -> ResponseReturnValue:
        return _make_keys(services)


def waiting(services: Services) -> bandeja.Cuentas | None:
    """Return what waits in the own office today, for who works on requests."""
    own = own_office()
    if not staff().may("gestor", "administrador") or own == "":
        return None
    with services.db.reading_session() as db:
        return bandeja.cuentas(db, own, services.clock().astimezone(BOGOTA).date())


def _log_in(services: Services, usuario: str, clave: str) -> ResponseReturnValue:
    attempt = _begin(services, usuario)
    if attempt.wait is not None:
        return _refused(f"Hubo demasiados intentos. Prueba de nuevo después de las {cuando(attempt.wait)[-5:]}.", 429)
    # Outside any transaction: checking a password is slow on purpose, and one writer at a time is let into SQLite.
    if not personal.password_matches(attempt.account, clave) or attempt.account is None:
        return _refused(WRONG, 401)
    token = _come_in(services, attempt.account)
    # A log-in never goes on with the cookie it found: whoever planted one would be in too.
    session.clear()
    login_user(load_staff(services, token))
    pendiente, siguiente = pending_fields(), safe_next(request.form.get("siguiente"))
    if attempt.account.totp_sealed is not None:
        return render_template("panel/codigo.html", siguiente=siguiente, pendiente=pendiente, fallo=None)
    if pendiente:
        return render_template("panel/retomar.html", siguiente=siguiente, pendiente=pendiente)
    return redirect(siguiente, 303)


def _begin(services: Services, usuario: str) -> Attempt:
    """Count the attempt before it is checked, so that many at once gain nothing."""
    now, origin = services.clock(), counted_as(services, "origen")
    with services.db.session() as db:
        account = personal.find(db, usuario)
        key = f"cuenta:{account.usuario}" if account else None
        waits = [ingresos.attempt(db, key, now) if key else None]
        waits.append(ingresos.attempt(db, origin, now, free=ORIGIN_FREE) if origin else None)
        wait = max((w for w in waits if w is not None), default=None)
        if account is not None:
            db.refresh(account)
            db.expunge(account)
    return Attempt(wait, account)


def _come_in(services: Services, account: personal.Account) -> str:
    now, origin = services.clock(), counted_as(services, "origen")
    with services.db.session() as db:
        for counted in filter(None, (f"cuenta:{account.usuario}", origin)):
            ingresos.forget_failures(db, counted)
        done = "contraseña correcta, falta el código" if account.totp_sealed else "entrar"
        auditoria.record(db, account.usuario, done, f"cuenta:{account.usuario}", now)
        return ingresos.open_session(db, account, now, needs_code=account.totp_sealed is not None)


def _refused(fallo: str, status: int) -> ResponseReturnValue:
    siguiente = request.form.get("siguiente", "")
    return render_template("panel/entrar.html", siguiente=siguiente, pendiente=pending_fields(), fallo=fallo), status


def _change_password(services: Services) -> ResponseReturnValue:
    now, form = services.clock(), request.form
    with services.db.reading_session() as db:
        account = personal.find(db, staff().usuario)
    if not personal.password_matches(account, form.get("actual", "")):
        return _clave("La contraseña actual no coincide.")
    if form.get("nueva", "") != form.get("otra_vez", ""):
        return _clave("Las dos contraseñas nuevas no son iguales.")
    if form.get("nueva") == form.get("actual"):
        return _clave("Escribe una contraseña distinta de la actual.")
    try:
        with services.db.session() as db:
            own = db.get_one(personal.Account, staff().account_id)
            personal.reset_password(db, own, form.get("nueva", ""), now, by=own.usuario)
            token = ingresos.open_session(db, own, now)
    except CuentaInvalida as error:
        return _clave(str(error))
    session.clear()
    login_user(load_staff(services, token))
    flash("Tu contraseña quedó cambiada.")
    return redirect(url_for("panel.inicio"), 303)


def _clave(fallo: str) -> ResponseReturnValue:
    return render_template("panel/clave.html", fallo=fallo, primera=staff().must_change), 422


def _make_keys(services: Services) -> ResponseReturnValue:
    form = request.form
    if form.get("frase", "") != form.get("otra_vez", ""):
        return render_template("panel/llave.html", fallo="Las dos frases no son iguales."), 422
    try:
        with services.db.session() as db:
            own = db.get_one(personal.Account, staff().account_id)
            personal.set_officer_keys(db, own, form.get("frase", ""), services.clock())
    except CuentaInvalida as error:
        return render_template("panel/llave.html", fallo=str(error)), 422
    flash("Tu llave quedó lista. Desde ahora puedes recibir denuncias.")
    return redirect(url_for("panel.denuncias"), 303)
