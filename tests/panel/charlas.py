"""Talks for tests of the desk: who asks for a person, agents of several offices, what is kept of a talk."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from bot.services import Services
from knowledge import auditoria, cola
from knowledge.atencion import AtencionRow
from knowledge.conversaciones import MessageRow, Outgoing
from tests.panel.conftest import Person
from tests.worlds import Clock, Talk

DESK = "/panel/conversaciones"
WAITS = "Una persona verá tu mensaje"
Enter = Callable[[str], Person]


def somebody(services: Services, clock: Clock, name: str = "rosa", canal: str = "web") -> Talk:
    """Return a person on the web or on WhatsApp."""
    number = sum(map(ord, name))
    address = f"web:{name}" if canal == "web" else f"whatsapp:+57300{number:07d}"
    return Talk(services, clock, address=address, canal=canal)  # type: ignore[arg-type]


def asks(talk: Talk, tema: str = "un hueco grande en mi calle") -> int:
    """Have somebody ask for a person, and return the talk."""
    bubble = talk("funcionario")
    for said in (tema, *("ninguna", "sí") * 2):
        if WAITS in bubble.text:
            break
        option = said if said == "ninguna" and any(o.id == "ninguna" for o in bubble.options) else None
        if said == "ninguna" and option is None:
            continue
        bubble = talk("" if option else said, **({"option": option} if option else {}))
    assert WAITS in bubble.text, bubble.text
    return the_talk(talk.services).id  # type: ignore[no-any-return]


def take(person: Person, which: int) -> Person:
    """Have somebody of the staff take a talk."""
    person.get(DESK)
    return person.post(f"{DESK}/{which}/tomar")


def the_talk(services: Services, which: int | None = None) -> Any:
    """Return the newest talk, or one of them, as a row."""
    with services.db.reading() as db:
        if which is not None:
            return cola.una(db, which)
        return db.execute(select(AtencionRow.__table__).order_by(col(AtencionRow.id).desc())).first()  # type: ignore[attr-defined]


def said_by_staff(services: Services) -> list[str]:
    """Return what the staff said, as the citizen's log holds it."""
    return [body["texto"] for body in _bodies(services) if body.get("de")]


def last_said(services: Services) -> str:
    """Return the last words that went out."""
    return str(list(_bodies(services))[-1]["texto"])


def _bodies(services: Services) -> Iterator[dict[str, Any]]:
    with services.db.reading() as db:
        rows = db.execute(select(col(MessageRow.body)).where(col(MessageRow.direction) == "out").order_by(col(MessageRow.id)))  # fmt: skip
        yield from [json.loads(row.body) for row in rows]


def queued(services: Services) -> list[tuple[str, str]]:
    """Return key and body of what waits to be sent by WhatsApp."""
    with services.db.reading() as db:
        rows = db.execute(select(col(Outgoing.key), col(Outgoing.body)).order_by(col(Outgoing.id)))
        return [(row.key, row.body) for row in rows]


def audited(services: Services, which: int) -> list[tuple[str, str, str]]:
    """Return who did what with a talk, the oldest first."""
    with services.db.reading_session() as db:
        rows = auditoria.of_subject(db, f"atencion:{which}")
        return [(row.actor, row.action, row.detail) for row in reversed(rows)]


def form_of(page: str) -> str:
    """Return the number that makes a form of the box count once."""
    return page.split('name="envio" value="')[1].split('"', maxsplit=1)[0]
