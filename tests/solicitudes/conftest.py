"""The session that is rolled back and the tools of an import, as tests/knowledge has them; a desk over them."""

from datetime import datetime

import pytest
from sqlmodel import Session

from knowledge import catalog
from knowledge.sellado import Sello
from knowledge.tramitar import Mesa
from tests.knowledge.conftest import db, shared_database, tools
from tests.solicitudes.mesa import counter
from tests.worlds import NOON

__all__ = ["db", "shared_database", "tools"]


@pytest.fixture
def mesa(db: Session) -> Mesa:
    """Return a desk at noon of 30 March 2026, with random bytes that count."""
    found = catalog.load(db)
    assert found.calendario is not None
    moment: datetime = NOON
    return Mesa(found.calendario, found.terminos, Sello("clave de prueba"), moment, counter())
