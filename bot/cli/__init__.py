"""`catalina`: the commands of an operator. One file a command; the list below is all there is.

Exit codes: 0 done, 1 what you gave is at fault (the message says what to write), 2 wrong usage, 3 something outside
failed (the database, the network, a port).
"""

import importlib
import sys
from collections.abc import Mapping

import click

from bot.cli.failures import EXTERNAL, YOURS, explained

COMMANDS: Mapping[str, str] = {
    "init": "bot.cli.init:init",
    "serve": "bot.cli.serve:serve",
    "worker": "bot.cli.serve:worker",
    "chat": "bot.cli.chat:chat",
    "ask": "bot.cli.ask:ask",
    "explain": "bot.cli.explain:explain",
    "plazo": "bot.cli.plazo:plazo",
    "doctor": "bot.cli.doctor:doctor",
}


class _Lazy(click.Group):
    """Imports a command when it is called, so that `--help` and `plazo` do not pay for the web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an operator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        where = COMMANDS.get(cmd_name)
        if where is None:
            return None
        module, _, name = where.partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="catalina", prog_name="catalina")
def cli() -> None:
    """Catalina: la asistente con la que una ciudad responde.

    Primera vez: «catalina init» y luego «catalina serve».
    """


def main() -> None:
    """Run the command line; what went wrong is said in plain words and told by the exit code."""
    try:
        cli(prog_name="catalina")
    except Exception as error:
        code, message = explained(error)
        if code not in (YOURS, EXTERNAL):
            raise  # a defect of ours: the trace is what the developer needs
        click.echo(message, err=True)
        sys.exit(code)
