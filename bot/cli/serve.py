"""`catalina serve` and `catalina worker`."""

import click
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from bot.serving import check_port, check_workers, opened

# A turn waits for the disk, not for the processor: a few threads fill the wait, more only queue at the writer.
THREADS = 4


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
    services = opened()
    check_workers(services, workers)
    check_port(host, port)
    services.db.engine.dispose()  # the worker opens its own: connections do not survive a fork
    click.echo(f"Catalina atiende en http://{host}:{port}/chat · para apagarla: Ctrl+C")
    server = Granian(
        "bot.serving:make_application",
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backlog=1024,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
    )
    server.serve()
