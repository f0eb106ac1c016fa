"""A talk changes hands: from one person of the staff to another, or back to a queue. The citizen is told what happens.

Everything runs in the caller's transaction, and the caller holds the contact.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot import atencion, promesas
from bot.services import Services
from flows.context import Context
from flows.fila import cuando
from knowledge import cola


def devolver(services: Services, db: Connection, row: Any, now: datetime, a: str | None = None) -> None:
    """Put a talk back in its queue, or in that of another office, and tell the citizen when they will be attended."""
    cola.devolver(db, row.id, row.contact_id, a)
    context = atencion.context_of(services, db, row.contact_id, now)
    fila = atencion.told(promesas.renovar(services, db, row.id, now, "ausencia"))
    said = f"{_where(context, a if a != row.cola else None)} {cuando(context, fila)}".strip()
    atencion.avisar(services, db, row.contact_id, said, _key(row, now), now)


def pasar(services: Services, db: Connection, row: Any, a: str, nombre: str, now: datetime) -> bool:
    """Hand a talk to another agent, also one that waits. Returns False when somebody took it a moment before."""
    if row.estado == "en_cola":
        return cola.tomar(db, row.id, row.contact_id, a, now)
    cola.pasar(db, row.id, a)
    t = atencion.context_of(services, db, row.contact_id, now).t
    said = t("Desde ahora te atiende {nombre}. Ya puede leer lo que contaste.").format(nombre=nombre)
    atencion.avisar(services, db, row.contact_id, said, _key(row, now), now)
    return True


def _where(context: Context, a: str | None) -> str:
    """Return which queue a talk waits in now; `a` is None where it is the same one."""
    if a is None:
        return context.t("Te atenderá otra persona. Conservas tu puesto en la fila y lo que contaste.")
    nueva = context.catalogo.dependencias.get(a)
    if nueva is None:
        return context.t(
            "Ahora te puede atender cualquier persona disponible. Conservas tu puesto por la hora en que escribiste."
        )
    said = context.t("Tu mensaje pasa a «{oficina}». Conservas tu puesto por la hora en que escribiste.")
    return said.format(oficina=nueva.nombre)


def _key(row: Any, now: datetime) -> str:
    return f"relevo:{row.id}:{now.timestamp():.6f}"
