"""Carry the notices of the ledger: each that fell due ends as delivered, told at the next contact, or somebody's task.

`despachar` chooses the road and writes the row of the outbox in one transaction; `notifier.avisos_seguir` looks at what
became of it. What happens if the process dies on any line: nothing before the commit; after it the outbox has the row.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import col

from knowledge.avisos import AvisoRow
from knowledge.db import Database, Unavailable
from knowledge.plazos import Calendario
from knowledge.sellado import Sello
from notifier import avisos_filas as filas
from notifier import avisos_tareas, events, horario, outbox, plantillas
from notifier.avisos_filas import Fila
from notifier.caminos import CANAL, Camino, Direccion, Paso, Persona, elegir, persona
from notifier.outbox import AVISOS, Envio
from notifier.ports import Plantilla

log = logging.getLogger(__name__)

PAGINA = 20  # contacts in one transaction: a turn waits for no more
MAX_PAGINAS = 500
JUNTOS = 8  # notices in one message


@dataclass(frozen=True, slots=True)
class Dicho:
    """What a notice says on its road. `valores` fill the blanks of the template: code and short state."""

    texto: str
    valores: tuple[str, str] = ("", "")
    asunto: str = ""


# What to say of these notices, now, on that road. None: there is nothing left to tell of.
Decir = Callable[[Connection, Sequence[Fila], Camino], Dicho | None]


@dataclass(frozen=True)
class Avisador:
    """What dispatching shares. `canales`: those that have a road; `plantilla`: the vendor's id of the template, or nothing."""

    db: Database
    sello: Sello
    clock: Callable[[], datetime]
    calendario: Callable[[], Calendario | None]
    decir: Decir
    canales: frozenset[str]
    plantilla: str = ""
    asiento: timedelta = timedelta(seconds=60)
    fault: Callable[[str], None] = lambda _: None


def despachar(a: Avisador) -> int:
    """Send on their way the notices that may leave. Returns how many messages were queued.

    Raises:
        Unavailable: the database does not answer.
    """
    sent = 0
    for due, which in ((_salen, col(AvisoRow.estado) == "pendiente"), (_esperaron, None)):
        for _ in range(MAX_PAGINAS):
            page = _pagina(a, due, which)
            if page is None:
                break
            sent += page
    return sent


def _salen(a: Avisador, now: datetime) -> ColumnElement[bool]:
    return filas.salen(now, a.calendario(), a.asiento)


def _esperaron(a: Avisador, now: datetime) -> ColumnElement[bool]:
    return filas.esperaron(now, a.calendario())


def _pagina(
    a: Avisador, due: Callable[[Avisador, datetime], ColumnElement[bool]], which: ColumnElement[bool] | None
) -> int | None:
    """Work on the notices of some contacts. Returns how many messages were queued, None when nothing is due."""
    now = a.clock()
    cond = due(a, now)
    with a.db.reading() as db:
        if AVISOS in events.paused(db, now) or not filas.hay(db, cond):
            return None
    with a.db.writing() as db:
        contacts = filas.tomar(db, cond, PAGINA)
        if not contacts:
            return None  # others hold them
        a.fault("avisos:taken")
        found = filas.leer(db, contacts, cond if which is None else which)
        ways, yes = filas.direcciones(db, contacts), filas.suscritos(db, contacts)
        usable = bool(a.plantilla) and plantillas.usable(db, a.plantilla)
        turn = _Ronda(a, db, now, a.calendario(), usable)
        sent = sum(turn.contacto(found[one], ways[one], yes) for one in contacts)
        a.fault("avisos:queued")
    a.fault("avisos:dispatched")
    return sent


