"""Reports sent to the list of the entity: one short mail to each address, with the summary and the link.

A row says that a mail may have left before it leaves (`incierto`). Where the process dies in between, it stays so: nobody
is sent the same report twice, and the operators are told that it may never have gone.
"""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import col

from bot.channels.smtp import Correo
from bot.services import Services
from knowledge.cifras import EnvioRow, ReporteRow
from knowledge.reportes import Debido
from notifier import events
from notifier.cifras.telling import inventado
from notifier.ports import SendError, SendFailed, SendUnknown
from notifier.upsert import insert_or_ignore

log = logging.getLogger(__name__)

EVERY_S = 15.0
WAITS_MIN = (1, 5, 30, 120, 480)  # between one try and the next; after the sixth nobody tries again
FRESH = timedelta(days=92)  # a report of an older period is kept and sent to nobody: a first night makes years of them
LOST = timedelta(minutes=10)  # no server takes that long over one mail: whoever was sending it is gone
ALARM = "reporte-sin-enviar"
PENDIENTE, ENVIADO, FALLIDO, INCIERTO = "pendiente", "enviado", "fallido", "incierto"
SENDING = "se está enviando"
LEFT = "el programa se detuvo cuando lo enviaba. Pregunta si llegó"
SIN_CORREO = (
    "Los informes esperan: falta el servidor de correo. Escribe CATALINA_SMTP_URL y CATALINA_SMTP_FROM en los ajustes."
)
_CARTAS = select(
    col(EnvioRow.reporte_id), col(EnvioRow.correo), col(EnvioRow.attempts), col(ReporteRow.datos), col(ReporteRow.sha256)
).join(ReporteRow, col(ReporteRow.id) == col(EnvioRow.reporte_id))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carta:
    """One mail that this process took to send."""

    reporte_id: int
    correo: str
    attempts: int
    datos: str
    sha256: str


def anotar(services: Services, db: Connection, report_id: int, which: Debido, now: datetime) -> None:
    """Write down to whom a report that was just made goes, once each; one of figures that were invented to nobody."""
    if now.date() - which.hasta > FRESH or inventado(db):
        return
    for tipo, correo in services.current.get().catalogo.entidad.reportes_a:
        if tipo == which.tipo:
            row = {
                "reporte_id": report_id,
                "correo": correo,
                "estado": PENDIENTE,
                "attempts": 0,
                "due_at": now,
                "error": "",
            }
            insert_or_ignore(db, EnvioRow, row, ("reporte_id", "correo"))


def enviar_due(services: Services) -> int:
    """Send every mail whose time has come and return how many were tried. Without a mail server they wait.

    First it tells of those that another process was sending when it died, with a mail server or without.
    """
    _tell_lost(services)
    if not services.settings.correo_on:
        return 0
    correo = Correo(services.settings, services.current.get().catalogo.entidad.nombre_corto)
    tried = 0
    while (carta := _take(services)) is not None:
        _send(services, correo, carta)
        tried += 1
    return tried


def por_enviar(services: Services) -> int:
    """Return how many mails wait."""
    with services.db.reading() as db:
        return len(db.execute(select(col(EnvioRow.correo)).where(col(EnvioRow.estado) == PENDIENTE)).all())


def _tell_lost(services: Services) -> None:
    """Tell the operators of each mail whose sender is gone, once: its row says so from then on."""
    before = services.clock() - LOST
    gone = (col(EnvioRow.estado) == INCIERTO, col(EnvioRow.error) == SENDING, col(EnvioRow.due_at) <= before)
    which = _CARTAS.where(*gone).order_by(col(EnvioRow.reporte_id), col(EnvioRow.correo))
    with services.db.reading() as db:  # nearly always there are none, and a look must hold nobody's writing up
        if db.execute(which.limit(1)).first() is None:
            return
    with services.db.writing() as db:
        for row in db.execute(which.with_for_update(of=EnvioRow, skip_locked=True)).all():
            _end(db, _carta(row), INCIERTO, LEFT, services.clock())


