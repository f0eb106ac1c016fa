"""`catalina purge`."""

import click

from bot.cli.opening import open_services
from bot.retention import purge as purge_old


@click.command()
def purge() -> None:
    """Borra lo que ya cumplió su tiempo. Es lo mismo que hace cada noche quien entrega.

    \b
    Ejemplo:
      catalina purge
    """
    purge_old(open_services())
    click.echo("Listo: se borró lo que ya cumplió su tiempo.")
