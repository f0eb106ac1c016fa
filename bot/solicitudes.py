"""What a flow asks to be done with requests, in the transaction of the turn. Whatever a contact names is checked to be theirs."""

import hashlib
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import Connection, exists, select
from sqlmodel import Session as OrmSession
from sqlmodel import col

from bot.contacts import Known
from bot.inbound import Inbound
from bot.services import Services
from flows.context import BOGOTA
from flows.effects import AnotarIntento, Archivos, CompletarSolicitud, RegistrarSolicitud, RetirarSolicitud
from flows.messages import Json
from knowledge.actos import Acto, ActoImposible
from knowledge.avisos import TEMA_SOLICITUDES
from knowledge.conversaciones import Address, MediaRow, Rating, Subscription
from knowledge.ingresos import note_failure, spend, wait_until
from knowledge.plazos import FueraDelCalendario
from knowledge.reloj import FueraDePlazo
from knowledge.solicitudes import SolicitudRow
from knowledge.tramitar import CIUDADANO, Archivo, Datos, DatosIncompletos, Nueva, actuar, registrar
from notifier.upsert import insert_or_ignore

LISTED = 10  # rows that a phone shows
RADICADOS = 5  # looked up by number and day in an hour; who has more cases has their codes
RADICADOS_EN = timedelta(hours=1)
_NOT_COPIED = ("rechazada", "borrada")


def file(services: Services, db: Connection, contact: Known, inbound: Inbound, effect: RegistrarSolicitud) -> Json:
    """File a request and return what its receipt says."""
    kept = _own(db, contact, effect.archivos)
    nueva = Nueva(
        tipo=effect.tipo,
        contenido=effect.contenido,
        dependencia_id=effect.dependencia_id,
        dependencia=effect.dependencia,
        canal=inbound.channel,
        contact_id=None if effect.anonima else contact.id,
        tramite_id=effect.tramite_id,
        verbal=effect.verbal,
        archivos=kept,
        dias=effect.dias,
    )
    made = registrar(db, services.mesa(inbound.received_at), nueva)
    if not effect.anonima:
        _reach_by_mail(db, contact, effect)
    at = made.recibida_en.astimezone(BOGOTA)
    return {
        "codigo": made.codigo,
        "fecha": at.date().isoformat(),
        "hora": f"{at:%H:%M}",
        "vence": made.vence_el.isoformat(),
        "dias": made.dias,
        "archivos": [archivo.nombre for archivo in kept],
        "suscrita": _subscribed(db, contact),
    }


def _reach_by_mail(db: Connection, contact: Known, effect: RegistrarSolicitud) -> None:
    """Note the mail at which this person asked to be answered: notices go there when no chat reaches them."""
    responder = effect.contenido.get("responder") or {}
    if responder.get("por") != "correo" or "@" not in (responder.get("donde") or ""):
        return
    row = {"contact_id": contact.id, "channel": "correo", "address": f"correo:{responder['donde']}"}
    insert_or_ignore(
        db, Address, {**row, "dead": False, "opted_out": False, "last_inbound_at": None}, ("address",)
    )  # one that is somebody else's stays theirs


def mine(db: Connection, contact: Known) -> Json:
    """Return what this contact filed here, newest first. An anonymous request is nobody's."""
    rated = exists().where(col(Rating.codigo) == col(SolicitudRow.codigo))
    rows = db.execute(
        select(col(SolicitudRow.codigo), col(SolicitudRow.tipo), col(SolicitudRow.estado), rated)
        .where(col(SolicitudRow.contact_id) == contact.id)
        .order_by(col(SolicitudRow.id).desc())
        .limit(LISTED)
    )
    return [{"codigo": c, "tipo": tipo, "estado": estado, "calificada": bool(done)} for c, tipo, estado, done in rows]


def looked_up(db: Connection, contact: Known, now: datetime, effect: AnotarIntento) -> Json:
    """Count a wrong code or any radicado, and say how long this contact must wait and whether the request is theirs.

    A right one after too many wrong ones waits too: else whoever guesses learns which one was right.
    """
    key = hashlib.sha256(f"{'radicado' if effect.por_radicado else 'consulta'}:{contact.id}".encode()).hexdigest()
    with OrmSession(db, join_transaction_mode="create_savepoint") as session:
        if effect.por_radicado:
            until = spend(session, key, now, most=RADICADOS, within=RADICADOS_EN)
        else:
            until = wait_until(session, key, now)
            if until is None and not effect.hallada:
                note_failure(session, key, now)
        session.commit()
    owner = select(col(SolicitudRow.contact_id)).where(col(SolicitudRow.codigo) == effect.codigo)
    rated = select(col(Rating.id)).where(col(Rating.codigo) == effect.codigo).limit(1)
    return {
        "espera": 0 if until is None else ceil((until - now) / timedelta(minutes=1)),
        "hallada": effect.hallada,
        "mia": effect.hallada and db.execute(owner).scalar_one_or_none() == contact.id,
        "calificada": db.execute(rated).first() is not None,
    }


def complete(services: Services, db: Connection, contact: Known, now: datetime, effect: CompletarSolicitud) -> bool:
    """Give what the entity asked for."""
    which = db.execute(
        select(col(SolicitudRow.id)).where(col(SolicitudRow.codigo) == effect.codigo)
    ).scalar_one_or_none()
    datos = Datos(effect.texto, archivos=_own(db, contact, effect.archivos))
    return which is not None and _acted(services, db, now, which, "completar", datos)


def withdraw(services: Services, db: Connection, contact: Known, now: datetime, effect: RetirarSolicitud) -> bool:
    """End a request of this contact."""
    own = (col(SolicitudRow.codigo) == effect.codigo, col(SolicitudRow.contact_id) == contact.id)
    which = db.execute(select(col(SolicitudRow.id)).where(*own)).scalar_one_or_none()
    return which is not None and _acted(services, db, now, which, "retirar", Datos())


def _acted(services: Services, db: Connection, now: datetime, which: int, acto: Acto, datos: Datos) -> bool:
    try:
        actuar(db, services.mesa(now), which, acto, CIUDADANO, datos)
    except (ActoImposible, DatosIncompletos, FueraDePlazo, FueraDelCalendario):
        return False  # each is raised before anything is written
    return True


def _own(db: Connection, contact: Known, archivos: Archivos) -> tuple[Archivo, ...]:
    """Return the files that this contact did send and that could be kept, in their order."""
    if not archivos.refs:
        return ()
    rows = db.execute(
        select(col(MediaRow.ref), col(MediaRow.content_type), col(MediaRow.size)).where(
            col(MediaRow.ref).in_([ref for ref, _ in archivos.refs]),
            col(MediaRow.contact_id) == contact.id,
            col(MediaRow.estado).not_in(_NOT_COPIED),
        )
    )
    found = {ref: (content_type, size) for ref, content_type, size in rows}
    return tuple(
        Archivo(nombre, found[ref][0], found[ref][1] or 0, media_ref=ref)
        for ref, nombre in archivos.refs
        if ref in found
    )


def _subscribed(db: Connection, contact: Known) -> bool:
    active = select(col(Subscription.id)).where(
        col(Subscription.contact_id) == contact.id, col(Subscription.tema) == TEMA_SOLICITUDES, col(Subscription.active)
    )
    return db.execute(active).first() is not None
