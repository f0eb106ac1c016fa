"""Write a conversation as a transcript while it happens: docs/transcripciones.md. The result is a test."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TextIO

from sqlalchemy import Connection, func, select
from sqlmodel import col

from bot.channels.console import lines
from flows.context import BOGOTA
from flows.messages import Bubble
from knowledge.conversaciones import Address, EffectDone
from knowledge.denuncias import DenunciaRow
from knowledge.solicitudes import ActoRow, SolicitudRow
from knowledge.tramitar import CIUDADANO

NOTABLE = timedelta(minutes=30)  # a shorter silence changes nothing in a conversation


class Recorder:
    """Appends one exchange at a time, so that a closed terminal loses nothing."""

    def __init__(self, out: TextIO, title: str, now: datetime) -> None:
        self._out = out
        self._last = now
        self._write((f"# {title}", f"@ {now.astimezone(BOGOTA):%Y-%m-%d %H:%M}"))

    def exchange(self, said: str, bubble: Bubble, effects: Iterable[str], now: datetime) -> None:
        """Write what was said, what was answered and what was done."""
        pause = now - self._last
        self._last = now
        jump = (f"@ +{round(pause.total_seconds() / 60)}m",) if pause >= NOTABLE else ()
        replied = (f"< {line}" for line in lines(bubble) if line.strip())
        self._write((*jump, f"> {said}", *replied, *(f"! {name}" for name in effects)))

    def _write(self, rows: Iterable[str]) -> None:
        self._out.write("\n".join(rows) + "\n")
        self._out.flush()


def done_so_far(db: Connection, address: str) -> list[str]:
    """Return the names of all effects of a contact, oldest first. What names no contact counts whoever did it."""
    found = db.execute(
        select(col(EffectDone.kind))
        .join(Address, col(Address.contact_id) == col(EffectDone.contact_id))
        .where(col(Address.address) == address)
        .order_by(col(EffectDone.id))
    )
    sealed = db.execute(select(func.count()).select_from(DenunciaRow)).scalar_one()
    nameless = (
        select(func.count())
        .select_from(SolicitudRow)
        .where(col(SolicitudRow.aqui), col(SolicitudRow.contact_id).is_(None))
    )
    filed = db.execute(nameless).scalar_one()
    completed = db.execute(
        select(func.count())
        .select_from(ActoRow)
        .join(SolicitudRow, col(SolicitudRow.id) == col(ActoRow.solicitud_id))
        .where(
            col(ActoRow.acto) == "completar", col(ActoRow.actor) == CIUDADANO, col(SolicitudRow.contact_id).is_(None)
        )
    ).scalar_one()
    unsigned = {"RegistrarDenuncia": sealed, "RegistrarSolicitud": filed, "CompletarSolicitud": completed}
    return [*found.scalars(), *(name for name, count in unsigned.items() for _ in range(count))]


def since(before: list[str], after: list[str]) -> list[str]:
    """Return the effects of the last turn."""
    return list((Counter(after) - Counter(before)).elements())
