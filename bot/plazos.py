"""The nightly legal clock of one process: run it, write what it changed into the audit, raise what somebody must mend."""

from datetime import datetime

from bot.services import Services
from knowledge import auditoria
from knowledge.tramitar import SISTEMA
from notifier import events
from notifier.plazos import Noche, noche

SIN_FESTIVOS = "calendario-sin-festivos"
SIN_NADIE = "responsables-sin-nadie"


def run_night(services: Services) -> Noche:
    """Run it now. Safe to repeat.

    Raises:
        FueraDelCalendario: no holidays are loaded for this year.
        Unavailable: the database does not answer.
    """
    services.current.look_again()  # a suspension published a moment ago counts already
    now = services.clock()
    done = noche(services.db, services.mesa(now))
    if done.recalculadas:
        with services.db.session() as db:
            auditoria.record(db, SISTEMA, "recalcular plazos", "calendario", now, {"solicitudes": done.recalculadas})
    _tell(services, SIN_FESTIVOS, f"{done.sin_calendario} solicitudes" if done.sin_calendario else "", now)
    _tell(services, SIN_NADIE, ", ".join(done.sin_nadie), now)
    return done


def _tell(services: Services, kind: str, detail: str, now: datetime) -> None:
    """Raise the alarm, or say that it is over where there is nothing to tell."""
    with services.db.writing() as connection:
        if detail:
            events.alarm(connection, kind, detail, now)
        else:
            events.close_alarm(connection, kind, now)
