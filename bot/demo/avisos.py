"""What became of the invented notices, and what «went out»: final states only, so that no worker ever takes one."""

import json
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlmodel import col

from bot.demo import INVENTADO, dice
from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.conversaciones import Address, Outgoing, Task
from notifier import avisos_tareas
from notifier.avisos_filas import COLUMNAS, Fila
from notifier.caminos import RESPUESTA
from notifier.outbox import AVISO

BODY = json.dumps({"texto": INVENTADO, "opciones": []}, ensure_ascii=False)
DESPUES = timedelta(days=2)  # until a task about somebody who was not reached is done
_MOVE = update(AvisoRow).where(col(AvisoRow.id) == bindparam("which"))


def cerrar(db: Connection, now: datetime) -> int:
    """Give every notice its end. Returns how many there are."""
    rows = db.execute(
        select(*COLUMNAS, col(Address.channel), col(Address.address))
        .join(Address, col(Address.contact_id) == col(AvisoRow.contact_id))
        .order_by(col(AvisoRow.id))
    ).all()
    moved: list[dict[str, Any]] = []
    carried: list[dict[str, Any]] = []
    for row in rows:
        notice, azar = Fila(*row[: len(COLUMNAS)]), dice("aviso", row.created_at, row.acto_n)
        end = _end(azar, row.channel)
        if end == "tarea":
            _unreached(db, notice, azar, now)
            continue
        at = _when(azar, notice.created_at, end, now)
        key = f"reply:{notice.contact_id}:2" if end == RESPUESTA else f"aviso:{notice.id}:{end}"
        moved.append(
            {
                "which": notice.id,
                "estado": "contado" if end == RESPUESTA else "entregado",
                "camino": end,
                "salida_key": key,
                "desde": at,
            }
        )
        if end != RESPUESTA:
            carried.append(salida(key, notice.contact_id, row.address, AVISO, at))
    if moved:
        db.execute(_MOVE, moved)
    if carried:
        db.execute(insert(Outgoing), carried)
        ids = {f"aviso:{one['which']}:{one['camino']}": one["which"] for one in moved}
        db.execute(insert(AvisoSalidaRow), [{"aviso_id": ids[c["key"]], "salida_key": c["key"]} for c in carried])
    return len(rows)


def salida(key: str, contact_id: int, address: str, kind: str, at: datetime) -> dict[str, Any]:
    """Return a row of the outbox that was read by whom it went to: nothing is left to do with it."""
    return {
        "key": key, "contact_id": contact_id, "address": address, "channel": "whatsapp", "kind": kind, "body": BODY, "sealed": False,
        "estado": "leida", "attempts": 1, "due_at": at, "created_at": at, "sent_at": at, "provider_id": f"demo:{key}",
    }  # fmt: skip


def _end(azar: Random, channel: str) -> str:
    """Return the road on which a notice arrived, or «tarea»: nobody is pushed anything on the web."""
    if channel == "web":
        return RESPUESTA if azar.random() < 0.83 else "tarea"
    return azar.choices(("plantilla", "mensaje", RESPUESTA, "tarea"), (58, 22, 14, 6))[0]


def _when(azar: Random, created: datetime, end: str, now: datetime) -> datetime:
    minutes = azar.lognormvariate(6.5 if end == RESPUESTA else 1.6, 0.9)
    return min(created + timedelta(minutes=minutes), created + (now - created) / 2)


def _unreached(db: Connection, notice: Fila, azar: Random, now: datetime) -> None:
    """Hand a notice over to its office; most of those tasks are done by now."""
    at = min(notice.created_at + timedelta(days=3), notice.created_at + (now - notice.created_at) / 2)
    avisos_tareas.abrir(db, [notice], azar.choice(("window", "dead")), at)
    if at + DESPUES < now and azar.random() < 0.8:
        mine = (col(Task.kind) == avisos_tareas.KIND, col(Task.contact_id) == notice.contact_id)
        db.execute(update(Task).where(*mine, col(Task.closed_at).is_(None)).values(closed_at=at + DESPUES))
