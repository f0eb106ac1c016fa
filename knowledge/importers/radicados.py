"""Import the state of requests. They have no draft: the entity's own system says what is true, as far as it may follow."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Connection
from sqlmodel import Session

from knowledge import codigos
from knowledge.espejo import Cambio, NoSigue, aplicar, cambio
from knowledge.importers.kinds import SOLICITUDES
from knowledge.importers.parse import Parsed, Record, parse
from knowledge.importers.problem import Problem, written
from knowledge.importers.report import Options, Outcome, Report, Tools
from knowledge.importers.table import Table
from knowledge.plazos import FueraDelCalendario, vencimiento
from knowledge.sellado import Sello
from knowledge.tramitar import Mesa

DATES = frozenset({"recibida_el", "vence_el", "actualizada_el", "respondida_el"})
CODIGO = "Código de seguimiento"


def import_solicitudes(db: Session, table: Table, options: Options, tools: Tools) -> Report:
    """Read the whole table, then write it whole or not at all. Never commits."""
    parsed = parse(table, SOLICITUDES, key="radicado")
    problems = (*parsed.problems, *_wrong(table.file, parsed, tools))
    if problems:
        return Report(problems=problems)
    db.flush()
    mesa, connection = _mesa(options, tools), db.connection()
    planned = [_planned(connection, mesa, table.file, number, record) for number, record in parsed.records]
    problems = tuple(item for item in planned if isinstance(item, Problem))
    if problems:
        return Report(problems=problems)
    done = [item for item in planned if isinstance(item, Cambio)]
    if not options.dry_run:
        for hecho, (_, record) in zip(done, parsed.records, strict=True):
            aplicar(connection, mesa, hecho, _due(_dated(record), tools))
        db.expire_all()  # what a session holds is no longer what is written
    return Report(tuple(_outcome(item) for item in done))


def _mesa(options: Options, tools: Tools) -> Mesa:
    # Without a key nothing that has words gets here: `_wrong` has refused it.
    sello = tools.sello or Sello("")
    return Mesa(tools.calendario, tools.terminos, sello, options.now, tools.random)


def _planned(db: Connection, mesa: Mesa, file: str, number: int, record: Record) -> Cambio | Problem:
    try:
        return cambio(db, mesa, _dated(record))
    except NoSigue as error:
        return Problem(file, number, error.columna, str(error))


def _outcome(hecho: Cambio) -> Outcome:
    if hecho.fila is None:
        return Outcome.NEW
    if hecho.atrasado:
        return Outcome.LATE
    return Outcome.CHANGED if hecho.hay else Outcome.SAME


def _dated(record: Record) -> Record:
    return {name: date.fromisoformat(item) if name in DATES else item for name, item in record.items()}


def _due(values: Record, tools: Tools) -> Record:
    """What the law gives, where the file does not say when it falls due."""
    term = tools.terminos[values["tipo"]]
    if "vence_el" in values:
        return {"plazo_dias_habiles": term.dias}
    plazo = vencimiento(values["tipo"], values["recibida_el"], tools.calendario, tools.terminos)
    return {"vence_el": plazo.vence, "plazo_dias_habiles": plazo.dias_habiles}


def _wrong(file: str, parsed: Parsed, tools: Tools) -> Iterator[Problem]:
    known, codes = ", ".join(sorted(tools.terminos)), dict[str | None, int]()
    for number, record in parsed.records:
        kind, code = record.get("tipo"), record.get("codigo")
        if kind is not None and kind not in tools.terminos:
            yield Problem(file, number, "Tipo", f"escribe uno de estos: {known}. {written(kind)}.")
        elif kind is not None and "recibida_el" in record and "vence_el" not in record:
            yield from _uncountable(file, number, record, tools)
        if code is not None:
            yield from _bad_code(file, number, code, codes)
        if record.get("mensaje") and tools.sello is None:
            yield Problem(file, number, "Mensaje para el ciudadano", "aquí no se pueden guardar mensajes.")


def _bad_code(file: str, number: int, code: str, codes: dict[str | None, int]) -> Iterator[Problem]:
    whole = codigos.normalise(code)
    if whole is None:
        yield Problem(file, number, CODIGO, f"ese código no es válido. {written(code)}.")
    elif whole in codes:
        yield Problem(file, number, CODIGO, f"ese código ya está en la fila {codes[whole]}.")
    codes.setdefault(whole, number)


def _uncountable(file: str, number: int, record: Record, tools: Tools) -> Iterator[Problem]:
    try:
        vencimiento(record["tipo"], date.fromisoformat(record["recibida_el"]), tools.calendario, tools.terminos)
    except FueraDelCalendario as error:
        yield Problem(file, number, "Recibida el", str(error))
