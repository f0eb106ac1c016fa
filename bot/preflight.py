"""What is found out before a server starts, so that the operator reads a plain sentence and not a trace."""

import socket

from bot.refusals import PortTaken, Refused
from bot.settings import Settings
from knowledge.db import Database, open_database
from knowledge.migrations import require_head


def ready_database(settings: Settings) -> Database:
    """Return the database of these settings.

    Raises:
        OldSchema: `catalina init` has not run for this release.
        Unavailable: it does not answer.
    """
    database = open_database(settings.resolved_database_url, synchronous=settings.synchronous)
    require_head(database)
    return database


def check_workers(database: Database, workers: int) -> None:
    """Refuse several processes on SQLite.

    Raises:
        Refused: SQLite has one writer.
    """
    if database.is_sqlite and workers > 1:
        raise Refused(
            "Con SQLite solo puede haber un proceso: la base de datos tiene un único escritor.\n"
            "Usa --workers 1, o PostgreSQL en CATALINA_DATABASE_URL y además «catalina worker»."
        )


def check_apart(database: Database) -> None:
    """Refuse a worker of its own on SQLite.

    Raises:
        Refused: the serving process delivers already.
    """
    if database.is_sqlite:
        raise Refused(
            "Con SQLite la entrega corre dentro de «catalina serve»: no hace falta otro proceso.\n"
            "«catalina worker» es para PostgreSQL (CATALINA_DATABASE_URL)."
        )


def check_port(host: str, port: int) -> None:
    """Find out before the server does.

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