@dataclass(frozen=True)
class _Ronda:
    """One transaction of a dispatcher."""

    a: Avisador
    db: Connection
    now: datetime
    calendario: Calendario | None
    plantilla: bool

    def contacto(self, found: Sequence[Fila], ways: Sequence[Direccion], yes: set[tuple[int, str]]) -> int:
        """Move all notices of one contact one step. Those that take the same road go as one message."""
        by: dict[tuple[Paso, str], list[Fila]] = {}
        who: dict[str, Persona] = {}
        for fila in found:
            one = who.setdefault(
                fila.tema, persona(ways, self.a.canales, self.now, subscribed=(fila.contact_id, fila.tema) in yes)
            )
            again = _de_nuevo(fila, ways, self.now)
            espero = horario.espero_bastante(fila.created_at, fila.limite, self.now, self.calendario)
            paso = elegir(one, again.probados.split(), plantilla=self.plantilla, espero=espero)
            by.setdefault((paso, fila.tema), []).append(again)
        return sum(self._paso(paso, group, who[tema]) for (paso, tema), group in by.items())

    def _paso(self, paso: Paso, group: Sequence[Fila], who: Persona) -> int:
        if paso == "espera":
            for fila in group:
                self._espera(fila, who)
            return 0
        if paso == "tarea":
            avisos_tareas.abrir(self.db, group, "" if who.permiso else "sin_permiso", self.now)
            return 0
        return self._enviar(paso, group[:JUNTOS], who)

    def _espera(self, fila: Fila, who: Persona) -> None:
        why = fila.motivo or ("fuera_de_ventana" if who.whatsapp else "sin_whatsapp")
        changes = {"estado": "en_espera", "motivo": why if who.permiso else "sin_permiso", "probados": fila.probados}
        filas.mover(self.db, [fila.id], changes, self.now)

    def _enviar(self, camino: Camino, group: Sequence[Fila], who: Persona) -> int:
        dicho = self._dicho(camino, group)
        if dicho is None:
            return 0
        address = who.direccion(camino)
        assert address is not None  # a road is chosen only where it leads somewhere
        if camino == "sms":
            filas.recordar(self.db, group[0].contact_id, "sms", address)
        key = filas.clave(self.db, group[0], camino)
        opens = horario.proxima(self.now, self.calendario)
        kind = outbox.AVISO_YA if any(horario.no_espera(f.limite, self.now, opens) for f in group) else outbox.AVISO
        plantilla = Plantilla(self.a.plantilla, dicho.valores) if camino == "plantilla" else None
        envio = Envio(
            key, group[0].contact_id, address, CANAL[camino], dicho.texto, kind=kind, plantilla=plantilla,
            asunto=dicho.asunto if camino == "correo" else "",
        )  # fmt: skip
        queued = outbox.enqueue(self.db, self.a.sello, envio, self.now)
        assert queued  # the key counts the attempts before it
        for fila in group:
            if fila.estado == "en_espera":
                filas.mover(self.db, [fila.id], {"probados": fila.probados}, self.now)
        filas.en_camino(self.db, group, camino, key, self.now)
        return 1

    def _dicho(self, camino: Camino, group: Sequence[Fila]) -> Dicho | None:
        """Return what to say; what cannot be said is somebody's work, and a defect is told besides."""
        try:
            dicho = self.a.decir(self.db, group, camino)
        except (Unavailable, SQLAlchemyError):
            raise
        except Exception as error:  # noqa: BLE001 - one notice that cannot be worded must not hold all the others
            log.error("aviso %s raised %s", group[0].id, type(error).__name__)
            events.alarm(self.db, "aviso-defect", f"aviso {group[0].id}: {type(error).__name__}", self.now)
            avisos_tareas.abrir(self.db, group, "defecto", self.now)
            return None
        if dicho is None:
            avisos_tareas.abrir(self.db, group, "sin_solicitud", self.now)
        return dicho


def _de_nuevo(fila: Fila, ways: Sequence[Direccion], now: datetime) -> Fila:
    """Return the notice with WhatsApp untried again when its person came back since it began to wait."""
    wrote = [d.last_inbound_at for d in ways if d.channel == "whatsapp" and d.last_inbound_at is not None]
    if fila.estado != "en_espera" or not any(fila.desde < at and now - outbox.WINDOW < at for at in wrote):
        return fila
    left = [way for way in fila.probados.split() if way not in ("mensaje", "plantilla")]
    return fila._replace(probados=" ".join(left))
