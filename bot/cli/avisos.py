"""`catalina avisos`: stop the notices, let them go on, see how they stand. Works while the panel does not."""

from datetime import timedelta

import click
from sqlalchemy import func, select
from sqlmodel import col

from bot.cli.opening import open_services
from knowledge.avisos import AvisoRow
from notifier import events
from notifier.outbox import AVISOS

UNTIL_FURTHER_NOTICE = timedelta(days=3650)
_NAMES = {
    "pendiente": "por salir", "en_camino": "en camino", "en_espera": "esperan a que la persona escriba",
    "entregado": "entregados", "contado": "contados en una respuesta", "tarea": "por atender: no llegaron",
}  # fmt: skip


@click.group()
def avisos() -> None:
    """Detiene o sigue los avisos a la ciudadanía, y dice cómo van. Las respuestas nunca se detienen.

    \b
    Ejemplos:
      catalina avisos pausa
      catalina avisos pausa --horas 2
      catalina avisos seguir
      catalina avisos estado
    """


@avisos.command()
@click.option(
    "--horas", type=click.IntRange(1, 24 * 365), help="cuántas horas; sin esto, hasta «catalina avisos seguir»"
)
def pausa(horas: int | None) -> None:
    """Detiene los avisos por todos los canales. Ninguno se pierde: salen al seguir."""
    services = open_services()
    now = services.clock()
    with services.db.writing() as db:
        events.pause(db, AVISOS, now + (timedelta(hours=horas) if horas else UNTIL_FURTHER_NOTICE))
        events.event(db, "avisos-pausa", f"{horas} h" if horas else "hasta nueva orden", now)
    click.echo("Avisos detenidos. Lo que un proveedor ya recibió no se puede detener.")


@avisos.command()
def seguir() -> None:
    """Deja salir los avisos otra vez."""
    services = open_services()
    now = services.clock()
    with services.db.writing() as db:
        events.pause(db, AVISOS, now)
        events.event(db, "avisos-siguen", "", now)
    click.echo("Los avisos siguen.")


@avisos.command()
def estado() -> None:
    """Dice si están detenidos y cuántos hay en cada paso."""
    services = open_services()
    with services.db.reading() as db:
        held = AVISOS in events.paused(db, services.clock())
        rows = db.execute(select(col(AvisoRow.estado), func.count()).group_by(col(AvisoRow.estado)))
        counts = {name: count for name, count in rows}  # noqa: C416 - a Row is no pair to mypy
    click.echo("Avisos: detenidos. Para seguir escribe: catalina avisos seguir" if held else "Avisos: salen.")
    for name, words in _NAMES.items():
        click.echo(f"{counts.get(name, 0):8}  {words}")
