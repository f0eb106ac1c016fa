"""Rows that an import is about to read and then write: nobody else writes them until its transaction ends."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from knowledge.contenido import ContenidoRow
from knowledge.tramites import HojaRow

BATCH = 500  # ids in one statement


def hold(db: Session, rows: type[HojaRow | ContenidoRow], ids: Iterable[str]) -> frozenset[str]:
    """Lock the rows of these ids that there are, and return their ids. Call it before reading what will be changed.

    PostgreSQL lets two transactions read the same last version and each write the next one over it. The order is the
    database's own, in a batch and across them, so that two imports wait for each other and never both.
    """
    wanted = set(ids)
    there = [id_ for id_ in db.exec(select(rows.id).order_by(col(rows.id))) if id_ in wanted]
    for start in range(0, len(there), BATCH):
        batch = col(rows.id).in_(there[start : start + BATCH])
        db.exec(select(rows.id).where(batch).order_by(col(rows.id)).with_for_update()).all()
    return frozenset(there)
