"""Told at the next contact: the notices that wait for a person who has just written, and the answer that carries them.

The caller holds the contact: it runs in the transaction of the turn.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, update
from sqlmodel import col

from knowledge.avisos import AvisoRow
from notifier.avisos_filas import Fila, en_camino, leer
from notifier.caminos import RESPUESTA

ESPERAN = ("en_espera", "pendiente")


def esperan(db: Connection, contact_id: int) -> list[Fila]:
    """Return what is still to be told to a contact, in the order in which it fell due."""
    return leer(db, [contact_id], col(AvisoRow.estado).in_(ESPERAN))[contact_id]


def van_en(db: Connection, filas: Sequence[Fila], key: str, now: datetime) -> None:
    """Note that the answer with this key carries the notices; `notifier.avisos_seguir` sees whether it left."""
    en_camino(db, filas, RESPUESTA, key, now)


def contados(db: Connection, filas: Sequence[Fila], now: datetime) -> None:
    """Note that the person reads them now: the answer is on the screen."""
    told = update(AvisoRow).where(col(AvisoRow.id).in_([fila.id for fila in filas]))
    db.execute(told.values(estado="contado", camino=RESPUESTA, desde=now))
