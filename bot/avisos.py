"""Word the notices of the ledger from the requests as they are, and let an answer carry those that wait for its reader."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from bot.contacts import Known
from bot.inbound import Inbound
from bot.services import Services
from bot.traces import reply_key
from flows import avisos as textos
from flows.avisos import Hecho
from flows.messages import Bubble
from flows.settle import Turn
from knowledge.conversaciones import Contact
from knowledge.sellado import CannotOpen, Sello
from knowledge.solicitudes import ActoRow, AdjuntoRow, SolicitudRow
from knowledge.values import Solicitud
from notifier import avisos_turno, parts
from notifier.avisos import Decir, Dicho
from notifier.avisos_filas import Fila
from notifier.caminos import Camino

log = logging.getLogger(__name__)

_REQUEST = tuple(
    getattr(SolicitudRow, name)
    for name in (
        "codigo", "tipo", "estado", "dependencia", "recibida_el", "vence_el", "radicado", "actualizada_el", "aqui",
        "completar_hasta", "competente", "tramite_id",
    )
)  # fmt: skip
_SMS = 1500
_ANSWERED = frozenset({"respondida", "cerrada"})
_HUSH = frozenset({"emergency", "failed"})  # kinds of turn in which nothing else is said
_SILENT_FLOWS = frozenset({"notificaciones", "mis_datos"})  # who is leaving, or being forgotten, is told nothing more


def decir(services: Services) -> Decir:
    """Return the function with which the dispatcher words notices, in the language of each person."""

    def say(db: Connection, filas: Sequence[Fila], camino: Camino) -> Dicho | None:
        hechos = hechos_de(db, filas, services.sello)
        if not hechos:
            return None
        t = _speaker(services, db, filas[0].contact_id)
        by_chat = camino in ("mensaje", "plantilla")
        texto = textos.mensaje(t, hechos) if by_chat else textos.por_fuera(t, hechos)
        code, short = textos.valores(t, hechos)
        return Dicho(parts.split(texto, _SMS)[0], (_filled(code), _filled(short)), textos.asunto(t, hechos))

    return say


def with_notices(services: Services, db: Connection, contact: Known, inbound: Inbound, done: Turn) -> Bubble:
    """Return the reply with the notices that wait for this person, and mark them; as it is where they cannot be told.

    What goes wrong here must not cost the person their answer: the notices wait on.
    """
    bubble = done.bubble
    assert bubble is not None
    hidden = bubble.confidential or done.facts.confidential or done.facts.kind in _HUSH
    if hidden or _SILENT_FLOWS & {*done.facts.started, *done.facts.ended}:
        return bubble
    try:
        return _carrying(services, db, contact, inbound, bubble)
    except Exception as error:
        if services.is_outage(error):
            raise
        log.error("notices of contact %s could not be told: %s", contact.id, type(error).__name__)
        return bubble


def _carrying(services: Services, db: Connection, contact: Known, inbound: Inbound, bubble: Bubble) -> Bubble:
    filas = avisos_turno.esperan(db, contact.id)
    hechos = hechos_de(db, filas, services.sello)
    if not hechos or len(hechos) != len(filas):
        return bubble
    text = f"{textos.en_respuesta(_speaker(services, db, contact.id), hechos)}\n\n{bubble.text}"
    if parts.units(text) > (parts.INTERACTIVE_LIMIT if bubble.options else parts.LIMIT):
        return bubble
    if inbound.channel == "whatsapp":
        avisos_turno.van_en(db, filas, reply_key(contact), inbound.received_at)
    else:
        avisos_turno.contados(db, filas, inbound.received_at)
    return replace(bubble, text=text)


def hechos_de(db: Connection, filas: Sequence[Fila], sello: Sello) -> list[Hecho]:
    """Return what notices tell of, from the requests as they are now. What is no longer there is left out."""
    return [hecho for fila in filas if (hecho := _hecho(db, fila, sello)) is not None]


def _hecho(db: Connection, fila: Fila, sello: Sello) -> Hecho | None:
    its_act = (col(ActoRow.solicitud_id) == col(SolicitudRow.id)) & (col(ActoRow.n) == fila.acto_n)
    row = db.execute(
        select(*_REQUEST, col(ActoRow.texto), col(ActoRow.detalle))
        .outerjoin(ActoRow, its_act)
        .where(col(SolicitudRow.id) == fila.solicitud_id)
    ).first()
    if row is None:
        return None
    request = {column.key: value for column, value in zip(_REQUEST, row, strict=False)}
    value = Solicitud(**request, dias_habiles_transcurridos=None, dias_habiles_plazo=None)
    files = _files(db, fila) if value.estado in _ANSWERED else 0
    words = _opened(sello, row.texto or "")
    return Hecho(fila.clase, value, words, row.detalle or {}, files, _later(db, fila))


def _later(db: Connection, fila: Fila) -> frozenset[str]:
    after = (col(ActoRow.solicitud_id) == fila.solicitud_id, col(ActoRow.n) > (fila.acto_n or 0))
    return frozenset(db.execute(select(col(ActoRow.acto)).where(*after)).scalars())


def _files(db: Connection, fila: Fila) -> int:
    """Return how many documents the answer brought, or the entity in all where the notice is of another act."""
    of_answer = [col(AdjuntoRow.solicitud_id) == fila.solicitud_id, col(AdjuntoRow.de) == "entidad"]
    if fila.clase == "responder":
        of_answer.append(col(AdjuntoRow.acto_n) == fila.acto_n)
    return db.execute(select(func.count()).select_from(AdjuntoRow).where(*of_answer)).scalar_one()


def _opened(sello: Sello, closed: str) -> str:
    try:
        return sello.open(closed) if closed else ""
    except CannotOpen:
        return ""


def _speaker(services: Services, db: Connection, contact_id: int) -> Callable[[str], str]:
    idioma: Any = db.execute(select(col(Contact.idioma)).where(col(Contact.id) == contact_id)).scalar_one_or_none()
    return lambda text: services.traducir("en" if idioma == "en" else "es", text)


def _filled(value: str) -> str:
    """Return a value that a template takes: no line break, never empty."""
    return " ".join(value.split()) or "—"
