"""Import hojas de vida from a table. Each changed one becomes a new version; history is never overwritten."""

from collections.abc import Iterator, Sequence

from sqlmodel import Session, select

from knowledge import tramites
from knowledge.codec import read
from knowledge.importers.columnas import PARTES, TRAMITES
from knowledge.importers.fuentes.dato import number
from knowledge.importers.fuentes.organizacion import slug
from knowledge.importers.hold import hold
from knowledge.importers.parse import Parsed, Record, parse
from knowledge.importers.problem import Problem
from knowledge.importers.report import Options, Outcome, Report
from knowledge.importers.table import Table
from knowledge.organizacion import DependenciaRow
from knowledge.reglas import broken
from knowledge.tramites import HojaRow, HojaVersionRow
from knowledge.values import Territorio, Tramite, spoken

GRATUITO = "Gratuito"
NOTES = {None: "Importado de un archivo", "suit": "Importado del SUIT"}
# How a file calls each field; the last three are no columns of their own.
HEADINGS = {column.field: column.heading for column in TRAMITES} | {
    "requiere_pago": "Costo",
    "dependencia_verificada": "La dependencia confirmó que atiende este trámite",
    "lectura_facil": "Lectura fácil",
}
ALWAYS_KEPT = frozenset({"slug", "alcance", "tipo"})  # an empty cell does not take these away


def import_tramites(db: Session, table: Table, options: Options, territory: Territorio | None) -> Report:
    """Read the whole table, then write it whole or not at all: what the form refuses, this does. Never commits."""
    parsed = parse(table, TRAMITES, known=set(db.exec(select(HojaRow.id))))
    problems = (*parsed.problems, *_dangling(db, table.file, parsed), *_taken(db, table.file, parsed))
    if problems:
        return Report(problems=problems)
    ids = [record["id"] for _, record in parsed.records]
    if not options.dry_run:
        hold(db, HojaRow, ids)
    newest = tramites.newest(db, ids)
    built = [(row, record, build(record, newest.get(record["id"]), parsed.fields)) for row, record in parsed.records]
    problems = tuple(
        wrong
        for row, record, made in built
        for wrong in (*_two_ways(table.file, row, record, made), *_unfit(table.file, row, made, territory))
    )
    if problems:
        return Report(problems=problems)
    return Report(keep(db, [(made, newest.get(made.id)) for _, _, made in built], options))


def keep(
    db: Session, several: Sequence[tuple[Tramite, HojaVersionRow | None]], options: Options, origen: str | None = None
) -> tuple[Outcome, ...]:
    """Keep each trámite as a new version if it differs from its last one; publish it where asked."""
    outcomes, fresh, waiting = [], [], []
    for tramite, last in several:
        same = last is not None and last.contenido == tramites.content(tramite)
        outcomes.append(Outcome.SAME if same else Outcome.CHANGED if last else Outcome.NEW)
        if not same or (last and last.estado not in {*tramites.PENDIENTES, "publicado"} and options.publish):
            fresh.append(tramite)
        elif last and last.id and last.estado in tramites.PENDIENTES:
            waiting.append(last.id)
    if not options.dry_run:
        firma = tramites.Firma(options.author, options.now, NOTES[origen], origen)
        ids = [*tramites.guardar_borradores(db, fresh, firma), *waiting]
        if options.publish and ids:
            tramites.publicar_varias(db, ids, options.author, options.now)
    return tuple(outcomes)


def build(record: Record, last: HojaVersionRow | None, fields: frozenset[str]) -> Tramite:
    """Return the record as it would be kept: what the file speaks of from the file, the rest as it was."""
    known = last.contenido if last is not None else {}
    told = (fields - ALWAYS_KEPT) | ({"costo"} if "costo_explicado" in fields else set()) | _dropped(record, fields)
    kept = {name: item for name, item in known.items() if name not in told}
    return spoken(read(Tramite, {**_defaults(record), **kept, **_priced(record)}))


def _dropped(record: Record, fields: frozenset[str]) -> frozenset[str]:
    """Return the parts that plain columns replace, and the plain lines of a part that was emptied."""
    gone: set[str] = set()
    for part, plain in PARTES.items():
        if part not in record and fields & {part, *plain}:
            gone.add(part)
        if part in fields and part not in record and not fields & set(plain):
            gone |= set(plain)
    return frozenset(gone)


def _two_ways(file: str, row: int, record: Record, made: Tramite) -> Iterator[Problem]:
    """Say where a part and its plain lines are both written, and are not the same."""
    said = {**_priced(record), "costo_explicado": _priced(record).get("costo")}
    for part, plain in PARTES.items():
        for name in plain if part in record else ():
            real = getattr(made, "costo" if name == "costo_explicado" else name)
            if name in record and said[name] != (list(real) if isinstance(real, tuple) else real):
                message = f"dice otra cosa que «{HEADINGS[part]}». Deja una de las dos vacía."
                yield Problem(file, row, HEADINGS[name], message)


def _unfit(file: str, row: int, made: Tramite, territory: Territorio | None) -> Iterator[Problem]:
    """Say what the form would not have taken."""
    for field, message in broken(made, HEADINGS, territory).items():
        yield Problem(file, row, HEADINGS[field.partition("-")[0]], message[:1].lower() + message[1:])


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
    hojas = {*db.exec(select(HojaRow.id)), *(record["id"] for _, record in parsed.records if "id" in record)}
    for row, record in parsed.records:
        for other in record.get("no_confundir_con", ()):
            if other["tramite_id"] not in hojas:
                yield Problem(
                    file, row, "No confundir con", f"no existe «{other['tramite_id']}». Revisa cómo está escrito."
                )
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
