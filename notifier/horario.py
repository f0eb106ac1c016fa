"""When a notice may reach a person: the quiet window, what the law's last day overrules, how long to wait. Pure.

The window is by Cartagena's clock: Monday to Friday 7–19, Saturday 8–15, never on Sundays, holidays or local days off.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from knowledge.plazos import UN_DIA, Calendario

BOGOTA = ZoneInfo("America/Bogota")
TARDE = time(17)  # a second notice of the same day waits for this hour
ESPERA_DIAS_HABILES = 2  # how long the person is waited for before the next road
_SEMANA, _SABADO = (time(7), time(19)), (time(8), time(15))


def abierta(now: datetime, calendario: Calendario | None) -> bool:
    """Return whether a notice may go at that instant. Without a calendar only the day of the week counts."""
    local = now.astimezone(BOGOTA)
    horas = _horas(local.date(), calendario)
    return horas is not None and horas[0] <= local.time() < horas[1]


def proxima(now: datetime, calendario: Calendario | None) -> datetime:
    """Return the next instant at which the window opens, never the present one."""
    local = now.astimezone(BOGOTA)
    day = local.date()
    while True:
        horas = _horas(day, calendario)
        if horas is not None and (opens := datetime.combine(day, horas[0], BOGOTA)) > local:
            return opens
        day += UN_DIA


def segunda(now: datetime, calendario: Calendario | None) -> datetime:
    """Return when a second notice of the day may go: at 17:00, or when the window opens next."""
    local = now.astimezone(BOGOTA)
    at = datetime.combine(local.date(), TARDE, BOGOTA)
    return at if local < at and abierta(at, calendario) else proxima(now, calendario)


def no_espera(limite: date | None, now: datetime, hasta: datetime) -> bool:
    """Return whether waiting until then would pass the law's last day to tell. What is late already can wait for the day."""
    return limite is not None and hoy(now) <= limite < hoy(hasta)


def hoy(now: datetime) -> date:
    """Return the date in Cartagena."""
    return now.astimezone(BOGOTA).date()


def medianoche(day: date) -> datetime:
    """Return the instant at which a day begins in Cartagena."""
    return datetime.combine(day, time(), BOGOTA)


def corte(now: datetime, calendario: Calendario | None) -> datetime:
    """Return the instant before which a notice must have been written for its waiting to be over today."""
    day, left = hoy(now), ESPERA_DIAS_HABILES
    while True:
        left -= _es_habil(day, calendario)
        if not left:
            return medianoche(day)
        day -= UN_DIA


def espero_bastante(creado: datetime, limite: date | None, now: datetime, calendario: Calendario | None) -> bool:
    """Return whether the person has been waited for: two business days, or until the day before the law's last one."""
    return creado < corte(now, calendario) or (limite is not None and limite <= hoy(now) + timedelta(days=1))


def _horas(day: date, calendario: Calendario | None) -> tuple[time, time] | None:
    # Looked up, not asked: a year without holidays loaded must not keep anybody from being told.
    if day.weekday() == 6 or (calendario is not None and (day in calendario.festivos or day in calendario.extra)):
        return None
    return _SABADO if day.weekday() == 5 else _SEMANA


def _es_habil(day: date, calendario: Calendario | None) -> bool:
    return day.weekday() < 5 and _horas(day, calendario) is not None
