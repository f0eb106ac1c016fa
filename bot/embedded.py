"""Wire delivery, jobs and replay for a process: `start_embedded(services)`. `serve` calls it, and so does `worker`."""

import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import replace

from bot.alertas import vigilar
from bot.avisos import decir
from bot.channels.correo import CorreoRoad
from bot.channels.twilio import spool_of, take
from bot.channels.twilio_media import TwilioMedia
from bot.channels.twilio_send import TwilioRoad, make_client, sms_road
from bot.channels.twilio_templates import consultar
from bot.cifras.cuenta import contar
from bot.cuidado import EVERY_S as CHARLAS_S
from bot.cuidado import cuidar
from bot.learning import EVERY_S, Learner
from bot.plazos import run_night
from bot.prioridades_pdf import EVERY_S as INFORMES_S
from bot.prioridades_pdf import make_due
from bot.reportes import correo as reportes_correo
from bot.reportes import filtro as reportes_filtro
from bot.reportes import hacer as reportes
from bot.retention import purge
from bot.services import Services
from bot.sonda import EVERY_S as SONDA_S
from bot.sonda import LOOK_S, Resultado, preguntar, sondear
from bot.sonda_http import preguntar_en
from notifier import plantillas
from notifier.avisos import Avisador, despachar
from notifier.avisos_seguir import seguir
from notifier.delivery import Delivery, sweep
from notifier.embedded import Embedded, OnlyOne, Pace, everybody
from notifier.horario import abierta
from notifier.jobs import Job, start_timetable
from notifier.media import Copier, copy_due
from notifier.ports import Road, Roads

PER_SECOND = 80.0  # what a WhatsApp sender may
NIGHT_S = 8 * 3600.0  # 03:00 in Cartagena
DAY_S = 86400.0


def start_embedded(services: Services, *, extra: tuple[Job, ...] = ()) -> tuple[Services, Callable[[], None]]:
    """Start delivery and timetable in this process. Returns services whose turns wake the delivery, and what ends it all.

    On SQLite one process of the machine does it, the others wait to take over; on PostgreSQL any number do.
    """
    only = OnlyOne(services.settings.data_dir / "delivery.lock")
    active = only.held if services.db.is_sqlite else everybody
    delivery = delivery_of(services)
    embedded = Embedded(delivery, Pace(PER_SECOND, time.monotonic, time.sleep), active, alone=services.db.is_sqlite)
    woken = replace(services, wake_delivery=embedded.wake)
    embedded.start()
    learner = Learner(woken)
    learning = Job("learn", EVERY_S, learner.look, lasting=True)
    jobs = (*jobs_of(woken, delivery), learning, *extra)
    end_timetable = start_timetable(services.db, jobs, services.clock, active)

    def stop() -> None:
        learner.stop()  # the timetable ends when its jobs have: a training would hold it up
        end_timetable()
        embedded.stop()
        only.release()

    return woken, stop


def start_replay(services: Services) -> Callable[[], None]:
    """Replay what this machine's spool keeps, in a web process beside which the workers deliver. Returns what ends it."""
    return start_timetable(services.db, [_replay_job(services)], services.clock, everybody)


def delivery_of(services: Services) -> Delivery:
    """Return the delivery of this process, under a name of its own."""
    worker = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    roads = roads_of(services)
    return Delivery(
        services.db, services.sello, roads, services.clock, worker, services.fault, lambda: _quiet(services)
    )


def roads_of(services: Services) -> Roads:
    """Return the ways out that the settings allow. Without WhatsApp's settings its messages wait."""
    settings, roads = services.settings, dict[str, Road]()
    if settings.whatsapp_on:
        roads["whatsapp"] = TwilioRoad(make_client(settings), services.db, settings, services.clock).road()
    if settings.sms_on:
        roads["sms"] = sms_road(make_client(settings), settings)
    if settings.correo_on:
        roads["correo"] = CorreoRoad(settings, services.current.entidad.nombre_corto).road()
    return roads


def canales_of(services: Services) -> frozenset[str]:
    """Return the channels that have a way out."""
    settings = services.settings
    on = {"whatsapp": settings.whatsapp_on, "sms": settings.sms_on, "correo": settings.correo_on}
    return frozenset(channel for channel, is_on in on.items() if is_on)


