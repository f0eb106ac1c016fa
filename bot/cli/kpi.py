"""`catalina kpi`: the figures of a period as a plain table, and their counting."""

from collections.abc import Callable, Mapping

import click

from bot.cifras.archivos import INVENTADAS, Exporte, as_csv, as_json, exporte
from bot.cifras.cuenta import contar
from bot.cifras.filas import Fila, clave, contado
from bot.cifras.libro import TIMED
from bot.cifras.textos import periodo, sin_contar
from bot.cli.opening import open_services


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
    made = exporte(services, {name: value for name, value in asked.items() if value}, publico=publico)
    if made.inventado:
        click.echo(INVENTADAS, err=True)
    click.echo(FORMS[form](made))


def as_table(made: Exporte) -> str:
    """Return the figures of the period whole, for the eye; the files have its months and days too."""
    found = made.tablero
    inside = contado(found, found.filtro.periodo)
    if inside is None:
        return sin_contar(found.filtro.periodo, found.hay)
    rows = [
        f"{row.indicador:>3}  {row.nombre:<56} {row.texto}{_of(row)}"
        for row in made.filas
        if row.periodo == clave(inside)
    ]
    return "\n".join([f"{periodo(inside)}, días completos en la ciudad. Definiciones: {made.direccion}", *rows])


def _of(row: Fila) -> str:
    if row.de:
        return f" ({row.de})"
    return f" (de {row.en_n})" if row.valor is not None and row.unidad in TIMED else ""


# The files are those of the pages, byte by byte but for the mark of UTF-8, which a terminal would show.
FORMS: Mapping[str, Callable[[Exporte], str]] = {
    "table": as_table,
    "csv": lambda made: as_csv(made).decode("utf-8-sig").rstrip(),
    "json": lambda made: as_json(made).decode().rstrip(),
}
