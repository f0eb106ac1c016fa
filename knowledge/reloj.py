"""The legal clock of one request. Pure: what happened and the calendar go in, dates come out.

Sources: Ley 1755 de 2015, arts. 14 (terms, extension), 17 (incomplete request), 21 (transfer); Ley 4 de 1913, arts. 59 and
62 (months by the calendar, days as business days; a month that ends on a day off ends on the next business day).
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from knowledge.plazos import UN_DIA, Calendario, FueraDelCalendario, Termino

REQUERIR_EN = 10  # business days to ask for what is missing (art. 17)
TRASLADAR_EN = 5  # business days to hand over to the body in charge (art. 21)
PRONTO = 3  # business days left from which staff see a request as urgent

Semaforo = Literal["a_tiempo", "pronto", "vence_hoy", "vencida", "en_pausa", "terminada", "sin_plazo"]


class FueraDePlazo(ValueError):
    """The law does not allow it on this day; the message says why, in words for the official."""


@dataclass(frozen=True, slots=True)
class Pausa:
    """Days that do not count: from the day after `desde`, when the citizen was asked, to `hasta`, when they completed."""

    desde: date
    hasta: date | None = None  # None: still waiting

    def holds(self, day: date) -> bool:
        """Return whether the term rests on that day."""
        return self.desde < day and (self.hasta is None or day <= self.hasta)


@dataclass(frozen=True, slots=True)
class Reloj:
    """What the term of one request hangs on. `dias` and `prorroga` are business days."""

    recibida_el: date
    dias: int
    prorroga: int = 0
    pausas: tuple[Pausa, ...] = ()

    @property
    def total(self) -> int:
        """Return how many business days there are, with the extension."""
        return self.dias + self.prorroga

    @property
    def en_pausa(self) -> bool:
        """Return whether the term waits for the citizen."""
        return any(pausa.hasta is None for pausa in self.pausas)

    def van(self, hoy: date, calendario: Calendario) -> int:
        """Return how many business days have counted up to and with that day."""
        length = (hoy - self.recibida_el).days
        return sum(self._counts(self.recibida_el + UN_DIA * step, calendario) for step in range(1, length + 1))

    def vence(self, calendario: Calendario) -> date | None:
        """Return the last day of the term; None while it waits for the citizen.

        Raises:
            FueraDelCalendario: it ends in a year whose holidays are not loaded.
        """
        if self.en_pausa:
            return None
        day, left = self.recibida_el, self.total
        while left:
            day += UN_DIA
            left -= self._counts(day, calendario)
        for pausa in self.pausas:
            if pausa.desde == day and pausa.hasta is not None:  # asked on the last day: what rested is given back too
                day = _last_business_day(day, pausa.hasta, calendario)
        return day

    def _counts(self, day: date, calendario: Calendario) -> bool:
        return calendario.motivo(day) is None and not any(pausa.holds(day) for pausa in self.pausas)


def _last_business_day(first: date, last: date, calendario: Calendario) -> date:
    while last > first and calendario.motivo(last) is not None:
        last -= UN_DIA
    return last


def requerido(reloj: Reloj, hoy: date, calendario: Calendario) -> Reloj:
    """Return the clock stopped: the citizen was asked today for what is missing.

    Raises:
        FueraDePlazo: more than ten business days have passed, the term is over, or it is waiting already.
    """
    vence = reloj.vence(calendario)
    if vence is None:
        raise FueraDePlazo("Ya le pediste datos y falta su respuesta.")
    if hoy > vence:  # a term of five days ends before those ten
        raise FueraDePlazo(f"El plazo venció el {vence:%d/%m/%Y}: ya no se piden datos. Responde con lo que tienes.")
    if reloj.van(hoy, calendario) > REQUERIR_EN:
        raise FueraDePlazo(
            f"Ya pasaron más de {REQUERIR_EN} días hábiles: la ley no deja pedir datos después. "
            "Responde con lo que tienes (Ley 1755 de 2015, art. 17)."
        )
    return replace(reloj, pausas=(*reloj.pausas, Pausa(hoy)))


def completado(reloj: Reloj, hoy: date) -> Reloj:
    """Return the clock going on from the day after the citizen completed."""
    return replace(
        reloj, pausas=tuple(replace(p, hasta=max(hoy, p.desde)) if p.hasta is None else p for p in reloj.pausas)
    )


def prorrogado(reloj: Reloj, dias: int, hoy: date, calendario: Calendario, termino: Termino | None = None) -> Reloj:
    """Return the clock with more business days. The whole may be at most double the first term (art. 14, parágrafo).

    Raises:
        FueraDePlazo: the term is over, it waits for the citizen, or it would be more than the law gives.
    """
    if dias < 1:
        raise FueraDePlazo("Escribe cuántos días hábiles más, desde 1.")
    vence = reloj.vence(calendario)
    if vence is None:
        raise FueraDePlazo("El plazo está en pausa: falta la respuesta del ciudadano. No hace falta prorrogar.")
    if hoy > vence:
        raise FueraDePlazo(
            f"El plazo venció el {vence:%d/%m/%Y}. La prórroga se pide antes del vencimiento "
            "(Ley 1755 de 2015, art. 14, parágrafo). Responde ya."
        )
    law = termino.prorroga if termino is not None else None
    most = reloj.dias if law is None else min(law, reloj.dias)  # a trámite's own term may be shorter than its kind's
    if reloj.prorroga + dias > most:
        left = most - reloj.prorroga
        raise FueraDePlazo(
            f"La ley deja prorrogar hasta {most} días hábiles en total"
            + (f": te quedan {left}." if left > 0 else " y ya los usaste.")
        )
    return replace(reloj, prorroga=reloj.prorroga + dias)


def reclasificado(reloj: Reloj, dias: int) -> Reloj:
    """Return the clock of another kind. What it was extended by never makes the new term more than double."""
    return replace(reloj, dias=dias, prorroga=min(reloj.prorroga, dias))


def traslado_tarde(reloj: Reloj, hoy: date, calendario: Calendario) -> bool:
    """Return whether the five business days to hand over are past. It is owed all the same."""
    return reloj.van(hoy, calendario) > TRASLADAR_EN


def completar_hasta(desde: date, calendario: Calendario, meses: int = 1) -> date:
    """Return the last day to complete: so many calendar months after it was asked for, and then a business day."""
    month = desde.month - 1 + meses
    year, month = desde.year + month // 12, month % 12 + 1
    day = date(year, month, min(desde.day, monthrange(year, month)[1]))
    while calendario.motivo(day) is not None:
        day += UN_DIA
    return day


def semaforo(
    vence: date | None, hoy: date, calendario: Calendario, *, en_pausa: bool = False, terminada: bool = False
) -> Semaforo:
    """Return how urgent a request is, for who works on it. Never colour alone: each value has its words."""
    if terminada:
        return "terminada"
    if en_pausa:
        return "en_pausa"
    if vence is None:
        return "sin_plazo"
    if hoy > vence:
        return "vencida"
    if hoy == vence:
        return "vence_hoy"
    return "pronto" if quedan(vence, hoy, calendario) <= PRONTO else "a_tiempo"


def quedan(vence: date, hoy: date, calendario: Calendario) -> int:
    """Return how many business days are left, today's not counted; negative once it is over."""
    first, last, sign = (hoy, vence, 1) if vence >= hoy else (vence, hoy, -1)
    return sign * sum(calendario.motivo(first + UN_DIA * step) is None for step in range(1, (last - first).days + 1))


__all__ = [
    "PRONTO", "REQUERIR_EN", "TRASLADAR_EN", "FueraDePlazo", "FueraDelCalendario", "Pausa", "Reloj", "Semaforo", "completado",
    "completar_hasta", "prorrogado", "quedan", "reclasificado", "requerido", "semaforo", "traslado_tarde",
]  # fmt: skip
