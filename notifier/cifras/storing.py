"""Cells and what is known of them, written and read. Nothing here commits."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from hashlib import blake2b
from typing import NamedTuple

from sqlalchemy import Connection, delete, insert, select, text, update
from sqlmodel import col

from knowledge.cifras import DIA, TODAS, CeldaRow, Clave, HechoRow, PersonaRow
from notifier.cifras import NUEVAS, VERSION
from notifier.cifras.cells import packed, written
from notifier.upsert import insert_many_or_ignore, insert_or_ignore

CHUNK = 5_000  # rows of one statement
Celdas = Mapping[Clave, tuple[Mapping[str, int], bytes | None]]


class Sitio(NamedTuple):
    """Which cells: of one day or month (`inicio`), from one source."""

    grano: str
    fuente: str
    inicio: date


def fingerprint(*parts: object) -> str:
    """Return a short name of what a source looked like."""
    return blake2b(repr(parts).encode(), digest_size=12).hexdigest()


def known(db: Connection, grano: str, fuente: str) -> dict[date, tuple[str, int]]:
    """Return of each day or month that is rolled up what its source looked like, and the formulas' version."""
    rows = select(col(HechoRow.inicio), col(HechoRow.huella), col(HechoRow.version)).where(
        col(HechoRow.grano) == grano, col(HechoRow.fuente) == fuente
    )
    return {row.inicio: (row.huella, row.version) for row in db.execute(rows)}


def replace_cells(db: Connection, sitio: Sitio, celdas: Celdas, huella: str, now: datetime) -> None:
    """Put the cells of one day or month in the place of those that were there. Two at once do it one after the other."""
    hold_cells(db, sitio, now)
    key = sitio._asdict()
    mine = [getattr(HechoRow, name) == value for name, value in key.items()]
    db.execute(delete(CeldaRow).where(*[getattr(CeldaRow, name) == value for name, value in key.items()]))
    rows = [
        {**key, **clave._asdict(), "medidas": written(medidas), "personas": personas}
        for clave, (medidas, personas) in sorted(celdas.items())
    ]
    if rows:
        db.execute(insert(CeldaRow), rows)
    db.execute(update(HechoRow).where(*mine).values(huella=huella, version=VERSION, at=now))


def hold_cells(db: Connection, sitio: Sitio, now: datetime) -> None:
    """Have whoever else writes these cells wait for the end of this transaction. To be followed by `replace_cells`."""
    key = sitio._asdict()
    insert_or_ignore(db, HechoRow, {**key, "huella": "", "version": 0, "at": now}, Sitio._fields)
    mine = [getattr(HechoRow, name) == value for name, value in key.items()]
    db.execute(select(col(HechoRow.inicio)).where(*mine).with_for_update())


def replace_newcomers(db: Connection, day: date, now: datetime) -> None:
    """Write who wrote for the first time on a day, as the persons say it now.

    Held before the persons are read: of two at once, the second must see those of the first, or its cell forgets them.
    """
    sitio = Sitio(DIA, NUEVAS, day)
    hold_cells(db, sitio, now)
    rows = db.execute(select(col(PersonaRow.id)).where(col(PersonaRow.primer_dia) == day))
    new = packed([row.id for row in rows])
    replace_cells(db, sitio, {TODAS: ({}, new)}, fingerprint(new), now)


def person_ids(db: Connection, vistas: Sequence[bytes], primera: Sequence[date]) -> tuple[list[int], set[date]]:
    """Return the number of each persona, given to those that had none, and the days whose newcomers changed.

    Who is known is looked up before anything is inserted: numbers that PostgreSQL gives in vain would leave holes, and a
    set of persons is a mask as long as the highest number. The days that changed are known to nobody else: their newcomers
    are to be written in the same transaction.
    """
    if db.dialect.name != "sqlite":
        # Its statistics are older than a table that grows in this very transaction: it read the whole of it for each part.
        db.execute(text("SET LOCAL enable_seqscan = off"))
    found = _known_persons(db, vistas)
    missing = [(who, day) for who, day in zip(vistas, primera, strict=True) if who not in found]
    for start in range(0, len(missing), CHUNK):
        part = missing[start : start + CHUNK]
        insert_many_or_ignore(db, PersonaRow, [{"persona": w, "primer_dia": d} for w, d in part], ("persona",))
    found |= _known_persons(db, [who for who, _ in missing])
    changed = {day for _, day in missing}
    earlier = {found[who][0]: day for who, day in zip(vistas, primera, strict=True) if day < found[who][1]}
    return [found[who][0] for who in vistas], changed | _moved(db, earlier)


def _moved(db: Connection, earlier: Mapping[int, date]) -> set[date]:
    """Give persons an earlier first day. Returns the days that lost one or won one.

    Each is held and read again, in one order: another process may have found it an earlier day still.
    """
    changed: set[date] = set()
    numbers = sorted(earlier)
    for start in range(0, len(numbers), CHUNK):
        rows = select(col(PersonaRow.id), col(PersonaRow.primer_dia)).where(
            col(PersonaRow.id).in_(numbers[start : start + CHUNK])
        )
        for row in db.execute(rows.order_by(col(PersonaRow.id)).with_for_update()).all():
            day = earlier[row.id]
            if day < row.primer_dia:
                db.execute(update(PersonaRow).where(col(PersonaRow.id) == row.id).values(primer_dia=day))
                changed |= {day, row.primer_dia}
    return changed


def _known_persons(db: Connection, who: Sequence[bytes]) -> dict[bytes, tuple[int, date]]:
    found: dict[bytes, tuple[int, date]] = {}
    for start in range(0, len(who), CHUNK):
        rows = select(col(PersonaRow.persona), col(PersonaRow.id), col(PersonaRow.primer_dia)).where(
            col(PersonaRow.persona).in_(who[start : start + CHUNK])
        )
        found |= {bytes(row.persona): (row.id, row.primer_dia) for row in db.execute(rows)}
    return found
