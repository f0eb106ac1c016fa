"""`catalina staff`: accounts of the panel. Who runs this has the server, so no other right is asked for."""

import click
from sqlmodel import Session

from bot.cli.opening import open_services
from bot.refusals import Refused
from knowledge import personal, segundo_factor
from knowledge.personal import Account

WHO = "catalina staff"


@click.group()
def staff() -> None:
    """Cuentas del personal que usa el panel."""


@staff.command("add")
@click.argument("usuario")
@click.option("--nombre", default="", help="nombre que se muestra")
@click.option("--rol", "roles", multiple=True, required=True, help=f"uno o varios: {', '.join(personal.ROLES)}")
@click.option("--dependencia", help="código de la dependencia")
def add(usuario: str, nombre: str, roles: tuple[str, ...], dependencia: str | None) -> None:
    """Crea una cuenta y muestra su contraseña una sola vez.

    Quien tenga el rol oficial crea su llave al entrar al panel por primera vez, con una frase que solo esa persona conoce.

    \b
    Ejemplo:
      catalina staff add maria --nombre "María P." --rol editor --dependencia planeacion
    """
    services = open_services()
    password = personal.new_password()
    with services.db.session() as db:
        personal.create_account(
            db, usuario, nombre, roles, password, services.clock(), by=WHO, dependencia_id=dependencia
        )
    _show(usuario, password)


@staff.command("list")
def list_() -> None:
    """Muestra las cuentas y sus roles."""
    with open_services().db.reading_session() as db:
        for account in personal.accounts(db):
            state = "  (segundo factor)" if account.totp_sealed else ""
            state += "" if account.activo else "  (desactivada)"
            roles = ", ".join(sorted(personal.roles_of(db, account)))
            click.echo(f"{account.usuario:<20} {account.nombre:<30} {roles}{state}")


@staff.command("roles")
@click.argument("usuario")
@click.argument("roles", nargs=-1, required=True)
def roles_(usuario: str, roles: tuple[str, ...]) -> None:
    """Cambia los roles de una cuenta: queda solo con los que escribas.

    \b
    Ejemplo:
      catalina staff roles maria editor revisor
    """
    services = open_services()
    with services.db.session() as db:
        personal.set_roles(db, _found(db, usuario), roles, services.clock(), by=WHO)
    click.echo(f"«{usuario}» quedó con: {', '.join(roles)}")


@staff.command("reset")
@click.argument("usuario")
@click.option("--segundo-factor", "phone", is_flag=True, help="quita el teléfono perdido; la contraseña sigue igual")
def reset(usuario: str, phone: bool) -> None:
    """Da una contraseña nueva, que se muestra una sola vez. No abre denuncias: esa frase es otra."""
    services = open_services()
    if phone:
        with services.db.session() as db:
            segundo_factor.forget(db, _found(db, usuario), services.clock(), by=WHO)
        click.echo(f"«{usuario}» empareja otro teléfono al entrar, si su rol lo necesita.")
        return
    password = personal.new_password()
    with services.db.session() as db:
        personal.reset_password(db, _found(db, usuario), password, services.clock(), by=WHO)
    _show(usuario, password)


def _found(db: Session, usuario: str) -> Account:
    account = personal.find(db, usuario)
    if account is None:
        raise Refused(f"No hay una cuenta «{usuario}». Míralas con: catalina staff list")
    return account


def _show(usuario: str, password: str) -> None:
    click.echo(f"usuario: {usuario}\ncontraseña: {password}\nGuárdala ahora: no se vuelve a mostrar.")
