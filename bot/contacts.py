"""Who wrote: an internal contact with any number of addresses, locked for the length of the turn."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, exists, insert, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from flows.context import Canal
from knowledge.avisos import AvisoRow
from knowledge.conversaciones import Address, Contact, SessionRow
from knowledge.prepared import Prepared
from notifier.avisos_turno import ESPERAN
from notifier.upsert import insert_or_ignore

# Not `in_`: what is compiled once cannot hold a list whose length is known only when it runs.
_WAITING = exists().where(
    col(AvisoRow.contact_id) == col(Contact.id), or_(*(col(AvisoRow.estado) == estado for estado in ESPERAN))
)
_FIND = Prepared(
    select(
        col(Address.address), col(Contact.id), col(Contact.idioma), col(Contact.aviso_version),
        col(SessionRow.last_seq), col(SessionRow.state), _WAITING.label("avisos"),
        col(Contact.atencion_id),
    )
    .join(Contact, col(Contact.id) == col(Address.contact_id))
    .join(SessionRow, col(SessionRow.contact_id) == col(Contact.id))
    .where(or_(col(Address.address) == bindparam("first"), col(Address.address) == bindparam("second")))
    .order_by(col(Contact.id))
    # All three: PostgreSQL reads again, after waiting for another turn, only the rows that it was told to lock, and the address
    # may be another's by then. The contact first: who moves its addresses holds it. Not the whole row: who works on a
    # request holds it and writes a notice that needs this contact to exist; the turn may want the request.
    .with_for_update(of=(Contact, SessionRow, Address), key_share=True),
    "first", "second",
)  # fmt: skip
_WROTE = Prepared(
    update(Address).where(col(Address.address) == bindparam("who")).values(last_inbound_at=bindparam("at"), dead=False),
    "who", "at",
)  # fmt: skip


class Found(NamedTuple):
    """One address of the writer, with its contact and conversation."""

    address: str
    contact_id: int
    idioma: str | None
    aviso_version: str | None
    last_seq: int
    state: str
    avisos: bool
    atencion_id: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """The contact of a turn, with the conversation as it rests in its row."""

    id: int
    idioma: str | None
    aviso_version: str | None
    last_seq: int = 0
    state: str = "{}"
    avisos: bool = False  # something waits to be told to them
    atencion_id: int | None = None  # a person of the staff owns the conversation


def find(db: Connection, addresses: tuple[str, ...]) -> list[Found]:
    """Return what is known of these addresses, and hold the turn of their contact until the transaction ends."""
    return [Found(*row) for row in _FIND.run(db, {"first": addresses[0], "second": addresses[-1]})]


def locked(
    db: Connection, channel: Canal, addresses: tuple[str, ...], now: datetime, found: list[Found] | None = None
) -> Known:
    """Return the contact these addresses name, made if new, and hold its turn until the transaction ends.

    `found` is what `find` has just returned, when the caller asked already.

    When the addresses are of two contacts (a number we knew, a business-scoped id we met alone), the one that wrote
    decides: merging two histories is for a person to do, not for a webhook.
    """
    rows = find(db, addresses) if found is None else found
    if not rows:
        rows = _create(db, channel, addresses, now)
    writer = next((r for r in rows if r.address == addresses[0]), rows[0])
    _learn(db, channel, addresses, rows, writer.contact_id)
    _WROTE.run(db, {"who": addresses[0], "at": now})
    return Known(
        writer.contact_id, writer.idioma, writer.aviso_version, writer.last_seq, writer.state, bool(writer.avisos),
        writer.atencion_id,
    )  # fmt: skip


def by_id(db: Connection, contact_id: int) -> Known:
    """Return a contact whose turn the caller holds already."""
    row = db.execute(
        select(
            col(Contact.id), col(Contact.idioma), col(Contact.aviso_version), col(SessionRow.last_seq), col(SessionRow.state),
            _WAITING.label("avisos"), col(Contact.atencion_id),
        ).join(SessionRow, col(SessionRow.contact_id) == col(Contact.id)).where(col(Contact.id) == contact_id)
    ).one()  # fmt: skip
    return Known(contact_id, *row[1:])


def _create(db: Connection, channel: Canal, addresses: tuple[str, ...], now: datetime) -> list[Found]:
    try:
        with db.begin_nested():
            made = db.execute(insert(Contact).values(created_at=now)).inserted_primary_key
            assert made is not None
            db.execute(insert(SessionRow).values(contact_id=made[0], state="{}", last_seq=0, updated_at=now))
            db.execute(
                insert(Address),
                [
                    {
                        "contact_id": made[0],
                        "channel": channel,
                        "address": a,
                        "last_inbound_at": now,
                        "dead": False,
                        "opted_out": False,
                    }
                    for a in addresses
                ],
            )
    except IntegrityError:
        pass  # the same new person wrote twice at once: the other turn has made the contact and ended
    return find(db, addresses)


def _learn(
    db: Connection,
    channel: Canal,
    addresses: tuple[str, ...],
    rows: list[Found],
    contact_id: int,
) -> None:
    known = {r.address for r in rows}
    for address in addresses:
        if address not in known:
            row = {"contact_id": contact_id, "channel": channel, "address": address, "dead": False, "opted_out": False}
            # Another turn may have learned it while this one waited for the contact.
            insert_or_ignore(db, Address, row, ("address",))
