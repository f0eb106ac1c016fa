"""What the metrics say, read once.

What grows with each message is read through an index, so that millions of them cost nothing. The tasks have none for what is
open and are read whole: 0.1 s for half a million.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, case, func, select
from sqlmodel import col

from bot.channels.twilio import spool_of
from bot.services import Services
from knowledge.atencion import AtencionRow
from knowledge.catalog import SinContenido
from knowledge.cifras import SondaRow
from knowledge.conversaciones import Heartbeat, Interaction, Outgoing, Task
from knowledge.db import Unavailable
from knowledge.migrations import HEAD, current
from notifier.events import LOCK, PAUSE

RECENT = timedelta(minutes=5)
TO_DO = ("pendiente", "tomada", "incierta", "espera")
DONE = ("enviada", "entregada", "leida", "fallida", "descartada")
TALKS = ("en_cola", "con_persona")


@dataclass(frozen=True, slots=True)
class Sondeo:
    """The probe's last minute."""

    bien: bool
    ms: int
    age_s: float


@dataclass(frozen=True, slots=True)
class Datos:
    """What the database says. Counts are by label, in the order that the names of the labels have in `families`."""

    outbox: Mapping[tuple[str, str], int]
    outbox_recent: Mapping[tuple[str, str], int]
    oldest_due_s: float
    tasks: Mapping[str, int]
    alarms: Mapping[str, int]
    talks: Mapping[str, int]
    oldest_waiting_s: float
    beats_s: Mapping[str, float]
    paused: Mapping[str, bool]
    turns: Mapping[tuple[str, str], int]
    sonda: Sondeo | None


@dataclass(frozen=True, slots=True)
class Lectura:
    """One look. `schema` is None where the database does not answer; `datos` also where it has another schema."""

    spool_bytes: int
    rejected_bytes: int
    schema: str | None = None
    datos: Datos | None = None
    con_modelo: bool | None = None


def read(services: Services) -> Lectura:
    """Return how things stand. A database that is away is something to tell, not a failure."""
    spool = spool_of(services).path
    here = Lectura(_size(spool), _size(spool.with_suffix(".rejected")))
    try:
        with services.db.reading() as db:
            schema = current(db) or ""
            datos = _datos(db, services.clock()) if schema == HEAD else None
    except Unavailable:
        return here
    return Lectura(here.spool_bytes, here.rejected_bytes, schema, datos, _con_modelo(services))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _con_modelo(services: Services) -> bool | None:
    try:
        return services.current.get().comprension.con_modelo
    except (Unavailable, SinContenido):
        return None


def _datos(db: Connection, now: datetime) -> Datos:
    tasks, alarms = _tasks(db)
    talks, oldest = _talks(db)
    beats = {row.name: row.at for row in db.execute(select(col(Heartbeat.name), col(Heartbeat.at)))}
    return Datos(
        outbox=_outbox(db, None),
        outbox_recent=_outbox(db, now - RECENT),
        oldest_due_s=_age(_oldest_due(db, now), now),
        tasks=tasks,
        alarms=alarms,
        talks=talks,
        oldest_waiting_s=_age(oldest, now),
        beats_s={name: _age(at, now) for name, at in beats.items() if not name.startswith((PAUSE, LOCK))},
        paused={name.removeprefix(PAUSE): at > now for name, at in beats.items() if name.startswith(PAUSE)},
        turns=_turns(db, now),
        sonda=_sonda(db, now),
    )


def _age(at: datetime | None, now: datetime) -> float:
    return 0.0 if at is None else max(0.0, (now - at).total_seconds())


def _outbox(db: Connection, since: datetime | None) -> dict[tuple[str, str], int]:
    """Return what is to be sent; with `since`, what was done of what was due since then. Of the rest there are millions."""
    which = col(Outgoing.estado).in_(TO_DO if since is None else DONE)
    rows = select(col(Outgoing.estado), col(Outgoing.channel), func.count()).where(which)
    if since is not None:
        rows = rows.where(col(Outgoing.due_at) > since)
    return {
        (estado, channel): n
        for estado, channel, n in db.execute(rows.group_by(col(Outgoing.estado), col(Outgoing.channel)))
    }


def _oldest_due(db: Connection, now: datetime) -> datetime | None:
    due = (col(Outgoing.estado) == "pendiente", col(Outgoing.due_at) <= now)
    return db.execute(select(func.min(col(Outgoing.due_at))).where(*due)).scalar()


def _tasks(db: Connection) -> tuple[dict[str, int], dict[str, int]]:
    """Return the open tasks by kind, and the alarms among them by what they are about: a code of ours, never words."""
    about = case((col(Task.kind) == "alarma", col(Task.tema)), else_="")
    rows = db.execute(
        select(col(Task.kind), about, func.count()).where(col(Task.closed_at).is_(None)).group_by(col(Task.kind), about)
    )
    tasks: dict[str, int] = {}
    alarms: dict[str, int] = {}
    for kind, tema, n in rows:
        tasks[kind] = tasks.get(kind, 0) + n
        if kind == "alarma":
            alarms[tema] = n
    return tasks, alarms


def _talks(db: Connection) -> tuple[dict[str, int], datetime | None]:
    rows = db.execute(
        select(col(AtencionRow.estado), func.count(), func.min(col(AtencionRow.pedida_at)))
        .where(col(AtencionRow.estado).in_(TALKS))
        .group_by(col(AtencionRow.estado))
    ).all()
    counts = dict.fromkeys(TALKS, 0) | {estado: n for estado, n, _ in rows}
    return counts, next((first for estado, _, first in rows if estado == "en_cola"), None)


def _turns(db: Connection, now: datetime) -> dict[tuple[str, str], int]:
    """Return the turns of a moment ago. Confidential ones are not among them: they have no hour, and no persona."""
    recent = (col(Interaction.at) > now - RECENT, col(Interaction.persona).is_not(None))
    rows = select(col(Interaction.channel), col(Interaction.kind), func.count()).where(*recent)
    return {
        (channel, kind): n
        for channel, kind, n in db.execute(rows.group_by(col(Interaction.channel), col(Interaction.kind)))
    }


def _sonda(db: Connection, now: datetime) -> Sondeo | None:
    rows = select(col(SondaRow.minuto), col(SondaRow.bien), col(SondaRow.ms)).order_by(col(SondaRow.minuto).desc())
    last = db.execute(rows.limit(1)).first()
    return None if last is None else Sondeo(last.bien, last.ms, _age(last.minuto, now))
