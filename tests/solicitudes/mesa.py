"""What tests of requests share: a new petition, a contact, a desk on another day."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

from sqlalchemy import Connection, insert

from knowledge.conversaciones import Address, Contact
from knowledge.tramitar import Mesa, Nueva

PETICION = {
    "objeto": "Que arreglen la luminaria de la calle 30",
    "razones": "Está dañada hace un mes",
    "nombre": "Rosa",
}


def counter() -> Callable[[int], bytes]:
    """Return a source of bytes that never repeats."""
    numbers = itertools.count(1)
    return lambda size: next(numbers).to_bytes(size, "little")


def on(mesa: Mesa, day: date) -> Mesa:
    """Return the desk at noon of another day."""
    return replace(mesa, now=datetime(day.year, day.month, day.day, 17, tzinfo=UTC))


def person(db: Connection, address: str = "whatsapp:+573001112233", at: datetime | None = None) -> int:
    """Return a contact with one address, made now."""
    moment = at or datetime(2026, 3, 30, 17, tzinfo=UTC)
    made = db.execute(insert(Contact).values(created_at=moment)).inserted_primary_key
    assert made is not None
    db.execute(
        insert(Address).values(
            contact_id=made[0], channel=address.partition(":")[0], address=address, last_inbound_at=moment, dead=False, opted_out=False
        )
    )  # fmt: skip
    return int(made[0])


def nueva(contact_id: int | None = None, tipo: str = "peticion_general") -> Nueva:
    """Return a petition about a street lamp."""
    return Nueva(tipo, PETICION, "infraestructura", "Secretaría de Infraestructura", "whatsapp", contact_id)
