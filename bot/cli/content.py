"""`catalina import` and `catalina export`."""

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from bot.cli.failures import YOURS
from bot.cli.opening import open_services
from bot.importing import imported
from bot.services import Services
from knowledge import exporters
from knowledge.importers.kinds import NAMES
from knowledge.importers.problem import FileProblem
from knowledge.importers.report import Options, Report, summary
from knowledge.importers.table import refuse_big

KINDS = click.Choice(NAMES)


@click.command("import")
@click.argument("kind", metavar="TIPO", type=KINDS)
@click.argument("file", metavar="ARCHIVO", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="revisa el archivo y dice qué pasaría, sin escribir")
@click.option("--publish", is_flag=True, help="lo publica de una vez; sin esto queda como borrador")
def import_(kind: str, file: Path, dry_run: bool, publish: bool) -> None:
    """Carga un archivo CSV, JSON o XLSX. Con un solo error no se escribe nada.

    \b
    TIPO: tramites, suit, convocatorias, proyectos, organizaciones, dependencias,
          solicitudes, hitos, compromisos, encuentros, puntos, festivos, preguntas, entidad
    Ejemplos:
      catalina import tramites tramites.xlsx --dry-run
      catalina import hitos hitos.csv --publish
    """
    services = open_services()
    options = Options(author="catalina import", now=services.clock(), publish=publish, dry_run=dry_run)
    report = brought(services, kind, file, options)
    for line in (*report.notes, *map(str, report.problems)):
        click.echo(line, err=line not in report.notes)
    click.echo(summary(report, options))
    sys.exit(YOURS if report.problems else 0)


def brought(services: Services, kind: str, file: Path, options: Options) -> Report:
    """Import a file, unless it is too big to be read into memory."""
    try:
        refuse_big(file.name, file.stat().st_size)
    except FileProblem as error:
        return Report(problems=(error.problem,))
    return imported(services, kind, file.name, file.read_bytes(), options)


@click.command("export")
@click.argument("kind", metavar="TIPO", type=click.Choice([name for name in NAMES if name != "suit"]))
@click.option("--format", "form", type=click.Choice(["csv", "json", "xlsx"]), default="csv", show_default=True)
@click.option("--template", is_flag=True, help="un XLSX vacío, con listas para escoger y ayuda en cada columna")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="archivo; sin esto, la pantalla")
def export(kind: str, form: exporters.Format, template: bool, output: Path | None) -> None:
    """Escribe lo publicado en un archivo que «catalina import» puede volver a leer.

    \b
    Ejemplos:
      catalina export tramites --format xlsx -o tramites.xlsx
      catalina export tramites --template -o plantilla.xlsx
    """
    services = open_services()
    with ExitStack() as stack:
        out = sys.stdout.buffer if output is None else stack.enter_context(output.open("wb"))
        db = stack.enter_context(services.db.reading_session())
        if template:
            exporters.template(db, kind, out)
        else:
            exporters.write(db, kind, form, out)
    if output is not None:
        click.echo(f"{output}: {output.stat().st_size} bytes")
