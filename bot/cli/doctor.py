"""`catalina doctor`."""

import sys

import click

from bot.doctor import examine, exit_code, paste
from bot.services import make_services
from bot.settings import load_settings


@click.command()
def doctor() -> None:
    """Revisa ajustes, base de datos, contenido y cuentas, y dice qué pegar en la consola de Twilio.

    \b
    Termina en 0 si todo sirve, 1 si hay algo por corregir aquí, 3 si falla algo de afuera.
    """
    services = make_services(load_settings())
    found = examine(services)
    for finding in found:
        click.echo(str(finding))
    click.echo("\n" + "\n".join(paste(services)))
    sys.exit(exit_code(found))
