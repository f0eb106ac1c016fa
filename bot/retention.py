"""Forget what has been kept long enough. What the law obliges to keep (radicados, audit, denuncias) is not touched here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, update
from sqlmodel import SQLModel, col

from bot import demo, orphans
from bot.documentos import FOLDER
from bot.services import Services
from bot.sessions import SEALED, read, store, without_confidential, written
from bot.traces import RESERVED
from flows.session import Session
from knowledge import denuncias
from knowledge.actos import TERMINADAS
from knowledge.atencion import AtencionRow, NotaRow
from knowledge.avisos import AvisoRow, AvisoSalidaRow
from knowledge.bandeja import SIN_ENTREGAR
from knowledge.cifras import SondaRow
from knowledge.conversaciones import Event, MediaRow, MessageRow, Outgoing, Seen, SessionRow, StatusReceipt, Task, Tick
from knowledge.enlaces import EnlaceRow
from knowledge.escrituras import EscrituraRow
from knowledge.solicitudes import AdjuntoRow, SolicitudRow
from knowledge.subidas import KEPT, SubidaRow
from notifier.outbox import EMPTY

BATCH = 500
_ENDED = ("entregada", "leida", "fallida", "descartada", "enviada", "espera")


@dataclass(frozen=True, slots=True)
class Retention:
    """How many days each thing is kept. Ids that a provider gave are kept longest: only they stop a captured request."""

    words: int = 90
    drafts: int = 30
    media: int = 365
    loose: int = 30  # files that nobody asked for and no request took
    events: int = 365
    seen: int = 400
    ticks: int = 2
    probes: int = 400  # minutes of the probe: by then they are in the figures of their month
    secrets: int = 1  # confidential words that nobody came back for


def purge(services: Services, keep: Retention = Retention()) -> Mapping[str, int]:
    """Erase what is older than its term, in the order that the references allow. Safe to repeat. Returns counts.

    Raises:
        Unavailable: the database does not answer; what was erased stays erased.
    """
    now = services.clock()
    with services.db.writing() as db:
        counts = {
            "messages": _drop(db, MessageRow, col(MessageRow.at) < _ago(now, keep.words)),
            "outbox": _outbox(db, _ago(now, keep.words)),
            "notices": _notices(db, _ago(now, keep.words)),
            "seen": _drop(db, Seen, col(Seen.at) < _ago(now, keep.seen)),
            "events": _events(db, _ago(now, keep.events)),
            "ticks": _drop(db, Tick, col(Tick.at) < _ago(now, keep.ticks)),
            "probes": _drop(db, SondaRow, col(SondaRow.minuto) < _ago(now, keep.probes)),
            "writings": _drop(db, EscrituraRow, col(EscrituraRow.updated_at) < _ago(now, keep.words)),
            "secrets": _secrets(db, _ago(now, keep.secrets)),
            "talks": _talks(db, _ago(now, keep.words)),
            "links": _drop(db, EnlaceRow, col(EnlaceRow.vence_en) < _ago(now, keep.secrets)),
            "uploads": _drop(db, SubidaRow, col(SubidaRow.created_at) <= now - KEPT),
        }
    with services.db.writing() as db:  # a transaction that writes nothing of any contact
        denuncias.blur(db)
    counts["drafts"] = _drafts(services, _ago(now, keep.drafts), _ago(now, keep.secrets))
    counts["answers"] = _answers(services, _ago(now, keep.media))
    counts["media"] = _media(services, _over(_ago(now, keep.media), _ago(now, keep.loose)))
    counts["orphans"] = orphans.sweep(services)
    return counts


def _talks(db: Connection, before: datetime) -> int:
    """Forget the words about talks that are over: their figures stay, of which estimates are made."""
    over = (col(AtencionRow.cerrada_at) < before, col(AtencionRow.contact_id).is_not(None))
    db.execute(delete(NotaRow).where(col(NotaRow.atencion_id).in_(select(col(AtencionRow.id)).where(*over))))
    return db.execute(update(AtencionRow).where(*over).values(contact_id=None, tema="", archivo=None)).rowcount


def _ago(now: datetime, days: int) -> datetime:
    return now - timedelta(days=days)


def _drop(db: Connection, table: type[SQLModel], where: ColumnElement[bool]) -> int:
    return db.execute(delete(table).where(where)).rowcount


def _events(db: Connection, before: datetime) -> int:
    """Forget what happened; never that the use was invented: figures made of it are kept, and must go on saying so."""
    return _drop(db, Event, (col(Event.at) < before) & (col(Event.kind) != demo.EVENT))


def _outbox(db: Connection, before: datetime) -> int:
    old = select(col(Outgoing.id)).where(col(Outgoing.created_at) < before, col(Outgoing.estado).in_(_ENDED))
    _drop(db, StatusReceipt, col(StatusReceipt.outbox_id).in_(old))
    return _drop(db, Outgoing, col(Outgoing.id).in_(old))


def _notices(db: Connection, before: datetime) -> int:
    """Forget the notices that ended: told, or handed to an official who has closed the task."""
    waits = exists().where(
        col(SolicitudRow.id) == col(AvisoRow.solicitud_id), col(Task.tema) == col(SolicitudRow.codigo),
        col(Task.kind) == SIN_ENTREGAR, col(Task.closed_at).is_(None), col(Task.contact_id) == col(AvisoRow.contact_id),
    )  # fmt: skip
    ended = or_(col(AvisoRow.estado).in_(("entregado", "contado")), (col(AvisoRow.estado) == "tarea") & ~waits)
    old = select(col(AvisoRow.id)).where(col(AvisoRow.desde) < before, ended)
    _drop(db, AvisoSalidaRow, col(AvisoSalidaRow.aviso_id).in_(old))
    return _drop(db, AvisoRow, col(AvisoRow.id).in_(old))


def _secrets(db: Connection, before: datetime) -> int:
    """Forget confidential words that the vendor took and never confirmed, and those that no browser came back to read."""
    sent = (col(Outgoing.sealed), col(Outgoing.estado) == "enviada", col(Outgoing.sent_at) < before)
    unread = (col(MessageRow.sealed), col(MessageRow.at) < before)
    return (
        db.execute(update(Outgoing).where(*sent).values(body=EMPTY, sealed=False)).rowcount
        + db.execute(update(MessageRow).where(*unread).values(body=RESERVED, sealed=False)).rowcount
    )


def _drafts(services: Services, before: datetime, secrets_before: datetime) -> int:
    """Forget what was told half-way: all of it after its term, what is confidential after a day."""
    sealed = col(SessionRow.state).startswith(SEALED) & (col(SessionRow.updated_at) < secrets_before)
    return _rewritten(services, col(SessionRow.updated_at) < before, _bare) + _rewritten(
        services, sealed, lambda session: without_confidential(session, services.flows)
    )


def _bare(session: Session) -> Session:
    """Leave the counter: runs and outbox keys are numbered by it and must never repeat."""
    return Session(turn=session.turn, idioma=session.idioma, last_at=session.last_at)


def _rewritten(services: Services, where: ColumnElement[bool], rest: Callable[[Session], Session]) -> int:
    done, last = 0, 0
    while True:
        with services.db.writing() as db:
            stale = select(col(SessionRow.contact_id), col(SessionRow.state), col(SessionRow.last_seq)).where(
                where, col(SessionRow.contact_id) > last
            )
            rows = list(db.execute(stale.order_by(col(SessionRow.contact_id)).limit(BATCH).with_for_update()))
            done += sum(_rewrite(services, db, row, rest) for row in rows)
        if not rows:
            return done
        last = rows[-1].contact_id


def _rewrite(services: Services, db: Connection, row: Any, rest: Callable[[Session], Session]) -> bool:
    session = read(row.state, row.last_seq, services.sello)
    left = rest(session)
    if session == left and not row.state.startswith(SEALED):
        return False
    at = session.last_at or services.clock()
    store(db, row.contact_id, written(left, services.flows, services.sello), row.last_seq, at)
    return True


def _answers(services: Services, before: datetime) -> int:
    """Forget the files of requests that ended that long ago. What citizens sent goes with `_media`, no longer held."""
    done, last = 0, ""
    old = select(col(AdjuntoRow.token), col(AdjuntoRow.path)).where(~_held(before)).order_by(col(AdjuntoRow.token))
    while True:
        with services.db.reading() as db:
            rows = db.execute(old.where(col(AdjuntoRow.token) > last).limit(BATCH)).all()
        if not rows:
            return done
        for row in rows:
            if row.path:
                (services.settings.data_dir / FOLDER / row.path).unlink(missing_ok=True)
        with services.db.writing() as db:
            done += _drop(db, AdjuntoRow, col(AdjuntoRow.token).in_([row.token for row in rows]))
        last = rows[-1].token


def _held(before: datetime) -> ColumnElement[bool]:
    """Match the files of requests that are open or ended a short while ago."""
    return exists().where(
        col(SolicitudRow.id) == col(AdjuntoRow.solicitud_id),
        col(SolicitudRow.estado).not_in(TERMINADAS)
        | col(SolicitudRow.actualizada_el).is_(None)
        | (col(SolicitudRow.actualizada_el) >= before.date()),
    )


def _media(services: Services, over: ColumnElement[bool]) -> int:
    with services.db.reading() as db:
        rows = db.execute(select(col(MediaRow.ref), col(MediaRow.path)).where(over)).all()
    for row in rows:
        # The file first: a row without its file is found again tomorrow, a file without its row never.
        if row.path:
            (services.settings.data_dir / FOLDER / row.path).unlink(missing_ok=True)
    with services.db.writing() as db:
        return _drop(db, MediaRow, over)


def _over(before: datetime, loose: datetime) -> ColumnElement[bool]:
    """Match the files whose time is over, and those whose owner asked to be forgotten; none that a request still has.

    What no request took goes sooner, unless its owner still waits for a person, who may have to look at it.
    """
    filed = exists().where(col(AdjuntoRow.media_ref) == col(MediaRow.ref))
    waits = exists().where(
        col(AtencionRow.contact_id) == col(MediaRow.contact_id), col(AtencionRow.cerrada_at).is_(None)
    )
    old = or_(col(MediaRow.created_at) < before, (col(MediaRow.created_at) < loose) & ~waits)
    return or_(old, col(MediaRow.estado) == "borrada") & ~filed
