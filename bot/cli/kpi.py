"""`catalina kpi`: the figures of a period as a plain table, and their counting."""

import csv
import io
import json
from collections.abc import Sequence

import click

from bot.cifras.cuenta import contar
from bot.cifras.filtro import tablero
from bot.cli.opening import open_services
from notifier.cifras.board import Tablero
from notifier.cifras.formulas import Cifra
from notifier.cifras.telling import inventado

HEADS = ("indicador", "nombre", "dimension", "valor", "unidad", "numerador", "denominador", "def_v")


@click.command()
@click.option("--desde", default="", help="primer día o mes, 2026-03-01 o 2026-03; sin esto, hace 30 días")
@click.option("--hasta", default="", help="último día o mes, 2026-03-31; sin esto, ayer")
@click.option("--canal", default="", help="solo ese canal: whatsapp, web")
@click.option("--dependencia", default="", help="solo esa dependencia, por su identificador")
@click.option("--tema", default="", help="solo ese tema")
@click.option("--publico", is_flag=True, help="las cifras publicadas, por meses, como en /estadisticas")
@click.option("--format", "form", type=click.Choice(["table", "csv", "json"]), default="table", show_default=True)
def kpi(publico: bool, form: str, **asked: str) -> None:
    """Muestra los indicadores de un periodo de días completos. Lo que se habla por la terminal no cuenta.

    Antes de mostrar, cuenta los días que falten; cada noche lo hace el programa solo.

    \b
    Ejemplos:
      catalina kpi --desde 2026-03-01 --hasta 2026-03-31 --format csv
      catalina kpi --publico --desde 2026-01 --hasta 2026-03
    """
    services = open_services()
    contar(services)
    found = tablero(services, {name: value for name, value in asked.items() if value}, publico=publico)
    with services.db.reading() as db:
        invented = inventado(db)
    if invented:
        click.echo("DATOS INVENTADOS por «catalina demo»: no son de la ciudad.", err=True)
    click.echo(FORMS[form](found))


def as_table(found: Tablero) -> str:
    """Return the figures for the eye."""
    desde, hasta = found.filtro.periodo
    rows = [f"{one.indicador:>3}  {one.nombre:<56} {one.texto}{_of(one)}" for one in found.cifras]
    return "\n".join(
        [f"Del {desde} al {hasta}, días completos en la ciudad. Definiciones: /estadisticas/definiciones", *rows]
    )


def _of(one: Cifra) -> str:
    return f" ({one.de})" if one.de else ""


def as_csv(found: Tablero) -> str:
    """Return one figure a row, with the point as decimal mark: for programs."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("desde", "hasta", *HEADS))
    writer.writerows((*found.filtro.periodo, *cells(one)) for one in found.cifras)
    return out.getvalue().rstrip("\n")


def as_json(found: Tablero) -> str:
    """Return the same rows as objects."""
    desde, hasta = found.filtro.periodo
    rows = [dict(zip(HEADS, cells(one), strict=True)) for one in found.cifras]
    return json.dumps({"desde": str(desde), "hasta": str(hasta), "indicadores": rows}, ensure_ascii=False, indent=1)


def cells(one: Cifra) -> Sequence[object]:
    """Return a figure under `HEADS`."""
    return (
        one.indicador, one.nombre, one.dimension, one.valor, one.unidad, one.numerador, one.denominador, one.version,
    )  # fmt: skip


FORMS = {"table": as_table, "csv": as_csv, "json": as_json}
