"""The job that looks after the talks: no promise is missed in silence, and nobody is left with an agent who is gone."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot import atencion, promesas, relevo
from bot.services import Services
from flows.fila import hacia_las
from knowledge import cola
from knowledge.cola import Agente
from knowledge.cuidado import RESPIRO, Charla, Paso, paso
from knowledge.espera import Espera
from knowledge.jornada import Jornada
from notifier import events

log = logging.getLogger(__name__)

EVERY_S = 20.0
ALARMA = "nadie-atiende"


def cuidar(services: Services) -> None:
    """Do what each talk needs now, each in a transaction of its own: of two processes that look, one does it."""
    now, jornada = services.clock(), atencion.jornada_de(services)
    with services.db.reading() as db:
        staff = cola.agentes(db, now)
        talks = cola.abiertas(db)
        due = [row.id for row in talks if _paso(row, row if row.hasta else None, staff, jornada, now)]
        alone = jornada.abierta(now) and bool(talks) and not any(agente.presente for agente in staff)
    for which in due:
        _cared(services, which, jornada, now)
    if alone and any(row.estado == "en_cola" and jornada.entre(row.pedida_at, now) >= RESPIRO for row in talks):
        _alarm(services, now)
    if due:
        services.wake_delivery()


def _cared(services: Services, which: int, jornada: Jornada, now: datetime) -> None:
    """Do what one talk needs. One that cannot be cared for keeps nobody else from it."""
    try:
        with services.db.writing() as db:
            _one(services, db, which, jornada, now)
    except Exception as error:
        if services.is_outage(error):
            raise
        log.error("talk %s could not be cared for: %s", which, type(error).__name__)


def _alarm(services: Services, now: datetime) -> None:
    """Tell those who run the service, once until somebody closes it."""
    with services.db.reading() as db:
        told = events.is_open(db, ALARMA)
    if not told:
        with services.db.writing() as db:
            events.alarm(db, ALARMA, "hay personas en la fila y nadie atiende", now)


def _paso(row: Any, last: Any, staff: Sequence[Agente], jornada: Jornada, now: datetime) -> Paso | None:
    """Return what a talk needs, by its last promise or None."""
    who = (
        cola.sirven(staff, row.cola)
        if row.estado == "en_cola"
        else [agente for agente in staff if agente.usuario == row.agente]
    )
    charla = Charla(
        row.estado == "en_cola", row.cola == cola.GENERAL, any(agente.presente for agente in who), row.pedida_at,
        row.ciudadano_at, row.tomada_at, row.agente_at, last.hasta if last else None,
        last.dicha_at if last and last.por == "ausencia" else None,
    )  # fmt: skip
    return paso(charla, jornada, now)


def _one(services: Services, db: Connection, which: int, jornada: Jornada, now: datetime) -> None:
    row = atencion.leer(db, which)
    if row is None:
        return
    last = cola.promesa(db, row.id)
    match _paso(row, last, cola.agentes(db, now), jornada, now):
        case "avisar":
            _tell_late(services, db, row, now)
        case "devolver":
            relevo.devolver(services, db, row, now)
        case "cerrar" if not cola.por_llegar(db, row.contact_id):  # words that wait for a window were not heard yet
            agents = {agente.usuario: agente.nombre for agente in cola.agentes(db, now)}
            atencion.cerrar(services, db, row, agents.get(row.agente, ""), "no_responde", now)
        case "mover":
            relevo.devolver(services, db, row, now, cola.GENERAL)
        case _:
            return


def _tell_late(services: Services, db: Connection, row: Any, now: datetime) -> None:
    """Say that it takes longer, and until when now; where the citizen cannot be reached the promise is still renewed."""
    last = cola.promesa(db, row.id)
    said = promesas.renovar(services, db, row.id, now, "demora")
    key = f"fila:{row.id}:{last.id if last else 0}"
    atencion.avisar(services, db, row.contact_id, _words(services, db, row.contact_id, said, now), key, now)


def _words(services: Services, db: Connection, contact_id: int, said: Espera, now: datetime) -> str:
    context = atencion.context_of(services, db, contact_id, now)
    if said.hacia is None:
        return context.t("No puedo decirte a qué hora: depende de su turno.")
    late = context.t("Vamos más despacio de lo que te dije. Ahora calculo que te atienden {cuando}.")
    return late.format(cuando=hacia_las(context, said.hacia)).replace("m..", "m.")
