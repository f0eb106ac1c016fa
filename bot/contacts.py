"""Who wrote: an internal contact with any number of addresses, locked for the length of the turn."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Executable, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from flows.context import Canal
from knowledge.conversaciones import Address, Contact, SessionRow
from notifier.upsert import insert_or_ignore

_Row = Row[tuple[int, str, int, str, str, int, str]]

_FIND: Executable = (
    select(
        col(Address.id).label("address_id"), col(Address.address), col(Contact.id).label("contact_id"),
        col(Contact.idioma), col(Contact.aviso_version), col(SessionRow.last_seq), col(SessionRow.state),
    )
    .join(Contact, col(Contact.id) == col(Address.contact_id))
    .join(SessionRow, col(SessionRow.contact_id) == col(Contact.id))
    .where(col(Address.address).in_(bindparam("addresses", expanding=True)))
    .order_by(col(Contact.id))
    # Both: PostgreSQL reads again, after waiting for another turn, only the rows that it was told to lock.
    .with_for_update(of=(Contact, SessionRow))
)  # fmt: skip
_WROTE = (
    update(Address).where(col(Address.id) == bindparam("which")).values(last_inbound_at=bindparam("at"), dead=False)
)


@dataclass(frozen=True, slots=True)
class Known:
    """The contact of a turn, with the conversation as it rests in its row."""

    id: int
    idioma: str | None
    aviso_version: str | None
    last_seq: int = 0
    state: str = "{}"


def locked(db: Connection, channel: Canal, addresses: tuple[str, ...], now: datetime) -> Known:
    """Return the contact these addresses name, made if new, and hold its turn until the transaction ends.

    When the addresses are of two contacts (a number we knew, a business-scoped id we met alone), the one that wrote
    decides: merging two histories is for a person to do, not for a webhook.
    """
    rows = _rows(db, addresses)
    if not rows:
        rows = _create(db, channel, addresses, now)
    writer = next((r for r in rows if r.address == addresses[0]), rows[0])
    _learn(db, channel, addresses, rows, writer.contact_id)
    if writer.address == addresses[0]:
        db.execute(_WROTE, {"which": writer.address_id, "at": now})
    return Known(writer.contact_id, writer.idioma, writer.aviso_version, writer.last_seq, writer.state)


def _rows(db: Connection, addresses: tuple[str, ...]) -> list[_Row]:
    return list(db.execute(_FIND, {"addresses": list(addresses)}))


def _create(db: Connection, channel: Canal, addresses: tuple[str, ...], now: datetime) -> list[_Row]:
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
    return _rows(db, addresses)


def _learn(
    db: Connection,
    channel: Canal,
    addresses: tuple[str, ...],
    rows: list[_Row],
    contact_id: int,
) -> None:
    known = {r.address for r in rows}
    for address in addresses:
        if address not in known:
            row = {"contact_id": contact_id, "channel": channel, "address": address, "dead": False, "opted_out": False}
            # Another turn may have learned it while this one waited for the contact.
            insert_or_ignore(db, Address, row, ("address",))
