"""Import the kinds that live in one content table each."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from knowledge import contenido
from knowledge.importers.cells import many, numbers, yes_no
from knowledge.importers.hold import hold
from knowledge.importers.kind import Kind
from knowledge.importers.parse import Parsed, Record, parse
from knowledge.importers.problem import Problem
from knowledge.importers.report import Options, Outcome, Report
from knowledge.importers.table import Table


def import_content(db: Session, kind: Kind, table: Table, options: Options) -> Report:
    """Read the whole table, then write it whole or not at all. Never commits."""
    parsed = parse(table, kind.columns, known=set(db.exec(select(kind.row.id))))
    problems = (*parsed.problems, *_dangling(db, kind, table.file, parsed))
    if problems:
        return Report(problems=problems)
    if not options.dry_run:
        hold(db, kind.row, [record["id"] for _, record in parsed.records])
    outcomes = tuple(_write(db, kind, record, parsed.fields, options) for _, record in parsed.records)
    if options.publish and not options.dry_run and set(outcomes) - {Outcome.SAME}:
        contenido.bump(db, options.now)
    return Report(outcomes)


def _write(db: Session, kind: Kind, record: Record, fields: frozenset[str], options: Options) -> Outcome:
    row = db.get(kind.row, record["id"])
    known = {"id": row.id, **(row.borrador or row.contenido or {})} if row else {}
    merged = _complete(kind, {**{name: item for name, item in known.items() if name not in fields}, **record})
    outcome = Outcome.NEW if row is None else Outcome.SAME if merged == _complete(kind, known) else Outcome.CHANGED
    pending = row is not None and row.borrador is not None and options.publish
    if options.dry_run or (outcome is Outcome.SAME and not pending):
        return outcome
    proposed = contenido.propose(db, kind.row, record["id"], merged, options.now, author=options.author)
    if options.publish:
        contenido.publish(db, proposed, options.now, reviewer=options.author)
    return outcome


def _complete(kind: Kind, record: Record) -> Record:
    """Return the record with every column of its kind, so that two of them compare."""
    return {**{column.field: _empty(column.parse) for column in kind.columns}, **record}


def _empty(parser: Any) -> Any:
    if parser is yes_no:
        return False
    return [] if parser in (many, numbers) else None


def _dangling(db: Session, kind: Kind, file: str, parsed: Parsed) -> Iterator[Problem]:
    """Say which ids point to nothing."""
    for field, table in kind.references:
        known = {row[0] for row in db.connection().execute(text(f"SELECT id FROM {table}"))}  # noqa: S608 - our own name
        heading = next(column.heading for column in kind.columns if column.field == field)
        for number, record in parsed.records:
            value = record.get(field)
            if value is not None and value not in known:
                yield Problem(file, number, heading, f"no existe «{value}». Revisa cómo está escrito.")
