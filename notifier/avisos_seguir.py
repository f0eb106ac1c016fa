"""Follow the notices that are on their way: arrived, told, or on to the next road. Looks at the outbox; safe to repeat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, update
from sqlmodel import col

from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.conversaciones import Contact, Outgoing
from notifier import avisos_filas as filas
from notifier import avisos_tareas, events, horario, plantillas
from notifier.avisos import PAGINA, Avisador
from notifier.avisos_filas import COLUMNAS, Fila
from notifier.caminos import RESPUESTA
from notifier.outbox import AVISOS

PACIENCIA = timedelta(hours=72)  # without a receipt, or without even getting away
PRISA = timedelta(hours=3)  # the same from the day before the law's last one
SE_LEYO = timedelta(minutes=15)  # an answer to who has just written, with no bad news since
TARDIAS = timedelta(days=30)  # how late good news may come
# No bounce reaches us and no receipt exists: that a server took a mail is not that a person knows. After a day for the
# refusals that servers do send back in time, it is an official's to make sure.
CORREO = timedelta(hours=24)
_BIEN = ("entregada", "leida")
_MAL = ("fallida", "descartada", "espera")
_QUIETA = ("pendiente", "incierta", "espera")  # what may still be called back


@dataclass(frozen=True, slots=True)
class _Envio:
    """The row of the outbox that carries a notice, as far as the ledger reads it."""

    estado: str | None  # None: it is no longer there
    error: str


def seguir(a: Avisador) -> int:
    """Look at what became of the notices on their way. Returns how many changed.

    Raises:
        Unavailable: the database does not answer.
    """
    changed = 0
    for step in (_buenas, _pendientes):
        while moved := step(a):
            changed += moved
    return changed


def _buenas(a: Avisador) -> int:
    """Note the notices that arrived, by whichever of their rows, even after they had become a task."""
    now = a.clock()
    open_states = col(AvisoRow.estado).in_(("pendiente", "en_camino", "en_espera", "tarea"))
    cond = and_(open_states, col(AvisoRow.desde) > now - TARDIAS, col(Outgoing.estado).in_(_BIEN))
    rows = _con_salida(cond).join(AvisoSalidaRow, col(AvisoSalidaRow.aviso_id) == col(AvisoRow.id))
    rows = rows.join(Outgoing, col(Outgoing.key) == col(AvisoSalidaRow.salida_key))
    with a.db.reading() as db:
        if db.execute(rows.limit(1)).first() is None:
            return 0
    with a.db.writing() as db:
        found = {row.id: row for row in _tomadas(db, rows)}
        a.fault("avisos:following")
        for row in found.values():
            _llego(db, Fila(*row[: len(COLUMNAS)]), row.carrier, now)
    a.fault("avisos:followed")
    return len(found)


def _llego(db: Connection, fila: Fila, key: str, now: datetime) -> None:
    told = key.startswith("reply:")
    camino = RESPUESTA if told else key.split(":")[2]
    filas.mover(db, [fila.id], {"estado": "contado" if told else "entregado", "camino": camino, "salida_key": key}, now)
    if fila.estado == "tarea":
        avisos_tareas.cerrar(db, [fila], now)


def _pendientes(a: Avisador) -> int:
    """Decide about the notices whose row failed, vanished or has been silent for too long."""
    now = a.clock()
    rows = _con_salida(and_(col(AvisoRow.estado) == "en_camino", _decidible(now))).outerjoin(
        Outgoing, col(Outgoing.key) == col(AvisoRow.salida_key)
    )
    with a.db.reading() as db:
        if AVISOS in events.paused(db, now) or db.execute(rows.limit(1)).first() is None:
            return 0
    with a.db.writing() as db:
        found: dict[str, list[Any]] = {}
        for row in _tomadas(db, rows):
            found.setdefault(row.salida_key, []).append(row)
        a.fault("avisos:following")
        moved = sum(_decidir(a, db, key, group, now) for key, group in found.items())
    a.fault("avisos:followed")
    return moved


def _con_salida(cond: ColumnElement[bool]) -> Any:
    """Select notices with the row that carries each; the caller joins that row."""
    return (
        select(
            *COLUMNAS, col(Outgoing.key).label("carrier"), col(Outgoing.estado).label("carried"), col(Outgoing.error)
        )
        .select_from(AvisoRow)
        .join(Contact, col(Contact.id) == col(AvisoRow.contact_id))
        .where(cond)
    )


def _tomadas(db: Connection, rows: Any) -> Sequence[Any]:
    """Hold the contacts of some of these notices, and read the notices again: somebody else may just have moved them."""
    some = rows.with_only_columns(col(AvisoRow.contact_id)).order_by(col(AvisoRow.id)).limit(PAGINA)
    held = set(db.execute(some.with_for_update(of=Contact, skip_locked=True, key_share=True)).scalars())
    found: Sequence[Any] = db.execute(rows.where(col(AvisoRow.contact_id).in_(held)).order_by(col(AvisoRow.id))).all()
    return found


def _decidible(now: datetime) -> ColumnElement[bool]:
    estado, sent = col(Outgoing.estado), col(Outgoing.sent_at)
    hurry = col(AvisoRow.limite) <= horario.hoy(now) + timedelta(days=1)
    patience = case((hurry, now - PRISA), else_=now - PACIENCIA)
    taken = case(
        (col(AvisoRow.camino) == RESPUESTA, now - SE_LEYO), (col(AvisoRow.camino) == "correo", now - CORREO), else_=patience
    )  # fmt: skip
    return or_(
        col(Outgoing.id).is_(None),
        estado.in_(_MAL),
        and_(estado == "enviada", sent < taken),
        and_(estado.in_(("pendiente", "incierta")), col(AvisoRow.desde) < patience),
    )


def _decidir(a: Avisador, db: Connection, key: str, group: Sequence[Any], now: datetime) -> int:
    """Move the notices of one row. Returns how many moved: none when somebody has just taken the row to send it."""
    found = [Fila(*row[: len(COLUMNAS)]) for row in group]
    envio = _Envio(group[0].carried, group[0].error or "")
    if envio.estado == "enviada" and found[0].camino == RESPUESTA:
        filas.mover(db, [fila.id for fila in found], {"estado": "contado"}, now)
        return len(found)
    if envio.estado in _QUIETA and not _recoger(db, key, found[0].camino):
        return 0
    if envio.error.startswith("template:") and found[0].camino == "plantilla":
        plantillas.rechazada(db, a.plantilla, envio.error.removeprefix("template:"), now)
    for fila in found:
        filas.mover(db, [fila.id], _despues(fila, envio), now)
    return len(found)


def _recoger(db: Connection, key: str, camino: str) -> bool:
    """Take back a row that did not get away, so that it is not sent beside the next road. False: it is being sent."""
    if camino == RESPUESTA:
        return True  # the answer itself may still go; what it carried is told again at worst
    back = (
        update(Outgoing)
        .where(col(Outgoing.key) == key, col(Outgoing.estado).in_(_QUIETA))
        .values(estado="descartada", lease_until=None)
    )
    return bool(db.execute(back).rowcount)


def _despues(fila: Fila, envio: _Envio) -> Mapping[str, object]:
    """Return what becomes of a notice that its road did not deliver."""
    why = envio.error or ("sin_acuse" if envio.estado == "enviada" else "sin_salir" if envio.estado else "sin_rastro")
    if fila.camino == RESPUESTA:
        return {"estado": "en_espera", "motivo": why}
    tried = " ".join(dict.fromkeys([*fila.probados.split(), fila.camino]))
    return {"estado": "pendiente", "motivo": why, "probados": tried}
