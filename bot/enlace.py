"""The same conversation on WhatsApp and on the web: make a code, and obey «Seguir chat …» before anybody is looked up.

The code is read here and goes no further: neither the log nor a flow ever holds it. Whoever has both sides proved both,
so the web's address comes to WhatsApp's contact, and what was told on the web with it (`bot.enlace_unir`). A link that is
forwarded is sent with one tap, so on WhatsApp the code is only taken; the two are joined once the person says yes.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, select, update
from sqlmodel import Session as OrmSession
from sqlmodel import col

from bot.contacts import Found, Known, find
from bot.enlace_unir import Parte, attach, has_whatsapp, held, told_in_reserve, unite
from bot.inbound import Inbound
from bot.services import Services
from flows.enlace import PREGUNTAR
from flows.messages import Json, Message
from knowledge import cola, enlaces, ingresos
from knowledge.enlaces import LIVES, EnlaceRow, Lado
from notifier.upsert import insert_or_ignore

GUESSES = 5  # codes of one writer, right ones too
GUESSES_IN = timedelta(minutes=15)


def met(services: Services, db: Connection, inbound: Inbound, found: list[Found]) -> tuple[Inbound, list[Found] | None]:
    """Obey a message that says «Seguir chat …»: return it without its code and with what became of it.

    `found` is what is known of the writer; None comes back where it has to be looked up again.
    """
    code = enlaces.said_code(inbound.message.text) if inbound.channel != "consola" else None
    if code is None or inbound.message.option is not None:
        return inbound, found
    fue = _redeemed(services, db, inbound, code)
    return replace(inbound, message=Message(text="Seguir chat", enlace=f"{fue}:{inbound.channel}")), None


def _redeemed(services: Services, db: Connection, inbound: Inbound, code: str) -> str:
    now, secret = inbound.received_at, services.settings.secret_key
    who = enlaces.hashed(secret, inbound.addresses[0])
    if until := _spent(db, who, now):
        return f"espera-{max(1, ceil((until - now) / timedelta(minutes=1)))}"
    return _used(services, db, inbound, enlaces.hashed(secret, code), who) if code else "mal_escrito"


def _used(services: Services, db: Connection, inbound: Inbound, codigo_hash: str, who: str) -> str:
    """Use a code and return what became of it. Conversations are held before codes are read for good, by everybody."""
    row, mine = _row(db, codigo_hash), _writer(db, inbound)
    if refused := _unfit(row, mine, who, inbound):
        return refused
    other = held(db, row.contact_id) if row.contact_id != mine else None
    again = _row(db, codigo_hash)  # another turn may have used it while this one waited for the conversation
    if again != row or (other is None and row.contact_id != mine):
        return _used(services, db, inbound, codigo_hash, who)
    if other is None:
        fue = "ya"
    elif inbound.channel == "whatsapp":
        fue = _to_ask(db, mine, other)
    else:
        fue = _joined(services, db, inbound, mine, other)
    if fue == "otra_vez":
        return _used(services, db, inbound, codigo_hash, who)
    if fue in ("listo", "ya", PREGUNTAR):
        _spend(db, codigo_hash, who, inbound.received_at)
    return fue


def _spend(db: Connection, codigo_hash: str, who: str, now: datetime) -> None:
    """Give a code to who wrote it. Of several that they did not say yes to, only the one they were last asked about lives."""
    theirs = (col(EnlaceRow.usado_por) == who, col(EnlaceRow.codigo_hash) != codigo_hash)
    db.execute(update(EnlaceRow).where(*theirs, col(EnlaceRow.vence_en) > now).values(vence_en=now))
    db.execute(update(EnlaceRow).where(col(EnlaceRow.codigo_hash) == codigo_hash).values(usado_por=who))


def _spent(db: Connection, who: str, now: datetime) -> datetime | None:
    with OrmSession(db, join_transaction_mode="create_savepoint") as session:
        until = ingresos.spend(session, f"enlace:{who}", now, most=GUESSES, within=GUESSES_IN)
        session.commit()
    return until


def _row(db: Connection, codigo_hash: str) -> Any:
    columns = (col(EnlaceRow.contact_id), col(EnlaceRow.lado), col(EnlaceRow.vence_en), col(EnlaceRow.usado_por))
    return db.execute(select(*columns).where(col(EnlaceRow.codigo_hash) == codigo_hash)).first()


def _unfit(row: Any, mine: int | None, who: str, inbound: Inbound) -> str | None:
    if row is None:
        return "desconocido"
    if row.usado_por is not None and row.contact_id == mine and row.lado != inbound.channel:
        return "ya"
    # On WhatsApp it may be written again by who has not said yes; a browser that was taken away does not come back with it.
    if row.usado_por is not None and (row.usado_por != who or inbound.channel != "whatsapp"):
        return "usado"
    if row.vence_en <= inbound.received_at:
        return "vencido"
    return "otro_lado" if row.lado == inbound.channel else None


def _to_ask(db: Connection, mine: int | None, web: Parte) -> str:
    """Return that the writer may be asked whether to join, or why not."""
    whatsapp = None if mine is None else held(db, mine)
    if refused := _apart(db, web, whatsapp):
        return refused
    talk = None if mine is None else cola.abierta(db, mine)
    return PREGUNTAR if talk is None or talk.estado == "en_cola" else "te_atiende"  # a yes would be said to that person


def _apart(db: Connection, web: Parte | None, whatsapp: Parte | None) -> str | None:
    """Return why two conversations must stay apart, or None."""
    if (web and told_in_reserve(db, web, "web")) or (whatsapp and told_in_reserve(db, whatsapp, "whatsapp")):
        return "reservado"
    if web and has_whatsapp(db, web.id):
        return "otro_numero"
    attended = [part for part in (web, whatsapp) if part and cola.abierta(db, part.id) is not None]
    return "dos_personas" if len(attended) > 1 else None


def _joined(services: Services, db: Connection, inbound: Inbound, mine: int | None, other: Parte) -> str:
    """Make one conversation of the writer's and the code's. Returns `listo`, or why not, or `otra_vez`."""
    own = None if mine is None else held(db, mine)
    web, whatsapp = (other, own) if inbound.channel == "whatsapp" else (own, other)
    if refused := _apart(db, web, whatsapp):
        return refused
    if web is not None and whatsapp is not None:
        unite(services, db, web, whatsapp, inbound.received_at)
        return "listo"
    return "listo" if attach(db, other, inbound.addresses) else "otra_vez"


class Agreed(Exception):
    """The person said yes: what this turn began is undone, and it is taken again in the conversation of both."""


def agreed(services: Services, db: Connection, contact: Known, inbound: Inbound) -> Inbound:
    """Join what the writer was asked about, and return their message with what became of it. Their turn is held."""
    who = enlaces.hashed(services.settings.secret_key, inbound.addresses[0])
    fue = _agreed(services, db, contact.id, inbound, who)
    return replace(inbound, message=replace(inbound.message, enlace=f"{fue}:{inbound.channel}"))


def _agreed(services: Services, db: Connection, mine: int, inbound: Inbound, who: str) -> str:
    row = _asked_about(db, mine, who, inbound.received_at)
    if row is None:
        return "vencido"
    other = held(db, row.contact_id)
    if other is None or _asked_about(db, mine, who, inbound.received_at) != row:
        return _agreed(services, db, mine, inbound, who)
    return _joined(services, db, inbound, mine, other)


def _asked_about(db: Connection, mine: int, who: str, now: datetime) -> Any:
    """Return the code that the writer gave and has not said yes to, while it lasts."""
    theirs = (col(EnlaceRow.usado_por) == who, col(EnlaceRow.lado) == "web", col(EnlaceRow.contact_id) != mine)
    columns = (col(EnlaceRow.contact_id), col(EnlaceRow.codigo_hash))
    return db.execute(select(*columns).where(*theirs, col(EnlaceRow.vence_en) > now)).first()


def _writer(db: Connection, inbound: Inbound) -> int | None:
    """Return the contact that wrote, as `contacts.locked` will name it, and hold its turn."""
    rows = find(db, inbound.addresses)
    writer = next((r for r in rows if r.address == inbound.addresses[0]), rows[0] if rows else None)
    return None if writer is None else writer.contact_id


@dataclass(frozen=True, slots=True)
class Enlace:
    """A code that was made: what to write, the address to open, until when. Or why there is none."""

    codigo: str = ""
    donde: str = ""
    vence: datetime | None = None
    no: str = ""


def open_enlace(services: Services, db: Connection, contact_id: int, lado: Lado, now: datetime) -> Enlace:
    """Make the code of a conversation in place of any earlier one."""
    part = held(db, contact_id)
    assert part is not None  # its turn is held, or it was just looked up
    if told_in_reserve(db, part, lado):
        return Enlace(no="reservado")
    if lado == "web" and not services.settings.whatsapp_on:
        return Enlace(no="sin_whatsapp")
    codigo = enlaces.make(services.azar(enlaces.LENGTH - 1))
    kept = enlaces.hashed(services.settings.secret_key, codigo)
    row = {"lado": lado, "codigo_hash": kept, "usado_por": None, "vence_en": now + LIVES}
    if not insert_or_ignore(db, EnlaceRow, {**row, "contact_id": contact_id}, ("contact_id",)):
        db.execute(update(EnlaceRow).where(col(EnlaceRow.contact_id) == contact_id).values(**row))
    return Enlace(codigo, where(services, lado, codigo), now + LIVES)


def where(services: Services, lado: Lado, codigo: str) -> str:
    """Return the address that leads to the other side. Only WhatsApp's own holds the message, ready to be sent."""
    if lado == "whatsapp":
        return f"{services.settings.public_url}/chat"
    number = services.settings.twilio_whatsapp_from.removeprefix("whatsapp:+")
    return f"https://wa.me/{number}?text={quote(f'Seguir chat {codigo}')}"


def opened(services: Services, db: Connection, contact: Known, inbound: Inbound) -> Json:
    """Carry out `AbrirEnlace`."""
    lado: Lado = "web" if inbound.channel != "whatsapp" else "whatsapp"
    made = open_enlace(services, db, contact.id, lado, inbound.received_at)
    return {"no": made.no} if made.no else {"codigo": made.codigo, "donde": made.donde}


def contact_of(db: Connection, address: str) -> int | None:
    """Return the contact of an address, and hold its turn."""
    rows = find(db, (address,))
    return rows[0].contact_id if rows else None
