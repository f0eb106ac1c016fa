"""`catalina serve` and `catalina worker`."""

import os
import signal
import sys
import threading

import click

from bot.preflight import check_apart, check_port, check_workers, ready_database
from bot.settings import Settings, load_settings
from knowledge.db import Database, Unavailable, open_database

FACTORY = "bot.serving:make_application"


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="dirección en la que escucha")
@click.option("--port", default=8000, show_default=True, help="puerto")
@click.option("--workers", default=1, show_default=True, help="procesos (más de uno solo con PostgreSQL)")
def serve(host: str, port: int, workers: int) -> None:
    """Atiende la web y los mensajes de WhatsApp.

    Con SQLite también entrega los mensajes y hace las tareas programadas, en el mismo proceso.

    \b
    Ejemplos:
      catalina serve
      catalina serve --host 0.0.0.0 --port 80
    """
    settings = load_settings()
    database = _database(settings)
    check_workers(database, workers)
    check_port(host, port)
    database.engine.dispose()
    if not settings.whatsapp_on:
        click.echo("WhatsApp está apagado: faltan los ajustes de Twilio. La web y la terminal sí funcionan.")
    click.echo(f"Catalina atiende en http://{host}:{port}/chat · para apagarla: Ctrl+C")
    sys.stdout.flush()
    # The server takes this process's place: what was read for the checks would stay in memory for nothing.
    os.execv(sys.executable, server_command(host, port, workers))  # noqa: S606 - our own interpreter, no shell


def _database(settings: Settings) -> Database:
    """Return the database, checked where it answers. A PostgreSQL server that is away keeps nobody from serving."""
    try:
        return ready_database(settings)
    except Unavailable:
        database = open_database(settings.resolved_database_url)
        if database.is_sqlite:
            raise
        click.echo(
            "La base de datos no responde. Guardo lo que llegue por WhatsApp y lo contesto cuando vuelva.", err=True
        )
        return database


def server_command(host: str, port: int, workers: int, factory: str = FACTORY) -> list[str]:
    """Return the command line of the server."""
    return [sys.executable, "-m", "bot.supervisor", factory, host, str(port), str(workers)]


@click.command()
def worker() -> None:
    """Entrega los mensajes y hace las tareas programadas. Para PostgreSQL, en las máquinas que haga falta.

    \b
    Ejemplo:
      catalina worker
    """
    from bot.embedded import start_embedded
    from bot.services import make_services
    from bot.serving import log_to_stderr

    settings = load_settings()
    check_apart(ready_database(settings))
    log_to_stderr(settings)
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: over.set())
    _, stop = start_embedded(make_services(settings))
    click.echo("Entregando. Para apagar: Ctrl+C")
    over.wait()
    stop()
