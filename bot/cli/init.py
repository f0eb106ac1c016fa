"""`catalina init`: schema, bundled content, understanding and the first account. Safe to repeat."""

import click

from bot.cli.learning import told
from bot.services import Services, make_services
from bot.settings import load_settings
from bot.training import bundled, learn
from knowledge import personal, seed
from knowledge.migrations.runner import upgrade

FIRST = "admin"


@click.command()
def init() -> None:
    """Crea o actualiza la base de datos y carga el contenido. Se puede repetir sin riesgo.

    \b
    Ejemplo:
      catalina init
    """
    services = make_services(load_settings())
    click.echo("Base de datos: " + ("creada o actualizada" if upgrade(services.db) else "ya estaba al día"))
    _load_content(services)
    click.echo("Comprensión: " + told(learn(services, bundled())))
    password = _first_account(services)
    if password:
        click.echo(f"\nPrimera cuenta del panel ({services.settings.public_url}/panel). Se muestra una sola vez:")
        click.echo(f"  usuario: {FIRST}\n  contraseña: {password}")


def _load_content(services: Services) -> None:
    with services.db.session() as db:
        done = seed.seed(db, services.clock())
    said = f"{done.changed} registros cargados" if done.changed else "ya estaba al día"
    drafts = f"; {done.drafts} versiones nuevas quedaron como borrador, porque el personal editó esos registros"
    click.echo(f"Contenido: {said}{drafts if done.drafts else ''}")


def _first_account(services: Services) -> str | None:
    """Make the administrator of a database that has no account yet, and return the password."""
    with services.db.session() as db:
        if personal.accounts(db):
            return None
        password = personal.new_password()
        personal.create_account(
            db, FIRST, "Administración", ["administrador"], password, services.clock(), by="catalina init"
        )
        return password
