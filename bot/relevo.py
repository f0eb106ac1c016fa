"""A talk changes hands: from one person of the staff to another, or back to a queue. The citizen is told what happens.

Everything runs in the caller's transaction, and the caller holds the contact.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot import atencion, contacts, sessions
from bot.inbound import Inbound
from bot.services import Services
from flows.context import Context
from flows.effects import ConsultarFila
from flows.fila import cuando
from flows.messages import Message
from knowledge import cola


def devolver(services: Services, db: Connection, row: Any, now: datetime, a: str | None = None) -> None:
    """Put a talk back in its queue, or in that of another office, and tell the citizen when they will be attended."""
    cola.devolver(db, row.id, row.contact_id, a)
    if a is not None and a != row.cola:
        cola_nueva = services.current.get().catalogo.dependencias.get(a)
        said = _said(services, db, row, now, cola_nueva.nombre if cola_nueva else "")
    else:
        said = _said(services, db, row, now, None)
    _promise(services, db, row.id, now)
    atencion.avisar(services, db, row.contact_id, said, _key(row, now), now)


def pasar(services: Services, db: Connection, row: Any, a: str, nombre: str, now: datetime) -> bool:
    """Hand a talk to another agent, also one that waits. Returns False when somebody took it a moment before."""
    if row.estado == "en_cola":
        return cola.tomar(db, row.id, row.contact_id, a, now)
    cola.pasar(db, row.id, a)
    t = mundo_de(services, db, row, now).t
    said = t("Desde ahora te atiende {nombre}. Ya puede leer lo que contaste.").format(nombre=nombre)
    atencion.avisar(services, db, row.contact_id, said, _key(row, now), now)
    return True


def mundo_de(services: Services, db: Connection, row: Any, now: datetime) -> Context:
    """Return the world as a turn of who is in this talk would read it, in their language."""
    known = contacts.by_id(db, row.contact_id)
    idioma = sessions.read(known.state, known.last_seq, services.sello).idioma or known.idioma
    context = services.context(db, known, Inbound("catalina", "", row.canal, (), Message(), now))
    return context.hablando("en" if idioma == "en" else "es")


def _said(services: Services, db: Connection, row: Any, now: datetime, oficina: str | None) -> str:
    context = mundo_de(services, db, row, now)
    t, known = context.t, contacts.by_id(db, row.contact_id)
    if oficina:
        first = t("Tu mensaje pasa a «{oficina}». Conservas tu puesto por la hora en que escribiste.").format(oficina=oficina)  # fmt: skip
    else:
        first = t("Te atenderá otra persona. Conservas tu puesto en la fila y lo que contaste.")
    fila = atencion.consultar(services, db, known, ConsultarFila(), now)
    return f"{first} {cuando(context, fila)}".strip()


def _promise(services: Services, db: Connection, atencion_id: int, now: datetime) -> None:
    row = cola.una(db, atencion_id)
    assert row is not None
    hours = atencion.jornada_de(services)
    said = cola.espera(db, row.cola, hours, now, pedida_at=row.pedida_at, atencion_id=row.id)
    cola.prometer(db, row.id, said, now, "ausencia")


def _key(row: Any, now: datetime) -> str:
    return f"relevo:{row.id}:{now.timestamp():.6f}"
