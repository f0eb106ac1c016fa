"""One file brought in as a clerk does it, and a row of a call to try it with."""

from sqlmodel import Session

from knowledge.importers.report import Options, Report, Tools
from knowledge.importers.run import import_file
from tests.knowledge.bundle import NOON

DRAFT = Options("editora", NOON)
PUBLISH = Options("editora", NOON, publish=True)
DRY = Options("editora", NOON, publish=True, dry_run=True)
CONVOCATORIA = (
    "Id;Título;Quién convoca;De qué se trata;Tipo;Estado;Cierra el;Enlace;Id del trámite;Fuente\n"
    "beca-1;Beca de mar;Fundación Mar;Estudios de pesca;educativa;abierta;30/04/2026;https://mar.example/b;;oficio 12\n"
)


def bring(
    db: Session, tools: Tools, kind: str, text: str | bytes, options: Options = PUBLISH, file: str = "datos.csv"
) -> Report:
    """Return what the import of this file said."""
    data = text.encode() if isinstance(text, str) else text
    return import_file(db, kind, file, data, options, tools)
