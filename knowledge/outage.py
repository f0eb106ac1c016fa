"""What counts as an outage of the database, whichever of the three layers says so."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout


class Unavailable(Exception):
    """The database cannot be reached or is locked: keep what came in elsewhere and try again."""


@contextmanager
def translated() -> Iterator[None]:
    """Raise `Unavailable` in place of whatever says that the database does not answer."""
    try:
        yield
    except IntegrityError:
        raise
    except OperationalError as error:
        raise Unavailable(type(error.orig).__name__) from error
    except sqlite3.OperationalError as error:
        raise Unavailable(type(error).__name__) from error  # from BEGIN, which is said to the driver itself
    except PoolTimeout as error:
        raise Unavailable("every connection is in use") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable("the connection was lost") from error
        raise