def _carta(row: Any) -> Carta:
    return Carta(row.reporte_id, row.correo, row.attempts, row.datos or "{}", row.sha256)


def _take(services: Services) -> Carta | None:
    """Take one mail, and say that it may have left before it does."""
    now = services.clock()
    due = (
        _CARTAS.where(col(EnvioRow.estado) == PENDIENTE, col(EnvioRow.due_at) <= now)
        .order_by(col(EnvioRow.due_at), col(EnvioRow.reporte_id), col(EnvioRow.correo))
        .limit(1)
        .with_for_update(of=EnvioRow, skip_locked=True)
    )
    with services.db.writing() as db:
        row = db.execute(due).first()
        if row is None:
            return None
        found = _carta(row)
        carta = replace(found, attempts=found.attempts + 1)
        _write(db, carta, INCIERTO, SENDING, now)
    return carta


def _send(services: Services, correo: Correo, carta: Carta) -> None:
    told = json.loads(carta.datos)
    name = f"reporte-{carta.reporte_id}-{blake2b(carta.correo.encode(), digest_size=6).hexdigest()}"
    services.fault("reporte-por-salir")
    try:
        correo.deliver(carta.correo, correo.mail(carta.correo, asunto(told), texto(told, carta.sha256), name))
    except SendUnknown as lost:
        _ended(services, carta, INCIERTO, f"se cortó la línea al enviar ({lost.code})")
    except SendError as error:
        _again(services, carta, error.code)
    except SendFailed as refused:
        _ended(services, carta, FALLIDO, f"el servidor no lo recibe ({refused.code})")
    else:
        services.fault("reporte-salido")
        with services.db.writing() as db:
            _write(db, carta, ENVIADO, "", services.clock())


def _again(services: Services, carta: Carta, code: str) -> None:
    if carta.attempts > len(WAITS_MIN):
        _ended(services, carta, FALLIDO, f"el servidor no respondió en {carta.attempts} intentos ({code})")
        return
    with services.db.writing() as db:
        due_at = services.clock() + timedelta(minutes=WAITS_MIN[carta.attempts - 1])
        _write(db, carta, PENDIENTE, f"se intentará otra vez ({code})", due_at)


def _ended(services: Services, carta: Carta, estado: str, why: str) -> None:
    """Write how it ended and tell the operators: which report, never to whom."""
    with services.db.writing() as db:
        _end(db, carta, estado, why, services.clock())


def _end(db: Connection, carta: Carta, estado: str, why: str, now: datetime) -> None:
    log.error("report %s did not go: %s", carta.reporte_id, estado)
    _write(db, carta, estado, why, now)
    events.alarm(db, ALARM, f"{json.loads(carta.datos).get('titulo', '')}: {why}", now)


def _write(db: Connection, carta: Carta, estado: str, error: str, due_at: datetime) -> None:
    mine = (col(EnvioRow.reporte_id) == carta.reporte_id, col(EnvioRow.correo) == carta.correo)
    changed = {"estado": estado, "attempts": carta.attempts, "error": error, "due_at": due_at}
    db.execute(update(EnvioRow).where(*mine).values(**changed))


def asunto(told: dict[str, str]) -> str:
    """Return the subject of a mail."""
    return f"{'DATOS INVENTADOS. ' if told['inventado'] else ''}{told['titulo']}"


def texto(told: dict[str, dict[str, str]], sha256: str) -> str:
    """Return the words of a mail: the summary, the link, and how to know that the file is the one that was made."""
    link = told["enlaces"]["informe"]
    lines: Sequence[object] = (
        told["titulo"], "", told["resumen"], "", f"Léelo aquí: {link}", f"En PDF: {link}.pdf", "",
        f"Huella SHA-256 del PDF: {sha256}", f"Cifras fijadas el {date.fromisoformat(str(told['fijado_el'])):%d/%m/%Y}.",
        "Este correo sale solo. Nadie lee las respuestas.",
    )  # fmt: skip
    return "\n".join(map(str, lines))
