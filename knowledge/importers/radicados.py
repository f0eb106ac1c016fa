"""Import the state of requests. They have no draft: the entity's own system says what is true."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, select

from knowledge import codigos
from knowledge.importers.kinds import SOLICITUDES
from knowledge.importers.parse import Parsed, Record, parse
from knowledge.importers.problem import Problem, written
from knowledge.importers.report import Options, Outcome, Report, Tools
from knowledge.importers.table import Table
from knowledge.plazos import FueraDelCalendario, vencimiento
from knowledge.solicitudes import SolicitudRow

DATES = frozenset({"recibida_el", "vence_el", "actualizada_el", "respondida_el"})


def import_solicitudes(db: Session, table: Table, options: Options, tools: Tools) -> Report:
    """Read the whole table, then write it whole or not at all. Never commits."""
    parsed = parse(table, SOLICITUDES, key="radicado")
    problems = (*parsed.problems, *_wrong(table.file, parsed, tools))
    if problems:
        return Report(problems=problems)
    return Report(tuple(_write(db, record, options, tools) for _, record in parsed.records))


def _write(db: Session, record: Record, options: Options, tools: Tools) -> Outcome:
    values = {name: date.fromisoformat(item) if name in DATES else item for name, item in record.items()}
    row = db.exec(select(SolicitudRow).where(SolicitudRow.radicado == values["radicado"])).first()
    if row is not None and all(getattr(row, name) == item for name, item in values.items()):
        return Outcome.SAME
    outcome = Outcome.NEW if row is None else Outcome.CHANGED
    if options.dry_run:
        return outcome
    target = row or SolicitudRow.model_validate(
        {**values, "codigo": values.get("codigo") or codigos.make(tools.random(16))}
    )
    for name, item in {**_due(values, tools), **values}.items():
        setattr(target, name, item)
    db.add(target)
    return outcome


def _due(values: Record, tools: Tools) -> Record:
    """What the law gives, where the file does not say when it falls due."""
    term = tools.terminos[values["tipo"]]
    if "vence_el" in values:
        return {"plazo_dias_habiles": term.dias}
    plazo = vencimiento(values["tipo"], values["recibida_el"], tools.calendario, tools.terminos)
    return {"vence_el": plazo.vence, "plazo_dias_habiles": plazo.dias_habiles}


def _wrong(file: str, parsed: Parsed, tools: Tools) -> Iterator[Problem]:
    known = ", ".join(sorted(tools.terminos))
    for number, record in parsed.records:
        kind, code = record.get("tipo"), record.get("codigo")
        if kind is not None and kind not in tools.terminos:
            yield Problem(file, number, "Tipo", f"escribe uno de estos: {known}. {written(kind)}.")
        elif kind is not None and "recibida_el" in record and "vence_el" not in record:
            yield from _uncountable(file, number, record, tools)
        if code is not None and codigos.normalise(code) is None:
            yield Problem(file, number, "Código de seguimiento", f"ese código no es válido. {written(code)}.")


def _uncountable(file: str, number: int, record: Record, tools: Tools) -> Iterator[Problem]:
    try:
        vencimiento(record["tipo"], date.fromisoformat(record["recibida_el"]), tools.calendario, tools.terminos)
    except FueraDelCalendario as error:
        yield Problem(file, number, "Recibida el", str(error))
