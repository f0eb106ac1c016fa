"""`catalina reportes`: the periodic reports that are made, those that are due, and the making of them now."""

from datetime import date

import click

from bot.cli.opening import open_services
from bot.periodos import nombre
from bot.refusals import Refused
from bot.reportes.correo import SIN_CORREO, por_enviar
from bot.reportes.hacer import debidos, fijar, hacer
from bot.services import Services
from knowledge import reportes as kept
from knowledge.reportes import FALLIDO, LISTO, PENDIENTE, TIPOS, Debido, Fila
from notifier.cifras.periods import Periodo

DICHO = {LISTO: "hecho", PENDIENTE: "en espera", FALLIDO: "falló"}


@click.command()
@click.option("--hacer", "make", is_flag=True, help="hace ya los que faltan y repite los que fallaron")
@click.option("--tipo", type=click.Choice(TIPOS), help="solo los de esa clase")
@click.option("--desde", default="", help="solo los de periodos que terminan desde ese mes, 2026-03")
def reportes(make: bool, tipo: str | None, desde: str) -> None:
    """Muestra los informes periódicos hechos y los que faltan. El programa los hace solo; con --hacer, ya.

    Un informe sale cuando se publica el último mes de su periodo. Lo que cuenta queda fijo: repetirlo da el mismo archivo.

    \b
    Ejemplos:
      catalina reportes
      catalina reportes --hacer --tipo trimestral --desde 2026-01
    """
    since = _month(desde)
    services = open_services()
    if make:
        _make(services, tipo, since)
    with services.db.reading_session() as db:
        made = [row for row in kept.periodicos(db) if _wanted(row.tipo, row.hasta, tipo, since)]
    missing = [one for one in debidos(services) if _wanted(one.tipo, one.hasta, tipo, since)]
    for row in made:
        click.echo(_line(row))
    for one in missing:
        click.echo(f"por hacer  {one.tipo:<10}  {nombre(Periodo(one.desde, one.hasta))}")
    if not made and not missing:
        click.echo("No hay informes todavía. El primero sale cuando se publique el primer mes, el día 9 del siguiente.")
    if not services.settings.correo_on and por_enviar(services):
        click.echo(SIN_CORREO, err=True)
    if make and any(row.estado == FALLIDO for row in made):
        raise Refused("Algunos informes no se pudieron hacer. Arriba dice por qué.")


def _make(services: Services, tipo: str | None, since: date) -> None:
    wanted: list[Debido] = [one for one in debidos(services) if _wanted(one.tipo, one.hasta, tipo, since)]
    fijar(services, wanted)
    with services.db.session() as db:
        mine = [row for row in kept.periodicos(db) if _wanted(row.tipo, row.hasta, tipo, since)]
        for row in mine:
            kept.rehacer(db, row.id)
    for row in reversed(mine):
        if row.estado != LISTO:
            hacer(services, row.id)


def _wanted(tipo: str, hasta: date, only: str | None, since: date) -> bool:
    return only in (None, tipo) and hasta >= since


def _line(row: Fila) -> str:
    words = f"{DICHO[row.estado]:<9}  {row.tipo:<10}  {nombre(Periodo(row.desde, row.hasta))}"
    more = row.error or row.sha256
    return f"{words}  {more}".rstrip()


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01") if text else date.min
    except ValueError:
        raise Refused(f"«{text[:20]}» no es un mes. Escríbelo así: 2026-03 (año-mes).") from None
