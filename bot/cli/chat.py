"""`catalina chat`: talk in the terminal, with the real inbox and the real content."""

import secrets
from contextlib import nullcontext
from pathlib import Path

import click

from bot.channels.console import Terminal, lines
from bot.cli.opening import open_services
from bot.recording import Recorder, done_so_far, since
from bot.services import Services


@click.command()
@click.option(
    "--record", type=click.Path(dir_okay=False, path_type=Path), help="escribe la conversación en este archivo"
)
@click.option("--contacto", help="nombre de la persona: con el mismo nombre se sigue la misma conversación")
def chat(record: Path | None, contacto: str | None) -> None:
    """Conversa con Catalina en la pantalla. Se sale con Ctrl+D.

    \b
    Ejemplos:
      catalina chat
      catalina chat --record tests/transcripts/mi_caso.txt
    """
    services = open_services()
    terminal = Terminal(services, contacto or secrets.token_hex(8))
    with record.open("w", encoding="utf-8") if record else nullcontext() as out:
        recorder = Recorder(out, "Una conversación grabada", services.clock()) if out else None
        click.echo("Escribe tu mensaje. Para salir: Ctrl+D.\n")
        while (text := _typed()) is not None:
            if text.strip():
                _exchange(services, terminal, recorder, text)


def _typed() -> str | None:
    try:
        return input("> ")
    except (EOFError, KeyboardInterrupt):
        click.echo()
        return None


def _exchange(services: Services, terminal: Terminal, recorder: Recorder | None, text: str) -> None:
    before = _done(services, terminal) if recorder else []
    bubble = terminal.say(text, secrets.token_hex(16))
    click.echo("\n".join(["", *lines(bubble), ""]))
    if recorder:
        recorder.exchange(text, bubble, since(before, _done(services, terminal)), services.clock())


def _done(services: Services, terminal: Terminal) -> list[str]:
    with services.db.reading() as db:
        return done_so_far(db, terminal.address)
