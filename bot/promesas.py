"""What is promised again to who waits: after a change of hands, or because it takes longer than was said."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection

from bot import atencion
from bot.services import Services
from knowledge import cola
from knowledge.cuidado import RESPIRO
from knowledge.espera import Espera
from knowledge.jornada import Jornada


def renovar(
    services: Services, db: Connection, atencion_id: int, now: datetime, por: Literal["ausencia", "demora"]
) -> Espera:  # fmt: skip
    """Estimate again when a talk will be attended, keep it as the promise that holds, and return what may be said of it."""
    row = cola.una(db, atencion_id)
    assert row is not None
    hours = atencion.jornada_de(services)
    said = cola.espera(db, row.cola, hours, now, pedida_at=row.pedida_at, atencion_id=row.id)
    kept = said
    if por == "demora":
        respite = RESPIRO * 2 ** min(cola.demoras(db, row.id), 4)  # nobody is told every few minutes, all day long
        said = _not_at_once(said, hours, now, respite)
        kept = said if said.hacia is not None else _later(said, hours, now, respite)
    cola.prometer(db, row.id, kept, now, por)
    return said


def _not_at_once(said: Espera, jornada: Jornada, now: datetime, respite: timedelta) -> Espera:
    soonest = jornada.suma(now, respite)
    if said.hacia is None or said.hasta is None or soonest is None:
        return said
    return replace(said, hacia=max(said.hacia, soonest), hasta=max(said.hasta, soonest + RESPIRO / 3))


def _later(said: Espera, jornada: Jornada, now: datetime, respite: timedelta) -> Espera:
    """Return when to look again where nobody can say: it is said once."""
    again = jornada.suma(now, respite) or now + timedelta(days=1)
    return replace(said, hacia=again, hasta=again)
