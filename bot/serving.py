"""One serving process: from the environment to a WSGI application, and the rules about how many there may be."""

import logging
import socket
from dataclasses import replace

from flask import Flask

from bot.app import create_app
from bot.refusals import PortTaken, Refused
from bot.services import Services, make_services
from bot.settings import load_settings
from knowledge.migrations import require_head


def make_application() -> Flask:
    """Return the application of this process, as granian or any WSGI server asks for it.

    Raises:
        SettingsError: a setting is wrong.
        OldSchema: `catalina init` has not run for this release.
        Unavailable: the database does not answer.
    """
    return create_app(running(opened()))


def opened() -> Services:
    """Return the services of this process, on a database that is ready for this release."""
    settings = load_settings()
    logging.basicConfig(level=settings.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    services = make_services(settings)
    require_head(services.db)
    return services


def running(services: Services) -> Services:
    """Return the services with the embedded delivery started, where one process does everything (SQLite)."""
    return services if not services.db.is_sqlite else replace(services)


def check_workers(services: Services, workers: int) -> None:
    """Refuse several processes on SQLite.

    Raises:
        Refused: SQLite has one writer and the scheduler would run once in each.
    """
    if services.db.is_sqlite and workers > 1:
        raise Refused(
            "Con SQLite solo puede haber un proceso: la base de datos tiene un único escritor.\n"
            "Usa --workers 1, o PostgreSQL en CATALINA_DATABASE_URL y además «catalina worker»."
        )


def check_port(host: str, port: int) -> None:
    """Find out before the server does, so that the message can be a plain one.

    Raises:
        PortTaken: another program listens there, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(
                f"No se pudo abrir {host}:{port} ({error.strerror}). ¿Ya está encendida Catalina?\n"
                f"Apaga el otro programa o usa otro puerto: catalina serve --port {port + 1}"
            ) from None