def avisador_of(services: Services) -> Avisador:
    """Return what carries the notices of the ledger in this process."""
    return Avisador(
        services.db, services.sello, services.clock, lambda: services.current.get().catalogo.calendario, decir(services),
        canales_of(services), services.settings.twilio_template_aviso, fault=services.fault,
    )  # fmt: skip


def _quiet(services: Services) -> bool:
    return not abierta(services.clock(), services.current.get().catalogo.calendario)


def jobs_of(services: Services, delivery: Delivery) -> tuple[Job, ...]:
    """Return the timetable of a process."""
    avisador = avisador_of(services)
    jobs = [
        Job("delivery-sweep", 5.0, lambda: _swept(services, delivery), once=False),
        Job("charlas", CHARLAS_S, lambda: cuidar(services), once=False),
        Job("avisos", 5.0, lambda: _noticed(services, avisador), once=False),
        _replay_job(services),
        Job("informes", INFORMES_S, lambda: _reported(services), once=False, lasting=True),
        _sonda_job(services),
        Job("reportes", reportes.EVERY_S, lambda: _told(services), once=False, lasting=True),
        Job("reportes-correo", reportes_correo.EVERY_S, lambda: _mailed(services), once=False, lasting=True),
        Job("purge", DAY_S, lambda: _purged(services), offset_s=NIGHT_S),
        Job("plazos", DAY_S, lambda: _clocked(services), offset_s=NIGHT_S),
        Job("cifras", DAY_S, lambda: _counted(services), offset_s=NIGHT_S, lasting=True),
    ]
    if services.settings.whatsapp_on:
        copier = copier_of(services)
        jobs.append(Job("media-copy", 3.0, lambda: _copied(copier), once=False, lasting=True))
    if services.settings.whatsapp_on and services.settings.twilio_template_aviso:
        jobs.append(Job("plantillas", DAY_S, lambda: look_at_templates(services), offset_s=NIGHT_S))
    return tuple(jobs)


def _sonda_job(services: Services) -> Job:
    """Return the probe: it asks where the settings say, else in this process."""

    def ask() -> Resultado:
        if url := services.settings.probe_url:
            return preguntar_en(url, time.monotonic)
        return preguntar(services, time.monotonic)

    return Job("sonda", SONDA_S, lambda: sondear(services, ask), look_s=LOOK_S)


def _replay_job(services: Services) -> Job:
    spool, taking = spool_of(services), take(services)

    def replay() -> None:
        if not spool.empty:
            spool.drain(taking)

    return Job("spool-replay", 3.0, replay, once=False)  # each machine has a spool of its own


def copier_of(services: Services) -> Copier:
    """Return what copies the files citizens send."""
    media = TwilioMedia(services.settings, time.monotonic)
    folder = services.settings.data_dir / "adjuntos"
    return Copier(services.db, media.fetch, folder, lambda: secrets.token_hex(16), services.clock)


def _swept(services: Services, delivery: Delivery) -> None:
    sweep(delivery)
    services.wake_delivery()


def _noticed(services: Services, avisador: Avisador) -> None:
    seguir(avisador)
    if despachar(avisador):
        services.wake_delivery()


def look_at_templates(services: Services) -> None:
    """Ask the vendor how the template of the notices stands, and keep what it says.

    Raises:
        SendFailed: it does not say; the timetable tells and tomorrow asks again.
    """
    vista = consultar(make_client(services.settings))(services.settings.twilio_template_aviso)
    with services.db.writing() as db:
        plantillas.anotar(db, vista, services.clock())


def _copied(copier: Copier) -> None:
    while copy_due(copier):
        pass


def _reported(services: Services) -> None:
    make_due(services)


def _told(services: Services) -> None:
    reportes.make_due(services)


def _mailed(services: Services) -> None:
    reportes_correo.enviar_due(services)


def _purged(services: Services) -> None:
    purge(services)


def _clocked(services: Services) -> None:
    run_night(services)
    services.wake_delivery()


def _counted(services: Services) -> None:
    contar(services)
    vigilar(services)
    reportes_filtro.olvidar(services)
