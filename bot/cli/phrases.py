"""`catalina frases`: the phrases of staff, and the saved questions, as a TSV that a spreadsheet opens."""

import csv
import io
import sys
from pathlib import Path

import click

from bot.cli.failures import YOURS
from bot.cli.opening import open_services
from bot.services import Services
from bot.teaching import Bundle
from knowledge import auditoria
from knowledge.aprendido import AprendidoRow, FraseRow, NoSeAprende, PreguntaRow, add, key, rows
from knowledge.importers.guard import guarded
from knowledge.importers.problem import FileProblem, Problem
from knowledge.importers.table import Table, read_table
from knowledge.preguntas import COLUMNS

WHO = "catalina frases"


class _NothingWritten(Exception):
    """Undoes an import with problems."""


@click.group()
def frases() -> None:
    """Las frases del personal: cómo pide la gente cada cosa. Y las preguntas guardadas, con --preguntas."""


@frases.command("import")
@click.argument("file", metavar="ARCHIVO", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preguntas", is_flag=True, help="son preguntas guardadas, no frases")
def import_(file: Path, preguntas: bool) -> None:
    """Agrega las filas de un archivo TSV con las columnas texto, etiqueta y fuente. Con un solo error no se escribe nada.

    \b
    Ejemplo:
      catalina frases import ventanilla.tsv
    """
    services = open_services()
    try:
        table = read_table(file.name, file.read_bytes())
        added, problems = _imported(services, PreguntaRow if preguntas else FraseRow, table, file.name)
    except FileProblem as error:
        added, problems = 0, [error.problem]
    for problem in problems:
        click.echo(str(problem), err=True)
    if problems:
        found = "1 error" if len(problems) == 1 else f"{len(problems)} errores"
        click.echo(f"{found}. No se escribió nada.")
        sys.exit(YOURS)
    click.echo(f"{added} nuevas; las demás ya estaban. Catalina las aprende sola en un par de minutos.")


@frases.command("export")
@click.option("--preguntas", is_flag=True, help="las preguntas guardadas, no las frases")
@click.option("--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="archivo; sin esto, la pantalla")
def export(preguntas: bool, output: Path | None) -> None:
    """Escribe lo que agregó el personal como TSV, que «catalina frases import» puede volver a leer.

    \b
    Ejemplo:
      catalina frases export -o frases.tsv
    """
    with open_services().db.reading_session() as db:
        kept = rows(db, PreguntaRow if preguntas else FraseRow)
        lines = [[guarded(cell) for cell in (row.texto, row.etiqueta, row.fuente)] for row in kept]
    out = io.StringIO()
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows([COLUMNS, *lines])
    if output is None:
        click.echo(out.getvalue(), nl=False)
    else:
        output.write_text(out.getvalue(), encoding="utf-8")
        click.echo(f"{output}: {len(lines)} filas")


def _imported(services: Services, kind: type[AprendidoRow], table: Table, file: str) -> tuple[int, list[Problem]]:
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        return 0, [Problem(file, 1, missing[0], f"falta la columna «{missing[0]}».")]
    known = Bundle().known(services.current.get().catalogo)
    problems: list[Problem] = []
    added = 0
    try:
        with services.db.session() as db:
            there = {(old.clave, old.etiqueta) for old in rows(db, kind)}
            for number, row in table.rows:
                texto, etiqueta, fuente = (row.get(name, "").strip() for name in COLUMNS)
                if (key(texto), etiqueta) in there:
                    continue  # no mistake: a file may be read twice, or hold a row twice
                try:
                    add(db, kind, texto, etiqueta, fuente, author=WHO, now=services.clock(), known=known)
                    there.add((key(texto), etiqueta))
                    added += 1
                except NoSeAprende as error:
                    problems.append(Problem(file, number, error.columna, str(error)))
            if problems:
                raise _NothingWritten
            if added:
                auditoria.record(db, WHO, "importar", kind.__name__, services.clock(), {"filas": added})
    except _NothingWritten:
        pass
    return added, problems
