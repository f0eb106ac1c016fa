"""`catalina explain`: why a message leads where it leads."""

import click

from bot.cli.opening import open_services
from flows.understanding import explain as explanation


@click.command()
@click.argument("texto")
def explain(texto: str) -> None:
    """Dice cómo se entiende un mensaje: texto normalizado, datos que trae, puntajes y la regla que decidió.

    \b
    Ejemplo:
      catalina explain "que papeles piden pal certificao de residencia"
    """
    click.echo(str(explanation(texto, open_services().current.get().comprension)))
