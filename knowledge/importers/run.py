"""The one door of every import: read the file all, then write it all or nothing, in the caller's transaction."""

from sqlmodel import Session

from knowledge.importers.contenidos import import_content
from knowledge.importers.hojas import import_tramites
from knowledge.importers.kinds import CONTENT_KINDS
from knowledge.importers.problem import FileProblem
from knowledge.importers.radicados import import_solicitudes
from knowledge.importers.report import Options, Report, Tools
from knowledge.importers.suit import import_suit
from knowledge.importers.table import read_table, refuse_big


def import_file(db: Session, kind: str, file: str, data: bytes, options: Options, tools: Tools) -> Report:
    """Import a file of a kind of `kinds.NAMES`. A file that cannot be read is a report with its one problem."""
    try:
        refuse_big(file, len(data))
        if kind == "suit":
            return import_suit(db, file, data, options, tools)
        table = read_table(file, data)
    except FileProblem as error:
        return Report(problems=(error.problem,))
    if kind == "tramites":
        return import_tramites(db, table, options, tools.territorio)
    if kind == "solicitudes":
        return import_solicitudes(db, table, options, tools)
    return import_content(db, {item.name: item for item in CONTENT_KINDS}[kind], table, options)
