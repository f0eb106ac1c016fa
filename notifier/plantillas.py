"""WhatsApp templates as the vendor says they stand: kept each night, told when one can no longer be used."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update
from sqlmodel import col

from knowledge.avisos import PlantillaRow
from notifier import events
from notifier.upsert import insert_or_ignore

ALARM = "plantilla-inservible"
_GONE = frozenset({"rejected", "paused", "disabled"})


@dataclass(frozen=True, slots=True)
class Vista:
    """What the vendor says of a template."""

    sid: str
    nombre: str
    categoria: str
    estado: str
    razon: str = ""

    @property
    def problema(self) -> str:
        """Return what is wrong with it, nothing when it may be used or is still being looked at."""
        if self.estado in _GONE:
            return self.estado
        return "recategorizada a MARKETING" if self.categoria == "MARKETING" else ""


# Asks the vendor; raises SendFailed when it does not say.
Consultar = Callable[[str], Vista]


def usable(db: Connection, sid: str) -> bool:
    """Return whether a template may be sent: approved as UTILITY, or not looked at yet."""
    row = db.execute(
        select(col(PlantillaRow.estado), col(PlantillaRow.categoria)).where(col(PlantillaRow.sid) == sid)
    ).first()
    return row is None or (row.estado == "approved" and row.categoria != "MARKETING")


def anotar(db: Connection, vista: Vista, now: datetime) -> None:
    """Keep what the vendor said; raise the alarm when it is bad news, close it when it is good again."""
    _keep(db, vista.sid, {**asdict(vista), "revisada_en": now})
    if vista.problema:
        events.alarm(db, ALARM, f"{vista.nombre or vista.sid}: {vista.problema}", now)
    elif vista.estado == "approved":
        events.close_alarm(db, ALARM, now)


def rechazada(db: Connection, sid: str, code: str, now: datetime) -> None:
    """Note that the vendor refused to send it, so that it is not tried again until the next look."""
    _keep(db, sid, {"sid": sid, "estado": "disabled", "razon": code, "revisada_en": now})
    events.alarm(db, ALARM, f"{sid}: {code}", now)


def _keep(db: Connection, sid: str, values: dict[str, object]) -> None:
    if not db.execute(update(PlantillaRow).where(col(PlantillaRow.sid) == sid).values(**values)).rowcount:
        insert_or_ignore(db, PlantillaRow, {"nombre": "", "categoria": "", **values}, ("sid",))
