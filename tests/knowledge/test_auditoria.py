"""The audit tells when somebody touched it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, SQLModel

from knowledge import auditoria
from knowledge.db import open_database

NOW = datetime(2026, 11, 23, 14, 0, 1, 25, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Session]:
    base = open_database(f"sqlite:///{tmp_path}/auditoria.db")
    SQLModel.metadata.create_all(base.engine)
    with base.session() as session:
        for number in range(4):
            auditoria.record(session, "ana", "guardar borrador", f"hoja:{number}", NOW, {"versión": number})
        yield session


def test_an_untouched_chain_is_whole(db: Session) -> None:
    assert auditoria.verify(db) is None


def test_an_empty_audit_is_whole(tmp_path: Path) -> None:
    base = open_database(f"sqlite:///{tmp_path}/vacia.db")
    SQLModel.metadata.create_all(base.engine)
    with base.session() as db:
        assert auditoria.verify(db) is None


@pytest.mark.parametrize(
    ("tampering", "says"),
    [
        ("UPDATE auditoria SET actor = 'otra' WHERE id = 2", "fila 2 de la auditoría fue cambiada"),
        ("UPDATE auditoria SET at = '2020-01-01 00:00:00.000000' WHERE id = 3", "fila 3 de la auditoría fue cambiada"),
        ("DELETE FROM auditoria WHERE id = 2", "Antes de la fila 3"),
        ("DELETE FROM auditoria WHERE id = 1", "Antes de la fila 2"),
        ("DELETE FROM auditoria WHERE id = 4", "3 filas y debería tener 4"),
    ],
)
def test_a_changed_removed_or_cut_row_is_told(db: Session, tampering: str, says: str) -> None:
    db.connection().execute(text(tampering))
    db.expire_all()
    assert says in (auditoria.verify(db) or "")
