"""`catalina`: the commands of an operator. One file a command; the list below is all there is.

Exit codes: 0 done, 1 what you gave is at fault (the message says what to write), 2 wrong usage, 3 something outside
failed (the database, the network, a port).
"""

import importlib
from collections.abc import Mapping

import click

from bot.cli.failures import DEFECT, explained

# name → where it is, what it does. The words stand here so that `--help` imports nothing.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("bot.cli.init:init", "crea o actualiza la base de datos y carga el contenido"),
    "serve": ("bot.cli.serve:serve", "atiende la web y WhatsApp"),
    "worker": ("bot.cli.serve:worker", "entrega y tareas programadas (PostgreSQL)"),
    "chat": ("bot.cli.chat:chat", "conversa en la pantalla"),
    "ask": ("bot.cli.ask:ask", "responde un mensaje, o un archivo de mensajes"),
    "explain": ("bot.cli.explain:explain", "por qué un mensaje lleva a donde lleva"),
    "entrenar": ("bot.cli.learning:entrenar", "aprende de lo publicado y dice cómo quedó"),
    "frases": ("bot.cli.phrases:frases", "carga y escribe las frases del personal"),
    "import": ("bot.cli.content:import_", "carga un archivo de contenido"),
    "export": ("bot.cli.content:export", "escribe el contenido en un archivo"),
    "kpi": ("bot.cli.kpi:kpi", "los indicadores de un periodo"),
    "reportes": ("bot.cli.reportes:reportes", "los informes periódicos de cifras, y hacerlos ya"),
    "prioridades": ("bot.cli.prioridades:prioridades", "qué trámites van primero y su hoja de ruta"),
    "plazo": ("bot.cli.plazo:plazo", "cuándo vence una petición"),
    "staff": ("bot.cli.staff:staff", "cuentas del panel"),
    "avisos": ("bot.cli.avisos:avisos", "detiene o sigue los avisos, y dice cómo van"),
    "purge": ("bot.cli.purge:purge", "borra lo que ya cumplió su tiempo"),
    "demo": ("bot.cli.demo:demo", "tres meses de uso inventado, en una base de datos aparte"),
    "doctor": ("bot.cli.doctor:doctor", "revisa todo y dice qué falta"),
}


class _Lazy(click.Group):
    """Imports a command when it is called, so that `plazo` does not pay for the web server."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order in which an operator meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; what went wrong is said in plain words and told by the exit code."""
        try:
            return super().invoke(ctx)
        except Exception as error:
            code, message = explained(error)
            if code == DEFECT:
                raise  # a defect of ours: the trace is what the developer needs
            click.echo(message, err=True)
            ctx.exit(code)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, what) for name, (_, what) in COMMANDS.items()])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="catalina", prog_name="catalina")
def cli() -> None:
    """Catalina: la asistente con la que una ciudad responde.

    Primera vez: «catalina init» y luego «catalina serve».
    """


def main() -> None:
    """Run the command line."""
    cli(prog_name="catalina")
