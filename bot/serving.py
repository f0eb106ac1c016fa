"""One serving process: from the environment to a WSGI application."""

import atexit
import logging

from flask import Flask

from bot.app import create_app
from bot.embedded import start_embedded, start_replay
from bot.services import make_services
from bot.settings import Settings, load_settings
from knowledge.db import Unavailable
from knowledge.migrations import require_head

log = logging.getLogger(__name__)


def make_application() -> Flask:
    """Return the application of this process, as granian or any WSGI server asks for it.

    With SQLite the delivery and the timetable run inside it; a lock on a file lets one process only do so. With
    PostgreSQL the workers do that; what this machine kept during an outage is replayed here.

    A PostgreSQL server that does not answer is no reason to stay away: what Twilio sends meanwhile would be lost. It is
    kept and answered when the server is back.

    Raises:
        SettingsError: a setting is wrong.
        OldSchema: `catalina init` has not run for this release.
        Unavailable: the file of SQLite cannot be used.
    """
    settings = load_settings()
    log_to_stderr(settings)
    services = make_services(settings)
    try:
        require_head(services.db)
    except Unavailable:
        if services.db.is_sqlite:
            raise
        log.error("the database does not answer: messages are kept until it does")
    if services.db.is_sqlite:
        services, stop = start_embedded(services)
        atexit.register(stop)
    else:
        atexit.register(start_replay(services))
    return create_app(services)


def log_to_stderr(settings: Settings) -> None:
    """Say what happens where every supervisor looks for it, without two libraries that would drown the rest.

    APScheduler tells of every job that ran; psycopg of every repeated message, whose refusal ends a pipeline as it should.
    """
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("psycopg").setLevel(logging.ERROR)
