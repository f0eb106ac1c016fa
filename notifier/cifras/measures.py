"""What is counted of one conversation and of one turn, as whole numbers that can be added up. Pure.

A name with a bar holds a detail: `abandono|radicar.asunto`. The formulas of the catalogue are made of these alone.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache
from itertools import takewhile

from notifier.cifras.scale import step
from notifier.cifras.talks import BOGOTA, SAME_DAY, SAME_WEEK, SIN_TEMA, SOLO_NOTA, Charla, Turno

ANSWERED_MS = 60_000
UNDERSTOOD = frozenset({"answered", "aside", "command", "resumed", "greeted", "emergency"})
MISUNDERSTOOD = frozenset({"missed", "retried", "clarified", "failed"})
BAD = 2  # a rating this low or lower says that it was not solved
CALLADA = "notas_calladas"  # of what is published: Catalina was rated there and it is not told
PERSON = "funcionario"  # the flow that brings a person of the staff


@dataclass(frozen=True, slots=True)
class Reglas:
    """What counting must know of the city: its forms, business days and office hours, and what a sent message costs.

    `espera` is the office time between two moments; `precios`, centavos of a peso by channel, or by «channel/kind».
    """

    forms: frozenset[str]
    habil: Callable[[date], bool]
    abierta: Callable[[datetime], bool]
    espera: Callable[[datetime, datetime], timedelta] = lambda since, until: until - since
    precios: Mapping[str, int] = field(default_factory=dict)


def of_turn(turno: Turno) -> tuple[str, ...]:
    """Return what one message counts as, on its own day."""
    nota = f"nota{turno.de}|{turno.nota}" if turno.nota is not None else ""
    return _of_turn(turno.kind, step(turno.reply_ms), turno.reply_ms <= ANSWERED_MS, nota)


@cache
def _of_turn(kind: str, ms: int, soon: bool, nota: str) -> tuple[str, ...]:  # noqa: FBT001 - the key of a table
    found = [nota] if nota else []
    if kind == SOLO_NOTA:
        return tuple(found)
    if kind == "con_persona":
        return (*found, "a_persona")
    found += ("mensajes", f"ms|{ms}")
    if kind != "failed" and soon:
        found.append("en_un_minuto")
    if kind in UNDERSTOOD:
        found.append("entendidos")
    elif kind in MISUNDERSTOOD:
        found.append("no_entendidos")
    return tuple(found)


def of_talk(charla: Charla, later: Sequence[Charla], reglas: Reglas) -> list[str]:
    """Return what a conversation counts as, on the day it begins. `later` are the next ones of the same person."""
    first = charla.turnos[0]
    found = ["conversaciones", f"idioma|{charla.turnos[-1].idioma}", f"hora|{_hour(first)}"]
    if not reglas.abierta(first.at):
        found.append("fuera_de_horario")
    if not reglas.habil(first.dia):
        found.append("en_dia_no_habil")
    forms, left = _forms(charla, reglas.forms)
    found += forms
    handed_over = any(t.kind == "con_persona" or PERSON in (t.flow, t.intencion) for t in charla.turnos)
    if handed_over:
        found.append("con_escalamiento")
    if handed_over or left:
        return found
    found.append("contenidas")
    good = not any(t.de == "_catalina" and (t.nota or BAD) <= BAD for t in charla.turnos)
    if good and not _again(charla, later, SAME_DAY):
        found.append("contenidas_verificadas")
    if charla.tema != SIN_TEMA:
        found.append("resueltas")
        if not _again(charla, later, SAME_WEEK):
            found.append("resueltas_primer_contacto")
    return found


def tramites(charlas: Sequence[Charla]) -> set[str]:
    """Return the trámites that a person asked for in some conversations: each counts once a day."""
    return {t.tramite for charla in charlas for t in charla.turnos if t.tramite}


def _hour(turno: Turno) -> int:
    return turno.at.astimezone(BOGOTA).hour


def _again(charla: Charla, later: Sequence[Charla], within: timedelta) -> bool:
    if charla.tema == SIN_TEMA:
        return False  # who greets twice did not come back for the same
    soon = takewhile(lambda other: other.inicio - charla.inicio <= within, later)  # they come in order of time
    return any(other.tema == charla.tema for other in soon)


def _forms(charla: Charla, forms: frozenset[str]) -> tuple[list[str], bool]:
    """Return what the forms of a conversation count as, and whether one was left. One that ends where it begins asked nothing."""
    found: list[str] = []
    pending: dict[str, str] = {}
    for turno in charla.turnos:
        if turno.ended in pending:
            del pending[turno.ended]
            found.append("formularios_terminados")
        flow = (turno.question or "").partition(".")[0]
        if flow in forms:
            if flow not in pending:
                found.append("formularios_iniciados")
            pending[flow] = turno.question or ""
    for question in pending.values():
        found += ("formularios_abandonados", f"abandono|{question}")
    return found, bool(pending)
