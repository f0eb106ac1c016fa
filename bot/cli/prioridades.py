"""`catalina prioridades`: which trámites come first, by the three criteria of the plan, and their roadmap."""

import csv
import io
import json
import sys
from pathlib import Path

import click

from bot.cli.opening import open_services
from bot.pdf import render
from bot.prioridades import HEADS, ROUTE_HEADS, Informe, cells, informe, months, route_cells
from bot.prioridades_pdf import as_html
from bot.refusals import Refused
from knowledge.importers.guard import guarded

FILES = ("xlsx", "pdf")


@click.command()
@click.option("--desde", default="", help="primer mes, 2026-01; sin esto, los tres últimos meses completos")
@click.option("--hasta", default="", help="último mes, 2026-03")
@click.option(
    "--format", "form", type=click.Choice(["table", "csv", "json", *FILES]), default="table", show_default=True
)
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="archivo; sin esto, la pantalla")
def prioridades(desde: str, hasta: str, form: str, output: Path | None) -> None:
    """Ordena los trámites por demanda, complejidad y alineación con la Ventanilla Única.

    La complejidad y la alineación las califica el personal en el panel. Lo que nadie ha calificado va al final.

    \b
    Ejemplos:
      catalina prioridades --desde 2026-01 --hasta 2026-03
      catalina prioridades --format pdf -o prioridades.pdf
    """
    services = open_services()
    found = informe(services, *months(services, desde, hasta))
    if form in FILES and output is None:
        raise Refused(f"Un {form.upper()} no se lee en la pantalla. Di en qué archivo: -o prioridades.{form}")
    if found.inventado:
        click.echo("DATOS INVENTADOS por «catalina demo»: no son de la ciudad.", err=True)
    data = written(found, form)
    if output is None:
        sys.stdout.buffer.write(data + b"\n")
    else:
        output.write_bytes(data)
        click.echo(f"{output}: {len(data)} bytes")


def written(found: Informe, form: str) -> bytes:
    """Return the report in one form."""
    if form == "pdf":
        return render(as_html(found))
    if form == "xlsx":
        from bot.prioridades_xlsx import as_xlsx

        return as_xlsx(found)
    return {"table": as_table, "csv": as_csv, "json": as_json}[form](found).encode()


def as_table(found: Informe) -> str:
    """Return the report for the eye."""
    lines = [f"Del {found.desde} al {found.hasta}, días completos.", *found.criterios, ""]
    for one in found.lista:
        place, name, office, asked, hard, aligned, total = cells(one)
        lines.append(f"{place:>4}  {total:>13}  {name} · {office}")
        lines.append(f"      {'':>13}  consultas: {asked} · complejidad: {hard} · Ventanilla Única: {aligned}")
    lines += ["", "Hoja de ruta por dependencia"]
    for office, group in found.ruta:
        lines.append(office)
        lines += [
            f"  {quarter}  {name} · {who} · {needs}" for quarter, name, _, who, needs, _ in map(route_cells, group)
        ]
    return "\n".join(lines)


def as_csv(found: Informe) -> str:
    """Return one trámite a row, with its place in the roadmap; no cell runs as a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(("Desde", "Hasta", *HEADS, ROUTE_HEADS[0], *ROUTE_HEADS[3:]))
    for one in found.lista:
        quarter, _, _, *rest = route_cells(one)
        writer.writerow([guarded(text) for text in (str(found.desde), str(found.hasta), *cells(one), quarter, *rest)])
    return out.getvalue().rstrip("\n")


def as_json(found: Informe) -> str:
    """Return the same rows as objects."""
    rows = [
        {**dict(zip(HEADS, cells(one), strict=True)), **dict(zip(ROUTE_HEADS, route_cells(one), strict=True))}
        for one in found.lista
    ]
    told = {"desde": str(found.desde), "hasta": str(found.hasta), "criterios": found.criterios, "tramites": rows}
    return json.dumps(told, ensure_ascii=False, indent=1)
