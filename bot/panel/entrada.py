"""Who is at the panel and whether this page is theirs."""

from dataclasses import dataclass
from typing import cast
from urllib.parse import quote, urlencode

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import BadRequest, Forbidden
from wtforms.validators import ValidationError

from bot.services import Services
from knowledge import ingresos, personal, segundo_factor

BEFORE_THE_CODE = frozenset({"panel.codigo", "panel.comprobar_codigo", "panel.salir"})
BEFORE_A_NEW_PASSWORD = frozenset({"panel.clave", "panel.cambiar_clave", "panel.salir"})
BEFORE_A_SECOND_FACTOR = frozenset({"panel.segundo", "panel.emparejar", "panel.salir"})
LONG_FORMS = frozenset({
    "panel.guardar", "panel.crear_hoja", "panel.guardar_contenido", "panel.crear_contenido", "panel.guardar_calificacion",
    "panel.proponer_definicion", "panel.actuar", "panel.radicar", "panel.decir_charla", "panel.radicar_en_su_nombre",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staff(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """Who is logged in, as read at this request: a role taken away is gone at the next click."""

    token: str
    account_id: int
    usuario: str
    nombre: str
    roles: frozenset[str]
    dependencia_id: str | None
    must_change: bool
    has_key: bool
    needs_code: bool = False  # the password was right, the second factor is still asked for
    has_second: bool = False

    def get_id(self) -> str:
        """Return what the signed cookie holds: the log-in, not the account."""
        return self.token

    def may(self, *roles: str) -> bool:
        """Return whether one of these roles is held."""
        return not self.roles.isdisjoint(roles)


def staff() -> Staff:
    """Return who is logged in. Only for routes that declare a staff audience."""
    return cast("Staff", current_user)


def login_manager(services: Services) -> LoginManager:
    """Return Flask-Login, told how to read a log-in."""
    manager = LoginManager()
    # Our own rows say which log-ins live; tying them to an address would throw out whoever changes networks.
    manager.session_protection = None
    manager.user_loader(lambda token: load_staff(services, token))
    return manager


def load_staff(services: Services, token: str) -> Staff | None:
    """Return whose log-in this is, and keep it alive."""
    now = services.clock()
    with services.db.reading_session() as db:
        account = ingresos.account_of(db, token, now)
        if account is None:
            return None
        found = _staff(token, account, personal.roles_of(db, account), needs_code=ingresos.needs_code(db, token))
        stale = ingresos.should_touch(db, token, now)
    if stale:
        with services.db.session() as db:
            ingresos.touch(db, token, now)
    return found


def _staff(token: str, account: personal.Account, roles: frozenset[str], *, needs_code: bool) -> Staff:
    assert account.id is not None
    return Staff(
        token=token,
        account_id=account.id,
        usuario=account.usuario,
        nombre=account.nombre,
        roles=roles,
        dependencia_id=account.dependencia_id,
        must_change=account.must_change,
        has_key=account.public_key is not None,
        needs_code=needs_code,
        has_second=account.totp_sealed is not None,
    )


def guard() -> ResponseReturnValue | None:
    """Let a request through only if its form is ours and its route is for this person."""
    if _holds_nul():
        raise BadRequest
    if request.method == "GET" and (clean := _without_nul()) is not None:
        return redirect(clean, 303)
    if request.method == "POST" and not _is_our_form():
        return render_template("panel/vencida.html"), 400
    who = getattr(current_app.view_functions.get(request.endpoint or ""), "audience", "")
    if who == "citizen":
        return None
    if not current_user.is_authenticated:
        return _ask_to_log_in()
    if (first := _still_to_do(staff())) is not None:
        return first
    kind, _, roles = who.partition(":")
    if kind != "staff" or (roles != "*" and not staff().may(*roles.split(","))):
        raise Forbidden
    return None


def _still_to_do(who: Staff) -> ResponseReturnValue | None:
    """Return where somebody must go before any other page: the code, a password of their own, a phone of their own."""
    if who.needs_code:
        return None if request.endpoint in BEFORE_THE_CODE else _ask_for_the_code()
    if who.must_change:
        return None if request.endpoint in BEFORE_A_NEW_PASSWORD else redirect(url_for("panel.clave"), 303)
    if segundo_factor.is_required(who.roles) and not who.has_second:
        return None if request.endpoint in BEFORE_A_SECOND_FACTOR else redirect(url_for("panel.segundo"), 303)
    return None


def _ask_for_the_code() -> ResponseReturnValue:
    return redirect(url_for("panel.codigo", siguiente=request.path if request.method == "GET" else None), 303)


def pending_fields() -> list[tuple[str, str]]:
    """Return what was typed in a long form before an idle log-in ended, as the pages of coming in carry it along."""
    return [(n.removeprefix("pendiente."), v) for n, v in request.form.items(multi=True) if n.startswith("pendiente.")]


def _ask_to_log_in() -> ResponseReturnValue:
    """Ask who it is. What was typed in a long form is carried along, so that an idle log-in costs no work."""
    if request.endpoint == "panel.comprobar_codigo" and (kept := pending_fields()):
        siguiente = request.form.get("siguiente", "")
        return render_template("panel/entrar.html", siguiente=siguiente, pendiente=kept, fallo=None), 401
    if request.endpoint in LONG_FORMS:
        kept = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "accion")]
        return render_template("panel/entrar.html", siguiente=request.path, pendiente=kept, fallo=None), 401
    return redirect(url_for("panel.entrar", siguiente=request.path if request.method == "GET" else None), 303)


def _is_our_form() -> bool:
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return False
    return True


def _holds_nul() -> bool:
    """Nobody types a NUL, and PostgreSQL keeps none."""
    return "\0" in request.path or any("\0" in value for _, value in request.form.items(multi=True))


def _without_nul() -> str | None:
    """Return this address without the values of its query that hold a NUL, or None where none does."""
    given = list(request.args.items(multi=True))
    kept = [(name, value) for name, value in given if "\0" not in name + value]
    return None if len(kept) == len(given) else f"{quote(request.path)}?{urlencode(kept)}".rstrip("?")


def safe_next(path: str | None) -> str:
    """Return a page of the panel to go to; anything else leads to its start."""
    is_ours = (
        path is not None and path.startswith("/panel/") and "\\" not in path and "//" not in path and path.isprintable()
    )
    return path if path is not None and is_ours else url_for("panel.inicio")
