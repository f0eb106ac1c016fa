"""Bring a file in, from the console or from the panel: one transaction, undone when there is a problem."""

import secrets

from bot.refusals import Refused
from bot.services import Services
from knowledge import auditoria
from knowledge.importers.problem import FileProblem
from knowledge.importers.report import Options, Outcome, Report, Tools, told
from knowledge.importers.run import import_file


class _NothingWritten(Exception):
    """Undoes the transaction of an import with problems or of a rehearsal; carries what would have happened."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def imported(services: Services, kind: str, file: str, data: bytes, options: Options) -> Report:
    """Import a file whole or not at all. What was written leaves an audit row in the same transaction.

    Raises:
        Refused: there are no holidays yet, without which no due date can be counted.
    """
    tools = _tools(services)
    try:
        with services.db.session() as db:
            report = import_file(db, kind, file, data, options, tools)
            if report.problems or options.dry_run:
                raise _NothingWritten(report)
            if set(report.outcomes) - {Outcome.SAME}:
                auditoria.record(db, options.author, "importar", f"archivo:{kind}", options.now, told(report, options))
            return report
    except FileProblem as error:
        return Report(problems=(error.problem,))
    except _NothingWritten as stopped:
        return stopped.report


def _tools(services: Services) -> Tools:
    catalogo = services.current.get().catalogo
    if catalogo.calendario is None:
        raise Refused("No hay festivos cargados. Escribe: catalina init")
    entidad = catalogo.entidad
    return Tools(secrets.token_bytes, catalogo.calendario, catalogo.terminos, entidad.nombre, entidad.territorio)
