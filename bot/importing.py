"""Bring a file in, from the console or from the panel: one transaction, undone when there is a problem."""

import logging
import secrets
from collections.abc import Callable

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.refusals import Refused
from bot.services import Services
from knowledge import auditoria
from knowledge.importers.problem import FileProblem, Problem
from knowledge.importers.report import Options, Outcome, Report, Tools, told
from knowledge.importers.run import import_file

log = logging.getLogger(__name__)
Claim = Callable[[Session], None]
CROSSED = "otra persona guardó lo mismo en este momento. Vuelve a cargar el archivo."


class _NothingWritten(Exception):
    """Undoes the transaction of an import with problems or of a rehearsal; carries what would have happened."""

    def __init__(self, report: Report) -> None:
        super().__init__()
        self.report = report


def _from_anywhere(_: Session) -> None:
    """Claim nothing: the file lies on a disk, and may be brought in as often as one likes."""


def imported(
    services: Services, kind: str, file: str, data: bytes, options: Options, claim: Claim = _from_anywhere
) -> Report:
    """Import a file whole or not at all. What was written leaves an audit row in the same transaction.

    `claim` runs first in that transaction; what it raises ends the import.

    Raises:
        Refused: there are no holidays yet, without which no due date can be counted.
    """
    tools = tools_of(services)
    try:
        with services.db.session() as db:
            claim(db)
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
    except IntegrityError as error:  # two brought the same new record, or the same address, at once
        log.warning("an import of %s crossed with another change: %s", kind, type(error.orig).__name__)
        return Report(problems=(Problem(file, None, None, CROSSED),))


def tools_of(services: Services) -> Tools:
    """Return what an import needs beside its file.

    Raises:
        Refused: there are no holidays yet, without which no due date can be counted.
    """
    catalogo = services.current.get().catalogo
    if catalogo.calendario is None:
        raise Refused("No hay festivos cargados. Escribe: catalina init")
    entidad = catalogo.entidad
    return Tools(
        secrets.token_bytes, catalogo.calendario, catalogo.terminos, entidad.nombre, entidad.territorio, services.sello
    )
