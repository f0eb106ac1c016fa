"""Of many processes one trains: a lock that the system or the server frees when its holder dies, however it dies."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import text

from bot.services import Services
from knowledge.outage import translated
from notifier.embedded import OnlyOne

_KEY = 0x636174616C  # any number that nothing else in this database locks


@contextmanager
def only_trainer(services: Services) -> Iterator[bool]:
    """Give whether this process may train, and keep others from it until the end. No transaction is open meanwhile."""
    if services.db.is_sqlite:
        lock = OnlyOne(services.settings.data_dir / "training.lock")
        try:
            yield lock.held()
        finally:
            lock.release()
        return
    # A connection of its own, out of the pool: a lock of the session ends with it, also when the process is killed.
    with translated():
        connection = services.db.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    connection.detach()
    with connection:
        yield bool(connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY}).scalar_one())
