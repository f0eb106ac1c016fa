"""Import hojas de vida from a table. Each changed one becomes a new version; history is never overwritten."""

from collections.abc import Iterator

from sqlmodel import Session, select

from knowledge import tramites
from knowledge.codec import read
from knowledge.importers.fuentes.dato import number
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.kinds import TRAMITES
from knowledge.importers.parse import Parsed, Record, parse
from knowledge.importers.problem import Problem
from knowledge.importers.report import Options, Outcome, Report
from knowledge.importers.table import Table
from knowledge.organizacion import DependenciaRow
from knowledge.tramites import HojaRow
from knowledge.values import Tramite

GRATUITO = "Gratuito"
NOTES = {None: "Importado de un archivo", "suit": "Importado del SUIT"}
ALWAYS_KEPT = frozenset({"slug", "alcance", "tipo"})  # an empty cell does not take these away


def import_tramites(db: Session, table: Table, options: Options) -> Report:
    """Read the whole table, then write it whole or not at all. Never commits."""
    parsed = parse(table, TRAMITES, known=set(db.exec(select(HojaRow.id))))
    problems = (*parsed.problems, *_dangling(db, table.file, parsed), *_taken(db, table.file, parsed))
    if problems:
        return Report(problems=problems)
    built = [_tramite(db, record, parsed.fields) for _, record in parsed.records]
    return Report(tuple(save(db, tramite, options) for tramite in built))


def save(db: Session, tramite: Tramite, options: Options, origen: str | None = None) -> Outcome:
    """Keep a trámite as a new version if it differs from the last one; publish it where asked."""
    known = tramites.history(db, tramite.id)
    same = bool(known) and known[0].contenido == tramites.content(tramite)
    outcome = Outcome.SAME if same else Outcome.CHANGED if known else Outcome.NEW
    if options.dry_run or (same and (not options.publish or known[0].estado == "publicado")):
        return outcome
    version = known[0].id if same else None
    if version is None or known[0].estado not in {"borrador", "en_revision"}:
        version = tramites.guardar_borrador(db, tramite, options.author, options.now, NOTES[origen], origen)
    if options.publish:
        tramites.publicar(db, version, options.author, options.now)
    return outcome


def _tramite(db: Session, record: Record, fields: frozenset[str]) -> Tramite:
    versions = tramites.history(db, record["id"])
    known = versions[0].contenido if versions else {}
    spoken = (fields - ALWAYS_KEPT) | ({"costo"} if "costo_explicado" in fields else set())
    kept = {name: item for name, item in known.items() if name not in spoken}
    return read(Tramite, {**_defaults(record), **kept, **_priced(record)})


def _defaults(record: Record) -> Record:
    return {"slug": slug(record.get("nombre", "")), "alcance": "cartagena", "tipo": "trámite"}


def _priced(record: Record) -> Record:
    """Turn the figure of the «Costo» column into what citizens read; words, where there are any, win."""
    rest = {name: item for name, item in record.items() if name not in ("costo", "costo_explicado")}
    words, pesos = record.get("costo_explicado"), record.get("costo")
    if pesos is None:
        return {**rest, "costo": words} if words else rest
    said = GRATUITO if pesos == 0 else f"${number(str(pesos))}"
    return {**rest, "costo": words or said, "requiere_pago": pesos > 0}


def _dangling(db: Session, file: str, parsed: Parsed) -> Iterator[Problem]:
    known = set(db.exec(select(DependenciaRow.id)))
    for row, record in parsed.records:
        office = record.get("dependencia_id")
        if office is not None and office not in known:
            yield Problem(file, row, "Id de la dependencia", f"no existe «{office}». Revisa cómo está escrito.")


def _taken(db: Session, file: str, parsed: Parsed) -> Iterator[Problem]:
    """Say which public addresses are already another record's, in the database or earlier in the file."""
    owners = {address: hoja for hoja, address in db.exec(select(HojaRow.id, HojaRow.slug))}
    known = set(owners.values())
    for row, record in parsed.records:
        new = record.get("id") not in known
        address = record.get("slug") or (slug(record.get("nombre", "")) if new else None)
        owner = owners.setdefault(address, record.get("id", "")) if address else record.get("id")
        if owner != record.get("id"):
            yield Problem(file, row, "Dirección web propia", f"«{address}» ya es de «{owner}». Escribe otra.")
