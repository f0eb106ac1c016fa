"""The rows that a turn leaves: the log of the conversation, what goes out, files to fetch, figures.

The words of a confidential turn are in none of them, but for the reply itself, which is sealed until it is delivered.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Boolean, Connection, Integer, Text, insert
from sqlalchemy import bindparam as _b

from bot.contacts import Known
from bot.inbound import Inbound, Media
from bot.services import Services
from flows.context import BOGOTA
from flows.messages import Bubble, Message
from flows.session import Session
from flows.settle import Facts, Turn
from knowledge.columns import Utc
from knowledge.conversaciones import Interaction, MediaRow, MessageRow, Outgoing
from knowledge.prepared import Prepared
from knowledge.sellado import Sello
from knowledge.values import Catalogo
from notifier import parts
from notifier.ports import Opcion

as_json = json.JSONEncoder(ensure_ascii=False).encode  # one encoder: json.dumps makes one each time
NOT_KEPT = frozenset({"text/vcard", "text/x-vcard"})  # the number of somebody who asked us for nothing
_COPY = ("path", "size", "sha256")
RESERVED = json.dumps({"texto": "[denuncia]"})  # in the place of words that the log does not keep
# Rows given as a list do not lend their columns' types to what is bound to them.
_CONTACT, _AT = _b("contact_id", type_=Integer), _b("at", type_=Utc)
_MESSAGES = Prepared(
    insert(MessageRow).values(
        [
            {"contact_id": _CONTACT, "seq": _b("seq_in", type_=Integer), "direction": "in", "body": _b("told", type_=Text), "sealed": False, "at": _AT, "ref": _b("ref", type_=Text)},
            {"contact_id": _CONTACT, "seq": _b("seq_out", type_=Integer), "direction": "out", "body": _b("said", type_=Text), "sealed": _b("sealed", type_=Boolean), "at": _AT, "ref": None},
        ]
    ),
    "contact_id", "seq_in", "seq_out", "told", "said", "sealed", "at", "ref",
)  # fmt: skip
_OUTGOING = Prepared(
    insert(Outgoing), "key", "contact_id", "address", "channel", "kind", "body", "sealed", "estado", "attempts", "due_at", "created_at"
)  # fmt: skip
_INTERACTION = Prepared(
    insert(Interaction), "at", "persona", "channel", "idioma", "kind", "intencion", "confianza", "tramite", "dependencia", "flow", "question", "ended",
    "reply_ms",
)  # fmt: skip


def write_messages(db: Connection, contact: Known, inbound: Inbound, bubble: Bubble, facts: Facts, body: str) -> None:
    """Write what came and what goes to the log of the conversation; `body` is the reply as it may rest."""
    # Only a browser reads its reply here, and once; elsewhere the summary of a report would lie here for months.
    hidden = bubble.confidential and inbound.channel != "web"
    said, sealed = (RESERVED, False) if hidden else (body, bubble.confidential)
    row = {"contact_id": contact.id, "at": inbound.received_at, "sealed": sealed, "said": said}
    row |= {"seq_in": contact.last_seq + 1, "seq_out": contact.last_seq + 2, "told": _told(inbound.message, facts)}
    # The reference lets a channel say which request a row answers.
    _MESSAGES.run(db, row | {"ref": f"{inbound.provider}:{inbound.provider_id}"})


def write_heard(services: Services, db: Connection, contact: Known, inbound: Inbound, facts: Facts, seq: int) -> None:
    """Write a message that a person of the staff answers, not the assistant: the log, its files, one row of figures."""
    row = {"contact_id": contact.id, "seq": seq, "direction": "in", "sealed": False, "at": inbound.received_at}
    row |= {"body": _told(inbound.message, facts), "ref": f"{inbound.provider}:{inbound.provider_id}"}
    db.execute(insert(MessageRow).values(**row))
    write_media(db, contact, inbound, facts)
    done = Turn(Session(idioma="en" if contact.idioma == "en" else "es"), facts=facts)
    write_interaction(services, db, contact, inbound, done, inbound.received_at)


def reply_body(bubble: Bubble, sello: Sello) -> str:
    """Return a reply as it rests in a row: JSON {texto, opciones}, sealed when confidential."""
    options = [[o.id, o.title, o.description] for o in bubble.options]
    body = as_json({"texto": bubble.text, "opciones": options})
    return sello.close(body) if bubble.confidential else body


def _told(message: Message, facts: Facts) -> str:
    if facts.confidential:
        return json.dumps({"texto": "[emergencia]"}) if facts.kind == "emergency" else RESERVED
    told: dict[str, object] = {"texto": message.text}
    if message.option:
        told["opcion"] = message.option
    if message.attachments:
        told["archivos"] = [a.content_type for a in message.attachments]
    if message.location:
        told["ubicacion"] = True
    return as_json(told)


def write_outgoing(db: Connection, contact: Known, inbound: Inbound, bubble: Bubble, bodies: Sequence[str]) -> None:
    """Queue the reply for the address that wrote, a row a message. The key makes a second one impossible."""
    now = inbound.received_at
    row = {"contact_id": contact.id, "address": inbound.addresses[0], "channel": inbound.channel, "kind": "reply"}
    row |= {"sealed": bubble.confidential, "estado": "pendiente", "attempts": 0, "due_at": now, "created_at": now}
    key = reply_key(contact)
    keys = [key, *(f"{key}/{n}" for n in range(2, len(bodies) + 1))]
    for k, body in zip(keys, bodies, strict=True):
        _OUTGOING.run(db, row | {"key": k, "body": body})


def reply_key(contact: Known) -> str:
    """Return the key under which the reply of this turn is queued."""
    return f"reply:{contact.id}:{contact.last_seq + 2}"


def reply_bodies(bubble: Bubble, body: str, sello: Sello) -> list[str]:
    """Return a reply as the rows to send hold it: as many as it takes messages, the options under the last one."""
    messages = parts.messages(bubble.text, tuple(Opcion(o.id, o.title, o.description) for o in bubble.options))
    if len(messages) == 1:
        return [body]
    cut = [replace(bubble, text=texto, options=bubble.options if opciones else ()) for texto, opciones in messages]
    return [reply_body(part, sello) for part in cut]


def write_media(db: Connection, contact: Known, inbound: Inbound, facts: Facts) -> None:
    """Note the files to copy after the turn. Those of a confidential turn are not fetched: nothing could seal them yet."""
    if not inbound.media or facts.confidential:
        return
    now = inbound.received_at
    row = {"contact_id": contact.id, "provider": inbound.provider, "attempts": 0}
    row |= {"due_at": now, "created_at": now}
    kept = [m for m in inbound.media if m.content_type not in NOT_KEPT]
    if kept:
        db.execute(insert(MediaRow), [row | _media(m) for m in kept])


def _media(media: Media) -> dict[str, object]:
    row: dict[str, object] = {"ref": media.ref, "url": media.url, "content_type": media.content_type}
    here = media.copied
    copied = {"path": here.path, "size": here.size, "sha256": here.sha256} if here else dict.fromkeys(_COPY)
    return {**row, **copied, "estado": "copiada" if here else "pendiente"}


def write_interaction(
    services: Services, db: Connection, contact: Known, inbound: Inbound, done: Turn, now: datetime
) -> None:
    """Write the one row of figures of a turn: no words, and of a confidential one neither person nor hour."""
    hidden = done.facts.confidential
    day = inbound.received_at.astimezone(BOGOTA).replace(hour=12, minute=0, second=0, microsecond=0)
    row = {
        "at": day if hidden else inbound.received_at,
        "persona": None if hidden else persona(services.settings.secret_key, contact.id, day.year),
        "channel": inbound.channel,
        **told(services.current.get().catalogo, done),
        "reply_ms": 0 if hidden else max(0, round((now - inbound.received_at).total_seconds() * 1000)),
    }
    _INTERACTION.run(db, row)


def told(catalogo: Catalogo, done: Turn) -> dict[str, Any]:
    """Return the columns of that row that do not say who, where or when."""
    facts, record = done.facts, catalogo.tramites.get(done.facts.tramite or "")
    return {
        "idioma": done.session.idioma or "es",
        "kind": facts.kind,
        "intencion": facts.intencion,
        "confianza": None if facts.confidential else facts.confianza,
        "tramite": facts.tramite,
        "dependencia": record.dependencia_id if record else None,
        "flow": done.session.frame.flow if done.session.frame else (facts.started[-1] if facts.started else None),
        "question": facts.question,
        "ended": facts.ended[-1] if facts.ended else None,
    }


def persona(secret_key: str, contact_id: int, year: int) -> bytes:
    """Return the keyed pseudonym of a contact for one year: figures can count persons, nobody can name them."""
    key = blake2b(secret_key.encode(), digest_size=32).digest()
    return blake2b(f"{year}:{contact_id}".encode(), key=key, digest_size=8, person=b"persona").digest()
