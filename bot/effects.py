"""Carry out what a flow described, in the transaction of the turn. The one list of effects: a new one must be here."""

from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection, func, insert, select, update
from sqlmodel import col

from bot import anonimas, atencion, enlace, solicitudes
from bot.contacts import Known
from bot.enlace_unir import separate
from bot.inbound import Inbound
from bot.services import Services
from flows.effects import (
    AbrirEnlace,
    AnotarIntento,
    BorrarMisDatos,
    Calificar,
    CambiarIdioma,
    CompletarSolicitud,
    ConsultarFila,
    DarDeBaja,
    Effect,
    MisSolicitudes,
    PedirAcompanamiento,
    PedirFuncionario,
    RegistrarAviso,
    RegistrarDenuncia,
    RegistrarSolicitud,
    ReportarDato,
    ResumirMisDatos,
    RetirarSolicitud,
    SalirDeLaFila,
    SepararWeb,
    Suscribir,
    UnirEnlace,
)
from flows.engine import Do, Frame
from flows.messages import Json
from knowledge import denuncias, mis_datos
from knowledge.conversaciones import Consent, Contact, EffectDone, Rating, Subscription, Task
from notifier.upsert import insert_or_ignore


def perform(services: Services, db: Connection, contact: Known, inbound: Inbound, frame: Frame, do: Do) -> Json:
    """Carry out the effect of a `Do` and return what the flow gets back.

    The proof row makes a second run fail in SQL. A confidential flow and an anonymous request leave none: it would tie the
    person to the case, and the session that holds the result is stored in this same transaction.
    """
    services.fault("turn:effect")
    nameless = anonimas.nobodys(db, do.effect)
    if nameless:
        anonimas.loosen(services, db, contact, inbound, frame)
    changes = not isinstance(do.effect, ConsultarFila)  # what only looks may run again
    if changes and not services.flows[frame.flow].confidential and not nameless:
        db.execute(
            insert(EffectDone).values(
                contact_id=contact.id,
                run=frame.run,
                key=f"{frame.flow}.{do.key}",
                kind=type(do.effect).__name__,
                at=inbound.received_at,
            )
        )
    return apply(services, db, contact, inbound, do.effect)


def apply(services: Services, db: Connection, contact: Known, inbound: Inbound, effect: Effect) -> Json:  # noqa: C901, PLR0912 - one closed list
    """Carry out one effect and return its result, as its class says."""
    now = inbound.received_at
    match effect:
        case RegistrarAviso(version=version):
            _consent(db, contact, inbound, "aviso", version=version)
            db.execute(update(Contact).where(col(Contact.id) == contact.id).values(aviso_version=version))
            return None
        case CambiarIdioma(idioma=idioma):
            db.execute(update(Contact).where(col(Contact.id) == contact.id).values(idioma=idioma))
            return None
        case Suscribir():
            return _subscribe(db, contact, inbound, effect)
        case DarDeBaja():
            return _unsubscribe(db, contact, inbound)
        case RegistrarDenuncia(modo=modo, contenido=contenido):
            return denuncias.register(db, modo, contenido, services.receipt(), now)
        case ConsultarFila():
            return atencion.consultar(services, db, contact, effect, now)
        case PedirFuncionario():
            return atencion.pedir(services, db, contact, inbound, effect)
        case SalirDeLaFila():
            return atencion.dejar(db, contact, now)
        case PedirAcompanamiento(tema=tema):
            return _task(db, contact, "acompanamiento", tema, now, services.oficina_convocatorias)
        case ReportarDato(tramite_id=tramite_id, detalle=detalle):
            db.execute(
                insert(Task).values(
                    kind="error_dato", contact_id=contact.id, tema=tramite_id or "", detail=detalle, created_at=now
                )
            )
            return None
        case Calificar():
            _rate(db, inbound, effect)
            return None
        case RegistrarSolicitud():
            return solicitudes.file(services, db, contact, inbound, effect)
        case MisSolicitudes():
            return solicitudes.mine(db, contact)
        case AnotarIntento():
            return solicitudes.looked_up(db, contact, now, effect)
        case CompletarSolicitud():
            return solicitudes.complete(services, db, contact, now, effect)
        case RetirarSolicitud():
            return solicitudes.withdraw(services, db, contact, now, effect)
        case AbrirEnlace():
            return enlace.opened(services, db, contact, inbound)
        case UnirEnlace():
            raise enlace.Agreed
        case SepararWeb():
            return separate(db, contact.id, now)
        case ResumirMisDatos():
            return mis_datos.summary(db, contact.id)
        case BorrarMisDatos():
            mis_datos.erase(db, contact.id, now)
            return None
    assert_never(effect)


def _rate(db: Connection, inbound: Inbound, effect: Calificar) -> None:
    told = {"puntaje": effect.puntaje, "comentario": effect.comentario, "codigo": effect.codigo}
    row = {"at": inbound.received_at, "channel": inbound.channel, **told}
    insert_or_ignore(db, Rating, row, ("codigo",))  # a request that was rated keeps its first rating


def _subscribe(db: Connection, contact: Known, inbound: Inbound, effect: Suscribir) -> bool:
    where = (col(Subscription.contact_id) == contact.id, col(Subscription.tema) == effect.tema)
    active = db.execute(select(col(Subscription.active)).where(*where)).scalar_one_or_none()
    _consent(db, contact, inbound, "alta", tema=effect.tema, version=effect.version_texto)
    if active is None:
        db.execute(
            insert(Subscription).values(contact_id=contact.id, tema=effect.tema, active=True, at=inbound.received_at)
        )
    else:
        db.execute(update(Subscription).where(*where).values(active=True, at=inbound.received_at))
    return not active


def _unsubscribe(db: Connection, contact: Known, inbound: Inbound) -> bool:
    _consent(db, contact, inbound, "baja")
    ended = db.execute(
        update(Subscription)
        .where(col(Subscription.contact_id) == contact.id, col(Subscription.active))
        .values(active=False, at=inbound.received_at)
    )
    return ended.rowcount > 0


def _consent(db: Connection, contact: Known, inbound: Inbound, kind: str, *, tema: str = "", version: str = "") -> None:
    db.execute(
        insert(Consent).values(
            contact_id=contact.id,
            kind=kind,
            tema=tema,
            version=version,
            channel=inbound.channel,
            at=inbound.received_at,
        )
    )


def _task(db: Connection, contact: Known, kind: str, tema: str, now: datetime, dependencia_id: str | None) -> bool:
    """Leave a task for an office unless the person already has one of that kind open there."""
    same = (
        select(func.count())
        .select_from(Task)
        .where(
            col(Task.contact_id) == contact.id, col(Task.kind) == kind, col(Task.closed_at).is_(None),
            col(Task.dependencia_id).is_(None) if dependencia_id is None else col(Task.dependencia_id) == dependencia_id,
        )
    )  # fmt: skip
    if db.execute(same).scalar_one():
        return False
    db.execute(
        insert(Task).values(
            kind=kind, contact_id=contact.id, dependencia_id=dependencia_id, tema=tema[:200], detail="", created_at=now
        )
    )
    return True
