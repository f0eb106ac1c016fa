"""What must be done so that no talk is left alone: who waits is told before a promise is missed, who was left goes back. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from knowledge.jornada import Jornada

ANTES = timedelta(minutes=5)  # how long before a promise is missed the person is told
AUSENTE = timedelta(minutes=10)  # since the desk of an agent was last seen, or the citizen waits for a word
SIN_NADIE = timedelta(minutes=30)  # office time after which a queue without anybody there becomes the general one
OLVIDADA = timedelta(minutes=45)  # office time that a citizen waits for a word of an agent who is there
CALLADA = timedelta(hours=2)  # of a citizen's silence after the staff's last words
RESPIRO = timedelta(minutes=15)  # a promise made anew is at least so far away: nobody is told every minute

Paso = Literal["avisar", "devolver", "cerrar", "mover"]


@dataclass(frozen=True, slots=True)
class Charla:
    """A talk as it stands. `presente`: its agent, or who serves its queue while it waits, is there now."""

    en_cola: bool
    general: bool
    presente: bool
    pedida_at: datetime
    ciudadano_at: datetime
    tomada_at: datetime | None = None
    agente_at: datetime | None = None
    promesa: datetime | None = None  # until when; None: nothing was promised
    movida_at: datetime | None = None  # when somebody put it in this queue; None: it was always in it


def paso(charla: Charla, jornada: Jornada, now: datetime) -> Paso | None:
    """Return what must be done with a talk now, or None."""
    return _waiting(charla, jornada, now) if charla.en_cola else _owned(charla, jornada, now)


def _waiting(charla: Charla, jornada: Jornada, now: datetime) -> Paso | None:
    since = charla.movida_at or charla.pedida_at
    if not charla.general and not charla.presente and jornada.entre(since, now) >= SIN_NADIE:
        return "mover"
    return "avisar" if charla.promesa is not None and charla.promesa - now <= ANTES else None


def _owned(charla: Charla, jornada: Jornada, now: datetime) -> Paso | None:
    answered = charla.agente_at is not None and charla.agente_at > charla.ciudadano_at
    if answered:
        assert charla.agente_at is not None
        return "cerrar" if now - charla.agente_at >= CALLADA else None
    since = max(filter(None, (charla.ciudadano_at, charla.tomada_at)))
    gone = not charla.presente and now - since >= AUSENTE
    return "devolver" if gone or jornada.entre(since, now) >= OLVIDADA else None
