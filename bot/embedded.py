"""Wire delivery, jobs and replay for a process: `start_embedded(services)`. `serve` calls it, and so does `worker`."""

import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import replace

from bot.channels.twilio import spool_of, take
from bot.channels.twilio_media import TwilioMedia
from bot.channels.twilio_send import TwilioRoad, make_client
from bot.learning import EVERY_S, Learner
from bot.prioridades_pdf import EVERY_S as INFORMES_S
from bot.prioridades_pdf import make_due
from bot.retention import purge
from bot.services import Services
from notifier.delivery import Delivery, sweep
from notifier.embedded import Embedded, OnlyOne, Pace, everybody
from notifier.jobs import Job, start_timetable
from notifier.media import Copier, copy_due
from notifier.ports import Roads

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
    learning = Job("learn", EVERY_S, learner.look)
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
    return Delivery(services.db, services.sello, roads_of(services), services.clock, worker, services.fault)


def roads_of(services: Services) -> Roads:
    """Return the ways out that the settings allow. Without WhatsApp's settings its messages wait."""
    if not services.settings.whatsapp_on:
        return {}
    road = TwilioRoad(make_client(services.settings), services.db, services.settings, services.clock)
    return {"whatsapp": road.road()}


def jobs_of(services: Services, delivery: Delivery) -> tuple[Job, ...]:
    """Return the timetable of a process."""
    jobs = [
        Job("delivery-sweep", 5.0, lambda: _swept(services, delivery), once=False),
        _replay_job(services),
        Job("informes", INFORMES_S, lambda: _reported(services), once=False),
        Job("purge", DAY_S, lambda: _purged(services), offset_s=NIGHT_S),
    ]
    if services.settings.whatsapp_on:
        copier = copier_of(services)
        jobs.append(Job("media-copy", 3.0, lambda: _copied(copier), once=False))
    return tuple(jobs)


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


def _copied(copier: Copier) -> None:
    while copy_due(copier):
        pass


def _reported(services: Services) -> None:
    make_due(services)


def _purged(services: Services) -> None:
    purge(services)
