"""Wiring: what every edge of the product is handed. Made once per process from the settings; tests make their own."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlmodel import Session as OrmSession

from bot.contacts import Known
from bot.inbound import Inbound
from bot.settings import Settings
from flows.context import BOGOTA, Context, Persona
from flows.registro import FLOWS
from flows.settle import Flows
from flows.understanding import MismatchedModel, Understanding, understanding
from knowledge import catalog, denuncias, modelo, personal
from knowledge.consultas import Hoy, Solicitudes, Todas
from knowledge.db import Database, Unavailable, open_database
from knowledge.entidad import load_entidad
from knowledge.migrations import OldSchema, require_head
from knowledge.plazos import FueraDelCalendario
from knowledge.sellado import Sello
from knowledge.textos import Traducir, load_textos
from knowledge.tramitar import Mesa
from knowledge.values import Catalogo, Entidad, Solicitud
from notifier.cifras.telling import last_month

log = logging.getLogger(__name__)

REFRESH = timedelta(seconds=5)


def utc_now() -> datetime:
    """Return the present instant. The one place that reads the machine's clock."""
    return datetime.now(UTC)  # noqa: TID251


def _readable(catalogo: Catalogo, blob: bytes | None) -> Understanding:
    """Return the understanding; by rules alone where another release wrote the model, until this one has trained."""
    try:
        return understanding(catalogo, blob)
    except MismatchedModel:
        log.error("the active model cannot be read by this release: rules answer until «catalina entrenar»")
        return understanding(catalogo, None)


def new_receipt() -> str:
    """Return 16 random digits in groups of four: what the writer of a denuncia keeps."""
    digits = f"{secrets.randbelow(10**16):016d}"
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))


@dataclass(frozen=True, slots=True)
class Vigente:
    """What is in force: the published content, the understanding made from it, and who is there to read what comes in."""

    stamp: str
    catalogo: Catalogo
    comprension: Understanding
    denuncias_abiertas: bool  # somebody can open a denuncia
    atienden: bool  # somebody works on requests
    checked_at: datetime


def _radica(vigente: Vigente) -> bool:
    """Return whether petitions are filed here: the entity says so, somebody attends them, and a term can be counted."""
    catalogo = vigente.catalogo
    return catalogo.entidad.radica_aqui and vigente.atienden and catalogo.calendario is not None


@dataclass
class Current:
    """Keeps `Vigente` in memory and rebuilds it when its stamp in the database changes, at most `REFRESH` late."""

    db: Database
    clock: Callable[[], datetime]
    entidad: Entidad
    _held: Vigente | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self) -> Vigente:
        """Return what is in force now.

        Raises:
            Unavailable: nothing is in memory yet and the database does not answer.
        """
        held = self._held
        # A clock that was set back must not keep old content in force until it has caught up.
        if held is not None and timedelta(0) <= self.clock() - held.checked_at < REFRESH:
            return held
        with self._lock:
            if self._held is held:
                self._held = self._refresh(held)
            return self._held or self._refresh(None)

    def look_again(self) -> None:
        """Have the next `get` ask the database: somebody has just published in this process."""
        with self._lock:
            if self._held is not None:
                self._held = replace(self._held, checked_at=self._held.checked_at - REFRESH)

    def _refresh(self, held: Vigente | None) -> Vigente:
        now = self.clock()
        if held is None:
            self._check_schema()
        try:
            with self.db.reading_session() as db:
                stamp = f"{catalog.stamp(db)}/{modelo.stamp(db)}"
                abiertas, atienden = denuncias.can_be_opened(db), personal.someone_attends(db)
                if held is not None and held.stamp == stamp:
                    return replace(held, checked_at=now, denuncias_abiertas=abiertas, atienden=atienden)
                catalogo = catalog.load(db, self.entidad)
                comprension = _readable(catalogo, modelo.active(db))
                return Vigente(stamp, catalogo, comprension, abiertas, atienden, now)
        except Unavailable:
            # What was in force a moment ago still answers; the turn itself will meet the outage and be kept.
            if held is None:
                raise
            return replace(held, checked_at=now)

    def _check_schema(self) -> None:
        """Take nothing on another schema: a process may have begun while the database was away."""
        try:
            require_head(self.db)
        except OldSchema as error:
            raise Unavailable(str(error)) from error


@dataclass(frozen=True)
class Services:
    """Everything an edge may use. `fault` does nothing outside the kill drills, which pass their own."""

    settings: Settings
    db: Database
    current: Current
    sello: Sello
    traducir: Traducir
    clock: Callable[[], datetime] = utc_now
    receipt: Callable[[], str] = new_receipt
    azar: Callable[[int], bytes] = secrets.token_bytes  # codes of requests and names of files come from it
    flows: Flows = field(default_factory=lambda: FLOWS)
    fault: Callable[[str], None] = lambda _: None
    wake_delivery: Callable[[], None] = lambda: None
    oficina_convocatorias: str = "cooperacion"
    solicitudes: Solicitudes = field(default_factory=Todas)

    def context(self, db: Connection, contact: Known, inbound: Inbound) -> Context:
        """Return the read-only world of one turn."""
        vigente = self.current.get()
        return Context(
            ahora=inbound.received_at,
            catalogo=vigente.catalogo,
            comprension=vigente.comprension,
            traducir=self.traducir,
            solicitud=lambda code: self._solicitud(db, code, inbound.received_at),
            canal=inbound.channel,
            persona=Persona(contact.aviso_version, idioma_pedido=contact.idioma is not None),
            idioma="en" if contact.idioma == "en" else "es",
            denuncias_abiertas=vigente.denuncias_abiertas,
            radica_aqui=_radica(vigente),
            url_publica=self.settings.public_url,
            como_va=lambda: last_month(db),
        )

    def mesa(self, now: datetime) -> Mesa:
        """Return what working on requests needs at that moment.

        Raises:
            FueraDelCalendario: no holidays are loaded, so no term can be counted.
        """
        catalogo = self.current.get().catalogo
        if catalogo.calendario is None:
            raise FueraDelCalendario("No hay festivos cargados. Escribe: catalina init")
        return Mesa(catalogo.calendario, catalogo.terminos, self.sello, now, self.azar)

    def is_outage(self, error: BaseException) -> bool:
        """Return whether an error means that the database failed, not that a flow is wrong."""
        return isinstance(error, (Unavailable, OperationalError)) or (
            isinstance(error, DBAPIError) and error.connection_invalidated
        )

    def solicitud(self, db: OrmSession, texto: str, now: datetime) -> Solicitud | None:
        """Return the request of that code or radicado from whichever system knows it; None too without holidays."""
        calendario = self.current.get().catalogo.calendario
        if calendario is None:
            return None
        return self.solicitudes.buscar(db, texto, Hoy(now.astimezone(BOGOTA).date(), calendario, self.sello))

    def _solicitud(self, db: Connection, code: str, now: datetime) -> Solicitud | None:
        with OrmSession(db, join_transaction_mode="create_savepoint") as session:
            return self.solicitud(session, code, now)


def make_services(
    settings: Settings, *, db: Database | None = None, clock: Callable[[], datetime] = utc_now
) -> Services:
    """Return the services of one process. Opens the database lazily: an unreachable one is met at the first turn."""
    database = db or open_database(settings.resolved_database_url, synchronous=settings.synchronous)
    return Services(
        settings=settings,
        db=database,
        current=Current(database, clock, load_entidad(settings.entidad)),
        sello=Sello(settings.secret_key),
        traducir=load_textos(),
        clock=clock,
    )
